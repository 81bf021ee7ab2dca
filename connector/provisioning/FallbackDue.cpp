// What time brings to the users of a fallback group.

#include <algorithm>
#include <utility>

#include "connector/provisioning/FallbackGroup.h"
#include "connector/provisioning/FallbackRules.h"
#include "connector/provisioning/SyncedGroups.h"
#include "ldap/Error.h"

namespace scim2ldap::connector {
namespace {

constexpr std::size_t kPortion = 500;    ///< users seen to at a time
constexpr std::size_t kMostRefused = 5;  ///< one by one, and nobody else let in: then it is the group
constexpr std::chrono::hours kLater{1};  ///< for whom the directory has refused

}  // namespace

bool FallbackGroup::settleDue(const RequestContext& context) {
  if (isPausing(context.now)) return false;
  std::vector<std::string> ids;
  for (const FallbackRow& row : store_.fallbackDue(endpoint_.name, context.now, kPortion))
    ids.push_back(row.id);
  if (ids.empty()) return false;
  const EntryLocks::Guard users = locks_.lockPlaces(ids);
  const Epoch epoch = sink_.begin();
  // Requests that held them until now may have changed everything.
  std::vector<FallbackRow> rows = store_.fallbackRows(endpoint_.name, ids);
  std::erase_if(rows, [&](const FallbackRow& row) { return !row.due || *row.due > context.now; });
  if (rows.empty()) return true;

  return settle(context, rows, epoch);
}

bool FallbackGroup::isAboutUsers(const Execution& execution) {
  if (execution.outcome != Execution::Outcome::Refused || execution.refusal.isNotNow()) return false;
  const ldap::ResultCode code = execution.refusal.code;
  return code != ldap::ResultCode::NoSuchObject && code != ldap::ResultCode::InsufficientAccessRights;
}

bool FallbackGroup::settle(const RequestContext& context, const std::vector<FallbackRow>& due, Epoch epoch) {
  std::vector<std::vector<FallbackRow>> parts{due};
  std::vector<std::pair<FallbackRow, ldap::WriteResult>> refused;
  bool isAnyDone = false;
  while (!parts.empty()) {
    const std::vector<FallbackRow> part = std::move(parts.back());
    parts.pop_back();
    const Moves moves = movesOf(part);
    MemberValues values = valuesOf(moves);
    if (!values.empty() && view_.isAlready(policy_.group, values.add, values.remove)) values = {};
    const Execution execution = carryOut(context, moves, values, epoch);
    if (execution.done()) {
      isAnyDone = true;
    } else if (!isAboutUsers(execution)) {
      return false;
    } else if (part.size() > 1) {
      const auto middle = part.begin() + static_cast<std::ptrdiff_t>(part.size() / 2);
      parts.emplace_back(middle, part.end());
      parts.emplace_back(part.begin(), middle);
    } else {
      refused.emplace_back(part.front(), execution.refusal);
      // It is not about them.
      if (!isAnyDone && refused.size() == std::min(kMostRefused, due.size()) && due.size() > 1) {
        report(context, execution.refusal);
        return false;
      }
    }
  }
  for (const auto& [row, refusal] : refused) postpone(context, row, refusal);
  return true;
}

void FallbackGroup::postpone(const RequestContext& context, FallbackRow row,
                             const ldap::WriteResult& refusal) {
  row.due = context.now + kLater;
  StoreChanges changes;
  changes.fallback.push_back(row);
  store_.commit(changes);
  logger_.error("FALLBACK_USER_REFUSED",
                "The directory does not let a user into the fallback group or out of it; it is tried again "
                "in an hour",
                {{"endpoint", endpoint_.name},
                 {"group", policy_.group.toString()},
                 {"resource", row.id},
                 {"reason", ldap::Error(refusal.code, refusal.diagnosticMessage).what()}});
}

FallbackGroup::Moves FallbackGroup::movesOf(const std::vector<FallbackRow>& due) {
  std::vector<std::string> ids;
  for (const FallbackRow& row : due) ids.push_back(row.id);
  const std::map<std::string, Referenced> resources = view_.resolveIds(ids);
  std::vector<std::string> values;
  for (const auto& [id, user] : resources) values.push_back(view_.memberValue(user.dn));
  SyncedGroups groups(view_, store_, endpoint_.name, policy_.group);
  const SyncedGroups::Values synced = groups.listing(values, "");

  Moves moves;
  moves.whyIn = "is in no synced group";
  moves.whyOut = "is in a synced group";
  for (const FallbackRow& each : due) {
    const auto user = resources.find(each.id);
    if (user == resources.end()) {  // deleted by others
      moves.rows.push_back(row(each.id, FallbackState::None));
      continue;
    }
    const bool isSynced = synced.contains(view_.memberValue(user->second.dn));
    const FallbackDecision decision = decideFallback(each.state, isSynced, policy_.leave);
    if (decision.move == FallbackMove::Join) {
      moves.in.push_back(user->second);
      if (each.state == FallbackState::Inside) moves.inside.insert(each.id);
    }
    if (decision.move == FallbackMove::Leave) moves.out.push_back(user->second);
    moves.rows.push_back(row(each.id, decision.state));
  }
  return moves;
}

}  // namespace scim2ldap::connector
