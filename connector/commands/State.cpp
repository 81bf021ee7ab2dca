#include "connector/commands/Command.h"
#include "connector/commands/Options.h"
#include "connector/commands/StateTasks.h"

namespace scim2ldap::connector {
namespace {

constexpr const char* kUsageText =
    "Usage: scim2ldap state resolve-roles [--dry-run] [--endpoint E] [--json] [--config FILE]\n"
    "       scim2ldap state confirm-leaving [--for DURATION] [--endpoint E] [--config FILE]\n"
    "       scim2ldap state review-fallback [--endpoint E] [--config FILE]\n\n"
    "Users get the role that [endpoint.roles] makes of their roles whenever they are written. After a "
    "change\n"
    "of that table, or of `role` in the mapping file, `resolve-roles` gives it to all of them at once, with\n"
    "attribute and group, and prints a line for each whose role is another one or does not show in the\n"
    "directory. Where the service runs, it does the writing: reload it first, so that it knows the "
    "change.\n\n"
    "Where more users are to be disabled or deleted within an hour than [endpoint.leaving_guard] allows, "
    "the\n"
    "service answers 503 and logs LEAVING_HELD. `confirm-leaving` says that it is right: the next requests "
    "go\n"
    "through.\n\n"
    "The service looks at a user and [endpoint.fallback_group] when something happens to him. "
    "`review-fallback`\n"
    "has it look at all of them: after the table was written for the first time, and after others have "
    "changed\n"
    "groups in the directory.\n\n"
    "  --dry-run        only print what would change\n"
    "  --endpoint E     the endpoint's name; without it all that have [endpoint.roles], or the only one "
    "that\n"
    "                   has [endpoint.leaving_guard] or [endpoint.fallback_group]\n"
    "  --for DURATION   how long any number of users may leave, for example 30m; without it 1h\n"
    "  --json           a JSON object for each user, one on a line\n";

const std::string kActions = "resolve-roles, confirm-leaving or review-fallback";

int run(Arguments arguments) {
  const Options options(arguments, {{"dry-run", false}, {"endpoint"}, {"for"}, {"json", false}});
  if (options.words().empty()) throw UsageError("say " + kActions);
  const std::string& action = options.words().front();
  if (action == "resolve-roles") return resolveRoles(options);
  if (action == "confirm-leaving") return confirmLeaving(options);
  if (action == "review-fallback") return reviewFallback(options);
  throw UsageError("there is no \"state " + action + "\"; say " + kActions);
}

}  // namespace

Command stateCommand() {
  return {"state", "roles after a change of their table; users that are held, or in no group", kUsageText, run};
}

}  // namespace scim2ldap::connector
