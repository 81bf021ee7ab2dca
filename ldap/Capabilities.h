#pragma once

namespace scim2ldap::ldap {

/// What a directory was found able to do. supportedControl hides some controls, so each is tried once on a
/// read-only or refused operation rather than looked up.
struct Capabilities {
  bool postRead = false;
  bool assertion = false;
  bool permissiveModify = false;
  bool increment = false;
  bool pagedResults = false;
  bool contentSync = false;
  bool passwordModify = false;
  bool whoAmI = false;
  bool entryDnFilter = false;  ///< (entryDN=…) finds entries, so DNs can be resolved in batches
};

}  // namespace scim2ldap::ldap
