#include "connector/store/Statement.h"

#include <sqlite3.h>

#include "connector/store/Database.h"

namespace scim2ldap::connector {

Statement::~Statement() {
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
}

bool Statement::step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_.fail(code);
  return false;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(handle_, column);
}

std::string Statement::text(int column) const {
  // Read as a blob: the bytes as they are, NUL included.
  const void* bytes = sqlite3_column_blob(handle_, column);
  const int length = sqlite3_column_bytes(handle_, column);
  return bytes == nullptr ? std::string()
                          : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

TimePoint Statement::time(int column) const {
  return TimePoint(std::chrono::milliseconds(integer(column)));
}

std::optional<std::string> Statement::optionalText(int column) const {
  return isNull(column) ? std::nullopt : std::optional(text(column));
}

std::optional<TimePoint> Statement::optionalTime(int column) const {
  return isNull(column) ? std::nullopt : std::optional(time(column));
}

void Statement::bind(int index, std::int64_t value) {
  check(sqlite3_bind_int64(handle_, index, value));
}

void Statement::bind(int index, std::string_view value) {
  // A null pointer would bind NULL where an empty text is meant.
  const char* bytes = value.data() == nullptr ? "" : value.data();
  check(sqlite3_bind_text64(handle_, index, bytes, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bind(int index, const Blob& value) {
  check(sqlite3_bind_blob64(handle_, index, value.bytes.empty() ? "" : value.bytes.data(), value.bytes.size(),
                            SQLITE_STATIC));
}

void Statement::bind(int index, TimePoint value) {
  bind(index, std::int64_t{value.time_since_epoch().count()});
}

void Statement::bindNull(int index) {
  check(sqlite3_bind_null(handle_, index));
}

void Statement::check(int code) const {
  if (code != SQLITE_OK) database_.fail(code);
}

bool Statement::isNull(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

}  // namespace scim2ldap::connector
