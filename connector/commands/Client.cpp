#include <algorithm>
#include <iostream>

#include "connector/auth/TokenIssuer.h"
#include "connector/auth/Validity.h"
#include "connector/commands/Columns.h"
#include "connector/commands/CommandEndpoint.h"
#include "connector/commands/CommandUser.h"
#include "connector/commands/CredentialOptions.h"
#include "connector/commands/ServiceTime.h"
#include "connector/config/BareConfiguration.h"
#include "connector/config/Duration.h"
#include "connector/config/Name.h"
#include "connector/store/SqliteStore.h"
#include "scim/DateTime.h"

namespace scim2ldap::connector {
namespace {

constexpr const char* kUsageText =
    "Usage: scim2ldap client create ID [--scope \"S...\"] [--expires 365d] [--endpoint E] [--config FILE]\n"
    "       scim2ldap client list [--json] [--endpoint E] [--config FILE]\n"
    "       scim2ldap client rotate ID [--overlap 7d | --at-once] [--expires 365d] [--endpoint E] [--config "
    "FILE]\n"
    "       scim2ldap client revoke ID [--endpoint E] [--config FILE]\n\n"
    "OAuth clients of an endpoint: whoever gets access tokens at <base path>/oauth/token for an id and a "
    "secret\n"
    "(Client Identifier and Client Secret in Entra). `create` prints the secret, once, on standard output; "
    "only its\n"
    "hash is kept. `rotate` makes another one; the one before stays valid for --overlap, so that there is "
    "time to\n"
    "enter the new one. `revoke` ends the client and all of its access tokens. A running service heeds a "
    "change at\n"
    "once. --endpoint may be left out where the configuration has a single endpoint.\n\n"
    "  --endpoint E     the endpoint's name\n"
    "  --scope \"S...\"   the most that its tokens may do: user.read user.write group.read group.write, "
    "which they\n"
    "                   may without this option, and user.protected\n"
    "  --expires TIME   the secret ends then, for example 365d; without it, it does not, and one that takes "
    "the place\n"
    "                   of another lives as long as that one\n"
    "  --overlap TIME   so long the secret before stays valid (7d)\n"
    "  --at-once        the secrets before and the access tokens end now: for one that has become known\n"
    "  --json           the list as JSON\n";

constexpr std::chrono::days kOverlap{7};

/// A client that was not revoked. \throws std::runtime_error  when there is none of that id
ClientRow liveClient(Store& store, const std::string& endpoint, const std::string& id) {
  for (ClientRow& client : store.clients(endpoint)) {
    if (client.id == id && !client.revoked) return std::move(client);
  }
  throw std::runtime_error("endpoint " + endpoint + " has no live client \"" + id +
                           "\"; see scim2ldap client list");
}

/// The secrets that are valid, the newest last.
std::vector<ClientSecret> liveSecrets(const ClientRow& client, TimePoint now) {
  std::vector<ClientSecret> live = client.secrets;
  std::erase_if(live, [&](const ClientSecret& secret) { return secret.expires && *secret.expires <= now; });
  std::stable_sort(live.begin(), live.end(), [](const ClientSecret& left, const ClientSecret& right) {
    return left.created < right.created;
  });
  return live;
}

/// When a secret ends that lives as long as the client's newest one.
std::optional<TimePoint> expiryLikeBefore(const ClientRow& client, TimePoint now) {
  const auto newest = std::max_element(
      client.secrets.begin(), client.secrets.end(),
      [](const ClientSecret& left, const ClientSecret& right) { return left.created < right.created; });
  if (newest == client.secrets.end() || !newest->expires) return std::nullopt;
  return now + (*newest->expires - newest->created);
}

std::int64_t countLiveTokens(Store& store, const std::string& endpoint, const std::string& client,
                             TimePoint now) {
  const std::vector<TokenRow> tokens = store.tokens(endpoint);
  return std::count_if(tokens.begin(), tokens.end(), [&](const TokenRow& token) {
    return token.client == client && validityOf(token.revoked, token.expires, now) == Validity::Valid;
  });
}

std::string untilText(const std::optional<TimePoint>& expires) {
  return expires ? "valid until " + timeText(expires) : "does not expire";
}

void tellTokenEndpoint(const EndpointConfiguration& endpoint) {
  if (!endpoint.oauth) {
    std::cerr << "The endpoint has no table [endpoint.oauth] yet: without it there is no token endpoint.\n";
    return;
  }
  std::cerr << "Token endpoint: "
            << (endpoint.publicUrl.empty() ? endpoint.basePaths.front() : endpoint.publicUrl)
            << "/oauth/token\n";
}

int create(const Options& options, const Configuration& configuration, Store& store) {
  options.expectWords(2, "the client's ID");
  const TimePoint now = timeOfService(configuration.stateDirectory);
  const EndpointConfiguration& endpoint = endpointOf(options, configuration);
  const NewSecret secret = makeClientSecret(now, expiryOf(options, now));
  const ClientRow client{.endpoint = endpoint.name,
                         .id = parsedOption("ID", [&] { return parseName(options.words()[1]); }),
                         .scopes = scopesOf(options),
                         .secrets = {secret.row},
                         .created = now};
  store.addClient(client);
  std::cout << secret.text << '\n';
  std::cerr << "Client \"" << client.id << "\" of endpoint " << client.endpoint << ", may do "
            << client.scopes << ". Its secret (" << untilText(secret.row.expires)
            << ") is shown this once and cannot be read back.\n";
  tellTokenEndpoint(endpoint);
  return kDone;
}

int rotate(const Options& options, const Configuration& configuration, Store& store) {
  options.expectWords(2, "the client's ID");
  const TimePoint now = timeOfService(configuration.stateDirectory);
  const std::string& endpoint = endpointOf(options, configuration).name;
  if (options.has("overlap") && options.has("at-once"))
    throw UsageError("say --overlap or --at-once, not both");
  const std::chrono::milliseconds overlap = parsedOption("--overlap", [&] {
    return options.has("overlap") ? parseDuration(*options.value("overlap"))
                                  : std::chrono::milliseconds(kOverlap);
  });
  const ClientRow client = liveClient(store, endpoint, options.words()[1]);
  const NewSecret secret =
      makeClientSecret(now, options.has("expires") ? expiryOf(options, now) : expiryLikeBefore(client, now));
  const std::optional<TimePoint> until = options.has("at-once") ? std::nullopt : std::optional(now + overlap);
  const auto secrets = store.rotateSecret(endpoint, client.id, secret.row, until);
  if (!secrets) throw std::runtime_error("client \"" + client.id + "\" was revoked meanwhile");
  std::cout << secret.text << '\n';
  std::cerr << "New secret of client \"" << client.id << "\" of endpoint " << endpoint << ", "
            << untilText(secret.row.expires) << ". "
            << (!until ? "The ones before have ended, and the access tokens."
                : secrets->size() == 1
                    ? "The ones before have ended."
                    : "The one before is valid until " + timeText(secrets->front().expires) + ".")
            << " It is shown this once and cannot be read back.\n";
  return kDone;
}

int revoke(const Options& options, const Configuration& configuration, Store& store) {
  options.expectWords(2, "the client's ID");
  const TimePoint now = timeOfService(configuration.stateDirectory);
  const std::string& endpoint = endpointOf(options, configuration).name;
  const std::string& id = options.words()[1];
  // Subjects of assertions are no clients of ours, but have tokens that can be ended like those of clients.
  const std::int64_t tokens = countLiveTokens(store, endpoint, id, now);
  if (!store.revokeClient(endpoint, id, now) && tokens == 0) {
    std::cerr << "endpoint " << endpoint << " has no live client \"" << id
              << "\"; see scim2ldap client list\n";
    return kRefused;
  }
  const std::string ended = std::to_string(tokens) + " access token" + (tokens == 1 ? "" : "s");
  if (id.starts_with(assertionClient(""))) {
    std::cerr
        << ended << " of \"" << id << "\" of endpoint " << endpoint
        << (tokens == 1 ? " is revoked" : " are revoked")
        << ". The next assertion gets a new one; to end that too, take its [[endpoint.oauth.trusted]] out of "
        << configuration.file.string() << " and reload.\n";
    return kDone;
  }
  std::cerr << "Client \"" << id << "\" of endpoint " << endpoint << " is revoked, and " << ended
            << " of it.\n";
  return kDone;
}

/// When the last of the secrets ends; nullopt when it does not.
std::optional<TimePoint> lastExpiry(const ClientRow& client) {
  std::optional<TimePoint> last = TimePoint::min();
  for (const ClientSecret& secret : client.secrets) {
    if (!secret.expires) return std::nullopt;
    last = std::max(last, secret.expires);
  }
  return last;
}

void printTable(const std::vector<ClientRow>& clients, Store& store, TimePoint now) {
  std::vector<std::vector<std::string>> rows{
      {"CLIENT", "ENDPOINT", "STATE", "SECRETS", "CREATED", "EXPIRES", "TOKENS", "SCOPES"}};
  for (const ClientRow& client : clients) {
    const std::optional<TimePoint> expires = lastExpiry(client);
    rows.push_back({client.id, client.endpoint, validityText(client.revoked, expires, now),
                    std::to_string(liveSecrets(client, now).size()), timeText(client.created),
                    timeText(expires),
                    std::to_string(countLiveTokens(store, client.endpoint, client.id, now)), client.scopes});
  }
  printColumns(rows);
}

void printList(const std::vector<ClientRow>& clients, Store& store, TimePoint now) {
  scim::Json::Array list;
  for (const ClientRow& client : clients) {
    scim::Json::Array secrets;
    for (const ClientSecret& secret : client.secrets) {
      scim::Json& item = secrets.emplace_back();
      item.set("state", validityWord(client.revoked, secret.expires, now));
      item.set("created", scim::printDateTime(secret.created));
      item.set("expires", timeOrNull(secret.expires));
    }
    scim::Json& item = list.emplace_back();
    item.set("id", client.id);
    item.set("endpoint", client.endpoint);
    item.set("state", validityWord(client.revoked, lastExpiry(client), now));
    item.set("created", scim::printDateTime(client.created));
    item.set("revoked", timeOrNull(client.revoked));
    item.set("scopes", client.scopes);
    item.set("secrets", std::move(secrets));
    item.set("accessTokens", countLiveTokens(store, client.endpoint, client.id, now));
  }
  std::cout << scim::printJson(list) << '\n';
}

int list(const Options& options, const Configuration& configuration, Store& store) {
  options.expectWords(1, "");
  const std::vector<ClientRow> clients =
      store.clients(options.has("endpoint") ? endpointOf(options, configuration).name : "");
  const TimePoint now = timeOfService(configuration.stateDirectory);
  if (options.has("json")) {
    printList(clients, store, now);
  } else {
    printTable(clients, store, now);
  }
  return kDone;
}

int run(Arguments arguments) {
  const Options options(
      arguments, {{"endpoint"}, {"scope"}, {"expires"}, {"overlap"}, {"at-once", false}, {"json", false}});
  if (options.words().empty()) throw UsageError("say create, list, rotate or revoke");
  const std::string& action = options.words().front();
  if (action != "create" && action != "list" && action != "rotate" && action != "revoke") {
    throw UsageError("there is no \"client " + action + "\"; say create, list, rotate or revoke");
  }
  const Configuration configuration = readBareConfiguration(options.configurationFile());
  const std::unique_ptr<Store> store =
      openSqliteStore(configuration.stateFile(), std::nullopt, commandUser());
  if (action == "create") return create(options, configuration, *store);
  if (action == "list") return list(options, configuration, *store);
  if (action == "rotate") return rotate(options, configuration, *store);
  return revoke(options, configuration, *store);
}

}  // namespace

Command clientCommand() {
  return {"client", "create, list, rotate and revoke OAuth clients", kUsageText, run};
}

}  // namespace scim2ldap::connector
