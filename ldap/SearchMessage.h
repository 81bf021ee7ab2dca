#pragma once

#include <map>
#include <optional>
#include <string>

#include "ldap/Entry.h"
#include "ldap/ResultCode.h"

namespace scim2ldap::ldap {

/// One message of the answer to a search. RFC 4511 §4.5.2 and §4.13
struct SearchMessage {
  enum class Type { Entry, Reference, Intermediate, Done };

  int messageId = 0;  ///< of the search that it belongs to
  Type type = Type::Entry;
  std::optional<Entry> entry{};
  std::map<std::string, std::string> controls{};  ///< values by OID
  std::string responseName{};                     ///< of an intermediate message
  std::string responseValue{};
  ResultCode code = ResultCode::Success;  ///< of the message that ends the search
  std::string diagnosticMessage{};
};

}  // namespace scim2ldap::ldap
