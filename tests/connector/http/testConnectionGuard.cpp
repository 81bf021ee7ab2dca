#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <optional>

#include "connector/http/ConnectionGuard.h"

using namespace scim2ldap::connector;
using namespace std::chrono_literals;

namespace {

using Clock = ConnectionGuard::Clock;
using Phase = ConnectionGuard::Phase;
using Seat = ConnectionGuard::Seat;

Clock::time_point in(std::chrono::milliseconds duration) {
  return Clock::now() + duration;
}

/// Our end and the client's. Reads wait for 20 s at most.
class SocketPair {
 public:
  SocketPair() {
    BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()) == 0);
    const timeval patience{.tv_sec = 20, .tv_usec = 0};
    for (const int end : ends_) ::setsockopt(end, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  ~SocketPair() {
    for (const int end : ends_) ::close(end);
  }
  SocketPair(const SocketPair&) = delete;
  SocketPair& operator=(const SocketPair&) = delete;

  [[nodiscard]] int ours() const { return ends_[0]; }
  /// Waits for a byte. \returns whether the end came instead
  [[nodiscard]] bool readingEnds() const { return receive(ends_[0]) == 0; }
  [[nodiscard]] bool clientSeesEnd() const { return receive(ends_[1]) == 0; }
  [[nodiscard]] bool canSend() const {
    return ::send(ends_[0], "x", 1, MSG_NOSIGNAL) == 1 && receive(ends_[1]) == 1;
  }
  [[nodiscard]] bool isOpen() const {
    char byte = 0;
    return ::recv(ends_[0], &byte, 1, MSG_DONTWAIT) < 0;
  }
  void clientSends() const { BOOST_REQUIRE(::send(ends_[1], "x", 1, MSG_NOSIGNAL) == 1); }

 private:
  static ssize_t receive(int end) {
    char byte = 0;
    return ::recv(end, &byte, 1, 0);
  }

  std::array<int, 2> ends_{};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ConnectionGuardSuite)

BOOST_AUTO_TEST_CASE(ends_reading_at_the_deadline_and_leaves_sending_open) {
  ConnectionGuard guard(8);
  const SocketPair sockets;
  Seat seat(guard, sockets.ours(), in(20s));
  seat.enter(Phase::Receiving, in(50ms));
  BOOST_TEST(sockets.readingEnds());
  BOOST_TEST(seat.expired());
  BOOST_TEST(sockets.canSend());
}

BOOST_AUTO_TEST_CASE(cuts_an_answer_off_at_the_deadline) {
  ConnectionGuard guard(8);
  const SocketPair sockets;
  Seat seat(guard, sockets.ours(), in(20s));
  seat.enter(Phase::Answering, in(50ms));
  BOOST_TEST(sockets.clientSeesEnd());
}

BOOST_AUTO_TEST_CASE(a_new_phase_has_a_deadline_of_its_own) {
  ConnectionGuard guard(8);
  const SocketPair sockets;
  Seat seat(guard, sockets.ours(), in(20s));
  seat.enter(Phase::Receiving, in(0ms));
  BOOST_TEST(sockets.readingEnds());
  seat.enter(Phase::Answering, in(50ms));
  BOOST_TEST(!seat.expired());
  BOOST_TEST(sockets.clientSeesEnd());
}

BOOST_AUTO_TEST_CASE(leaves_the_handler_alone) {
  ConnectionGuard guard(8);
  const SocketPair other;
  const SocketPair sockets;
  Seat seat(guard, sockets.ours(), in(0ms));
  seat.enter(Phase::Handling);
  Seat otherSeat(guard, other.ours(), in(0ms));
  BOOST_TEST(other.readingEnds());  // a sweep has gone by
  BOOST_TEST(sockets.isOpen());
}

BOOST_AUTO_TEST_CASE(gives_the_place_of_the_longest_idle_to_a_newcomer) {
  ConnectionGuard guard(2);
  const SocketPair first;
  const SocketPair second;
  const SocketPair third;
  Seat firstSeat(guard, first.ours(), in(20s));
  Seat secondSeat(guard, second.ours(), in(20s));
  firstSeat.enter(Phase::Receiving, in(20s));
  firstSeat.enter(Phase::Idle, in(20s));  // the second is now the longest idle
  Seat thirdSeat(guard, third.ours(), in(20s));
  BOOST_TEST(!thirdSeat.surplus());
  BOOST_TEST(secondSeat.gaveWay());
  BOOST_TEST(!firstSeat.gaveWay());
  BOOST_TEST(second.readingEnds());
  BOOST_TEST(first.isOpen());
}

BOOST_AUTO_TEST_CASE(calls_a_newcomer_surplus_when_nobody_is_idle) {
  ConnectionGuard guard(1);
  const SocketPair first;
  const SocketPair second;
  const SocketPair third;
  std::optional<Seat> busy(std::in_place, guard, first.ours(), in(20s));
  busy->enter(Phase::Handling);
  const Seat surplus(guard, second.ours(), in(20s));
  BOOST_TEST(surplus.surplus());
  BOOST_TEST(first.isOpen());
  busy.reset();
  const Seat next(guard, third.ours(), in(20s));
  BOOST_TEST(!next.surplus());
}

BOOST_AUTO_TEST_CASE(one_idle_connection_makes_room_for_one_newcomer_only) {
  ConnectionGuard guard(1);
  const SocketPair first;
  const SocketPair second;
  const SocketPair third;
  const Seat idle(guard, first.ours(), in(20s));
  Seat newcomer(guard, second.ours(), in(20s));
  newcomer.enter(Phase::Receiving, in(20s));
  BOOST_TEST(!newcomer.surplus());
  const Seat last(guard, third.ours(), in(20s));
  BOOST_TEST(last.surplus());
}

BOOST_AUTO_TEST_CASE(a_client_between_two_requests_keeps_its_place) {
  ConnectionGuard guard(1);
  const SocketPair first;
  const SocketPair second;
  Seat working(guard, first.ours(), in(20s));
  working.enter(Phase::Handling);
  working.enter(Phase::Idle, in(20s));
  const Seat newcomer(guard, second.ours(), in(20s));
  BOOST_TEST(newcomer.surplus());
  BOOST_TEST(first.isOpen());
}

BOOST_AUTO_TEST_CASE(drain_ends_the_idle_now_and_later_but_not_the_busy) {
  ConnectionGuard guard(8);
  const SocketPair idle;
  const SocketPair busy;
  const SocketPair late;
  const Seat idleSeat(guard, idle.ours(), in(20s));
  Seat busySeat(guard, busy.ours(), in(20s));
  busySeat.enter(Phase::Receiving, in(20s));
  BOOST_TEST(!guard.draining());
  guard.drain();
  BOOST_TEST(guard.draining());
  BOOST_TEST(idle.readingEnds());
  BOOST_TEST(busy.isOpen());
  busySeat.enter(Phase::Idle, in(20s));
  BOOST_TEST(busy.readingEnds());
  const Seat lateSeat(guard, late.ours(), in(20s));
  BOOST_TEST(late.readingEnds());
}

BOOST_AUTO_TEST_CASE(drain_does_not_lose_a_request_that_is_here_already) {
  ConnectionGuard guard(8);
  const SocketPair sockets;
  const Seat seat(guard, sockets.ours(), in(20s));
  sockets.clientSends();
  guard.drain();
  BOOST_TEST(!sockets.readingEnds());  // the byte
  BOOST_TEST(sockets.readingEnds());
}

BOOST_AUTO_TEST_CASE(abort_cuts_everybody_off) {
  ConnectionGuard guard(8);
  const SocketPair now;
  const SocketPair later;
  Seat seat(guard, now.ours(), in(20s));
  seat.enter(Phase::Handling);
  guard.abort();
  BOOST_TEST(now.clientSeesEnd());
  const Seat laterSeat(guard, later.ours(), in(20s));
  BOOST_TEST(later.clientSeesEnd());
}

BOOST_AUTO_TEST_CASE(counts_and_waits_for_the_last_one) {
  ConnectionGuard guard(8);
  const SocketPair sockets;
  BOOST_TEST(guard.waitUntilEmpty(in(0ms)));
  {
    const Seat seat(guard, sockets.ours(), in(20s));
    BOOST_TEST(!guard.waitUntilEmpty(in(10ms)));
  }
  BOOST_TEST(guard.waitUntilEmpty(in(0ms)));
}

BOOST_AUTO_TEST_SUITE_END()
