#include "ldap/Error.h"

namespace scim2ldap::ldap {
namespace {

std::string describe(ResultCode code, const std::string& diagnosticMessage, const std::string& matchedDn) {
  std::string text = std::string(toString(code)) + " (" + std::to_string(static_cast<int>(code)) + ")";
  if (!diagnosticMessage.empty()) text += ": " + diagnosticMessage;
  if (!matchedDn.empty()) text += " [matched " + matchedDn + "]";
  return text;
}

}  // namespace

Error::Error(ResultCode code, const std::string& diagnosticMessage, const std::string& matchedDn)
    : std::runtime_error(describe(code, diagnosticMessage, matchedDn)),
      code_(code),
      diagnosticMessage_(diagnosticMessage),
      matchedDn_(matchedDn) {}

}  // namespace scim2ldap::ldap
