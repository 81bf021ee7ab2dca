#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

#include "connector/store/Statement.h"
#include "connector/store/Store.h"

struct sqlite3;
struct sqlite3_stmt;

namespace scim2ldap::connector {

/// A StoreError with SQLite's extended result code; `what()` names the file, the fault and the remedy.
class SqliteError : public StoreError {
 public:
  SqliteError(int code, const std::string& message) : StoreError(message), code_(code) {}
  [[nodiscard]] int code() const { return code_; }
  /// A UNIQUE index (not the primary key) has the value already.
  [[nodiscard]] bool isUniqueViolation() const;

 private:
  int code_;
};

/// A connection to a SQLite file, with the statements it has compiled. One thread at a time.
class Database {
 public:
  enum class Access { Write, ReadOnly };

  /// Opens the file, which must exist: WAL, synchronous=FULL, foreign keys, and a wait of 5 s for locks of
  /// other processes.
  /// \throws SqliteError
  Database(const std::filesystem::path& file, Access access);

  /// Runs SQL without parameters and without a result; several statements are allowed.
  void execute(const std::string& sql);

  /// A statement with its parameters bound, compiled at first use. `sql` must be a literal: its address
  /// stands for it from then on.
  template <typename... Values>
  [[nodiscard]] Statement statement(const char* sql, const Values&... values) {
    return Statement(*this, compiled(sql), values...);
  }
  /// Runs a statement that gives no rows. \returns how many rows it changed
  template <typename... Values>
  std::int64_t run(const char* sql, const Values&... values) {
    Statement statement(*this, compiled(sql), values...);
    statement.step();
    return changes();
  }
  /// The number given to the row inserted last.
  [[nodiscard]] std::int64_t lastInsertedNumber() const;
  [[nodiscard]] bool inTransaction() const;

  /// \throws SqliteError  always
  [[noreturn]] void fail(int code) const;

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const;
  };

  [[nodiscard]] sqlite3_stmt* compiled(const char* sql);
  [[nodiscard]] std::int64_t changes() const;

  std::filesystem::path file_;
  std::unique_ptr<sqlite3, Close> handle_;
  std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

}  // namespace scim2ldap::connector
