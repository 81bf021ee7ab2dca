#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "ldap/Capabilities.h"
#include "ldap/Connection.h"
#include "ldap/DirectorySettings.h"
#include "ldap/Error.h"

namespace scim2ldap::ldap {

/// The connections to one directory, whose servers (URIs) hold the same entries: made on demand, at most
/// `maxConnections` at a time, the latest used first. Servers are tried in their order; one that does not
/// answer is left in peace for a while, and given preference again when it is back. Thread-safe.
class Pool {
 private:
  struct Member {
    std::size_t server;
    std::uint64_t generation;  ///< of the server, when the connection was made
    Connection connection;
  };

 public:
  /// A connection on loan; it goes back, or away when it is broken, with this object.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Member> member, bool reused)
        : pool_(&pool),
          member_(std::move(member)),
          reused_(reused),
          messagesBefore_(member_->connection.messagesReceived()) {}
    ~Lease();
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;

    Connection& operator*() const { return member_->connection; }
    Connection* operator->() const { return &member_->connection; }
    /// Whether it was made for an earlier lease and has not answered in this one: the server may have ended
    /// it in the meantime.
    [[nodiscard]] bool unproven() const {
      return reused_ && member_->connection.messagesReceived() == messagesBefore_;
    }
    /// What the server at the other end can do.
    /// \throws Error  serverDown and the like
    [[nodiscard]] Capabilities capabilities() const;

   private:
    Pool* pool_;
    std::unique_ptr<Member> member_;
    bool reused_;
    std::uint64_t messagesBefore_;
  };

  /// \param forced         taken instead of asking the servers
  /// \param retryInterval  between attempts to reach a server that is away while another one answers
  Pool(DirectorySettings settings, std::optional<Capabilities> forced,
       std::chrono::milliseconds retryInterval = std::chrono::seconds(10));

  /// \throws Error  busy when none became free within `leaseTimeout`; connectError when no server is there.
  ///                Who waits while another caller finds that out is told at once, unless others still have
  ///                connections that may come back to it.
  [[nodiscard]] Lease acquire();

  /// For callers that waited for each other, each of whom would try in vain by himself.
  /// \throws Error  connectError when a caller got no connection or no answer after that time, and nobody
  ///                has got one since
  void throwIfSilentSince(std::chrono::steady_clock::time_point time);

  /// Carries an operation out over a lease. When it throws serverDown before an idle connection has answered
  /// anything, the connection was dead already: the operation is carried out once more, over a fresh one.
  /// \throws Error  as acquire and the operation
  template <typename Operation>
  auto use(const Operation& operation) {
    for (bool repeated = false;; repeated = true) {
      const Lease lease = acquire();
      try {
        return operation(lease);
      } catch (const Error& error) {
        if (error.code() != ResultCode::ServerDown || !lease.unproven() || repeated) throw;
      }
    }
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Server {
    std::string uri;
    Clock::time_point retryAt{};   ///< not before, as long as another one answers; or somebody is at it
    std::uint64_t generation = 0;  ///< counts lost connections: those made before are dead as well
    std::size_t alive = 0;         ///< connections of this generation, idle or on loan
    std::optional<Capabilities> capabilities{};
  };

  [[nodiscard]] std::unique_ptr<Member> takeIdle();
  [[nodiscard]] bool isSecondChoice(const Member& member) const;
  [[nodiscard]] std::unique_ptr<Member> connect(const std::vector<std::size_t>& servers);
  /// The order in which to try them, now. Called under mutex_.
  [[nodiscard]] std::vector<std::size_t> serversInOrder();
  /// Whether there are connections that are not known to be dead. Called under mutex_.
  [[nodiscard]] bool isAnyAlive() const;
  /// \param isHeard  whether the server has answered over it in this lease
  void giveBack(std::unique_ptr<Member> member, bool isHeard);

  const DirectorySettings settings_;
  const std::optional<Capabilities> forced_;
  const std::chrono::milliseconds retryInterval_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<Server> servers_;
  std::vector<std::unique_ptr<Member>> idle_;
  std::size_t count_ = 0;           ///< connections, idle, on loan or being made
  Clock::time_point failedAt_{};    ///< when no server could be reached, unless one has been since; and why
  std::string failure_;
  Clock::time_point silentAt_{};    ///< when a caller got no connection or no answer
  Clock::time_point answeredAt_{};  ///< when one did
};

}  // namespace scim2ldap::ldap
