#include "connector/store/ClientTable.h"

#include <algorithm>

namespace scim2ldap::connector {
namespace {

void writeSecrets(Database& database, const std::string& endpoint, const std::string& id,
                  const std::vector<ClientSecret>& secrets) {
  database.run("DELETE FROM client_secret WHERE endpoint = ?1 AND client = ?2", endpoint, id);
  for (const ClientSecret& secret : secrets) {
    database.run(
        "INSERT INTO client_secret (endpoint, client, hash, created, expires) VALUES (?1, ?2, ?3, ?4, ?5)",
        endpoint, id, Blob{secret.hash}, secret.created, secret.expires);
  }
}

std::vector<ClientSecret> readSecrets(Database& database, const std::string& endpoint,
                                      const std::string& id) {
  Statement select = database.statement(
      "SELECT hash, created, expires FROM client_secret WHERE endpoint = ?1 AND client = ?2"
      " ORDER BY created, expires IS NULL, expires, hash",
      endpoint, id);
  std::vector<ClientSecret> secrets;
  while (select.step()) secrets.push_back({select.text(0), select.time(1), select.optionalTime(2)});
  return secrets;
}

bool isLive(Database& database, const std::string& endpoint, const std::string& id) {
  Statement select = database.statement(
      "SELECT 1 FROM client WHERE endpoint = ?1 AND id = ?2 AND revoked IS NULL", endpoint, id);
  return select.step();
}

void revokeTokensOf(Database& database, const std::string& endpoint, const std::string& client,
                    TimePoint when) {
  database.run(
      "UPDATE token SET revoked = ?3 WHERE endpoint = ?1 AND client = ?2 AND client <> ''"
      " AND revoked IS NULL",
      endpoint, client, when);
}

}  // namespace

void insertClient(Database& database, const ClientRow& client) {
  const std::int64_t inserted = database.run(
      "INSERT INTO client (endpoint, id, scopes, created, revoked) VALUES (?1, ?2, ?3, ?4, ?5)"
      " ON CONFLICT DO NOTHING",
      client.endpoint, client.id, client.scopes, client.created, client.revoked);
  if (inserted == 0) {
    throw StoreError("endpoint \"" + client.endpoint + "\" has, or had, a client with the id \"" + client.id +
                     "\"; choose another id");
  }
  writeSecrets(database, client.endpoint, client.id, client.secrets);
}

std::vector<ClientRow> readClients(Database& database, const std::string& endpoint) {
  std::vector<ClientRow> clients;
  {
    Statement select = database.statement(
        "SELECT endpoint, id, scopes, created, revoked FROM client WHERE ?1 = '' OR endpoint = ?1"
        " ORDER BY created, id",
        endpoint);
    while (select.step()) {
      ClientRow& client = clients.emplace_back();
      client.endpoint = select.text(0);
      client.id = select.text(1);
      client.scopes = select.text(2);
      client.created = select.time(3);
      client.revoked = select.optionalTime(4);
    }
  }
  for (ClientRow& client : clients) client.secrets = readSecrets(database, client.endpoint, client.id);
  return clients;
}

std::optional<std::vector<ClientSecret>> rotateSecret(Database& database, const std::string& endpoint,
                                                      const std::string& id, const ClientSecret& added,
                                                      std::optional<TimePoint> overlap) {
  if (!isLive(database, endpoint, id)) return std::nullopt;
  std::vector<ClientSecret> secrets = readSecrets(database, endpoint, id);
  std::erase_if(secrets, [&](const ClientSecret& each) {
    return !overlap || (each.expires && *each.expires <= added.created);
  });
  // Two at a time: of those that there are, the newest stays for a while.
  if (secrets.size() > 1) secrets.erase(secrets.begin(), secrets.end() - 1);
  for (ClientSecret& before : secrets) before.expires = std::min(before.expires.value_or(*overlap), *overlap);
  secrets.push_back(added);
  writeSecrets(database, endpoint, id, secrets);
  if (!overlap) revokeTokensOf(database, endpoint, id, added.created);
  return secrets;
}

bool hasLiveSecret(Database& database, const std::string& endpoint, const std::string& id,
                   const std::string& hash, TimePoint now) {
  if (!isLive(database, endpoint, id)) return false;
  Statement select = database.statement(
      "SELECT 1 FROM client_secret WHERE endpoint = ?1 AND client = ?2 AND hash = ?3"
      " AND (expires IS NULL OR expires > ?4)",
      endpoint, id, Blob{hash}, now);
  return select.step();
}

bool revokeClient(Database& database, const std::string& endpoint, const std::string& id, TimePoint when) {
  const std::int64_t revoked =
      database.run("UPDATE client SET revoked = ?3 WHERE endpoint = ?1 AND id = ?2 AND revoked IS NULL",
                   endpoint, id, when);
  revokeTokensOf(database, endpoint, id, when);
  return revoked > 0;
}

}  // namespace scim2ldap::connector
