#include "connector/commands/InheritedPlans.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace scim2ldap::connector {
namespace {

bool isOp(const scim::Json& step, std::string_view op) {
  return step.stringAt("op") == op;
}

/// Whether a group's own members change. One that is deleted or renamed also leaves the groups that list it,
/// or is listed anew there.
bool changesItsMembers(const scim::Json::Array& steps) {
  std::set<std::string_view> own;
  for (const scim::Json& step : steps) {
    if (isOp(step, "changeMembers")) continue;
    own.insert({step.stringAt("dn"), step.stringAt("newDn")});
    break;
  }
  return std::ranges::any_of(steps, [&](const scim::Json& step) {
    return isOp(step, "changeMembers") && (own.empty() || own.contains(step.stringAt("dn")));
  });
}

/// By the steps whose policy is certain, whatever they stand in: a request that changes a user or renames a
/// group may do so under more than one.
bool areTaken(const VerbPolicies& verbs, bool isUser, const scim::Json::Array& steps) {
  const auto has = [&](std::string_view op) {
    return std::ranges::any_of(steps, [&](const scim::Json& step) { return isOp(step, op); });
  };
  const auto applies = [](VerbPolicy policy) { return policy == VerbPolicy::Apply; };
  if (has("add") && !applies(isUser ? verbs.userCreate : verbs.groupCreate)) return false;
  if (has("delete") && !applies(isUser ? verbs.userDelete : verbs.groupDelete)) return false;
  return isUser || applies(verbs.groupMembers) || !changesItsMembers(steps);
}

/// Whether an endpoint would still take what the plan carries out for its client, or for itself.
/// \param row  of the audit log
bool isTaken(const Configuration& configuration, const scim::Json& row, const scim::Json::Array& steps) {
  const std::string_view method = row.stringAt("method");
  if (method == "COMMAND") return true;  // of somebody on the machine, whom no endpoint refuses
  const EndpointConfiguration* endpoint = configuration.findEndpoint(std::string(row.stringAt("endpoint")));
  if (endpoint == nullptr || !endpoint->policies.enabled) return false;
  const bool isUser = row.stringAt("type") == "User";
  const bool isOfGroups = !isUser || method == "SERVICE";  // which keeps the fallback group
  if (isOfGroups && endpoint->policies.groups != GroupSync::On) return false;
  if (method == "SERVICE") return true;
  return areTaken(endpoint->policies.verbs, isUser, steps);
}

/// Somebody may have ended the process to keep it from doing just this.
bool isStillTaken(const scim::Json& plan, const Configuration& configuration) {
  const scim::Json* log = plan.find("log");
  const scim::Json* steps = plan.find("steps");
  const bool isTold = log != nullptr && log->isArray() && !log->asArray().empty();
  if (!isTold || steps == nullptr || !steps->isArray()) return true;
  // Changes of several requests to one group stand in one plan. Nobody was told that his is done.
  return std::ranges::all_of(
      log->asArray(), [&](const scim::Json& row) { return isTaken(configuration, row, steps->asArray()); });
}

}  // namespace

InheritedPlans::InheritedPlans(Store& store, Logger& logger) : rows_(store.journal()), logger_(logger) {
  std::erase_if(rows_, [&](const JournalRow& row) {
    const bool isPlan = !row.plan.stringAt("directory").empty();
    if (isPlan) return false;
    logger.error("JOURNAL_UNREADABLE", "A plan in the journal cannot be read; it is set aside",
                 {{"journal", row.number}, {"reason", "it names no directory"}});
    if (row.setAside.empty()) store.commit({.setAside = SetAside{row.number, "it names no directory"}});
    return true;
  });
}

void InheritedPlans::queue(const Configuration& configuration, UnsettledPlans& unsettled) {
  const TimePoint now = currentTime();
  std::erase_if(rows_, [&](const JournalRow& row) {
    const std::string directory(row.plan.stringAt("directory"));
    const bool isKnown =
        std::any_of(configuration.directories.begin(), configuration.directories.end(),
                    [&](const DirectoryConfiguration& each) { return each.name == directory; });
    if (isKnown) {
      const bool isWanted = UnsettledPlans::isYoung(row.time, now) && isStillTaken(row.plan, configuration);
      using When = UnsettledPlans::WhenUntouched;
      unsettled.add(directory, row.number,
                    {.whenUntouched = isWanted ? When::CarryOn : When::Drop, .isInherited = true});
    } else {
      logger_.error("JOURNAL_ORPHAN", "A plan waits for a directory that the configuration no longer names",
                    {{"journal", row.number}, {"directory", directory}});
    }
    return isKnown;
  });
}

}  // namespace scim2ldap::connector
