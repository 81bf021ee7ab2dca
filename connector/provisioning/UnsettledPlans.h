#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <utility>

#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// Counts how often plans of a directory were settled. What was read in one epoch may not hold in the next.
using Epoch = std::uint64_t;

/// The journal rows whose plans wait to be settled, by directory. Lives as long as the process: a reload of
/// the configuration makes new executors, not new plans. Thread-safe.
class UnsettledPlans {
 public:
  /// What to do with a plan of which the directory shows nothing.
  enum class WhenUntouched {
    Drop,    ///< the directory refused it, or it is left from an earlier process and not wanted any more
    CarryOn  ///< the directory may be at it still
  };
  using Clock = std::chrono::steady_clock;

  /// A step that was sent and not answered within the deadline: the directory may be at it still.
  struct Sent {
    std::size_t step = 0;
    Clock::time_point first{};      ///< when it was sent for the first time
    Clock::time_point notBefore{};  ///< when it may be sent again, should it not show by then
  };
  /// When to send a step again that was not answered: not while the directory may be at it. It is waited for
  /// as long again as it has been under way, so a slow directory gets few requests and a lost one soon
  /// another.
  [[nodiscard]] static Sent notAnswered(std::size_t step, Clock::time_point first);
  /// Whether a plan of an earlier process is to be carried on where nothing of it shows. What the directory
  /// has of it in its queue it carries out, also long after its sender died: to drop it would leave a change
  /// that nobody knows of. But a state folder copied back from long ago would bring back who has left since.
  /// \param begun  when its journal row was written
  /// \param now    when this process found it
  /// \returns whether less than ten minutes lie between the two
  [[nodiscard]] static bool isYoung(TimePoint begun, TimePoint now);

  struct Waiting {
    WhenUntouched whenUntouched = WhenUntouched::CarryOn;
    std::optional<Sent> sent{};
    /// From an earlier process: nobody has its password any more, so that with one it is not what the client
    /// asked for, and is dropped or undone.
    bool isInherited = false;
  };

  void add(const std::string& directory, std::int64_t journal, Waiting waiting);
  /// The step was sent again, in vain.
  void noteSent(const std::string& directory, std::int64_t journal, const Sent& sent);
  /// The plan waits no longer: a new epoch begins, and who has asked for it is told.
  void remove(const std::string& directory, std::int64_t journal);
  /// \param told  called behind every plan that waits no longer; to be set before there is one
  void whenSettled(std::function<void()> told) { whenSettled_ = std::move(told); }
  [[nodiscard]] bool any(const std::string& directory) const;
  [[nodiscard]] Epoch epoch(const std::string& directory) const;
  /// Oldest first.
  [[nodiscard]] std::map<std::int64_t, Waiting> of(const std::string& directory) const;

  /// An attempt to settle failed just now.
  void noteFailure(const std::string& directory);
  [[nodiscard]] bool failedSince(const std::string& directory, Clock::time_point when) const;

  /// To be held while a plan is carried out; many can be at once.
  [[nodiscard]] std::shared_lock<std::shared_mutex> carryingOut(const std::string& directory);
  /// To be held while plans are settled: no other plan is carried out meanwhile.
  [[nodiscard]] std::unique_lock<std::shared_mutex> settling(const std::string& directory);

 private:
  struct OfDirectory {
    std::map<std::int64_t, Waiting> plans;
    Epoch epoch = 0;
    Clock::time_point lastFailure{};
    std::shared_mutex writes;
  };
  [[nodiscard]] OfDirectory& plansOf(const std::string& directory) const;

  std::function<void()> whenSettled_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<OfDirectory>> directories_;
};

}  // namespace scim2ldap::connector
