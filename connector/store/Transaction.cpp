#include "connector/store/Transaction.h"

namespace scim2ldap::connector {
namespace {

/// Ends the transaction, changes undone. SQLite has done so by itself after some errors (disk full, I/O
/// error), and a ROLLBACK that fails has nothing left to tell.
void abandon(Database& database) {
  if (!database.inTransaction()) return;
  try {
    database.run("ROLLBACK");
  } catch (const StoreError&) {
  }
}

}  // namespace

Transaction::Transaction(Database& database, Kind kind) : database_(database) {
  if (kind == Kind::Write) {
    database_.run("BEGIN IMMEDIATE");
  } else {
    database_.run("BEGIN");
  }
}

Transaction::~Transaction() {
  abandon(database_);
}

void Transaction::commit() {
  database_.run("COMMIT");
}

Savepoint::Savepoint(Database& database) : database_(database) {
  database_.run("SAVEPOINT change");
}

Savepoint::~Savepoint() {
  if (released_ || !database_.inTransaction()) return;
  try {
    database_.run("ROLLBACK TO change");
    database_.run("RELEASE change");
  } catch (const StoreError&) {
    // Half of the change must not be committed with its neighbours: better none of them.
    abandon(database_);
  }
}

void Savepoint::release() {
  database_.run("RELEASE change");
  released_ = true;
}

}  // namespace scim2ldap::connector
