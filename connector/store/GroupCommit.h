#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "connector/store/Database.h"

namespace scim2ldap::connector {

/// The one writer. Changes that wait at the same time are committed in one transaction, so that they share
/// the cost of making it durable; a change that throws is undone alone. Thread-safe.
class GroupCommit {
 public:
  using Change = std::function<void(Database&)>;

  /// \param afterEach  runs once in every transaction, behind the changes
  GroupCommit(Database database, Change afterEach);
  /// No `run` may be in progress.
  ~GroupCommit();
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  /// Carries the change out in the writer's thread. Returns when it is durable.
  /// \throws StoreError  nothing of the change is done
  /// \throws             what `change` throws, likewise
  void run(const Change& change);

  /// Why the latest transaction could not be written, or a part of it; "" when it could.
  [[nodiscard]] std::string failure() const;

 private:
  struct Waiting {
    const Change& change;
    std::exception_ptr failure{};
    bool done = false;
  };
  using Batch = std::vector<Waiting*>;

  void work();
  /// \returns why it could not be written; "" when it was
  [[nodiscard]] std::string commit(const Batch& batch);
  void carryOut(Waiting& waiting);

  Database database_;
  Change afterEach_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::condition_variable done_;
  Batch waiting_;
  bool stopping_ = false;
  std::string failure_;
  std::thread writer_;  // last: it uses all of the above
};

}  // namespace scim2ldap::connector
