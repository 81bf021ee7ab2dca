#include "connector/provisioning/Rehearsal.h"

#include <random>
#include <set>

#include "connector/provisioning/Counter.h"
#include "connector/provisioning/MemberModification.h"
#include "connector/provisioning/SampleResource.h"
#include "ldap/Error.h"
#include "scim/Error.h"

namespace scim2ldap::connector {
namespace {

using ldap::Modification;
using ldap::ModificationType;
using ldap::ResultCode;
using ldap::WriteResult;

std::string randomHex(int words) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::random_device random;
  std::string text;
  for (int i = 0; i < words; ++i) {
    for (unsigned value = random(), digit = 0; digit < 8; ++digit, value >>= 4U) text += kDigits[value & 15U];
  }
  return text;
}

std::string textOf(const WriteResult& result) {
  return ldap::Error(result.code, result.diagnosticMessage, result.matchedDn).what();
}

bool isLackOfRights(ResultCode code) {
  return code == ResultCode::InsufficientAccessRights || code == ResultCode::StrongerAuthRequired ||
         code == ResultCode::ConfidentialityRequired;
}

}  // namespace

Rehearsal::Rehearsal(const mappings::Mapping& mapping, const DirectoryConfiguration& configuration,
                     ldap::Directory& directory, CheckReport& report)
    : mapping_(mapping),
      configuration_(configuration),
      directory_(directory),
      report_(report),
      scratch_(directory, report),
      // Of every kind of character, for directories that look at a password's quality.
      password_("Aa1-" + randomHex(3)) {}

void Rehearsal::run() {
  const std::string name = "scim2ldap-check-" + randomHex(1);
  std::optional<Scratch> user = add(mapping_.user, name);
  if (user) {
    changeAttributes(*user);
    disable(*user);
    changePassword(*user);
    rename(*user, name + "-renamed");
  }
  touchCounters(mapping_.user);
  if (mapping_.group) {
    std::optional<Scratch> group = add(*mapping_.group, name + "-group");
    if (group) {
      changeAttributes(*group);
      if (user && mapping_.group->members) changeMembers(*group, user->entry.dn);
      rename(*group, name + "-g2");
      remove(*group);
    }
    touchCounters(*mapping_.group);
  }
  if (user) remove(*user);
}

std::optional<Rehearsal::Scratch> Rehearsal::add(const mappings::ResourceMapping& mapping,
                                                 const std::string& name) {
  try {
    scim::Json resource = sampleResource(mapping, name);
    ldap::Entry entry = mappings::newEntry(mapping, resource, inputs(mapping));
    // With the entry a password can be set even by an account that may not change one: slapd asks for no
    // right to what is in a new entry, unless add_content_acl is on.
    const bool wantsPassword =
        mapping.disable && std::holds_alternative<mappings::PpolicyLock>(*mapping.disable);
    if (wantsPassword) {
      ldap::Entry withPassword = entry;
      withPassword.attributes["userPassword"] = {password_};
      passwordCameWithEntry_ = scratch_.add(withPassword).ok();
    }
    const WriteResult result = passwordCameWithEntry_ && wantsPassword ? WriteResult{} : scratch_.add(entry);
    if (!tried(result, "add " + entry.dn.toString(), mapping.where)) return std::nullopt;
    return Scratch{mapping, std::move(resource), std::move(entry)};
  } catch (const scim::Error& error) {
    report_.error(mapping.where, "no sample entry can be made: " + error.detail());
    return std::nullopt;
  }
}

/// One attribute a time, since a refusal does not always say which one it is about. The values stay what they
/// are: the right is asked for all the same.
void Rehearsal::changeAttributes(const Scratch& scratch) {
  std::set<std::string, ldap::CaseInsensitiveLess> changed;
  bool allowed = true;
  for (const mappings::AttributeRule& rule : scratch.mapping.rules) {
    const bool written = !rule.ldap.empty() && rule.apply == mappings::Apply::Always && !rule.allocate &&
                         !scim::sameName(rule.ldap, scratch.mapping.rdnAttribute);
    if (!written || !changed.insert(rule.ldap).second) continue;
    const Modification same{ModificationType::Replace, rule.ldap, scratch.entry.values(rule.ldap)};
    const WriteResult result = directory_.modify(scratch.entry.dn, {same});
    if (result.ok()) continue;
    allowed = false;
    tried(result, "change " + rule.ldap + " of " + scratch.entry.dn.toString(), rule.where);
  }
  if (allowed && !changed.empty()) {
    report_.ok("may change each of the " + std::to_string(changed.size()) + " attributes of a " +
               scratch.mapping.type.name);
  }
}

void Rehearsal::changePassword(const Scratch& user) {
  if (!user.mapping.password) return;
  const mappings::PasswordRule& rule = *user.mapping.password;
  const std::string another = password_ + "-b";
  const ldap::Dn& dn = user.entry.dn;
  const WriteResult result =
      rule.attribute.empty()
          ? directory_.setPassword(dn, another)
          : directory_.modify(dn, {{ModificationType::Replace, rule.attribute, {another}}});
  if (result.code == ResultCode::ConstraintViolation) {
    report_.note(
        "whether passwords can be set was not seen: the directory's policy refuses the one that was "
        "tried: " +
        textOf(result));
    return;
  }
  tried(result, "set the password of " + dn.toString(), rule.where);
}

void Rehearsal::rename(Scratch& scratch, const std::string& name) {
  const ldap::Entry wanted =
      mappings::newEntry(scratch.mapping, sampleResource(scratch.mapping, name), inputs(scratch.mapping));
  const ldap::Dn to = scratch.entry.dn.parent().child(wanted.dn.rdn());
  if (to == scratch.entry.dn) return;  // the name comes from something that a rename does not change
  const std::string right = "rename " + scratch.entry.dn.toString();
  if (tried(scratch_.rename(scratch.entry.dn, to), right, scratch.mapping.where)) scratch.entry.dn = to;
}

void Rehearsal::remove(const Scratch& scratch) {
  tried(scratch_.remove(scratch.entry.dn), "delete " + scratch.entry.dn.toString(), scratch.mapping.where);
}

void Rehearsal::changeMembers(const Scratch& group, const ldap::Dn& member) {
  const mappings::MembersRule& rule = *group.mapping.members;
  ChangeMembers step{group.entry.dn, rule.attribute, {mappings::memberValue(rule, member)}, {}, {}};
  if (rule.placeholder) step.placeholder = rule.placeholder->toString();
  const auto change = [&](bool emptied) {
    const MemberModification modification = memberModification(step, emptied);
    WriteResult result = directory_.modify(step.group, modification.modifications, modification.options);
    return isAlreadySo(modification, result.code) ? WriteResult{} : result;
  };
  if (!tried(change(false), "add a member to " + step.group.toString(), rule.where)) return;
  std::swap(step.add, step.remove);
  tried(change(step.placeholder.has_value()), "remove a member from " + step.group.toString(), rule.where);
}

/// Puts the number that stands there in its own place: taking one would leave a gap.
void Rehearsal::touchCounters(const mappings::ResourceMapping& mapping) {
  for (const mappings::AttributeRule& rule : mapping.rules) {
    if (!rule.allocate) continue;
    const mappings::Allocation& allocation = *rule.allocate;
    const CounterReading counter = readCounter(directory_, allocation);
    if (!counter.next) continue;
    const std::vector<std::string> number{std::to_string(*counter.next)};
    WriteResult result =
        directory_.modify(allocation.counter, {{ModificationType::Delete, allocation.attribute, number},
                                               {ModificationType::Add, allocation.attribute, number}});
    // Another connector was quicker. Rights are asked for first.
    if (result.code == ResultCode::NoSuchAttribute) result = WriteResult{};
    tried(result, "take numbers from " + allocation.counter.toString(), rule.where);
  }
}

mappings::WriteInputs Rehearsal::inputs(const mappings::ResourceMapping& mapping) {
  mappings::WriteInputs write;
  for (const mappings::AttributeRule& rule : mapping.rules) {
    if (!rule.allocate) continue;
    const std::int64_t number = readCounter(directory_, *rule.allocate).next.value_or(rule.allocate->first);
    write.numbers[rule.ldap] = std::to_string(number);
  }
  return write;
}

bool Rehearsal::tried(const WriteResult& result, const std::string& right,
                      const mappings::SourceLocation& where) {
  if (result.ok()) {
    report_.ok("may " + right);
  } else if (isLackOfRights(result.code)) {
    report_.error(where,
                  "the service account lacks the right to " + right + ": " + textOf(result) +
                      "; see etc/ldap/access.ldif and etc/ldap/README.md for the rights that it needs");
  } else {
    report_.error(where, "the directory refuses to " + right + ": " + textOf(result));
  }
  return result.ok();
}

}  // namespace scim2ldap::connector
