#include "connector/log/Logger.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "connector/log/LogLine.h"

namespace scim2ldap::connector {

void Logger::log(Level level, std::string_view id, std::string_view text, Fields fields) {
  if (level < threshold_) return;
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const std::string line = logLine(now, level, id, text, fields);

  const std::lock_guard lock(mutex_);
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(fileDescriptor_, rest.data(), rest.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return;  // nowhere is left to tell it; serving goes on
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace scim2ldap::connector
