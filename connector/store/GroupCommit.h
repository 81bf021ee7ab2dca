#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
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

 private:
  struct Waiting {
    const Change& change;
    std::exception_ptr failure{};
    bool done = false;
  };
  using Batch = std::vector<Waiting*>;

  void work();
  void commit(const Batch& batch);
  void carryOut(Waiting& waiting);

  Database database_;
  Change afterEach_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::condition_variable done_;
  Batch waiting_;
  bool stopping_ = false;
  std::thread writer_;  // last: it uses all of the above
};

}  // namespace scim2ldap::connector
