#include "ldap/Pool.h"

#include <algorithm>

#include "ldap/CapabilityProbe.h"

namespace scim2ldap::ldap {
Pool::Lease::~Lease() {
  if (!member_) return;
  const bool isHeard = member_->connection.messagesReceived() != messagesBefore_;
  pool_->giveBack(std::move(member_), isHeard);
}

Capabilities Pool::Lease::capabilities() const {
  if (pool_->forced_) return *pool_->forced_;
  {
    const std::lock_guard lock(pool_->mutex_);
    const Server& server = pool_->servers_[member_->server];
    if (server.capabilities) return *server.capabilities;
  }
  // Two threads may both ask; they get the same answer.
  const Capabilities found = probeCapabilities(member_->connection, pool_->settings_);
  const std::lock_guard lock(pool_->mutex_);
  Server& server = pool_->servers_[member_->server];
  if (server.generation == member_->generation) server.capabilities = found;
  return found;
}

Pool::Pool(DirectorySettings settings, std::optional<Capabilities> forced,
           std::chrono::milliseconds retryInterval)
    : settings_(std::move(settings)), forced_(forced), retryInterval_(retryInterval) {
  for (const std::string& uri : settings_.uris) servers_.push_back({uri});
}

Pool::Lease Pool::acquire() {
  const auto asked = Clock::now();
  const auto deadline = asked + settings_.leaseTimeout;
  std::vector<std::size_t> servers;
  {
    std::unique_lock lock(mutex_);
    for (;;) {
      if (auto member = takeIdle()) return {*this, std::move(member), true};
      const bool isAway = failedAt_ > asked;
      if (isAway && !isAnyAlive()) throw Error(ResultCode::ConnectError, failure_);
      if (!isAway && count_ < settings_.maxConnections) break;
      if (freed_.wait_until(lock, deadline) == std::cv_status::no_timeout || !idle_.empty()) continue;
      if (isAway) throw Error(ResultCode::ConnectError, failure_);
      if (count_ >= settings_.maxConnections)
        throw Error(ResultCode::Busy, "all " + std::to_string(settings_.maxConnections) +
                                          " connections to the directory were in use for " +
                                          std::to_string(settings_.leaseTimeout.count()) + " ms");
    }
    ++count_;
    servers = serversInOrder();
  }
  try {
    return {*this, connect(servers), false};
  } catch (...) {
    const std::lock_guard lock(mutex_);
    --count_;
    freed_.notify_all();
    throw;
  }
}

void Pool::throwIfSilentSince(Clock::time_point time) {
  const std::lock_guard lock(mutex_);
  if (silentAt_ <= time || silentAt_ <= answeredAt_) return;
  throw Error(ResultCode::ConnectError,
              failedAt_ > time ? failure_ : "it has not answered another request in time");
}

bool Pool::isAnyAlive() const {
  return std::any_of(servers_.begin(), servers_.end(), [](const Server& server) { return server.alive > 0; });
}

std::unique_ptr<Pool::Member> Pool::takeIdle() {
  while (!idle_.empty()) {
    std::unique_ptr<Member> member = std::move(idle_.back());
    idle_.pop_back();
    const bool quiet = member->connection.quiet();
    Server& server = servers_[member->server];
    if (!quiet) server.capabilities.reset();
    const bool isAlive = member->generation == server.generation;
    if (quiet && isAlive && !isSecondChoice(*member)) return member;
    --count_;
    if (isAlive) --server.alive;
    // One caller at a time finds out whether the better server is back; the others keep what they have.
    if (quiet && isAlive) break;
  }
  return nullptr;
}

/// Whether it goes to another server while a better one may be back.
bool Pool::isSecondChoice(const Member& member) const {
  const auto now = Clock::now();
  return std::any_of(servers_.begin(), servers_.begin() + static_cast<std::ptrdiff_t>(member.server),
                     [now](const Server& better) { return better.retryAt <= now; });
}

std::unique_ptr<Pool::Member> Pool::connect(const std::vector<std::size_t>& servers) {
  std::string failures;
  for (const std::size_t server : servers) {
    std::uint64_t generation = 0;
    {
      const std::lock_guard lock(mutex_);
      generation = servers_[server].generation;
    }
    try {
      auto member =
          std::make_unique<Member>(Member{server, generation, Connection(settings_, settings_.uris[server])});
      const std::lock_guard lock(mutex_);
      servers_[server].retryAt = {};
      if (generation == servers_[server].generation) ++servers_[server].alive;
      failedAt_ = {};
      answeredAt_ = Clock::now();
      return member;
    } catch (const Error& error) {
      if (!isUnavailable(error.code())) throw;
      failures += (failures.empty() ? "" : "; ") + error.diagnosticMessage();
      const std::lock_guard lock(mutex_);
      servers_[server].retryAt = Clock::now() + retryInterval_;
    }
  }
  const std::lock_guard lock(mutex_);
  failedAt_ = silentAt_ = Clock::now();
  failure_ = failures;
  throw Error(ResultCode::ConnectError, failures);
}

std::vector<std::size_t> Pool::serversInOrder() {
  std::vector<std::size_t> order(servers_.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto now = Clock::now();
  std::stable_partition(order.begin(), order.end(),
                        [&](std::size_t server) { return servers_[server].retryAt <= now; });
  for (Server& server : servers_) {
    const bool wasAway = server.retryAt != Clock::time_point{};
    if (wasAway && server.retryAt <= now) server.retryAt = now + retryInterval_;
  }
  return order;
}

void Pool::giveBack(std::unique_ptr<Member> member, bool isHeard) {
  std::unique_ptr<Member> ended;  // closed behind the lock
  const std::lock_guard lock(mutex_);
  Server& server = servers_[member->server];
  const bool isBroken = member->connection.broken();
  if (isHeard) {
    answeredAt_ = Clock::now();
  } else if (isBroken && !member->connection.lost()) {  // of a lost one, the next connection shows why
    silentAt_ = Clock::now();
  }
  const bool isAlive = member->generation == server.generation;
  if (isAlive && member->connection.lost()) {
    ++server.generation;
    server.alive = 0;
    server.capabilities.reset();
  } else if (isAlive && isBroken) {
    --server.alive;
  }
  if (isBroken || member->generation != server.generation) {
    --count_;
    ended = std::move(member);
    freed_.notify_all();  // it may have been the last that was hoped for
  } else {
    idle_.push_back(std::move(member));
    freed_.notify_one();
  }
}

}  // namespace scim2ldap::ldap
