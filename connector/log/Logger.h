#pragma once

#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "scim/Json.h"

namespace scim2ldap::connector {

enum class Level { Debug, Info, Warning, Error };

/// Writes one JSON line per message to a file descriptor, in one write(2): time, level, message id, fields.
/// Message ids are listed with their meaning in connector/log/README.md. Thread-safe.
class Logger {
 public:
  using Fields = std::initializer_list<std::pair<std::string_view, scim::Json>>;

  explicit Logger(Level threshold = Level::Info, int fileDescriptor = 2)
      : threshold_(threshold), fileDescriptor_(fileDescriptor) {}

  /// \param id    stable, upper case, for example "USER_CREATED"
  /// \param text  one sentence for an administrator
  void log(Level level, std::string_view id, std::string_view text, Fields fields = {});
  void debug(std::string_view id, std::string_view text, Fields fields = {}) {
    log(Level::Debug, id, text, fields);
  }
  void info(std::string_view id, std::string_view text, Fields fields = {}) {
    log(Level::Info, id, text, fields);
  }
  void warning(std::string_view id, std::string_view text, Fields fields = {}) {
    log(Level::Warning, id, text, fields);
  }
  void error(std::string_view id, std::string_view text, Fields fields = {}) {
    log(Level::Error, id, text, fields);
  }

 private:
  Level threshold_;
  int fileDescriptor_;
  std::mutex mutex_;  ///< keeps lines whole where the kernel takes one in parts (a full pipe)
};

}  // namespace scim2ldap::connector
