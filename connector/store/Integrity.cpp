#include "connector/store/Integrity.h"

#include <fstream>

#include "connector/store/Database.h"
#include "connector/store/WriteAheadLog.h"

namespace scim2ldap::connector {
namespace {

const std::string kRestore =
    "restore the file from a backup (`scim2ldap state backup` makes them), or move it and its -wal and -shm "
    "files away, start with an empty one and run `scim2ldap state rebuild`; nothing was changed";

std::filesystem::path logOf(const std::filesystem::path& file) {
  return file.string() + "-wal";
}

std::uintmax_t sizeOf(const std::filesystem::path& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  return error ? 0 : size;
}

std::vector<std::string> faultsBy(Database& database, const char* check) {
  std::vector<std::string> faults;
  try {
    Statement statement = database.statement(check);
    while (statement.step()) faults.push_back(statement.text(0));
  } catch (const SqliteError& error) {
    faults.emplace_back(error.what());
  }
  if (faults == std::vector<std::string>{"ok"}) faults.clear();
  return faults;
}

}  // namespace

std::vector<std::string> integrityFaults(const std::filesystem::path& file) {
  Database database(file, Database::Access::ReadOnly);
  return faultsBy(database, "PRAGMA integrity_check(100)");
}

std::vector<std::string> endpointsIn(const std::filesystem::path& file) {
  Database database(file, Database::Access::ReadOnly);
  Statement select = database.statement("SELECT DISTINCT endpoint FROM resource ORDER BY endpoint");
  std::vector<std::string> names;
  while (select.step()) names.push_back(select.text(0));
  return names;
}

void requireSound(const std::filesystem::path& file) {
  const std::filesystem::path log = logOf(file);
  if (sizeOf(file) == 0 && sizeOf(log) == 0) return;
  // SQLite would take the one for a new file and throw the other away.
  if (sizeOf(file) == 0)
    throw StoreError(file.string() + ": is empty, and " + log.string() + " is not; " + kRestore);
  if (std::ifstream content(log, std::ios::binary); content && losesCommits(content)) {
    throw StoreError(
        log.string() + ": is damaged, and holds writes that cannot be read any more; restore " +
        file.string() +
        " from a backup (`scim2ldap state backup` makes them), or move the -wal and -shm files "
        "away, start without these writes and run `scim2ldap state verify`; nothing was changed");
  }
  Database database(file, Database::Access::ReadOnly);
  const std::vector<std::string> faults = faultsBy(database, "PRAGMA quick_check(1)");
  if (!faults.empty()) throw StoreError(file.string() + ": is damaged: " + faults.front() + "; " + kRestore);
}

}  // namespace scim2ldap::connector
