#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <latch>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "connector/store/Database.h"

namespace scim2ldap::connector {

/// The one connection that writes. Changes that wait at the same time are committed in one transaction, by
/// the thread of one of them, so that they share the cost of making it durable; a change that throws is
/// undone alone. Thread-safe.
class GroupCommit {
 public:
  using Change = std::function<void(Database&)>;

  /// \param afterEach  runs once in every transaction, behind the changes
  GroupCommit(Database database, Change afterEach);
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  /// Carries the change out, in this thread or in that of another caller. Returns when it is durable.
  /// \throws StoreError  nothing of the change is done
  /// \throws             what `change` throws, likewise
  void run(const Change& change);

  /// Why the latest transaction could not be written, or a part of it; "" when it could.
  [[nodiscard]] std::string failure() const;

 private:
  struct Waiting {
    const Change& change;
    std::exception_ptr failure{};
  };
  /// Changes that are committed together, by the thread that brought the first.
  struct Batch {
    std::vector<Waiting*> changes{};
    std::latch done{1};  ///< behind it each caller goes its way, and with it what `changes` points to
  };

  /// In the thread of the batch's first: waits for its turn, takes what has come by then, commits it.
  void lead(std::unique_lock<std::mutex> lock, Batch& batch);
  /// Gives way to threads that are ready to run, as long as any of them brings a change; no thread is waited
  /// for. Not for a caller who is alone, who would only give way to other programs.
  void letOthersCome(std::unique_lock<std::mutex>& lock, const Batch& batch) const;
  /// \returns why it could not be written; "" when it was. What it cannot tell of, such as that there is no
  /// memory, ends the process: the others of the batch would wait for ever.
  [[nodiscard]] std::string commit(const Batch& batch) noexcept;
  void carryOut(Waiting& waiting);

  Database database_;  ///< of the thread that is at work
  Change afterEach_;
  mutable std::mutex mutex_;
  std::condition_variable turn_;   ///< of the first of a batch: nobody is at work
  std::shared_ptr<Batch> coming_;  ///< the next to be committed; null while nobody waits
  bool isAtWork_ = false;
  bool areSeveral_ = false;  ///< the latest batch held more than one change
  std::string failure_;
};

}  // namespace scim2ldap::connector
