#pragma once

#include <stdexcept>
#include <string>

#include "ldap/ResultCode.h"

namespace scim2ldap::ldap {

/// A failed LDAP operation, with what the directory said. `what()` reads
/// "noSuchObject (32): <diagnostic> [matched dc=example]".
class Error : public std::runtime_error {
 public:
  Error(ResultCode code, const std::string& diagnosticMessage, const std::string& matchedDn = "");

  [[nodiscard]] ResultCode code() const { return code_; }
  [[nodiscard]] const std::string& diagnosticMessage() const { return diagnosticMessage_; }
  [[nodiscard]] const std::string& matchedDn() const { return matchedDn_; }

 private:
  ResultCode code_;
  std::string diagnosticMessage_;
  std::string matchedDn_;
};

}  // namespace scim2ldap::ldap
