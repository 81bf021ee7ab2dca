#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace scim2ldap::test {

/// What happens to one of a TcpProxy's connections. Octets are counted from its beginning, each way by
/// itself.
struct ConnectionFate {
  static constexpr std::size_t kNever = SIZE_MAX;

  std::size_t toServer = kNever;  ///< octets that reach the server; then both ends are reset
  std::size_t toClient = kNever;  ///< octets that reach the client; then both ends are reset
  int delayMs = 0;                ///< before each portion of an answer
};

/// A wire on loopback between a client and a server, to be damaged by a test. Its threads end with it.
/// Thread-safe.
class TcpProxy {
 public:
  /// \param serverPort  on 127.0.0.1
  explicit TcpProxy(std::uint16_t serverPort);
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }

  /// Asked for every connection from now on, by one thread; an empty function: nothing happens to them.
  void setFates(std::function<ConnectionFate()> next);
  /// While it holds, connections are taken and nothing passes, in neither direction; afterwards what has
  /// been kept back passes.
  void blackHole(bool on) { blackHole_ = on; }
  /// From now on, or no longer: LDAP's requests that write stay on the wire until releaseWrites().
  void holdWrites(bool on) {
    areReleased_ = false;
    holdsWrites_ = on;
  }
  /// Lets go of the writes that were held, also of clients that have died meanwhile, and returns when the
  /// server has answered them.
  void releaseWrites();
  /// Resets all connections there are.
  void dropAll();
  /// Lets the next `octets` of answers pass, of whichever connection, and resets the one that goes beyond.
  void cutAnswersAfter(std::size_t octets) { answersLeft_ = octets; }

  [[nodiscard]] std::size_t connections() const { return accepted_; }       ///< taken so far
  [[nodiscard]] std::size_t answerOctets() const { return answerOctets_; }  ///< that came by so far
  [[nodiscard]] std::size_t heldWrites() const { return heldWrites_; }      ///< at the moment
  [[nodiscard]] std::size_t cuts() const { return cuts_; }  ///< connections reset for their fate so far

 private:
  class Wire;

  void acceptConnections(const std::stop_token& stop);
  /// How many of `octets` of an answer may still pass.
  [[nodiscard]] std::size_t takeAnswerOctets(std::size_t octets);

  const std::uint16_t serverPort_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  std::atomic<bool> blackHole_ = false;
  std::atomic<bool> holdsWrites_ = false;
  std::atomic<bool> areReleased_ = false;
  std::atomic<std::size_t> answersLeft_ = ConnectionFate::kNever;
  std::atomic<std::size_t> accepted_ = 0;
  std::atomic<std::size_t> answerOctets_ = 0;
  std::atomic<std::size_t> heldWrites_ = 0;
  std::atomic<std::size_t> cuts_ = 0;
  std::mutex mutex_;
  std::function<ConnectionFate()> fates_;   ///< guarded by mutex_
  std::list<std::unique_ptr<Wire>> wires_;  ///< guarded by mutex_
  std::jthread acceptor_;                   ///< last member: ends before the others do
};

}  // namespace scim2ldap::test
