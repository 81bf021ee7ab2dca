#include "connector/store/LogTable.h"

#include <algorithm>
#include <limits>

namespace scim2ldap::connector {
namespace {

constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
const std::string kSelect =
    "SELECT number, time, request_id, endpoint, principal, method, type, id, name, status, detail, ldif,"
    " duration FROM log";

std::int64_t limitOf(std::size_t limit) {
  return static_cast<std::int64_t>(std::min<std::size_t>(limit, kLast));
}

/// A row from further in the future was written by a clock that was wrong.
constexpr std::chrono::days kAhead{1};

/// The last row to go by its age, of the first so many: up to the first that is young enough, so that nothing
/// else is looked at. A row that was written by a clock that was ahead goes with the old ones behind it.
std::optional<std::int64_t> lastOfAge(Database& database, TimePoint oldest, TimePoint future,
                                      std::int64_t portion) {
  Statement select = database.statement("SELECT number, time FROM log ORDER BY number LIMIT ?1", portion);
  std::optional<std::int64_t> last;
  while (select.step()) {
    if (select.time(1) < oldest) {
      last = select.integer(0);
    } else if (select.time(1) <= future) {
      break;
    }
  }
  return last;
}

std::vector<LogRow> rowsOf(Statement& select) {
  std::vector<LogRow> rows;
  while (select.step()) {
    LogRow& row = rows.emplace_back();
    row.number = select.integer(0);
    row.time = select.time(1);
    row.requestId = select.text(2);
    row.endpoint = select.text(3);
    row.principal = select.text(4);
    row.method = select.text(5);
    row.type = select.text(6);
    row.id = select.text(7);
    row.name = select.text(8);
    row.status = static_cast<int>(select.integer(9));
    row.detail = select.text(10);
    row.ldif = select.text(11);
    row.duration = std::chrono::microseconds(select.integer(12));
  }
  return rows;
}

}  // namespace

void appendLog(Database& database, const std::vector<LogRow>& rows) {
  for (const LogRow& row : rows) {
    database.run(
        "INSERT INTO log (time, request_id, endpoint, principal, method, type, id, name, status, detail, "
        "ldif,"
        " duration) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        row.time, row.requestId, row.endpoint, row.principal, row.method, row.type, row.id, row.name,
        std::int64_t{row.status}, row.detail, row.ldif, std::int64_t{row.duration.count()});
  }
}

void trimLog(Database& database, const LogRetention& retention, TimePoint now, std::int64_t portion) {
  // Numbers have no gaps: they are given in order, and a rollback takes them back.
  database.run(
      "DELETE FROM log WHERE number IN (SELECT number FROM log"
      " WHERE number <= (SELECT max(number) FROM log) - ?1 ORDER BY number LIMIT ?2)",
      retention.rows, portion);
  if (const auto last = lastOfAge(database, now - retention.age, now + kAhead, portion)) {
    database.run("DELETE FROM log WHERE number <= ?1", *last);
  }
}

std::vector<LogRow> readLog(Database& database, std::size_t limit, std::optional<std::int64_t> before) {
  static const std::string sql = kSelect + " WHERE number < ?1 ORDER BY number DESC LIMIT ?2";
  Statement select = database.statement(sql.c_str(), before.value_or(kLast), limitOf(limit));
  return rowsOf(select);
}

std::vector<LogRow> readLogAfter(Database& database, std::int64_t after, std::size_t limit) {
  static const std::string sql = kSelect + " WHERE number > ?1 ORDER BY number LIMIT ?2";
  Statement select = database.statement(sql.c_str(), after, limitOf(limit));
  return rowsOf(select);
}

}  // namespace scim2ldap::connector
