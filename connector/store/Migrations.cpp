#include "connector/store/Migrations.h"

#include <array>

#include "connector/store/Transaction.h"

namespace scim2ldap::connector {
namespace {

/// "scim" in ASCII: marks the file as ours (PRAGMA application_id).
constexpr std::int64_t kApplicationId = 0x7363696d;

/// Script n takes a file from user_version n to n + 1. Scripts that were released are never changed.
/// Times are milliseconds since 1970, durations microseconds.
constexpr std::array kScripts = {
    R"sql(
CREATE TABLE resource (
  endpoint TEXT NOT NULL,
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  external_id TEXT,
  unique_external_id TEXT,  -- external_id where it has to be unique, else NULL: NULLs never collide
  external_id_is_unique INTEGER NOT NULL,
  origin TEXT NOT NULL,
  originals TEXT NOT NULL,
  kept TEXT,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  PRIMARY KEY (endpoint, type, id),
  UNIQUE (endpoint, type, unique_external_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX resource_external_id ON resource (endpoint, type, external_id);

CREATE TABLE log (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  request_id TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  principal TEXT NOT NULL,
  method TEXT NOT NULL,
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  status INTEGER NOT NULL,
  detail TEXT NOT NULL,
  ldif TEXT NOT NULL,
  duration INTEGER NOT NULL
) STRICT;

CREATE TABLE journal (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  plan TEXT NOT NULL
) STRICT;

CREATE TABLE token (
  endpoint TEXT NOT NULL,
  name TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  created INTEGER NOT NULL,
  expires INTEGER,
  last_used INTEGER,
  revoked INTEGER
) STRICT;
CREATE INDEX token_name ON token (endpoint, name);
)sql",
    R"sql(
ALTER TABLE resource ADD COLUMN home TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN set_aside TEXT NOT NULL DEFAULT '';
)sql",
    R"sql(
ALTER TABLE resource ADD COLUMN raw_role TEXT NOT NULL DEFAULT '';
ALTER TABLE resource ADD COLUMN role TEXT NOT NULL DEFAULT '';

ALTER TABLE token ADD COLUMN scopes TEXT NOT NULL DEFAULT '';
ALTER TABLE token ADD COLUMN client TEXT NOT NULL DEFAULT '';
ALTER TABLE token ADD COLUMN trust TEXT NOT NULL DEFAULT '';
CREATE INDEX token_client ON token (endpoint, client) WHERE client <> '';

CREATE TABLE client (
  endpoint TEXT NOT NULL,
  id TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created INTEGER NOT NULL,
  revoked INTEGER,
  PRIMARY KEY (endpoint, id)
) STRICT;

CREATE TABLE client_secret (
  endpoint TEXT NOT NULL,
  client TEXT NOT NULL,
  hash BLOB NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER,
  PRIMARY KEY (endpoint, client, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE fallback (
  endpoint TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL,
  due INTEGER,
  PRIMARY KEY (endpoint, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX fallback_due ON fallback (endpoint, due) WHERE due IS NOT NULL;

CREATE TABLE leaving (
  endpoint TEXT NOT NULL,
  id TEXT NOT NULL,
  time INTEGER NOT NULL,
  PRIMARY KEY (endpoint, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX leaving_time ON leaving (endpoint, time);

CREATE TABLE leaving_confirmed (
  endpoint TEXT NOT NULL PRIMARY KEY,
  until INTEGER NOT NULL
) STRICT;

CREATE TABLE log_clock (  -- one row
  number INTEGER PRIMARY KEY,
  reached INTEGER NOT NULL
) STRICT;
)sql",
};

std::int64_t pragma(Database& database, const char* sql) {
  Statement statement = database.statement(sql);
  return statement.step() ? statement.integer(0) : 0;
}

void requireOurs(Database& database, const std::filesystem::path& file) {
  const bool empty = pragma(database, "SELECT count(*) FROM sqlite_schema") == 0;
  if (!empty && pragma(database, "PRAGMA application_id") != kApplicationId) {
    throw StoreError(file.string() + ": is the database of another program; name another state directory");
  }
}

std::int64_t versionOf(Database& database, const std::filesystem::path& file) {
  const std::int64_t version = pragma(database, "PRAGMA user_version");
  if (version > std::int64_t{kScripts.size()}) {
    throw StoreError(file.string() + ": was made by a newer release (schema " + std::to_string(version) +
                     ", this one knows " + std::to_string(kScripts.size()) +
                     "); install that release again, or restore the file from before the upgrade");
  }
  return version;
}

}  // namespace

void requireKnown(Database& database, const std::filesystem::path& file) {
  requireOurs(database, file);
  if (versionOf(database, file) == 0) {
    throw StoreError(file.string() + ": is empty; the service fills it when it starts");
  }
}

void requireCurrent(Database& database, const std::filesystem::path& file) {
  requireKnown(database, file);
  if (versionOf(database, file) < std::int64_t{kScripts.size()}) {
    throw StoreError(file.string() +
                     ": was made by an older release; start the service, which brings it up to date");
  }
}

void migrate(Database& database, const std::filesystem::path& file) {
  requireOurs(database, file);
  if (versionOf(database, file) == std::int64_t{kScripts.size()}) return;

  Transaction transaction(database, Transaction::Kind::Write);
  // Another process may have been quicker; with the write lock the answer holds.
  const std::int64_t version = versionOf(database, file);
  for (std::size_t script = static_cast<std::size_t>(version); script < kScripts.size(); ++script) {
    database.execute(kScripts[script]);
  }
  database.execute("PRAGMA application_id=" + std::to_string(kApplicationId) +
                   "; PRAGMA user_version=" + std::to_string(kScripts.size()));
  transaction.commit();
}

}  // namespace scim2ldap::connector
