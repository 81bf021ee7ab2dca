// The members of groups: what a request adds and removes, known without reading the others.

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "connector/provisioning/ResourceRules.h"
#include "connector/provisioning/Service.h"
#include "scim/Error.h"

namespace scim2ldap::connector {
namespace {

scim::Error unknownMembers(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "\"" : ", \"") + id + "\"";
  return {400, scim::ScimType::InvalidValue,
          "members: no user or group has the id " + text + "; nothing was changed"};
}

/// The form in which two values of a members attribute are the same.
std::string memberKey(const mappings::MembersRule& rule, const std::string& value) {
  return rule.value == mappings::MemberValue::Dn ? ldap::Dn::parse(value).normalized() : value;
}

}  // namespace

void Service::changeMembers(const ServiceRequest& request, const std::string& id,
                            const scim::MembershipChange& change) {
  if (endpoint_.policies.verbs.groupMembers != VerbPolicy::Apply) {
    const CurrentResource group = readOrThrow(Kind::Group, id, change.replaceAll);
    Permitted permitted;
    static_cast<void>(permittedMembers(change, group.entry, permitted));
    if (!permitted.refused.empty()) throw forbidden(permitted.refused);
    report(request, id, permitted);
    return;
  }
  const mappings::MembersRule& rule = *view_.mapping(Kind::Group).members;
  // Members keep their names while they come and go; who replaces the whole list is alone with the group.
  std::vector<std::string> members = change.add;
  members.insert(members.end(), change.remove.begin(), change.remove.end());

  for (int tries = 0; tries < kMaxTries; ++tries) {
    std::vector<std::string> shared = members;
    std::vector<std::string> exclusive;
    (change.replaceAll ? exclusive : shared).push_back(id);
    const EntryLocks::Guard entries = lockEntries(exclusive, shared);
    const EntryLocks::Guard places = lockPlaces(members);

    const Epoch epoch = sink_.begin();
    const std::optional<ldap::Entry> group = findForMembers(id, change.replaceAll);
    if (!group) throw scim::Error(404, scim::ScimType::None, "there is no Group with the id \"" + id + "\"");
    checkIsNotFallback(Kind::Group, group->dn);
    auto [values, surplus, coming, leaving, named] = memberDifference(change, *group);
    // Those who leave unnamed are known only now: lock them too, and begin again.
    if (const auto others = unlocked(surplus, members); !others.empty()) {
      members.insert(members.end(), others.begin(), others.end());
      continue;
    }
    FallbackGroup::Change onSynced{id, group->dn, {}, {}, std::move(named)};
    if (fallback_ && isSynced(id)) {
      onSynced.leaving = std::move(leaving);
      onSynced.coming = std::move(coming);
    }
    // With a fallback group others have to be moved first; without, those who meet in the queue ask together.
    if (fallback_ && view_.isAlready(group->dn, values.add, values.remove)) {
      if (settleUnchanged(request, onSynced, epoch)) return;
      continue;
    }
    leaveOutWhatIsSo(group->dn, values);
    const std::optional<FallbackGroup::Consequence> consequence = beforeFallback(request, onSynced, epoch);
    if (!consequence) continue;
    StoreChanges rows;
    rows.log.push_back(memberLog(request.context, rule, group->dn, id, values));
    if (!request.projection.attributes.empty()) rows.log.back().status = 200;  // the group is shown
    rows.upserts = consequence->adopted;
    rows.fallback = consequence->rows;
    const std::optional<Execution> executed =
        submitMembers(request, id, group->dn, values, std::move(rows), epoch);
    if (!executed) return;  // it is so already
    const Execution& execution = *executed;
    if (execution.done()) {
      afterFallback(request, *consequence, epoch);
      logger_.info("MEMBERS_CHANGED", "The members of a group were changed",
                   {{"requestId", request.context.requestId},
                    {"resource", id},
                    {"dn", group->dn.toString()},
                    {"added", static_cast<std::int64_t>(values.add.size())},
                    {"removed", static_cast<std::int64_t>(values.remove.size())}});
      return;
    }
    const Plan plan = compileMembers(request.context.directory, rule, group->dn, values, {});
    if (!isOvertaken(execution, plan)) refuse(Kind::Group, execution, plan);
  }
  throw busy("the group with the id \"" + id + "\"");
}

std::optional<ldap::Entry> Service::findForMembers(const std::string& id, bool withMembers) {
  if (withMembers) return view_.findById(Kind::Group, id, true);
  // The directory takes as long to find a group as it is large: those who come together look once.
  const auto asked = std::chrono::steady_clock::now();
  return groupsFound_.get(id, [&] {
    view_.directory().throwIfSilentSince(asked);
    return view_.findById(Kind::Group, id, false);
  });
}

std::optional<Execution> Service::submitMembers(const ServiceRequest& request, const std::string& id,
                                                const ldap::Dn& group, const MemberValues& values,
                                                StoreChanges rows, Epoch epoch) {
  const mappings::MembersRule& rule = *view_.mapping(Kind::Group).members;
  const std::string key = endpoint_.directory + '\n' + id;
  MembershipQueue::Change change{values, std::move(rows), epoch};
  const MembershipQueue::CarryOut carryOut = [&](const MemberValues& joinedValues,
                                                 const StoreChanges& joinedRows, Epoch oldest) {
    return sink_.execute(compileMembers(request.context.directory, rule, group, joinedValues, joinedRows), {},
                         oldest);
  };
  if (fallback_) return coordination_.memberships.submit(key, std::move(change), carryOut);
  const auto asked = std::chrono::steady_clock::now();
  return coordination_.memberships.submitUnlessSo(
      key, std::move(change), carryOut,
      [&](const std::vector<std::string>& present, const std::vector<std::string>& absent) {
        view_.directory().throwIfSilentSince(asked);
        return view_.isAlready(group, present, absent);
      });
}

Service::MemberDifference Service::memberDifference(const scim::MembershipChange& change,
                                                    const ldap::Entry& group) {
  MemberDifference difference;
  MemberValues& values = difference.values;
  if (change.empty()) return difference;
  // Who it is matters to the fallback group alone.
  const auto note = [&](const std::string& id, const MemberName& member, std::vector<Referenced>& users,
                        std::vector<std::string>& named) {
    if (!fallback_ || member.kind != Kind::User) return;
    users.push_back({id, member.kind, ldap::Dn::parse(member.dn)});
    named.push_back(id);
  };
  std::vector<std::string> both;
  if (!change.replaceAll && !change.remove.empty()) {
    both = change.add;
    both.insert(both.end(), change.remove.begin(), change.remove.end());
  }
  const std::vector<std::string>& ids = both.empty() ? change.add : both;
  std::vector<std::optional<MemberName>> names = view_.memberNames(ids);
  std::vector<std::string> unknown;
  for (std::size_t i = 0; i < change.add.size(); ++i) {
    if (!names[i]) {
      unknown.push_back(ids[i]);
      continue;
    }
    note(ids[i], *names[i], difference.coming, difference.named);
    values.add.push_back(view_.memberValue(std::move(*names[i])));
  }
  if (!unknown.empty()) {
    if (endpoint_.unknownMembers == UnknownMember::Reject) throw unknownMembers(unknown);
    for (const std::string& id : unknown) {
      logger_.warning("MEMBER_SKIPPED", "A group was to get a member that does not exist", {{"member", id}});
    }
  }
  if (!change.replaceAll) {
    for (std::size_t i = change.add.size(); i < ids.size(); ++i) {
      // An id that is unknown names no one, and so no one has to be removed.
      if (!names[i]) continue;
      note(ids[i], *names[i], difference.leaving, difference.named);
      values.remove.push_back(view_.memberValue(std::move(*names[i])));
    }
    return difference;
  }

  // Exactly these: compare with who is there. Values that are no resource of this endpoint are not SCIM's.
  const mappings::MembersRule& rule = *view_.mapping(Kind::Group).members;
  std::set<std::string> wanted;
  for (const std::string& value : values.add) wanted.insert(memberKey(rule, value));
  std::set<std::string> present;
  std::vector<std::string> surplus;
  for (const std::string& value : group.values(rule.attribute)) {
    present.insert(memberKey(rule, value));
    if (!wanted.contains(memberKey(rule, value))) surplus.push_back(value);
  }
  std::erase_if(values.add,
                [&](const std::string& value) { return present.contains(memberKey(rule, value)); });
  const std::map<std::string, Referenced> resources = view_.resolveMembers(surplus);
  for (std::string& value : surplus) {
    const auto member = resources.find(value);
    if (member != resources.end()) {
      difference.surplus.push_back(member->second.id);
      if (fallback_ && member->second.kind == Kind::User) difference.leaving.push_back(member->second);
    } else if (!view_.isDangling(value)) {
      continue;
    }
    values.remove.push_back(std::move(value));
  }
  return difference;
}

void Service::leaveOutWhatIsSo(const ldap::Dn& group, MemberValues& values) {
  if (values.add.size() + values.remove.size() <= kMembersAtOnce) return;
  const mappings::MembersRule& rule = *view_.mapping(Kind::Group).members;
  const std::optional<ldap::Entry> entry = view_.directory().read(group, {rule.attribute});
  if (!entry) return;
  std::set<std::string> present;
  for (const std::string& value : entry->values(rule.attribute)) present.insert(memberKey(rule, value));
  std::erase_if(values.add, [&](const auto& value) { return present.contains(memberKey(rule, value)); });
  std::erase_if(values.remove, [&](const auto& value) { return !present.contains(memberKey(rule, value)); });
}

}  // namespace scim2ldap::connector
