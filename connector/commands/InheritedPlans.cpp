#include "connector/commands/InheritedPlans.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace scim2ldap::connector {
namespace {

/// What a row of the audit log tells of, as far as its method tells it apart.
bool isTaken(const VerbPolicies& verbs, std::string_view type, std::string_view method) {
  const auto isApplied = [&](VerbPolicy VerbPolicies::*policy) { return verbs.*policy == VerbPolicy::Apply; };
  const bool isUser = type == "User";
  if (method == "POST") return isApplied(isUser ? &VerbPolicies::userCreate : &VerbPolicies::groupCreate);
  if (method == "DELETE") return isApplied(isUser ? &VerbPolicies::userDelete : &VerbPolicies::groupDelete);
  return isUser ? isApplied(&VerbPolicies::userUpdate) || isApplied(&VerbPolicies::userDisable)
                : isApplied(&VerbPolicies::groupRename) || isApplied(&VerbPolicies::groupMembers);
}

/// Whether the endpoints whose requests a plan carries out would still take them: somebody may have ended the
/// process to keep it from doing just this.
bool isStillTaken(const scim::Json& plan, const Configuration& configuration) {
  const scim::Json* log = plan.find("log");
  if (log == nullptr || !log->isArray()) return true;
  return std::ranges::all_of(log->asArray(), [&](const scim::Json& row) {
    const EndpointConfiguration* endpoint = configuration.findEndpoint(std::string(row.stringAt("endpoint")));
    return endpoint != nullptr && endpoint->policies.enabled &&
           isTaken(endpoint->policies.verbs, row.stringAt("type"), row.stringAt("method"));
  });
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
