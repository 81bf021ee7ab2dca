#include "connector/store/ClientTable.h"

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
      " ORDER BY created, hash",
      endpoint, id);
  std::vector<ClientSecret> secrets;
  while (select.step()) secrets.push_back({select.text(0), select.time(1), select.optionalTime(2)});
  return secrets;
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

bool setClientSecrets(Database& database, const std::string& endpoint, const std::string& id,
                      const std::vector<ClientSecret>& secrets) {
  Statement live = database.statement(
      "SELECT 1 FROM client WHERE endpoint = ?1 AND id = ?2 AND revoked IS NULL", endpoint, id);
  if (!live.step()) return false;
  writeSecrets(database, endpoint, id, secrets);
  return true;
}

bool revokeClient(Database& database, const std::string& endpoint, const std::string& id, TimePoint when) {
  const std::int64_t revoked =
      database.run("UPDATE client SET revoked = ?3 WHERE endpoint = ?1 AND id = ?2 AND revoked IS NULL",
                   endpoint, id, when);
  database.run(
      "UPDATE token SET revoked = ?3 WHERE endpoint = ?1 AND client = ?2 AND client <> ''"
      " AND revoked IS NULL",
      endpoint, id, when);
  return revoked > 0;
}

}  // namespace scim2ldap::connector
