#include "connector/store/Database.h"

#include <sqlite3.h>

namespace scim2ldap::connector {
namespace {

constexpr int kLockWaitMilliseconds = 5000;

std::string_view remedyFor(int code) {
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "the file is damaged or no database; restore it from a backup, or move it and its -wal and -shm "
             "files away, start with an empty one and run `scim2ldap state rebuild`";
    case SQLITE_FULL:
      return "make room on the file system";
    case SQLITE_IOERR:
      return "check the disk and the free space on it";
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
      return "make the file and its folder readable and writable for the user that runs scim2ldap";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another process holds the file locked; end it, or try again";
    default:
      return "see the SQLite result code";
  }
}

}  // namespace

bool SqliteError::isUniqueViolation() const {
  return code_ == SQLITE_CONSTRAINT_UNIQUE;
}

void Database::Close::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

void Database::Finalize::operator()(sqlite3_stmt* handle) const {
  sqlite3_finalize(handle);
}

Database::Database(const std::filesystem::path& file, Access access) : file_(file) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(
      file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) fail(code);
  sqlite3_busy_timeout(handle, kLockWaitMilliseconds);
  // The mode of the journal stands in the file.
  if (access == Access::Write) execute("PRAGMA journal_mode=WAL;");
  execute("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;");
  // What a statement may have to take back does not go to a file in a folder for all.
  execute("PRAGMA temp_store=MEMORY;");
  // Pages of what is gone are written over by what comes, and hold it until then. Debian's SQLite would fill
  // each with zeros before.
  execute("PRAGMA secure_delete=FAST;");
  if (access == Access::ReadOnly) {
    execute("PRAGMA query_only=ON;");
    // Who only reads does not move the log into the file either; an empty one goes away.
    std::error_code error;
    const std::uintmax_t logBytes = std::filesystem::file_size(file.string() + "-wal", error);
    if (!error && logBytes > 0) sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  }
}

void Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

std::int64_t Database::lastInsertedNumber() const {
  return sqlite3_last_insert_rowid(handle_.get());
}

bool Database::inTransaction() const {
  return sqlite3_get_autocommit(handle_.get()) == 0;
}

void Database::fail(int code) const {
  const std::string reason = handle_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle_.get());
  throw SqliteError(code, file_.string() + ": " + reason + " (SQLite code " + std::to_string(code) + "); " +
                              std::string(remedyFor(code)));
}

sqlite3_stmt* Database::compiled(const char* sql) {
  auto& statement = statements_[sql];
  if (statement == nullptr) {
    sqlite3_stmt* handle = nullptr;
    const int code = sqlite3_prepare_v3(handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
    if (code != SQLITE_OK) fail(code);
    statement.reset(handle);
  }
  return statement.get();
}

std::int64_t Database::changes() const {
  return sqlite3_changes64(handle_.get());
}

}  // namespace scim2ldap::connector
