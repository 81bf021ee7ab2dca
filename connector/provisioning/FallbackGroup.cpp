#include "connector/provisioning/FallbackGroup.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "connector/provisioning/FallbackRules.h"
#include "connector/provisioning/LdapErrors.h"
#include "connector/provisioning/ResourceReader.h"
#include "connector/provisioning/SyncedGroups.h"
#include "ldap/Error.h"

namespace scim2ldap::connector {
namespace {

constexpr TimePoint kAtOnce{};             ///< due whatever the clock says
constexpr std::chrono::seconds kPause{5};  ///< after the directory has refused

std::vector<std::string> idsOf(const std::vector<Referenced>& users) {
  std::vector<std::string> ids;
  for (const Referenced& user : users) ids.push_back(user.id);
  return ids;
}

}  // namespace

FallbackGroup::FallbackGroup(const EndpointConfiguration& endpoint, DirectoryView& view, Store& store,
                             PlanSink& sink, EntryLocks& locks, MembershipQueue& memberships, Logger& logger)
    : endpoint_(endpoint),
      policy_(*endpoint.fallback),
      view_(view),
      store_(store),
      sink_(sink),
      locks_(locks),
      memberships_(memberships),
      logger_(logger) {}

FallbackRow FallbackGroup::newcomer(const std::string& userId, TimePoint now) const {
  return row(userId, FallbackState::Waiting, now + policy_.grace);
}

std::optional<FallbackRow> FallbackGroup::newcomerAgain(const std::string& userId, TimePoint now) {
  if (!statesOf({userId}).empty()) return std::nullopt;
  return newcomer(userId, now);
}

std::vector<ResourceRow> FallbackGroup::adopt(const std::vector<std::string>& users, TimePoint now) {
  const std::string type(typeOf(Kind::User));
  std::set<std::string> strangers(users.begin(), users.end());
  for (const ResourceRow& known : store_.findAll(endpoint_.name, type, users)) strangers.erase(known.id);
  std::vector<ResourceRow> rows;
  for (const std::string& id : strangers) {
    ResourceRow& row = rows.emplace_back();
    row.endpoint = endpoint_.name;
    row.type = type;
    row.id = id;
    row.origin = Origin::Adopted;
    row.kept = scim::Json::object();
    row.created = now;
  }
  return rows;
}

std::optional<FallbackGroup::Consequence> FallbackGroup::before(const RequestContext& context,
                                                                const Change& change, Epoch epoch) {
  Consequence consequence;
  consequence.why = "has joined the synced group " + change.group.toString();
  const std::map<std::string, FallbackState> states = statesOf(idsOf(change.coming));
  for (const Referenced& user : change.coming) {
    const auto state = states.find(user.id);
    if (state == states.end()) continue;
    const FallbackDecision decision = decideFallback(state->second, true, policy_.leave);
    if (decision.move == FallbackMove::Leave) {
      consequence.joining.push_back(user);
      consequence.rows.push_back(row(user.id, FallbackState::Inside, kAtOnce));
    } else {
      consequence.rows.push_back(row(user.id, decision.state));
    }
  }

  consequence.adopted = adopt(change.named, context.now);
  for (const ResourceRow& user : consequence.adopted) {
    // Who becomes a member of a synced group needs none.
    if (std::any_of(change.coming.begin(), change.coming.end(),
                    [&](const Referenced& coming) { return coming.id == user.id; }))
      continue;
    consequence.rows.push_back(newcomer(user.id, context.now));
  }

  Moves moves;
  std::vector<std::string> unlisted;
  moves.in = withoutGroup(change, unlisted);
  // Who has left already, others have taken out.
  const std::map<std::string, FallbackState> unlistedStates = statesOf(unlisted);
  for (const std::string& id : unlisted) {
    if (!unlistedStates.contains(id)) consequence.rows.push_back(row(id, FallbackState::Waiting, kAtOnce));
  }
  if (moves.in.empty()) return consequence;
  moves.whyIn = "leaves the last synced group, " + change.group.toString();
  for (const auto& [id, state] : statesOf(idsOf(moves.in))) {
    if (state == FallbackState::Inside) moves.inside.insert(id);
  }
  // Should the change fail from here on, someone has to look who is where.
  for (const Referenced& user : moves.in) moves.rows.push_back(row(user.id, FallbackState::Inside, kAtOnce));
  MemberValues values = valuesOf(moves);
  if (view_.isAlready(policy_.group, values.add, {})) values = {};
  const Execution execution = carryOut(context, moves, values, epoch);
  if (execution.outcome == Execution::Outcome::Overtaken) return std::nullopt;
  // What a leaver must no longer have is taken from him even where the fallback group cannot be written.
  if (!execution.done() && execution.refusal.isNotNow())
    throw toScimError(execution.refusal, policy_.group.toString(), view_.mapping(Kind::Group));
  for (const Referenced& user : moves.in) {
    consequence.rows.push_back(execution.done() ? row(user.id, FallbackState::Inside)
                                                : row(user.id, FallbackState::Waiting, kAtOnce));
  }
  return consequence;
}

void FallbackGroup::after(const RequestContext& context, const Consequence& consequence, Epoch epoch) {
  if (consequence.joining.empty()) return;
  Moves moves;
  moves.out = consequence.joining;
  moves.whyOut = consequence.why;
  for (const Referenced& user : moves.out) moves.rows.push_back(row(user.id, FallbackState::None));
  static_cast<void>(carryOut(context, moves, valuesOf(moves), epoch));
}

std::vector<Referenced> FallbackGroup::withoutGroup(const Change& change,
                                                    std::vector<std::string>& unlisted) {
  std::set<std::string> known(change.named.begin(), change.named.end());
  for (const ResourceRow& user :
       store_.findAll(endpoint_.name, std::string(typeOf(Kind::User)), idsOf(change.leaving))) {
    known.insert(user.id);
  }
  for (const Referenced& user : change.coming) known.erase(user.id);
  std::map<std::string, Referenced> byValue;
  std::vector<std::string> values;
  for (const Referenced& user : change.leaving) {
    if (!known.contains(user.id)) continue;
    values.push_back(view_.memberValue(user.dn));
    byValue.emplace(values.back(), user);
  }
  if (values.empty()) return {};

  SyncedGroups synced(view_, store_, endpoint_.name, policy_.group);
  const SyncedGroups::Values listed = synced.listedIn(change.group, values);
  for (const std::string& elsewhere : synced.listing({listed.begin(), listed.end()}, change.id)) {
    byValue.erase(elsewhere);
  }
  std::vector<Referenced> users;
  for (auto& [value, user] : byValue) {
    if (listed.contains(value)) {
      users.push_back(std::move(user));
    } else {
      unlisted.push_back(user.id);
    }
  }
  return users;
}

Execution FallbackGroup::carryOut(const RequestContext& context, const Moves& moves,
                                  const MemberValues& values, Epoch epoch) {
  const mappings::MembersRule& rule = *view_.mapping(Kind::Group).members;
  StoreChanges changes;
  changes.fallback = moves.rows;
  const auto log = [&](const Referenced& user, const MemberValues& own, const std::string& why) {
    LogRow line = memberLog(context, rule, policy_.group, user.id, own);
    line.type = typeOf(Kind::User);
    line.name = user.dn.rdn().pairs.front().value;
    line.detail = why;
    changes.log.push_back(std::move(line));
  };
  for (const Referenced& user : moves.in) {
    if (!moves.inside.contains(user.id)) log(user, {{view_.memberValue(user.dn)}, {}}, moves.whyIn);
  }
  for (const Referenced& user : moves.out) log(user, {{}, {view_.memberValue(user.dn)}}, moves.whyOut);

  const Execution execution = memberships_.submit(
      endpoint_.directory + "\nfallback\n" + policy_.group.normalized(), {values, std::move(changes), epoch},
      [&](const MemberValues& joinedValues, const StoreChanges& joinedChanges, Epoch oldest) {
        return sink_.execute(
            compileMembers(context.directory, rule, policy_.group, joinedValues, joinedChanges), {}, oldest);
      });
  if (execution.done()) tell(context, moves);
  if (execution.outcome == Execution::Outcome::Refused && !execution.refusal.isNotNow() &&
      !isAboutUsers(execution))
    report(context, execution.refusal);
  return execution;
}

MemberValues FallbackGroup::valuesOf(const Moves& moves) const {
  MemberValues values;
  for (const Referenced& user : moves.in) values.add.push_back(view_.memberValue(user.dn));
  for (const Referenced& user : moves.out) values.remove.push_back(view_.memberValue(user.dn));
  return values;
}

void FallbackGroup::tell(const RequestContext& context, const Moves& moves) {
  const auto line = [&](std::string_view id, std::string_view text, const Referenced& user,
                        const std::string& why) {
    logger_.info(id, text,
                 {{"requestId", context.requestId},
                  {"endpoint", endpoint_.name},
                  {"resource", user.id},
                  {"dn", user.dn.toString()},
                  {"group", policy_.group.toString()},
                  {"why", why}});
  };
  for (const Referenced& user : moves.in) {
    if (!moves.inside.contains(user.id))
      line("FALLBACK_JOINED", "A user was put into the fallback group", user, moves.whyIn);
  }
  for (const Referenced& user : moves.out)
    line("FALLBACK_LEFT", "A user was taken out of the fallback group", user, moves.whyOut);
  const std::lock_guard lock(mutex_);
  refused_.reset();
}

bool FallbackGroup::isPausing(TimePoint now) {
  const std::lock_guard lock(mutex_);
  return refused_ && refusedAt_ <= now && now < refusedAt_ + kPause;
}

void FallbackGroup::report(const RequestContext& context, const ldap::WriteResult& refusal) {
  const std::lock_guard lock(mutex_);
  refusedAt_ = context.now;
  if (refused_ == refusal.code) return;
  refused_ = refusal.code;
  const bool isMissing = refusal.code == ldap::ResultCode::NoSuchObject;
  logger_.error(isMissing ? "FALLBACK_GROUP_MISSING" : "FALLBACK_REFUSED",
                isMissing
                    ? "The fallback group does not exist, or the service account may not see it; make it, or "
                      "name another one in [endpoint.fallback_group]"
                    : "The directory refuses to change the members of the fallback group",
                {{"endpoint", endpoint_.name},
                 {"group", policy_.group.toString()},
                 {"reason", ldap::Error(refusal.code, refusal.diagnosticMessage).what()}});
}

bool FallbackGroup::is(const ldap::Dn& dn) const {
  return dn == policy_.group;
}

FallbackRow FallbackGroup::row(const std::string& id, FallbackState state,
                               std::optional<TimePoint> due) const {
  return {endpoint_.name, id, state, due};
}

std::map<std::string, FallbackState> FallbackGroup::statesOf(const std::vector<std::string>& ids) {
  std::map<std::string, FallbackState> states;
  for (const FallbackRow& row : store_.fallbackRows(endpoint_.name, ids)) states.emplace(row.id, row.state);
  return states;
}

}  // namespace scim2ldap::connector
