#include "connector/http/ConnectionGuard.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace scim2ldap::connector {
namespace {

constexpr std::chrono::milliseconds kSweepInterval{100};
constexpr std::chrono::seconds kProvenIdleTime{1};

int duplicate(int socket) {
  const int descriptor = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "connection");
  return descriptor;
}

/// The thread that waits for bytes wakes up and finds the end of the input. Bytes that were here before can
/// still be read, and an answer can still be sent.
void endReading(int descriptor) {
  ::shutdown(descriptor, SHUT_RD);
}

void cutOff(int descriptor) {
  ::shutdown(descriptor, SHUT_RDWR);
}

}  // namespace

ConnectionGuard::ConnectionGuard(std::size_t places)
    : places_(places), sweeper_([this](const std::stop_token& stop) { sweep(stop); }) {}

ConnectionGuard::~ConnectionGuard() = default;

void ConnectionGuard::drain() {
  const std::lock_guard lock(mutex_);
  draining_ = true;
  for (Entry& entry : entries_) {
    if (entry.phase == Phase::Idle) endReading(entry.descriptor);
  }
}

bool ConnectionGuard::draining() const {
  const std::lock_guard lock(mutex_);
  return draining_;
}

bool ConnectionGuard::waitUntilEmpty(Clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, deadline, [this] { return entries_.empty(); });
}

void ConnectionGuard::abort() {
  const std::lock_guard lock(mutex_);
  draining_ = aborting_ = true;
  for (const Entry& entry : entries_) cutOff(entry.descriptor);
}

std::size_t ConnectionGuard::connections() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

void ConnectionGuard::sweep(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const auto now = Clock::now();
    for (Entry& entry : entries_) {
      if (entry.expired || entry.phase == Phase::Handling || now < entry.deadline) continue;
      entry.expired = true;
      if (entry.phase == Phase::Answering) {
        cutOff(entry.descriptor);
      } else {
        endReading(entry.descriptor);
      }
    }
    changed_.wait_for(lock, stop, kSweepInterval, [] { return false; });
  }
}

bool ConnectionGuard::makeRoom() {
  const auto now = Clock::now();
  auto longestIdle = entries_.end();
  for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
    if (entry->phase != Phase::Idle || entry->leaving || entry->surplus) continue;
    if (entry->proven && now - entry->since < kProvenIdleTime) continue;
    if (longestIdle == entries_.end() || entry->since < longestIdle->since) longestIdle = entry;
  }
  if (longestIdle == entries_.end()) return false;
  longestIdle->leaving = true;
  endReading(longestIdle->descriptor);
  return true;
}

ConnectionGuard::Seat::Seat(ConnectionGuard& guard, int socket, Clock::time_point deadline) : guard_(guard) {
  const int descriptor = duplicate(socket);
  const std::lock_guard lock(guard_.mutex_);
  const auto taken =
      static_cast<std::size_t>(std::count_if(guard_.entries_.begin(), guard_.entries_.end(),
                                             [](const Entry& e) { return !e.surplus && !e.leaving; }));
  const bool surplus = taken >= guard_.places_ && !guard_.makeRoom();
  entry_ = guard_.entries_.insert(guard_.entries_.end(), {.descriptor = descriptor,
                                                          .phase = Phase::Idle,
                                                          .since = Clock::now(),
                                                          .deadline = deadline,
                                                          .surplus = surplus});
  if (guard_.draining_) endReading(descriptor);
  if (guard_.aborting_) cutOff(descriptor);
}

ConnectionGuard::Seat::~Seat() {
  const std::lock_guard lock(guard_.mutex_);
  ::close(entry_->descriptor);
  guard_.entries_.erase(entry_);
  guard_.changed_.notify_all();
}

void ConnectionGuard::Seat::enter(Phase phase, Clock::time_point deadline) {
  const std::lock_guard lock(guard_.mutex_);
  entry_->phase = phase;
  entry_->proven = entry_->proven || phase == Phase::Handling;
  entry_->since = Clock::now();
  entry_->deadline = deadline;
  entry_->expired = false;
  if (phase == Phase::Idle && guard_.draining_) endReading(entry_->descriptor);
}

bool ConnectionGuard::Seat::expired() const {
  const std::lock_guard lock(guard_.mutex_);
  return entry_->expired;
}

bool ConnectionGuard::Seat::surplus() const {
  const std::lock_guard lock(guard_.mutex_);
  return entry_->surplus;
}

bool ConnectionGuard::Seat::gaveWay() const {
  const std::lock_guard lock(guard_.mutex_);
  return entry_->leaving;
}

void ConnectionGuard::Seat::linger(Clock::time_point deadline) {
  enter(Phase::Answering, deadline);
  const int descriptor = entry_->descriptor;
  ::shutdown(descriptor, SHUT_WR);
  std::array<char, 4096> dropped{};
  while (::recv(descriptor, dropped.data(), dropped.size(), 0) > 0 && !expired()) {
  }
}

}  // namespace scim2ldap::connector
