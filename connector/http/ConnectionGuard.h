#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <list>
#include <mutex>
#include <thread>

namespace scim2ldap::connector {

/// Knows every connection and cuts off the slow ones. Deadlines are total: a client that sends a byte now and
/// then gains nothing. One thread sweeps ten times a second; it shuts sockets down through a descriptor of
/// its own and so never touches objects of the connection's thread. Thread-safe.
class ConnectionGuard {
 public:
  using Clock = std::chrono::steady_clock;

  /// What a connection is about, and what its deadline means.
  enum class Phase {
    Idle,       ///< no byte of a request is here: it may be closed at any time
    Receiving,  ///< head or body: reading ends at the deadline, an answer can still be sent
    Handling,   ///< the handler runs: no deadline of the connection's applies
    Answering   ///< writing, and waiting for the client to take it: everything ends at the deadline
  };

 private:
  struct Entry {
    int descriptor;
    Phase phase;
    Clock::time_point since;
    Clock::time_point deadline;
    bool proven = false;   ///< a request has reached the handler: most likely another one follows
    bool surplus = false;  ///< beyond the limit: to be told so, and closed
    bool leaving = false;  ///< reading was ended in favour of another: takes no place any more
    bool expired = false;
  };

 public:
  /// A connection's place. Belongs to the thread that serves the connection.
  class Seat {
   public:
    Seat(ConnectionGuard& guard, int socket, Clock::time_point deadline);
    ~Seat();
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;

    void enter(Phase phase, Clock::time_point deadline = Clock::time_point::max());
    /// Whether the deadline of the current phase passed, so that reading was ended.
    [[nodiscard]] bool expired() const;
    /// Whether more connections are here than there are places for.
    [[nodiscard]] bool surplus() const;
    /// Whether it was ended in favour of a newcomer.
    [[nodiscard]] bool gaveWay() const;
    /// Sends FIN, then drops what the client still sends until it closes, too, or until the deadline. Without
    /// this the kernel answers bytes that nobody reads with a reset, which can overtake the answer. Where
    /// reading was ended before, it drops what has come and waits no longer.
    void linger(Clock::time_point deadline);

   private:
    ConnectionGuard& guard_;
    std::list<Entry>::iterator entry_;
  };

  /// \param places  connections served at once. When all are taken, the one longest idle makes room for a
  ///                newcomer (one that has made requests only after a second of silence); when there is no
  ///                such connection, the newcomer is surplus.
  explicit ConnectionGuard(std::size_t places);
  ~ConnectionGuard();
  ConnectionGuard(const ConnectionGuard&) = delete;
  ConnectionGuard& operator=(const ConnectionGuard&) = delete;

  /// Ends idle connections, now and from now on; those that receive or answer carry on.
  void drain();
  [[nodiscard]] bool draining() const;
  /// \returns whether all connections have ended in time
  [[nodiscard]] bool waitUntilEmpty(Clock::time_point deadline);
  /// Cuts all connections off, present and future ones.
  void abort();
  [[nodiscard]] std::size_t connections() const;

 private:
  void sweep(const std::stop_token& stop);
  /// Ends the longest idle connection, if there is one. Called under mutex_.
  bool makeRoom();

  const std::size_t places_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::list<Entry> entries_;
  bool draining_ = false;
  bool aborting_ = false;
  std::jthread sweeper_;  ///< last member: ends before the others do
};

}  // namespace scim2ldap::connector
