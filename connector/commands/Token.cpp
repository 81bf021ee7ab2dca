#include <algorithm>
#include <chrono>
#include <iostream>

#include "connector/auth/Authenticator.h"
#include "connector/commands/Command.h"
#include "connector/commands/Options.h"
#include "connector/config/Configuration.h"
#include "connector/config/Duration.h"
#include "connector/config/Name.h"
#include "connector/store/SqliteStore.h"
#include "scim/DateTime.h"

namespace scim2ldap::connector {
namespace {

constexpr const char* kUsageText =
    "Usage: scim2ldap token create NAME [--endpoint E] [--expires 90d] [--config FILE]\n"
    "       scim2ldap token list [--endpoint E] [--json] [--config FILE]\n"
    "       scim2ldap token revoke NAME [--endpoint E] [--config FILE]\n\n"
    "Bearer tokens of an endpoint: the Secret Token of the client's set-up. `create` prints a new one, once, "
    "on\n"
    "standard output; only its hash is kept. Several are valid at the same time, so a token is replaced "
    "without\n"
    "a gap: create a new one, enter it at the client, revoke the old one. A running service heeds a change "
    "at\n"
    "once. --endpoint may be left out where the configuration has a single endpoint.\n\n"
    "  --endpoint E     the endpoint's name\n"
    "  --expires TIME   for example 12h, 90d; without it the token does not expire\n"
    "  --json           the list as JSON\n";

TimePoint now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string endpointOf(const Options& options, const Configuration& configuration) {
  std::string names;
  for (const EndpointConfiguration& endpoint : configuration.endpoints) {
    if (options.value("endpoint") == endpoint.name) return endpoint.name;
    names += (names.empty() ? "" : ", ") + endpoint.name;
  }
  if (options.has("endpoint")) {
    throw UsageError("there is no endpoint " + *options.value("endpoint") + "; the configuration has " +
                     names);
  }
  if (configuration.endpoints.size() != 1) throw UsageError("say --endpoint, one of " + names);
  return configuration.endpoints.front().name;
}

std::string stateOf(const TokenRow& token) {
  if (token.revoked) return "revoked";
  return token.expires && *token.expires <= now() ? "expired" : "valid";
}

std::string textOf(const std::optional<TimePoint>& time) {
  return time ? scim::printDateTime(std::chrono::floor<std::chrono::seconds>(*time)) : "-";
}

/// What the user typed wrong is wrong usage.
template <typename Parse>
auto parsed(const std::string& what, const Parse& parse) {
  try {
    return parse();
  } catch (const std::invalid_argument& error) {
    throw UsageError(what + ": " + error.what());
  }
}

int create(const Options& options, const Configuration& configuration, Store& store) {
  options.expectWords(2, "the token's NAME");
  const std::string name = parsed("NAME", [&] { return parseName(options.words()[1]); });
  std::optional<TimePoint> expires;
  if (const auto text = options.value("expires")) {
    expires = now() + parsed("--expires", [&] { return parseDuration(*text); });
  }
  const NewToken token = makeToken(endpointOf(options, configuration), name, now(), expires);
  store.addToken(token.row);
  std::cout << token.text << '\n';
  std::cerr << "Token \"" << token.row.name << "\" for endpoint " << token.row.endpoint
            << (expires ? ", valid until " + textOf(expires) : ", does not expire")
            << ". It is shown this once and cannot be read back.\n";
  return kDone;
}

void printTable(const std::vector<TokenRow>& tokens) {
  std::vector<std::vector<std::string>> rows{
      {"NAME", "ENDPOINT", "STATE", "CREATED", "EXPIRES", "LAST USED"}};
  for (const TokenRow& token : tokens) {
    rows.push_back({token.name, token.endpoint, stateOf(token), textOf(token.created), textOf(token.expires),
                    textOf(token.lastUsed)});
  }
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      std::cout << row[i];
      if (i + 1 < row.size()) std::cout << std::string(widths[i] - row[i].size() + 2, ' ');
    }
    std::cout << '\n';
  }
}

void printList(const std::vector<TokenRow>& tokens) {
  const auto timeOrNull = [](const std::optional<TimePoint>& time) {
    return time ? scim::Json(scim::printDateTime(*time)) : scim::Json();
  };
  scim::Json::Array list;
  for (const TokenRow& token : tokens) {
    scim::Json& item = list.emplace_back();
    item.set("name", token.name);
    item.set("endpoint", token.endpoint);
    item.set("state", stateOf(token));
    item.set("created", scim::printDateTime(token.created));
    item.set("expires", timeOrNull(token.expires));
    item.set("lastUsed", timeOrNull(token.lastUsed));
    item.set("revoked", timeOrNull(token.revoked));
  }
  std::cout << scim::printJson(list) << '\n';
}

int list(const Options& options, const Configuration& configuration, Store& store) {
  options.expectWords(1, "");
  const std::vector<TokenRow> tokens =
      store.tokens(options.has("endpoint") ? endpointOf(options, configuration) : "");
  if (options.has("json")) {
    printList(tokens);
  } else {
    printTable(tokens);
  }
  return kDone;
}

int revoke(const Options& options, const Configuration& configuration, Store& store) {
  options.expectWords(2, "the token's NAME");
  const std::string endpoint = endpointOf(options, configuration);
  if (!store.revokeToken(endpoint, options.words()[1], now())) {
    std::cerr << "endpoint " << endpoint << " has no valid token named \"" << options.words()[1]
              << "\"; see scim2ldap token list\n";
    return kRefused;
  }
  std::cerr << "Token \"" << options.words()[1] << "\" of endpoint " << endpoint << " is revoked.\n";
  return kDone;
}

int run(Arguments arguments) {
  const Options options(arguments, {{"endpoint"}, {"expires"}, {"json", false}});
  if (options.words().empty()) throw UsageError("say create, list or revoke");
  const std::string& action = options.words().front();
  if (action != "create" && action != "list" && action != "revoke") {
    throw UsageError("there is no \"token " + action + "\"; say create, list or revoke");
  }
  const Configuration configuration = readConfiguration(options.configurationFile());
  const std::unique_ptr<Store> store = openSqliteStore(configuration.stateFile());
  if (action == "create") return create(options, configuration, *store);
  if (action == "list") return list(options, configuration, *store);
  return revoke(options, configuration, *store);
}

}  // namespace

Command tokenCommand() {
  return {"token", "create, list and revoke bearer tokens", kUsageText, run};
}

}  // namespace scim2ldap::connector
