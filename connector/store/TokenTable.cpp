#include "connector/store/TokenTable.h"

#include <algorithm>

namespace scim2ldap::connector {
namespace {

/// A client that gets itself a token for every request must not make each of them dearer.
constexpr std::int64_t kMostClientTokens = 100;

/// Between the ends of requests that began in another order.
constexpr std::chrono::minutes kMostDisorder{10};

/// Of a row of all columns, in the order of the two statements below.
TokenRow rowOf(Statement& select) {
  TokenRow token;
  token.endpoint = select.text(0);
  token.name = select.text(1);
  token.hash = select.text(2);
  token.created = select.time(3);
  token.expires = select.optionalTime(4);
  token.lastUsed = select.optionalTime(5);
  token.revoked = select.optionalTime(6);
  token.scopes = select.text(7);
  token.client = select.text(8);
  token.trust = select.text(9);
  return token;
}

std::int64_t countLive(Database& database, const TokenRow& added) {
  Statement select = database.statement(
      "SELECT count(*) FROM token WHERE endpoint = ?1 AND client = ?2 AND revoked IS NULL"
      " AND (expires IS NULL OR expires > ?3)",
      added.endpoint, added.client, added.created);
  return select.step() ? select.integer(0) : 0;
}

/// Keeps the newest tokens of the client, in the order in which they were added, whatever the clock said:
/// dead ones go first. \returns how many live ones went
std::int64_t evictTokens(Database& database, const TokenRow& added) {
  const std::int64_t live = countLive(database, added);
  database.run(
      "DELETE FROM token WHERE endpoint = ?1 AND client = ?2 AND rowid NOT IN (SELECT rowid FROM token"
      " WHERE endpoint = ?1 AND client = ?2"
      " ORDER BY revoked IS NULL AND (expires IS NULL OR expires > ?3) DESC, rowid DESC LIMIT ?4)",
      added.endpoint, added.client, added.created, kMostClientTokens);
  return std::max(std::int64_t{0}, live - kMostClientTokens);
}

}  // namespace

std::int64_t insertToken(Database& database, const TokenRow& token) {
  const std::int64_t inserted = database.run(
      "INSERT INTO token (endpoint, name, hash, created, expires, last_used, revoked, scopes, client, trust)"
      " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 WHERE NOT EXISTS (SELECT 1 FROM token"
      " WHERE ?9 = '' AND endpoint = ?1 AND name = ?2 AND client = '' AND revoked IS NULL"
      " AND (expires IS NULL OR expires > ?4))",
      token.endpoint, token.name, Blob{token.hash}, token.created, token.expires, token.lastUsed,
      token.revoked, token.scopes, token.client, token.trust);
  if (inserted == 0) {
    throw StoreError("endpoint \"" + token.endpoint + "\" has a live token named \"" + token.name +
                     "\"; choose another name, or revoke that one first");
  }
  return token.client.empty() ? 0 : evictTokens(database, token);
}

std::vector<TokenRow> readTokens(Database& database, const std::string& endpoint) {
  Statement select = database.statement(
      "SELECT endpoint, name, hash, created, expires, last_used, revoked, scopes, client, trust FROM token"
      " WHERE ?1 = '' OR endpoint = ?1 ORDER BY created, rowid",
      endpoint);
  std::vector<TokenRow> tokens;
  while (select.step()) tokens.push_back(rowOf(select));
  return tokens;
}

std::optional<TokenRow> findToken(Database& database, const std::string& hash) {
  Statement select = database.statement(
      "SELECT endpoint, name, hash, created, expires, last_used, revoked, scopes, client, trust FROM token"
      " WHERE hash = ?1",
      Blob{hash});
  if (!select.step()) return std::nullopt;
  return rowOf(select);
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
  // Requests may end in another order than they began: the latest use counts, unless the clock was ahead.
  database.run(
      "UPDATE token SET last_used = CASE WHEN last_used > ?3 + ?4 THEN ?3 ELSE max(?3, coalesce(last_used, "
      "?3)) END WHERE endpoint = ?1 AND hash = ?2",
      endpoint, Blob{hash}, when, std::int64_t{std::chrono::milliseconds(kMostDisorder).count()});
}

}  // namespace scim2ldap::connector
