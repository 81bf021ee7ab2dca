// The fallback group of those who are in no synced group.

#include <chrono>

#include "connector/fault/FaultPoint.h"
#include "connector/provisioning/HeardLock.h"
#include "connector/provisioning/ResourceRules.h"
#include "connector/provisioning/Service.h"
#include "scim/Error.h"

namespace scim2ldap::connector {

bool Service::settleFallback(TimePoint now) {
  // Who is switched off moves nobody.
  if (!fallback_ || !endpoint_.policies.enabled) return false;
  RequestContext context;
  context.endpoint = endpoint_.name;
  context.directory = endpoint_.directory;
  context.principal = "fallback_group";
  context.requestId = context.principal;
  context.method = "SERVICE";
  context.now = now;
  context.wall = currentTime();
  context.begun = std::chrono::steady_clock::now();
  return fallback_->settleDue(context);
}

EntryLocks::Guard Service::lockPlaces(const std::vector<std::string>& users) {
  if (!fallback_) return {};
  return lockUnlessSilent(view_.directory(), [&] { return coordination_.locks.lockPlaces(users); });
}

void Service::checkIsNotFallback(Kind kind, const ldap::Dn& dn) const {
  if (!fallback_ || kind != Kind::Group || !fallback_->is(dn)) return;
  throw scim::Error(403, scim::ScimType::None,
                    dn.toString() +
                        " is the fallback group: who is in no other group is put into it, and no client "
                        "changes it");
}

bool Service::isSynced(const std::string& groupId) {
  const std::optional<ResourceRow> row =
      store_.find({endpoint_.name, std::string(typeOf(Kind::Group)), groupId});
  return row && row->externalId;
}

std::vector<Referenced> Service::usersIn(const ldap::Dn& group) {
  const std::string& attribute = view_.mapping(Kind::Group).members->attribute;
  const std::optional<ldap::Entry> entry = view_.directory().read(group, {attribute});
  std::vector<Referenced> users;
  if (!entry) return users;
  for (auto& [value, resource] : view_.resolveMembers(entry->values(attribute))) {
    if (resource.kind == Kind::User) users.push_back(std::move(resource));
  }
  return users;
}

FallbackGroup::Change Service::fallbackChange(const CurrentResource& current, const scim::Json& before,
                                              const scim::Json& after, const MemberDifference& members) {
  FallbackGroup::Change change{current.id, current.entry.dn, {}, {}};
  if (!fallback_ || current.kind != Kind::Group || fallback_->is(current.entry.dn)) return change;
  const bool wasSynced = !before.stringAt("externalId").empty();
  const bool isSynced = !after.stringAt("externalId").empty();
  change.named = members.named;
  if (wasSynced) change.leaving = members.leaving;
  if (isSynced) change.coming = members.coming;
  if (wasSynced == isSynced) return change;
  std::vector<Referenced>& all = isSynced ? change.coming : change.leaving;
  std::vector<std::string> out;
  for (const Referenced& user : members.leaving) out.push_back(user.id);
  for (Referenced& user : usersIn(current.entry.dn)) {
    if (unlocked({user.id}, out).empty()) continue;
    all.push_back(std::move(user));
  }
  return change;
}

std::optional<FallbackGroup::Consequence> Service::beforeFallback(const ServiceRequest& request,
                                                                  const FallbackGroup::Change& change,
                                                                  Epoch epoch) {
  if (!fallback_ || (change.leaving.empty() && change.coming.empty() && change.named.empty()))
    return FallbackGroup::Consequence{};
  return fallback_->before(request.context, change, epoch);
}

FallbackGroup::Change Service::fallbackChange(const CurrentResource& user, const ldap::Dn& to,
                                              const RoleChange& role) {
  const auto syncedOf = [&](const std::vector<Membership>& memberships) -> std::optional<Referenced> {
    std::vector<ldap::Dn> dns;
    for (const Membership& membership : memberships) dns.push_back(membership.group);
    for (auto& [dn, group] : view_.resolveDns(dns)) {
      if (group.kind == Kind::Group && !fallback_->is(group.dn) && isSynced(group.id))
        return std::move(group);
    }
    return std::nullopt;
  };
  // Who joins one does so before he leaves the other.
  if (const auto group = syncedOf(role.joins)) return {group->id, group->dn, {}, {{user.id, Kind::User, to}}};
  if (const auto group = syncedOf(role.leaves))
    return {group->id, group->dn, {{user.id, Kind::User, user.entry.dn}}, {}};
  return {user.id, user.entry.dn, {}, {}};
}

std::vector<std::string> Service::groupIdsOf(const RoleChange& role) {
  std::vector<ldap::Dn> dns;
  for (const auto* memberships : {&role.joins, &role.leaves}) {
    for (const Membership& membership : *memberships) dns.push_back(membership.group);
  }
  std::vector<std::string> ids;
  for (const auto& [dn, group] : view_.resolveDns(dns)) ids.push_back(group.id);
  return ids;
}

bool Service::mustLockPlace(Kind kind, const std::string& id, Attempt& attempt) const {
  if (!fallback_ || kind != Kind::User || unlocked({id}, attempt.places).empty()) return false;
  attempt.places.push_back(id);
  return true;
}

bool Service::settleUnchanged(const ServiceRequest& request, const FallbackGroup::Change& change, Epoch epoch,
                              const std::string& welcomed) {
  const std::optional<FallbackGroup::Consequence> consequence = beforeFallback(request, change, epoch);
  if (!consequence) return false;
  StoreChanges rows;
  rows.upserts = consequence->adopted;
  rows.fallback = consequence->rows;
  if (fallback_ && !welcomed.empty()) {
    if (auto row = fallback_->newcomerAgain(welcomed, request.context.now))
      rows.fallback.push_back(std::move(*row));
  }
  if (!rows.empty()) {
    faultPoint("rows");
    store_.commit(rows);
    faultPoint("rows-done");
  }
  afterFallback(request, *consequence, epoch);
  return true;
}

void Service::afterFallback(const ServiceRequest& request, const FallbackGroup::Consequence& consequence,
                            Epoch epoch) {
  if (fallback_) fallback_->after(request.context, consequence, epoch);
}

Service::Removal Service::lockForRemoval(Kind kind, const std::string& id) {
  // Who is removed is put into no group meanwhile.
  std::vector<std::string> places;
  if (kind == Kind::User) places.push_back(id);
  for (int tries = 0; tries < kMaxTries; ++tries) {
    EntryLocks::Guard entry = lockEntries({id});
    EntryLocks::Guard users = lockPlaces(places);
    Removal removal{std::move(entry), std::move(users), sink_.begin(), {}};
    if (!fallback_ || kind != Kind::Group) return removal;
    const std::optional<ldap::Entry> group = view_.findById(kind, id, false);
    if (!group) return removal;
    checkIsNotFallback(kind, group->dn);
    removal.change = {id, group->dn, {}, {}};
    // Where nothing is deleted nobody has to wait.
    if (deletePolicy(endpoint_.policies, kind) != VerbPolicy::Apply) return removal;
    if (!isSynced(id)) return removal;
    removal.change.leaving = usersIn(group->dn);
    std::vector<std::string> members;
    for (const Referenced& user : removal.change.leaving) members.push_back(user.id);
    const std::vector<std::string> others = unlocked(std::move(members), places);
    if (others.empty()) return removal;
    places.insert(places.end(), others.begin(), others.end());
  }
  throw busy("the group with the id \"" + id + "\"");
}

}  // namespace scim2ldap::connector
