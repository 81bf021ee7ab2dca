#include "connector/store/TokenTable.h"

namespace scim2ldap::connector {
namespace {

/// A client that gets itself a token for every request must not make each of them dearer.
constexpr std::int64_t kMostClientTokens = 100;

}  // namespace

void insertToken(Database& database, const TokenRow& token) {
  const std::int64_t inserted = database.run(
      "INSERT INTO token (endpoint, name, hash, created, expires, last_used, revoked, scopes, client)"
      " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE NOT EXISTS (SELECT 1 FROM token"
      " WHERE ?9 = '' AND endpoint = ?1 AND name = ?2 AND client = '' AND revoked IS NULL"
      " AND (expires IS NULL OR expires > ?4))",
      token.endpoint, token.name, Blob{token.hash}, token.created, token.expires, token.lastUsed,
      token.revoked, token.scopes, token.client);
  if (inserted == 0) {
    throw StoreError("endpoint \"" + token.endpoint + "\" has a live token named \"" + token.name +
                     "\"; choose another name, or revoke that one first");
  }
  if (token.client.empty()) return;
  database.run(
      "DELETE FROM token WHERE endpoint = ?1 AND client = ?2 AND rowid NOT IN (SELECT rowid FROM token"
      " WHERE endpoint = ?1 AND client = ?2 ORDER BY created DESC, rowid DESC LIMIT ?3)",
      token.endpoint, token.client, kMostClientTokens);
}

std::vector<TokenRow> readTokens(Database& database, const std::string& endpoint) {
  Statement select = database.statement(
      "SELECT endpoint, name, hash, created, expires, last_used, revoked, scopes, client FROM token"
      " WHERE ?1 = '' OR endpoint = ?1 ORDER BY created, rowid",
      endpoint);
  std::vector<TokenRow> tokens;
  while (select.step()) {
    TokenRow& token = tokens.emplace_back();
    token.endpoint = select.text(0);
    token.name = select.text(1);
    token.hash = select.text(2);
    token.created = select.time(3);
    token.expires = select.optionalTime(4);
    token.lastUsed = select.optionalTime(5);
    token.revoked = select.optionalTime(6);
    token.scopes = select.text(7);
    token.client = select.text(8);
  }
  return tokens;
}

bool revokeToken(Database& database, const std::string& endpoint, const std::string& name, TimePoint when) {
  return database.run(
             "UPDATE token SET revoked = ?3 WHERE endpoint = ?1 AND name = ?2 AND client = ''"
             " AND revoked IS NULL AND (expires IS NULL OR expires > ?3)",
             endpoint, name, when) > 0;
}

void removeExpiredTokens(Database& database, TimePoint when) {
  database.run("DELETE FROM token WHERE client <> '' AND expires < ?1", when);
}

void touchToken(Database& database, const std::string& endpoint, const std::string& hash, TimePoint when) {
  // Requests may end in another order than they began: the latest use counts.
  database.run(
      "UPDATE token SET last_used = max(?3, coalesce(last_used, ?3)) WHERE endpoint = ?1 AND hash = ?2",
      endpoint, Blob{hash}, when);
}

}  // namespace scim2ldap::connector
