#include "ldap/ModificationList.h"

#include <ldap.h>

namespace scim2ldap::ldap {
namespace {

int operationOf(ModificationType type) {
  switch (type) {
    case ModificationType::Add:
      return LDAP_MOD_ADD;
    case ModificationType::Delete:
      return LDAP_MOD_DELETE;
    case ModificationType::Replace:
      return LDAP_MOD_REPLACE;
    case ModificationType::Increment:
      return LDAP_MOD_INCREMENT;
  }
  return LDAP_MOD_REPLACE;
}

// libldap's structures have no const, but it only reads them.
char* readOnly(const std::string& text) {
  return const_cast<char*>(text.data());
}

}  // namespace

struct ModificationList::Item {
  std::vector<berval> values;
  std::vector<berval*> pointers;
  ldapmod modification{};
};

ModificationList::ModificationList(const Attributes& attributes) {
  for (const auto& [attribute, values] : attributes) append(LDAP_MOD_ADD, attribute, values);
  pointers_.push_back(nullptr);
}

ModificationList::ModificationList(const std::vector<Modification>& modifications) {
  for (const Modification& each : modifications) append(operationOf(each.type), each.attribute, each.values);
  pointers_.push_back(nullptr);
}

ModificationList::~ModificationList() = default;

void ModificationList::append(int operation, const std::string& attribute,
                              const std::vector<std::string>& values) {
  auto item = std::make_unique<Item>();
  item->values.reserve(values.size());
  for (const std::string& value : values) {
    item->values.push_back({value.size(), readOnly(value)});
    item->pointers.push_back(&item->values.back());
  }
  item->pointers.push_back(nullptr);
  item->modification.mod_op = operation | LDAP_MOD_BVALUES;
  item->modification.mod_type = readOnly(attribute);
  item->modification.mod_bvalues = values.empty() ? nullptr : item->pointers.data();
  pointers_.push_back(&item->modification);
  items_.push_back(std::move(item));
}

}  // namespace scim2ldap::ldap
