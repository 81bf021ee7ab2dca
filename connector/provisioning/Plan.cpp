#include "connector/provisioning/Plan.h"

#include <algorithm>

namespace scim2ldap::connector {
namespace {

bool contains(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool shows(const ldap::Entry& entry, const ldap::Modification& modification) {
  const std::vector<std::string>& present = entry.values(modification.attribute);
  const auto isPresent = [&](const std::string& value) { return contains(present, value); };
  const std::vector<std::string>& values = modification.values;
  switch (modification.type) {
    case ldap::ModificationType::Add:
      return std::all_of(values.begin(), values.end(), isPresent);
    case ldap::ModificationType::Delete:
      return values.empty() ? present.empty() : std::none_of(values.begin(), values.end(), isPresent);
    case ldap::ModificationType::Replace:
      return present.size() == values.size() && std::all_of(values.begin(), values.end(), isPresent);
    case ldap::ModificationType::Increment:
      return false;
  }
  return false;
}

/// A value that one modification deletes and a later one adds again is there in the end.
bool shows(const ldap::Entry& entry, const std::vector<ldap::Modification>& modifications) {
  for (std::size_t i = 0; i < modifications.size(); ++i) {
    ldap::Modification effective = modifications[i];
    for (std::size_t later = i + 1; later < modifications.size(); ++later) {
      if (modifications[later].attribute != effective.attribute) continue;
      std::erase_if(effective.values,
                    [&](const std::string& v) { return contains(modifications[later].values, v); });
    }
    if (effective.values.empty() && !modifications[i].values.empty()) continue;
    if (!shows(entry, effective)) return false;
  }
  return true;
}

bool hasAll(const ldap::Entry& entry, const ldap::Attributes& attributes) {
  return std::all_of(attributes.begin(), attributes.end(), [&](const auto& attribute) {
    const std::vector<std::string>& present = entry.values(attribute.first);
    return std::all_of(attribute.second.begin(), attribute.second.end(),
                       [&](const std::string& value) { return contains(present, value); });
  });
}

}  // namespace

const ldap::Dn& target(const Step& step) {
  struct Visitor {
    const ldap::Dn& operator()(const AddEntry& s) const { return s.entry.dn; }
    const ldap::Dn& operator()(const ModifyEntry& s) const { return s.dn; }
    const ldap::Dn& operator()(const RenameEntry& s) const { return s.dn; }
    const ldap::Dn& operator()(const ChangeMembers& s) const { return s.group; }
    const ldap::Dn& operator()(const DeleteEntry& s) const { return s.dn; }
  };
  return std::visit(Visitor{}, step);
}

std::optional<Step> inverse(const Step& step) {
  struct Visitor {
    std::optional<Step> operator()(const AddEntry& s) const { return DeleteEntry{s.entry.dn}; }
    std::optional<Step> operator()(const ModifyEntry& s) const {
      return ModifyEntry{s.dn, s.undo, s.modifications};
    }
    std::optional<Step> operator()(const RenameEntry& s) const { return RenameEntry{s.newDn, s.dn}; }
    std::optional<Step> operator()(const ChangeMembers& s) const {
      return ChangeMembers{s.group, s.attribute, s.remove, s.add, s.placeholder};
    }
    std::optional<Step> operator()(const DeleteEntry&) const { return std::nullopt; }
  };
  return std::visit(Visitor{}, step);
}

bool isApplied(const Step& step, const std::optional<ldap::Entry>& entry,
               const std::optional<ldap::Entry>& renamed) {
  if (const auto* add = std::get_if<AddEntry>(&step)) return entry && hasAll(*entry, add->entry.attributes);
  if (const auto* modify = std::get_if<ModifyEntry>(&step))
    return entry && shows(*entry, modify->modifications);
  if (const auto* rename = std::get_if<RenameEntry>(&step)) {
    if (rename->dn == rename->newDn) return entry && entry->dn.rdn() == rename->newDn.rdn();
    return !entry && renamed;
  }
  if (const auto* change = std::get_if<ChangeMembers>(&step)) {
    return entry && shows(*entry, {{ldap::ModificationType::Add, change->attribute, change->add},
                                   {ldap::ModificationType::Delete, change->attribute, change->remove}});
  }
  return !entry;
}

}  // namespace scim2ldap::connector
