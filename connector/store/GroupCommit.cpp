#include "connector/store/GroupCommit.h"

#include <utility>

#include "connector/store/Transaction.h"

namespace scim2ldap::connector {

GroupCommit::GroupCommit(Database database, Change afterEach)
    : database_(std::move(database)), afterEach_(std::move(afterEach)), writer_([this] { work(); }) {}

GroupCommit::~GroupCommit() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  writer_.join();
}

void GroupCommit::run(const Change& change) {
  Waiting own{change};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&own);
  arrived_.notify_one();
  done_.wait(lock, [&] { return own.done; });
  if (own.failure) std::rethrow_exception(own.failure);
}

void GroupCommit::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    arrived_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const Batch batch = std::exchange(waiting_, {});
    lock.unlock();
    std::string failure = commit(batch);
    lock.lock();
    failure_ = std::move(failure);
    for (Waiting* waiting : batch) waiting->done = true;
    done_.notify_all();
  }
}

std::string GroupCommit::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

std::string GroupCommit::commit(const Batch& batch) {
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
