#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// The rows that come to the log of a side table, whose file may be replaced meanwhile, as by a restore.
class LogTail {
 public:
  /// \param last  the newest row that was seen; a row without number: none
  LogTail(std::filesystem::path file, LogRow last) : file_(std::move(file)), last_(std::move(last)) {}

  /// The rows behind the last one, the oldest first: a portion of them. Behind the place at which the file
  /// was replaced, those that are younger. None, and a message once, while there is no file that can be read.
  [[nodiscard]] std::vector<LogRow> next();

 private:
  std::filesystem::path file_;
  LogRow last_;
  bool isAway_ = false;  ///< and that was told
};

}  // namespace scim2ldap::connector
