#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "connector/store/Database.h"

namespace scim2ldap::connector {

/// Connections for reading, which see what is committed and never wait for the writer. Opened as needed, up
/// to kMaxReaders. Thread-safe.
class ReaderPool {
 public:
  static constexpr std::size_t kMaxReaders = 8;

  explicit ReaderPool(std::filesystem::path file) : file_(std::move(file)) {}

  /// Lends a connection to `read`, after a wait when all are lent.
  template <typename Read>
  auto with(const Read& read) {
    const Lease lease = take();
    return read(*lease);
  }

 private:
  struct GiveBack {
    ReaderPool* pool;
    void operator()(Database* reader) const { pool->giveBack(reader); }
  };
  using Lease = std::unique_ptr<Database, GiveBack>;

  [[nodiscard]] Lease take();
  void giveBack(Database* reader);

  std::filesystem::path file_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Database>> idle_;
  std::size_t opened_ = 0;
};

}  // namespace scim2ldap::connector
