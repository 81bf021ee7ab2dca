#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "connector/store/Store.h"

struct sqlite3_stmt;

namespace scim2ldap::connector {

class Database;

/// Bytes to bind as a BLOB.
struct Blob {
  std::string_view bytes;
};

/// One run of a prepared statement: parameters bound, rows read one after the other. Made by
/// Database::statement, which owns the compiled form; the run ends (and with it the lock it holds) when this
/// is destroyed. Not to be used by two threads.
class Statement {
 public:
  /// Binds the values to ?1, ?2, … in order. Texts and blobs must live until the last step.
  template <typename... Values>
  Statement(Database& database, sqlite3_stmt* handle, const Values&... values)
      : database_(database), handle_(handle) {
    int index = 0;
    (bind(++index, values), ...);
  }
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// Goes to the next row. \returns false when there is none left
  /// \throws SqliteError
  bool step();

  /// Columns of the current row, counted from 0.
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;  ///< also of a BLOB; "" for NULL
  [[nodiscard]] TimePoint time(int column) const;
  [[nodiscard]] std::optional<std::string> optionalText(int column) const;
  [[nodiscard]] std::optional<TimePoint> optionalTime(int column) const;

 private:
  void bind(int index, std::int64_t value);
  void bind(int index, std::string_view value);
  void bind(int index, const Blob& value);
  void bind(int index, TimePoint value);
  void bindNull(int index);
  template <typename Value>
  void bind(int index, const std::optional<Value>& value) {
    value ? bind(index, *value) : bindNull(index);
  }
  void bind(int index, const std::string& value) { bind(index, std::string_view(value)); }
  void check(int code) const;
  [[nodiscard]] bool isNull(int column) const;

  Database& database_;
  sqlite3_stmt* handle_;
};

}  // namespace scim2ldap::connector
