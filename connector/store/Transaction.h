#pragma once

#include "connector/store/Database.h"

namespace scim2ldap::connector {

/// A transaction: undone when it is destroyed without `commit`.
class Transaction {
 public:
  enum class Kind {
    Write,    ///< takes the write lock at once (BEGIN IMMEDIATE), so that no later step meets a lock
    Snapshot  ///< all reads see the same state
  };

  Transaction(Database& database, Kind kind);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// Makes the changes durable.
  void commit();

 private:
  Database& database_;
};

/// A part of a transaction that can be undone alone: undone when it is destroyed without `release`.
class Savepoint {
 public:
  explicit Savepoint(Database& database);
  ~Savepoint();
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;

  /// Keeps the changes as part of the transaction.
  void release();

 private:
  Database& database_;
  bool released_ = false;
};

}  // namespace scim2ldap::connector
