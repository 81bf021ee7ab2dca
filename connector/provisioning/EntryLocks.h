#pragma once

#include <array>
#include <cstddef>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace scim2ldap::connector {

/// Locks on entries (by id) and on names that must stay unique (userName, displayName, externalId), so that
/// requests of this process do not overtake each other between reading and writing. A user's place is his DN
/// and the groups that list him: where that matters for many users, they are locked by it, and the rest of
/// their entries can change meanwhile. Striped: two keys may share a lock, which costs time, never
/// correctness. A thread takes entries first, then places, then names, and each kind all at once: no order of
/// requests can deadlock.
class EntryLocks {
 public:
  /// Released when it goes out of scope.
  class Guard {
   public:
    Guard() = default;
    Guard(Guard&& other) noexcept : held_(std::move(other.held_)) { other.held_.clear(); }
    Guard& operator=(Guard&&) = delete;
    ~Guard();

   private:
    friend class EntryLocks;
    struct Held {
      std::shared_mutex* mutex;
      bool exclusive;
    };
    std::vector<Held> held_;
  };

  /// \param exclusive  ids of entries about to be changed
  /// \param shared     ids of entries that must stay as they are meanwhile
  [[nodiscard]] Guard lockEntries(const std::vector<std::string>& exclusive,
                                  const std::vector<std::string>& shared = {});
  /// \param ids  of users whose places are looked at or change
  [[nodiscard]] Guard lockPlaces(const std::vector<std::string>& ids);
  /// \param names  keys such as "userName:alice", already folded by their matching rule
  [[nodiscard]] Guard lockNames(const std::vector<std::string>& names);

 private:
  static constexpr std::size_t kStripes = 1024;
  using Stripes = std::array<std::shared_mutex, kStripes>;

  [[nodiscard]] static Guard lock(Stripes& stripes, const std::vector<std::string>& exclusive,
                                  const std::vector<std::string>& shared);

  Stripes entries_;
  Stripes places_;
  Stripes names_;
};

/// Those of the ids that are not among the locked ones: what a request finds out that it has to lock as well.
[[nodiscard]] std::vector<std::string> unlocked(std::vector<std::string> ids,
                                                const std::vector<std::string>& locked);

}  // namespace scim2ldap::connector
