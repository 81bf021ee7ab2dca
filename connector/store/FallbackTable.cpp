#include "connector/store/FallbackTable.h"

namespace scim2ldap::connector {
namespace {

constexpr std::string_view kWaiting = "waiting";
constexpr std::string_view kInside = "inside";

void remove(Database& database, const std::string& endpoint, const std::string& id) {
  database.run("DELETE FROM fallback WHERE endpoint = ?1 AND id = ?2", endpoint, id);
}

FallbackRow rowOf(const Statement& select) {
  return {select.text(0), select.text(1),
          select.text(2) == kInside ? FallbackState::Inside : FallbackState::Waiting, select.optionalTime(3)};
}

}  // namespace

void removeFallback(Database& database, const std::vector<ResourceKey>& users) {
  for (const ResourceKey& user : users) remove(database, user.endpoint, user.id);
}

void writeFallback(Database& database, const std::vector<FallbackRow>& rows) {
  for (const FallbackRow& row : rows) {
    if (row.state == FallbackState::None) {
      remove(database, row.endpoint, row.id);
      continue;
    }
    database.run(
        "INSERT INTO fallback (endpoint, id, state, due) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (endpoint, id) DO UPDATE SET state = excluded.state, due = excluded.due",
        row.endpoint, row.id, row.state == FallbackState::Inside ? kInside : kWaiting, row.due);
  }
}

std::optional<FallbackRow> findFallback(Database& database, const std::string& endpoint,
                                        const std::string& id) {
  Statement select = database.statement(
      "SELECT endpoint, id, state, due FROM fallback WHERE endpoint = ?1 AND id = ?2", endpoint, id);
  if (!select.step()) return std::nullopt;
  return rowOf(select);
}

std::vector<FallbackRow> readFallback(Database& database, const std::string& endpoint,
                                      const std::string& after, std::size_t limit) {
  Statement select = database.statement(
      "SELECT endpoint, id, state, due FROM fallback WHERE endpoint = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
      endpoint, after, static_cast<std::int64_t>(limit));
  std::vector<FallbackRow> rows;
  while (select.step()) rows.push_back(rowOf(select));
  return rows;
}

std::vector<FallbackRow> readFallbackDue(Database& database, const std::string& endpoint, TimePoint now,
                                         std::size_t limit) {
  Statement select = database.statement(
      "SELECT endpoint, id, state, due FROM fallback WHERE endpoint = ?1 AND due <= ?2 ORDER BY due LIMIT ?3",
      endpoint, now, static_cast<std::int64_t>(limit));
  std::vector<FallbackRow> rows;
  while (select.step()) rows.push_back(rowOf(select));
  return rows;
}

std::int64_t makeFallbackDue(Database& database, const std::string& endpoint) {
  // In one statement: a row that says "inside" must not become another one meanwhile.
  return database.run(
      "INSERT INTO fallback (endpoint, id, state, due)"
      " SELECT endpoint, id, ?2, 0 FROM resource WHERE endpoint = ?1 AND type = 'User'"
      " ON CONFLICT (endpoint, id) DO UPDATE SET due = 0 WHERE state = ?3",
      endpoint, kWaiting, kInside);
}

}  // namespace scim2ldap::connector
