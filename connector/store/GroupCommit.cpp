#include "connector/store/GroupCommit.h"

#include <thread>
#include <utility>

#include "connector/store/Transaction.h"

namespace scim2ldap::connector {

GroupCommit::GroupCommit(Database database, Change afterEach)
    : database_(std::move(database)), afterEach_(std::move(afterEach)) {}

void GroupCommit::run(const Change& change) {
  Waiting own{change};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&own);
  own.changed.wait(lock, [&] { return own.done || !isAtWork_; });
  if (!own.done) {
    // Nobody is at work: this thread carries out what waits, its own change among it.
    isAtWork_ = true;
    letOthersCome(lock);
    const Batch batch = std::exchange(waiting_, {});
    lock.unlock();
    std::string failure = commit(batch);
    lock.lock();
    isAtWork_ = false;
    failure_ = std::move(failure);
    // Under the lock: whoever sees that it is done takes its condition variable away.
    for (Waiting* waiting : batch) {
      waiting->done = true;
      waiting->changed.notify_one();
    }
    if (!waiting_.empty()) waiting_.front()->changed.notify_one();
  }
  if (own.failure) std::rethrow_exception(own.failure);
}

void GroupCommit::letOthersCome(std::unique_lock<std::mutex>& lock) {
  for (std::size_t before = 0; waiting_.size() > before;) {
    before = waiting_.size();
    lock.unlock();
    std::this_thread::yield();
    lock.lock();
  }
}

std::string GroupCommit::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

std::string GroupCommit::commit(const Batch& batch) noexcept {
  try {
    Transaction transaction(database_, Transaction::Kind::Write);
    for (Waiting* waiting : batch) carryOut(*waiting);
    afterEach_(database_);
    transaction.commit();
    return "";
  } catch (const std::exception& error) {
    // The transaction is gone, and with it every change of the batch. Each caller gets an exception of its
    // own: an exception object is not to be shared by threads.
    for (Waiting* waiting : batch) {
      if (!waiting->failure) waiting->failure = std::make_exception_ptr(StoreError(error.what()));
    }
    return error.what();
  }
}

void GroupCommit::carryOut(Waiting& waiting) {
  try {
    Savepoint savepoint(database_);
    waiting.change(database_);
    savepoint.release();
  } catch (...) {
    waiting.failure = std::current_exception();
    // A full disk or an I/O error makes SQLite roll back the whole transaction: the batch ends here.
    if (!database_.inTransaction()) throw;
  }
}

}  // namespace scim2ldap::connector
