#pragma once

#include <optional>
#include <vector>

#include "connector/store/Database.h"

namespace scim2ldap::connector {

/// The statements on the table `journal`. Writers call within a transaction.
/// \returns the number of the new row
[[nodiscard]] std::int64_t appendJournal(Database& database, TimePoint time, const scim::Json& plan);
/// Writes a row and takes it back, to see whether anything can be written.
void tryWriting(Database& database);
void removeJournal(Database& database, std::int64_t number);
void setJournalAside(Database& database, const SetAside& plan);
/// As Store::journal.
[[nodiscard]] std::vector<JournalRow> readJournal(Database& database);
/// As Store::journalRow.
[[nodiscard]] std::optional<JournalRow> readJournalRow(Database& database, std::int64_t number);

}  // namespace scim2ldap::connector
