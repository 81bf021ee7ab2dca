#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ldap/Dn.h"

namespace scim2ldap::ldap {

/// RFC 4511 §4.6, and increment of RFC 4525.
enum class ModificationType { Add, Delete, Replace, Increment };

/// One change of a modify request. Delete without values deletes the attribute; Replace without values
/// does too, and succeeds when it is absent.
struct Modification {
  ModificationType type = ModificationType::Replace;
  std::string attribute;
  std::vector<std::string> values{};

  bool operator==(const Modification&) const = default;
};

}  // namespace scim2ldap::ldap
