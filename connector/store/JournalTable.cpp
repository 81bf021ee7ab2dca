#include "connector/store/JournalTable.h"

#include "scim/Error.h"

namespace scim2ldap::connector {
namespace {

constexpr std::size_t kTriedBytes = 8'000;  ///< about as many as a plan has

JournalRow rowOf(Statement& select) {
  JournalRow row;
  row.number = select.integer(0);
  row.time = select.time(1);
  try {
    row.plan = scim::parseJson(select.text(2));
  } catch (const scim::Error&) {
    row.plan = {};
  }
  row.setAside = select.text(3);
  return row;
}

}  // namespace

std::int64_t appendJournal(Database& database, TimePoint time, const scim::Json& plan) {
  database.run("INSERT INTO journal (time, plan) VALUES (?1, ?2)", time, scim::printJson(plan));
  return database.lastInsertedNumber();
}

void tryWriting(Database& database) {
  removeJournal(database, appendJournal(database, TimePoint{}, scim::Json(std::string(kTriedBytes, ' '))));
}

void removeJournal(Database& database, std::int64_t number) {
  database.run("DELETE FROM journal WHERE number = ?1", number);
}

void setJournalAside(Database& database, const SetAside& plan) {
  database.run("UPDATE journal SET set_aside = ?2 WHERE number = ?1", plan.journal, plan.reason);
}

std::vector<JournalRow> readJournal(Database& database) {
  Statement select = database.statement("SELECT number, time, plan, set_aside FROM journal ORDER BY number");
  std::vector<JournalRow> rows;
  while (select.step()) rows.push_back(rowOf(select));
  return rows;
}

std::optional<JournalRow> readJournalRow(Database& database, std::int64_t number) {
  Statement select =
      database.statement("SELECT number, time, plan, set_aside FROM journal WHERE number = ?1", number);
  return select.step() ? std::optional(rowOf(select)) : std::nullopt;
}

}  // namespace scim2ldap::connector
