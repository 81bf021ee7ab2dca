#include "connector/commands/InheritedPlans.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace scim2ldap::connector {
namespace {

/// Of steps whose policy is certain whatever they stand in: a request that changes a user or renames a group
/// may do so under more than one.
bool isTaken(const VerbPolicies& verbs, bool isUser, const scim::Json& step) {
  const std::string_view op = step.stringAt("op");
  if (op == "add") return (isUser ? verbs.userCreate : verbs.groupCreate) == VerbPolicy::Apply;
  if (op == "delete") return (isUser ? verbs.userDelete : verbs.groupDelete) == VerbPolicy::Apply;
  if (op == "changeMembers" && !isUser) return verbs.groupMembers == VerbPolicy::Apply;
  return true;
}

/// Whether an endpoint would still take what the plan carries out for its client.
/// \param row  of the audit log
bool isTaken(const Configuration& configuration, const scim::Json& row, const scim::Json::Array& steps) {
  // What the service does by itself, or for those who call it on its machine, no endpoint takes or refuses.
  const std::string_view method = row.stringAt("method");
  if (method == "SERVICE" || method == "COMMAND") return true;
  const EndpointConfiguration* endpoint = configuration.findEndpoint(std::string(row.stringAt("endpoint")));
  return endpoint != nullptr && endpoint->policies.enabled &&
         std::ranges::all_of(steps, [&](const scim::Json& step) {
           return isTaken(endpoint->policies.verbs, row.stringAt("type") == "User", step);
         });
}

/// Somebody may have ended the process to keep it from doing just this.
bool isStillTaken(const scim::Json& plan, const Configuration& configuration) {
  const scim::Json* log = plan.find("log");
  const scim::Json* steps = plan.find("steps");
  const bool isTold = log != nullptr && log->isArray() && !log->asArray().empty();
  if (!isTold || steps == nullptr || !steps->isArray()) return true;
  // Changes of several requests to one group stand in one plan.
  return std::ranges::any_of(
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
