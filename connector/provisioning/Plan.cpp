#include "connector/provisioning/Plan.h"

#include <algorithm>
#include <unordered_set>

#include "connector/provisioning/Secrets.h"
#include "ldap/Error.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

/// A value in the form in which two of them are compared. Directories spell DNs in their own way.
std::string comparable(const std::string& value) {
  if (value.find('=') == std::string::npos) return value;
  try {
    return ldap::Dn::parse(value).normalized();
  } catch (const ldap::Error&) {
    return value;
  }
}

using Values = std::unordered_set<std::string>;

Values valuesOf(const std::vector<std::string>& values) {
  Values set;
  for (const std::string& value : values) set.insert(comparable(value));
  return set;
}

bool hasAll(const Values& present, const Values& wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const auto& value) { return present.contains(value); });
}

bool hasNone(const Values& present, const Values& unwanted) {
  return std::none_of(unwanted.begin(), unwanted.end(),
                      [&](const auto& value) { return present.contains(value); });
}

/// \param values  those of the modification that are left of it in the end
bool shows(const ldap::Entry& entry, const ldap::Modification& modification, const Values& values) {
  const Values present = valuesOf(entry.values(modification.attribute));
  switch (modification.type) {
    case ldap::ModificationType::Add:
      return hasAll(present, values);
    case ldap::ModificationType::Delete:
      return modification.values.empty() ? present.empty() : hasNone(present, values);
    case ldap::ModificationType::Replace:
      return present.size() == values.size() && hasAll(present, values);
    case ldap::ModificationType::Increment:
      return false;
  }
  return false;
}

/// A value that one modification deletes and a later one adds again is there in the end. A secret cannot be
/// compared with what was sent: what else was written with it tells.
bool shows(const ldap::Entry& entry, const std::vector<ldap::Modification>& modifications) {
  for (std::size_t i = 0; i < modifications.size(); ++i) {
    if (isSecret(modifications[i].attribute)) continue;
    Values effective = valuesOf(modifications[i].values);
    for (std::size_t later = i + 1; later < modifications.size(); ++later) {
      if (!scim::sameName(modifications[later].attribute, modifications[i].attribute)) continue;
      for (const std::string& value : valuesOf(modifications[later].values)) effective.erase(value);
    }
    if (effective.empty() && !modifications[i].values.empty()) continue;
    if (!shows(entry, modifications[i], effective)) return false;
  }
  return true;
}

bool holds(const ldap::Entry& entry, const ldap::Attributes& attributes) {
  return std::all_of(attributes.begin(), attributes.end(), [&](const auto& attribute) {
    return isSecret(attribute.first) ||
           hasAll(valuesOf(entry.values(attribute.first)), valuesOf(attribute.second));
  });
}

}  // namespace

const ldap::Dn& target(const Step& step) {
  struct Visitor {
    const ldap::Dn& operator()(const AddEntry& s) const { return s.entry.dn; }
    const ldap::Dn& operator()(const ModifyEntry& s) const { return s.dn; }
    const ldap::Dn& operator()(const RenameEntry& s) const { return s.dn; }
    const ldap::Dn& operator()(const ChangeMembers& s) const { return s.group; }
    const ldap::Dn& operator()(const SetPassword& s) const { return s.dn; }
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
    std::optional<Step> operator()(const SetPassword&) const { return std::nullopt; }
    std::optional<Step> operator()(const DeleteEntry&) const { return std::nullopt; }
  };
  return std::visit(Visitor{}, step);
}

void dropAssertions(Plan& plan) {
  for (Step& step : plan.steps) {
    if (auto* modify = std::get_if<ModifyEntry>(&step)) modify->assertion.reset();
    if (auto* rename = std::get_if<RenameEntry>(&step)) rename->assertion.reset();
  }
}

bool isApplied(const Step& step, const std::optional<ldap::Entry>& entry,
               const std::optional<ldap::Entry>& renamed) {
  if (const auto* add = std::get_if<AddEntry>(&step)) return entry && holds(*entry, add->entry.attributes);
  if (const auto* modify = std::get_if<ModifyEntry>(&step))
    return entry && shows(*entry, modify->modifications);
  if (const auto* rename = std::get_if<RenameEntry>(&step)) {
    if (rename->dn == rename->newDn) return entry && entry->dn.rdn() == rename->newDn.rdn();
    return !entry && renamed;
  }
  if (const auto* change = std::get_if<ChangeMembers>(&step)) {
    if (!entry) return false;
    const Values present = valuesOf(entry->values(change->attribute));
    return hasAll(present, valuesOf(change->add)) && hasNone(present, valuesOf(change->remove));
  }
  if (std::holds_alternative<SetPassword>(step)) return false;
  return !entry;
}

std::optional<ldap::Filter> unchangedSince(const ldap::Entry& entry) {
  const std::optional<std::string> csn = entry.first("entryCSN");
  if (!csn) return std::nullopt;
  return ldap::Filter{ldap::Equality{"entryCSN", *csn}};
}

}  // namespace scim2ldap::connector
