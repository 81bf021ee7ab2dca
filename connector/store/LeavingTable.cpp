#include "connector/store/LeavingTable.h"

namespace scim2ldap::connector {
namespace {

/// Rows older than this are of no use to anybody.
constexpr std::chrono::hours kKept{24};

}  // namespace

void writeLeavings(Database& database, const std::vector<LeavingRow>& rows) {
  for (const LeavingRow& row : rows) {
    database.run(
        "INSERT INTO leaving (endpoint, id, time) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (endpoint, id) DO UPDATE SET time = excluded.time",
        row.endpoint, row.id, row.time);
    database.run("DELETE FROM leaving WHERE endpoint = ?1 AND time < ?2", row.endpoint, row.time - kKept);
  }
}

std::int64_t countLeavings(Database& database, const std::string& endpoint, const std::string& exceptId,
                           TimePoint since) {
  // Who left by an administrator's leave is not held against those who come after.
  Statement select = database.statement(
      "SELECT count(*) FROM leaving WHERE endpoint = ?1 AND id <> ?3 AND time >= max(?2, coalesce("
      "(SELECT until FROM leaving_confirmed WHERE endpoint = ?1), ?2))",
      endpoint, since, exceptId);
  return select.step() ? select.integer(0) : 0;
}

void confirmLeaving(Database& database, const std::string& endpoint, TimePoint until) {
  database.run("DELETE FROM leaving WHERE endpoint = ?1", endpoint);
  database.run(
      "INSERT INTO leaving_confirmed (endpoint, until) VALUES (?1, ?2)"
      " ON CONFLICT (endpoint) DO UPDATE SET until = excluded.until",
      endpoint, until);
}

std::optional<TimePoint> leavingConfirmedUntil(Database& database, const std::string& endpoint) {
  Statement select = database.statement("SELECT until FROM leaving_confirmed WHERE endpoint = ?1", endpoint);
  if (!select.step()) return std::nullopt;
  return select.time(0);
}

}  // namespace scim2ldap::connector
