#include "connector/store/Integrity.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include "connector/store/Database.h"
#include "connector/store/StateLock.h"
#include "connector/store/WriteAheadLog.h"

namespace scim2ldap::connector {
namespace {

const std::string kRestore =
    "restore the file from a backup (`scim2ldap state backup` makes them), or move it and its -wal and -shm "
    "files away, start with an empty one and run `scim2ldap state rebuild`; nothing was changed";

/// Times of files are no finer than this.
constexpr std::chrono::milliseconds kClockTick{20};

std::filesystem::path logOf(const std::filesystem::path& file) {
  return file.string() + "-wal";
}

std::uintmax_t sizeOf(const std::filesystem::path& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  return error ? 0 : size;
}

/// The fault alone: those who tell of it know the remedy.
std::string withoutRemedy(const SqliteError& error) {
  const std::string text = error.what();
  const std::string end = "(SQLite code " + std::to_string(error.code()) + ")";
  const std::size_t at = text.find(end);
  return at == std::string::npos ? text : text.substr(0, at + end.size());
}

std::vector<std::string> faultsBy(Database& database, const char* check) {
  std::vector<std::string> faults;
  try {
    Statement statement = database.statement(check);
    while (statement.step()) {
      std::string fault = statement.text(0);
      std::ranges::replace(fault, '\n', ' ');  // SQLite puts the database's name on a line of its own
      faults.push_back(std::move(fault));
    }
  } catch (const SqliteError& error) {
    // It gives up over what it has told already.
    if (faults.empty()) faults.push_back(withoutRemedy(error));
  }
  if (faults == std::vector<std::string>{"ok"}) faults.clear();
  return faults;
}

/// What a file was last changed by, as far as can be told without reading it.
struct State {
  std::uintmax_t bytes = 0;
  std::filesystem::file_time_type time{};

  explicit State(const std::filesystem::path& file) : bytes(sizeOf(file)) {
    std::error_code error;
    time = std::filesystem::last_write_time(file, error);
  }
  bool operator==(const State&) const = default;
};

/// Whether the log is damaged and stays so: while somebody writes it, parts of two logs may be read as one.
bool isDamaged(const std::filesystem::path& log) {
  const auto seemsSo = [&] {
    std::ifstream content(log, std::ios::binary);
    return content && losesCommits(content);
  };
  while (seemsSo()) {
    const State before(log);
    std::this_thread::sleep_for(kClockTick);
    if (!seemsSo()) return false;
    std::this_thread::sleep_for(kClockTick);
    if (State(log) == before) return true;
  }
  return false;
}

void requireLog(const std::filesystem::path& file) {
  const std::filesystem::path log = logOf(file);
  // SQLite would take the one for a new file and throw the other away. It never makes the log first.
  if (sizeOf(log) > 0 && sizeOf(file) == 0)
    throw StoreError(file.string() + ": is empty, and " + log.string() + " is not; " + kRestore);
  if (isDamaged(log)) {
    throw StoreError(
        log.string() + ": is damaged, and holds writes that cannot be read any more; restore " +
        file.string() +
        " from a backup (`scim2ldap state backup` makes them), or move the -wal and -shm files "
        "away, start without these writes and run `scim2ldap state verify`; nothing was changed");
  }
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

void requireWholeLog(const std::filesystem::path& file) {
  if (!StateLock::isHeld(file)) requireLog(file);
}

void requireSound(const std::filesystem::path& file) {
  if (sizeOf(file) == 0 && sizeOf(logOf(file)) == 0) return;
  requireLog(file);
  Database database(file, Database::Access::ReadOnly);
  const std::vector<std::string> faults = faultsBy(database, "PRAGMA quick_check(1)");
  if (!faults.empty()) throw StoreError(file.string() + ": is damaged: " + faults.front() + "; " + kRestore);
}

}  // namespace scim2ldap::connector
