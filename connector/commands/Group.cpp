#include <algorithm>
#include <iostream>
#include <limits>

#include "connector/commands/Columns.h"
#include "connector/commands/Command.h"
#include "connector/commands/CommandEndpoint.h"
#include "connector/commands/ErrandRunner.h"
#include "connector/commands/Options.h"
#include "connector/config/Configuration.h"
#include "connector/log/HarmlessText.h"
#include "connector/store/SqliteStore.h"

namespace scim2ldap::connector {
namespace {

constexpr const char* kUsageText =
    "Usage: scim2ldap group link DN EXTERNAL-ID [--endpoint E] [--config FILE]\n"
    "       scim2ldap group unlink DN [--endpoint E] [--config FILE]\n"
    "       scim2ldap group list [--json] [--endpoint E] [--config FILE]\n\n"
    "A group that was made in the directory is matched by a client that looks for `externalId eq`, once it "
    "is\n"
    "linked to the id that the client knows it by; for Microsoft Entra that is the group's object id. "
    "Linked\n"
    "and unlinked groups count as synced and not synced from then on.\n\n"
    "  DN             of the group, for example cn=staff,ou=groups,dc=example,dc=org\n"
    "  --endpoint E   the endpoint's name; needed when the configuration has several with groups\n"
    "  --json         the list as JSON\n";

const EndpointConfiguration& endpointWithGroups(const Options& options, const Configuration& configuration) {
  return endpointFor(
      options, configuration,
      [](const EndpointConfiguration& each) { return each.mapping.group.has_value(); }, "groups");
}

ldap::Dn dnFrom(const std::string& text) {
  try {
    return ldap::Dn::parse(text);
  } catch (const std::exception& error) {
    throw UsageError("\"" + text + "\" is no DN: " + error.what());
  }
}

/// A group as the endpoint sees it.
/// \throws std::runtime_error  when it does not see any of that name
Referenced groupNamed(DirectoryView& view, const EndpointConfiguration& endpoint, const ldap::Dn& dn) {
  const std::map<std::string, Referenced> found = view.resolveDns({dn});
  const auto group = found.find(dn.normalized());
  if (group != found.end() && group->second.kind == Kind::Group) return group->second;
  std::string bases;
  for (const ldap::Dn& base : endpoint.mapping.group->bases) {
    bases += (bases.empty() ? "" : " and ") + base.toString();
  }
  throw std::runtime_error("endpoint " + endpoint.name + " has no group " + dn.toString() +
                           "; its groups are the entries below " + bases + " that meet the mapping " +
                           endpoint.mapping.file);
}

/// Links the group, or unlinks it where there is no externalId.
int link(const Options& options, const std::optional<std::string>& externalId) {
  const Configuration configuration = readConfiguration(options.configurationFile());
  const EndpointConfiguration& endpoint = endpointWithGroups(options, configuration);
  const ldap::Dn dn = dnFrom(options.words()[1]);
  const std::unique_ptr<Store> store = openSqliteStore(configuration.stateFile());
  OwnService own(configuration, endpoint, *store);
  DirectoryView view(own.directory, endpoint.mapping,
                     configuration.directory(endpoint.directory).idAttribute);
  const Referenced group = groupNamed(view, endpoint, dn);
  const std::optional<ResourceRow> row = store->find({endpoint.name, "Group", group.id});
  const std::string before = row ? row->externalId.value_or("") : "";
  if (!externalId && before.empty()) {
    std::cerr << dn.toString() << " is not linked; see scim2ldap group list\n";
    return kRefused;
  }
  ErrandRunner runner(configuration, *store);
  const ErrandResult result =
      runner.carryOut({externalId ? Errand::Task::LinkGroup : Errand::Task::UnlinkGroup, endpoint.name,
                       group.id, externalId.value_or("")},
                      own);
  if (!result.error.empty()) throw std::runtime_error(result.error);
  const std::string done = dn.toString() +
                           (externalId ? " is linked to " + *externalId : " is not linked any more") +
                           (before.empty() ? "" : " (it was linked to " + before + ")");
  std::cerr << harmless(done) << ".\n";
  return kDone;
}

/// A group with what the side table says of it.
struct Listed {
  std::string dn;
  std::string id;
  std::string externalId;
  std::string origin;
};

std::vector<Listed> groupsOf(const Configuration& configuration, const EndpointConfiguration& endpoint,
                             Store& store) {
  OwnService own(configuration, endpoint, store);
  const std::string& idAttribute = configuration.directory(endpoint.directory).idAttribute;
  DirectoryView view(own.directory, endpoint.mapping, idAttribute);
  const auto entries = view.find(Kind::Group, std::nullopt, false, std::numeric_limits<std::size_t>::max());
  std::vector<std::string> ids;
  for (const ldap::Entry& entry : *entries) ids.push_back(entry.first(idAttribute).value_or(""));
  std::map<std::string, ResourceRow> rows;
  for (ResourceRow& row : store.findAll(endpoint.name, "Group", ids)) rows.emplace(row.id, std::move(row));
  std::vector<Listed> groups;
  for (const ldap::Entry& entry : *entries) {
    Listed& group = groups.emplace_back();
    group.dn = entry.dn.toString();
    group.id = entry.first(idAttribute).value_or("");
    const auto row = rows.find(group.id);
    if (row == rows.end()) continue;
    group.externalId = row->second.externalId.value_or("");
    group.origin = toString(row->second.origin);
  }
  std::sort(groups.begin(), groups.end(),
            [](const Listed& left, const Listed& right) { return left.dn < right.dn; });
  return groups;
}

int list(const Options& options) {
  const Configuration configuration = readConfiguration(options.configurationFile());
  const EndpointConfiguration& endpoint = endpointWithGroups(options, configuration);
  const std::unique_ptr<Store> store = openSqliteStore(configuration.stateFile());
  const std::vector<Listed> groups = groupsOf(configuration, endpoint, *store);
  if (options.has("json")) {
    scim::Json::Array array;
    for (const Listed& group : groups) {
      scim::Json& item = array.emplace_back();
      item.set("dn", group.dn);
      item.set("id", group.id);
      item.set("externalId", group.externalId.empty() ? scim::Json() : scim::Json(group.externalId));
      item.set("origin", group.origin.empty() ? scim::Json() : scim::Json(group.origin));
    }
    std::cout << scim::printJson(array) << '\n';
    return kDone;
  }
  std::vector<std::vector<std::string>> rows{{"DN", "EXTERNAL ID", "ORIGIN"}};
  for (const Listed& group : groups) {
    rows.push_back({group.dn, group.externalId.empty() ? "-" : group.externalId,
                    group.origin.empty() ? "local" : group.origin});
  }
  printColumns(rows);
  return kDone;
}

int run(Arguments arguments) {
  const Options options(arguments, {{"endpoint"}, {"json", false}});
  if (options.words().empty()) throw UsageError("say link, unlink or list");
  const std::string& action = options.words().front();
  if (action == "link") {
    options.expectWords(3, "the group's DN and its EXTERNAL-ID");
    if (options.words()[2].empty()) throw UsageError("the EXTERNAL-ID is empty; to take it away, say unlink");
    return link(options, options.words()[2]);
  }
  if (action == "unlink") {
    options.expectWords(2, "the group's DN");
    return link(options, std::nullopt);
  }
  if (action == "list") {
    options.expectWords(1, "");
    return list(options);
  }
  throw UsageError("there is no \"group " + action + "\"; say link, unlink or list");
}

}  // namespace

Command groupCommand() {
  return {"group", "link groups of the directory to ids of the client", kUsageText, run};
}

}  // namespace scim2ldap::connector
