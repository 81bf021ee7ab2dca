#pragma once

#include <string>
#include <vector>

#include "ldap/Dn.h"
#include "ldap/Filter.h"

namespace scim2ldap::ldap {

enum class Scope { Base, OneLevel, Subtree };

/// A search request. RFC 4511 §4.5.1
struct SearchRequest {
  Dn base;
  Scope scope = Scope::Subtree;
  Filter filter{Present{"objectClass"}};
  /// Attributes to return; empty means "no attributes, just the DN" (sent as "1.1").
  std::vector<std::string> attributes{};
  int sizeLimit = 0;  ///< 0: the server's own limit
};

}  // namespace scim2ldap::ldap
