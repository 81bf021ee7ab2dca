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
  if (!coming_) coming_ = std::make_shared<Batch>();
  const std::shared_ptr<Batch> batch = coming_;
  batch->changes.push_back(&own);
  if (batch->changes.size() == 1) {
    lead(std::move(lock), *batch);
  } else {
    lock.unlock();
    batch->done.wait();
  }
  if (own.failure) std::rethrow_exception(own.failure);
}

void GroupCommit::lead(std::unique_lock<std::mutex> lock, Batch& batch) {
  turn_.wait(lock, [&] { return !isAtWork_; });
  isAtWork_ = true;
  if (areSeveral_ || batch.changes.size() > 1) letOthersCome(lock, batch);
  areSeveral_ = batch.changes.size() > 1;
  coming_.reset();
  lock.unlock();
  std::string failure = commit(batch);
  lock.lock();
  failure_ = std::move(failure);
  isAtWork_ = false;
  lock.unlock();
  turn_.notify_one();
  batch.done.count_down();
}

void GroupCommit::letOthersCome(std::unique_lock<std::mutex>& lock, const Batch& batch) const {
  for (std::size_t before = 0; batch.changes.size() > before;) {
    before = batch.changes.size();
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
    for (Waiting* waiting : batch.changes) carryOut(*waiting);
    afterEach_(database_);
    transaction.commit();
    return "";
  } catch (const std::exception& error) {
    // The transaction is gone, and with it every change of the batch. Each caller gets an exception of its
    // own: an exception object is not to be shared by threads.
    for (Waiting* waiting : batch.changes) {
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
