#pragma once

#include <memory>
#include <vector>

#include "ldap/Entry.h"
#include "ldap/Modification.h"

struct ldapmod;

namespace scim2ldap::ldap {

/// Modifications in libldap's form. Points into the values it was made of: they have to outlive it.
class ModificationList {
 public:
  /// The attributes of an add request. RFC 4511 §4.7
  explicit ModificationList(const Attributes& attributes);
  /// The changes of a modify request. RFC 4511 §4.6
  explicit ModificationList(const std::vector<Modification>& modifications);
  ~ModificationList();
  ModificationList(const ModificationList&) = delete;
  ModificationList& operator=(const ModificationList&) = delete;

  /// As libldap takes them: ended by a null, valid as long as this object.
  [[nodiscard]] ldapmod** get() { return pointers_.data(); }

 private:
  void append(int operation, const std::string& attribute, const std::vector<std::string>& values);

  struct Item;
  std::vector<std::unique_ptr<Item>> items_;
  std::vector<ldapmod*> pointers_;
};

}  // namespace scim2ldap::ldap
