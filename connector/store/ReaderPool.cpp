#include "connector/store/ReaderPool.h"

namespace scim2ldap::connector {

ReaderPool::Lease ReaderPool::take() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [&] { return !idle_.empty() || opened_ < kMaxReaders; });
  if (!idle_.empty()) {
    Database* reader = idle_.back().release();
    idle_.pop_back();
    return Lease(reader, GiveBack{this});
  }
  auto reader = std::make_unique<Database>(file_, Database::Access::ReadOnly);
  ++opened_;
  return Lease(reader.release(), GiveBack{this});
}

void ReaderPool::giveBack(Database* reader) {
  {
    const std::lock_guard lock(mutex_);
    idle_.emplace_back(reader);
  }
  returned_.notify_one();
}

}  // namespace scim2ldap::connector
