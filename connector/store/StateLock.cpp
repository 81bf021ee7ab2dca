#include "connector/store/StateLock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "connector/store/StateFile.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {
namespace {

/// Whoever has the lock writes his process id into the file.
std::string holderOf(int descriptor) {
  std::array<char, 16> text{};
  const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "unknown";
}

}  // namespace

StateLock::StateLock(const std::filesystem::path& stateFile) {
  prepareStateFile(stateFile);
  const std::filesystem::path file = stateFile.parent_path() / "serve.lock";
  prepareStateFile(file);
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor_ < 0) {
    throw StoreError(file.string() + ": cannot be opened: " + std::strerror(errno) +
                     "; make the folder one that the user running scim2ldap may write to");
  }
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    const std::string holder = holderOf(descriptor_);
    ::close(descriptor_);
    throw StoreError(stateFile.parent_path().string() + ": the process " + holder +
                     " serves from this state directory already; stop it first, or name another one");
  }
  const std::string own = std::to_string(::getpid());
  const bool written =
      ::ftruncate(descriptor_, 0) == 0 && ::pwrite(descriptor_, own.data(), own.size(), 0) > 0;
  // A full disk: the lock holds without the number.
  static_cast<void>(written);
}

StateLock::~StateLock() {
  ::close(descriptor_);
}

}  // namespace scim2ldap::connector
