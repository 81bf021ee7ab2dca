#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "connector/auth/JwkSet.h"
#include "connector/log/Logger.h"

namespace scim2ldap::connector {

/// Gets a document by URL or path. \throws std::exception  when it cannot, with the reason
using FetchDocument = std::function<std::string(const std::string& location)>;

/// The public keys that stand at one place, kept in memory. They are fetched when the first is asked for,
/// when an unknown one is asked for (but not more often than kMostForUnknown), and by `refresh`. While the
/// place does not answer, the keys known so far go on for kMostAge. Nobody waits for a fetch who asks for a key
/// that is known.
/// Thread-safe.
class KeySource {
 public:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::seconds kFloor{10};         ///< between two fetches while no key is known
  static constexpr std::size_t kMostForUnknown = 3;         ///< fetches for unknown keys ...
  static constexpr std::chrono::minutes kUnknownWindow{1};  ///< ... within such a time
  static constexpr std::chrono::hours kMostAge{24};         ///< keys that were read longer ago are forgotten
  static constexpr std::chrono::seconds kMostWait{5};       ///< for a fetch of somebody else
  static constexpr std::chrono::minutes kFileAge{1};        ///< after so long `refresh` reads a file anew
  static constexpr std::chrono::hours kUrlAge{1};           ///< and fetches from a server anew
  static constexpr std::chrono::minutes kRetryInterval{1};  ///< or so long after a fetch that failed
  static constexpr int kMostWaiting = 8;                    ///< that wait for a fetch of somebody else

  /// What came of asking for a key: the key; or that there is none of that name; or that it cannot be told,
  /// because the place does not answer, or is not to be asked again yet.
  struct Answer {
    std::optional<RsaKey> key{};
    bool isAway = false;
  };

  /// \param location  an https URL, or an absolute path
  KeySource(std::string location, FetchDocument fetch, Logger& logger);

  [[nodiscard]] Answer find(const std::string& keyId, Clock::time_point now);
  /// Fetches the keys when they have become old.
  void refresh(Clock::time_point now);

 private:
  using Lock = std::unique_lock<std::mutex>;

  /// Whether a fetch for a key that is not known may begin now; if so, it counts.
  [[nodiscard]] bool takeTurn(Clock::time_point now);
  [[nodiscard]] Answer answer(const std::string& keyId) const;
  void fetch(Lock& lock, Clock::time_point now);

  const std::string location_;
  const FetchDocument fetch_;
  Logger& logger_;
  const Clock::duration age_;

  std::mutex mutex_;
  std::condition_variable fetched_;
  // Guarded by mutex_, which is not held over a fetch.
  JwkSet keys_;
  bool isFetching_ = false;
  bool isAway_ = false;  ///< the last fetch failed
  int waiting_ = 0;
  std::optional<Clock::time_point> lastFetch_{};
  std::optional<Clock::time_point> lastRead_{};  ///< fetch that brought the keys
  std::deque<Clock::time_point> forUnknown_;     ///< the last fetches for keys that were not among the known ones
};

/// The key sources of all endpoints, by location; they outlive a reload of the configuration. Thread-safe.
class KeySources {
 public:
  KeySources(FetchDocument fetch, Logger& logger) : fetch_(std::move(fetch)), logger_(logger) {}

  [[nodiscard]] KeySource& at(const std::string& location);

 private:
  const FetchDocument fetch_;
  Logger& logger_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<KeySource>> sources_;  ///< guarded by mutex_
};

}  // namespace scim2ldap::connector
