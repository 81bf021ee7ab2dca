#include "connector/provisioning/MemberModification.h"

#include <utility>

namespace scim2ldap::connector {

using ldap::ModificationType;

MemberModification memberModification(ChangeMembers step, bool emptied) {
  MemberModification result;
  result.options.assertion = std::move(step.assertion);
  const auto change = [&](ModificationType type, std::vector<std::string> values) {
    result.modifications.push_back({type, step.attribute, std::move(values)});
  };
  if (step.add.empty() && step.remove.size() == 1 && !emptied) {
    result.removesOne = true;
    change(ModificationType::Delete, std::move(step.remove));
    return result;
  }
  if (step.remove.empty() && step.add.size() == 1 && !step.placeholder) {
    result.addsOne = true;
    change(ModificationType::Add, std::move(step.add));
    return result;
  }
  result.options.permissive = true;
  std::vector<std::string> leaving = std::move(step.remove);
  if (step.placeholder && !step.add.empty()) leaving.push_back(*step.placeholder);
  if (emptied) change(ModificationType::Add, {*step.placeholder});
  if (!leaving.empty()) {
    change(ModificationType::Add, leaving);
    change(ModificationType::Delete, std::move(leaving));
  }
  // Last: a name that leaves and one that comes may be the same for the directory, spelt otherwise.
  if (!step.add.empty()) change(ModificationType::Add, std::move(step.add));
  return result;
}

ChangeMembers provided(ChangeMembers step, const ldap::Filter& condition) {
  step.assertion = step.assertion ? ldap::Filter{ldap::And{{*step.assertion, condition}}} : condition;
  return step;
}

MemberModification unlessPlaceholder(ChangeMembers step) {
  const ldap::Filter hasNone{ldap::Not{{ldap::Filter{ldap::Equality{step.attribute, *step.placeholder}}}}};
  step.placeholder.reset();
  return memberModification(provided(std::move(step), hasNone), false);
}

bool mayChangeMembers(ldap::Directory& directory, const ldap::Dn& group, const mappings::MembersRule& rule) {
  const std::string nobody = mappings::memberValue(rule, group.child("cn", "scim2ldap-nobody"));
  const ldap::WriteResult result =
      directory.modify(group, {{ModificationType::Delete, rule.attribute, {nobody}}});
  return result.code != ldap::ResultCode::InsufficientAccessRights;
}

bool isAlreadySo(const MemberModification& modification, ldap::ResultCode code) {
  if (code == ldap::ResultCode::Success) return true;
  if (modification.removesOne) return code == ldap::ResultCode::NoSuchAttribute;
  if (modification.addsOne) return code == ldap::ResultCode::AttributeOrValueExists;
  return false;
}

}  // namespace scim2ldap::connector
