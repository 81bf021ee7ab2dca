#include <algorithm>
#include <iostream>

#include "connector/auth/Authenticator.h"
#include "connector/auth/Validity.h"
#include "connector/commands/Columns.h"
#include "connector/commands/CommandEndpoint.h"
#include "connector/commands/CommandUser.h"
#include "connector/commands/CredentialOptions.h"
#include "connector/commands/ServiceTime.h"
#include "connector/config/BareConfiguration.h"
#include "connector/config/Name.h"
#include "connector/store/SqliteStore.h"
#include "scim/DateTime.h"

namespace scim2ldap::connector {
namespace {

constexpr const char* kUsageText =
    "Usage: scim2ldap token create NAME [--scope \"S...\"] [--expires 90d] [--endpoint E] [--config FILE]\n"
    "       scim2ldap token list [--all] [--json] [--endpoint E] [--config FILE]\n"
    "       scim2ldap token revoke NAME [--endpoint E] [--config FILE]\n\n"
    "Bearer tokens of an endpoint: the Secret Token of the client's set-up. `create` prints a new one, once, "
    "on\n"
    "standard output; only its hash is kept. Several are valid at the same time, so a token is replaced "
    "without\n"
    "a gap: create a new one, enter it at the client, revoke the old one. A running service heeds a change "
    "at\n"
    "once. --endpoint may be left out where the configuration has a single endpoint.\n\n"
    "  --endpoint E     the endpoint's name\n"
    "  --scope \"S...\"   what it may do: user.read user.write group.read group.write, which it may without\n"
    "                   this option, and user.protected (change the endpoint's protected attributes)\n"
    "  --expires TIME   for example 12h, 90d; without it the token does not expire\n"
    "  --all            also the tokens that OAuth clients were given (see scim2ldap client)\n"
    "  --json           the list as JSON\n";

int create(const Options& options, const Configuration& configuration, Store& store) {
  options.expectWords(2, "the token's NAME");
  const TimePoint now = timeOfService(configuration.stateDirectory);
  const std::string name = parsedOption("NAME", [&] { return parseName(options.words()[1]); });
  NewToken token = makeToken(endpointOf(options, configuration).name, name, now, expiryOf(options, now));
  token.row.scopes = scopesOf(options);
  store.addToken(token.row);
  std::cout << token.text << '\n';
  std::cerr << "Token \"" << token.row.name << "\" for endpoint " << token.row.endpoint
            << (token.row.expires ? ", valid until " + timeText(token.row.expires) : ", does not expire")
            << ", may do " << token.row.scopes << ". It is shown this once and cannot be read back.\n";
  return kDone;
}

std::string scopesText(const TokenRow& token) {
  return printScopes(parseScopes(token.scopes));
}

void printTable(const std::vector<TokenRow>& tokens, bool withClients, TimePoint now) {
  std::vector<std::vector<std::string>> rows{
      {"NAME", "ENDPOINT", "STATE", "CREATED", "EXPIRES", "LAST USED", "SCOPES"}};
  if (withClients) rows.front().emplace_back("CLIENT");
  for (const TokenRow& token : tokens) {
    rows.push_back({token.name, token.endpoint, validityText(token.revoked, token.expires, now),
                    timeText(token.created), timeText(token.expires), timeText(token.lastUsed),
                    scopesText(token)});
    if (withClients) rows.back().push_back(token.client.empty() ? "-" : token.client);
  }
  printColumns(rows);
}

void printList(const std::vector<TokenRow>& tokens, TimePoint now) {
  scim::Json::Array list;
  for (const TokenRow& token : tokens) {
    scim::Json& item = list.emplace_back();
    item.set("name", token.name);
    item.set("endpoint", token.endpoint);
    item.set("state", validityWord(token.revoked, token.expires, now));
    item.set("created", scim::printDateTime(token.created));
    item.set("expires", timeOrNull(token.expires));
    item.set("lastUsed", timeOrNull(token.lastUsed));
    item.set("revoked", timeOrNull(token.revoked));
    item.set("scopes", scopesText(token));
    item.set("client", token.client.empty() ? scim::Json() : scim::Json(token.client));
  }
  std::cout << scim::printJson(list) << '\n';
}

int list(const Options& options, const Configuration& configuration, Store& store) {
  options.expectWords(1, "");
  std::vector<TokenRow> tokens =
      store.tokens(options.has("endpoint") ? endpointOf(options, configuration).name : "");
  if (!options.has("all")) std::erase_if(tokens, [](const TokenRow& token) { return !token.client.empty(); });
  const TimePoint now = timeOfService(configuration.stateDirectory);
  if (options.has("json")) {
    printList(tokens, now);
  } else {
    printTable(tokens, options.has("all"), now);
  }
  return kDone;
}

int revoke(const Options& options, const Configuration& configuration, Store& store) {
  options.expectWords(2, "the token's NAME");
  const std::string& endpoint = endpointOf(options, configuration).name;
  if (!store.revokeToken(endpoint, options.words()[1], timeOfService(configuration.stateDirectory))) {
    std::cerr << "endpoint " << endpoint << " has no valid token named \"" << options.words()[1]
              << "\"; see scim2ldap token list\n";
    return kRefused;
  }
  std::cerr << "Token \"" << options.words()[1] << "\" of endpoint " << endpoint << " is revoked.\n";
  return kDone;
}

int run(Arguments arguments) {
  const Options options(arguments, {{"endpoint"}, {"scope"}, {"expires"}, {"all", false}, {"json", false}});
  if (options.words().empty()) throw UsageError("say create, list or revoke");
  const std::string& action = options.words().front();
  if (action != "create" && action != "list" && action != "revoke") {
    throw UsageError("there is no \"token " + action + "\"; say create, list or revoke");
  }
  const Configuration configuration = readBareConfiguration(options.configurationFile());
  const std::unique_ptr<Store> store =
      openSqliteStore(configuration.stateFile(), std::nullopt, commandUser());
  if (action == "create") return create(options, configuration, *store);
  if (action == "list") return list(options, configuration, *store);
  return revoke(options, configuration, *store);
}

}  // namespace

Command tokenCommand() {
  return {"token", "create, list and revoke bearer tokens", kUsageText, run};
}

}  // namespace scim2ldap::connector
