#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "connector/commands/Command.h"
#include "connector/commands/Options.h"
#include "connector/commands/StateTasks.h"

namespace scim2ldap::connector {
namespace {

constexpr const char* kUsageText =
    "Usage: scim2ldap state verify [--endpoint E] [--json] [--config FILE]\n"
    "       scim2ldap state repair [--dry-run] [--force] [--endpoint E] [--config FILE]\n"
    "       scim2ldap state rebuild [--dry-run] [--endpoint E] [--config FILE]\n"
    "       scim2ldap state backup FILE [--config FILE]\n"
    "       scim2ldap state resolve-roles [--dry-run] [--endpoint E] [--json] [--config FILE]\n"
    "       scim2ldap state confirm-leaving [--for DURATION] [--endpoint E] [--config FILE]\n"
    "       scim2ldap state review-fallback [--endpoint E] [--config FILE]\n\n"
    "`verify` compares the side table with the directory and prints a line for everything that is off, with\n"
    "its remedy: rows without an entry, names in groups that nobody has, externalIds and userNames that\n"
    "several have, placeholders, requests that were cut short, a damaged file. It changes nothing, may be "
    "run\n"
    "while the service is, and ends with 1 when anything is off; also when it could not look, which it then "
    "says.\n\n"
    "`repair` mends what is safe to mend, and says what is left for people; it ends with 1 where there is\n"
    "any, also with --dry-run. Where the service runs, it does the writing. Where more than 10 users, groups "
    "or\n"
    "members, and more than 5 % of the rows, cannot be found, that looks like a wrong base or a missing "
    "right:\n"
    "nothing of who is gone is taken away then without --force.\n\n"
    "`rebuild` makes rows for users and groups that have none, after a loss of the side table, and says "
    "what\n"
    "cannot be got back. It overwrites nothing, and can be repeated.\n\n"
    "`backup` saves the side table as it is at one moment into a new file, also while the service writes.\n"
    "README.md says how to restore it.\n\n"
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
    "  --endpoint E     the endpoint's name; without it all, all that have [endpoint.roles], or the only one "
    "that\n"
    "                   has [endpoint.leaving_guard] or [endpoint.fallback_group]\n"
    "  --for DURATION   how long any number of users may leave, for example 30m; without it 1h\n"
    "  --force          repair: remove rows and members however many cannot be found\n"
    "  --json           a JSON object for each finding or user, one on a line\n";

struct Action {
  std::string_view name;
  int (*run)(const Options& options);
  std::vector<std::string_view> options;  ///< those it has, beside --config
};

const std::vector<OptionName> kOptions{
    {"dry-run", false}, {"endpoint"}, {"for"}, {"force", false}, {"json", false}};

const std::array kActions{
    Action{"verify", verifyState, {"endpoint", "json"}},
    Action{"repair", repairState, {"dry-run", "force", "endpoint"}},
    Action{"rebuild", rebuildState, {"dry-run", "endpoint"}},
    Action{"backup", backUpState, {}},
    Action{"resolve-roles", resolveRoles, {"dry-run", "endpoint", "json"}},
    Action{"confirm-leaving", confirmLeaving, {"for", "endpoint"}},
    Action{"review-fallback", reviewFallback, {"endpoint"}},
};

std::string names() {
  std::string all;
  for (const Action& action : kActions) {
    if (!all.empty()) all += &action == &kActions.back() ? " or " : ", ";
    all += action.name;
  }
  return all;
}

int run(Arguments arguments) {
  const Options options(arguments, kOptions);
  if (options.words().empty()) throw UsageError("say " + names());
  const std::string& wanted = options.words().front();
  const auto* const action =
      std::find_if(kActions.begin(), kActions.end(), [&](const Action& each) { return each.name == wanted; });
  if (action == kActions.end()) throw UsageError("there is no \"state " + wanted + "\"; say " + names());
  for (const OptionName& option : kOptions) {
    if (options.has(option.name) && std::ranges::find(action->options, option.name) == action->options.end())
      throw UsageError("state " + wanted + " has no --" + std::string(option.name));
  }
  return action->run(options);
}

}  // namespace

Command stateCommand() {
  return {"state", "verify, repair, rebuild, back up the side table; roles, users that are held", kUsageText,
          run};
}

}  // namespace scim2ldap::connector
