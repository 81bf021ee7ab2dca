#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "connector/provisioning/Compile.h"
#include "connector/provisioning/Execution.h"
#include "connector/provisioning/UnsettledPlans.h"

namespace scim2ldap::connector {

/// Member changes of one group that meet at the same time become one modify: the directory's cost of a
/// modify is the size of the group, not of the change. One of the waiting threads carries the joined change
/// out; each gets the answer. Where a joined change is refused, each part is tried by itself, so that a
/// caller hears only of its own fault. Whoever was answered just now is waited for a moment, as clients at
/// work come back soon: without that, the first to come back would begin alone. Thread-safe.
class MembershipQueue {
 public:
  using Duration = std::chrono::steady_clock::duration;
  /// How long a turn waits for those who were there at the one before, by how long that one took.
  using Patience = std::function<Duration(Duration latest)>;

  /// The usual patience: half of it, a tenth of a second at most.
  MembershipQueue();
  explicit MembershipQueue(Patience patience) : patience_(std::move(patience)) {}

  struct Change {
    MemberValues values;
    StoreChanges rows{};  ///< of this caller alone; log, users and their fallback rows
    Epoch epoch = 0;      ///< of what the values were made from
  };
  /// Carries out changes joined in order; the rows are all callers', the epoch is the oldest.
  using CarryOut =
      std::function<Execution(const MemberValues& values, const StoreChanges& rows, Epoch epoch)>;

  /// Whether the group holds all of the one and none of the other members.
  using Holds =
      std::function<bool(const std::vector<std::string>& present, const std::vector<std::string>& absent)>;

  /// Returns when the change is carried out or refused.
  /// \param group  key of the group, for example its id
  [[nodiscard]] Execution submit(const std::string& group, Change change, const CarryOut& carryOut);
  /// The same for a change that may be so already: that is asked at its turn, of those that meet together
  /// where one question can tell.
  /// \returns nullopt when it is so, and was not carried out
  [[nodiscard]] std::optional<Execution> submitUnlessSo(const std::string& group, Change change,
                                                        const CarryOut& carryOut, const Holds& holds);

  /// So many wait for a turn of the group.
  [[nodiscard]] std::size_t waiting(const std::string& group);

 private:
  using Clock = std::chrono::steady_clock;

  struct Waiting {
    Change change;
    const CarryOut* carryOut = nullptr;
    const Holds* holds = nullptr;
    bool isSo = false;  ///< there is nothing to carry out
    bool finished = false;
    Execution execution{};
    std::exception_ptr failure{};
  };
  struct Group {
    std::vector<Waiting*> waiting;
    bool busy = false;
    std::size_t users = 0;
    std::condition_variable changed;
    std::size_t expected = 0;  ///< were there when the latest turn ended, answered or waiting
    Clock::time_point expectedUntil{};
    std::condition_variable gathered;

    /// Behind the last of those that fit into one modify; one at least.
    [[nodiscard]] std::vector<Waiting*>::iterator endOfBatch();
    [[nodiscard]] std::vector<Waiting*> takeBatch();
    /// Nobody else is expected, or would fit in.
    [[nodiscard]] bool isGathered();
  };

  /// The group's place in the queue, kept while somebody uses it or is expected back.
  Group& place(const std::string& group);
  /// Returns when it is finished.
  void wait(const std::string& group, Waiting& own);
  static void carryOutAll(std::vector<Waiting*> batch);
  void noteTurn(Group& queue, std::size_t answered, Clock::time_point begun) const;
  /// Takes out those who ask for what is so already.
  static void leaveOutWhatIsSo(std::vector<Waiting*>& batch);

  const Patience patience_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Group>> groups_;
};

/// The changes one after the other as a single one: the last word on each value holds.
[[nodiscard]] MemberValues joined(const std::vector<const MemberValues*>& changes);

}  // namespace scim2ldap::connector
