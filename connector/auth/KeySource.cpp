#include "connector/auth/KeySource.h"

#include <exception>
#include <utility>

namespace scim2ldap::connector {

KeySource::KeySource(std::string location, FetchDocument fetch, Logger& logger)
    : location_(std::move(location)),
      fetch_(std::move(fetch)),
      logger_(logger),
      age_(location_.starts_with('/') ? Clock::duration(kFileAge) : Clock::duration(kUrlAge)) {}

KeySource::Answer KeySource::find(const std::string& keyId, Clock::time_point now) {
  Lock lock(mutex_);
  if (lastRead_ && now - *lastRead_ >= kMostAge) keys_.clear();
  if (keys_.contains(keyId)) return answer(keyId);
  if (isFetching_) {
    if (waiting_ == kMostWaiting) return {.isAway = true};
    ++waiting_;
    const bool isFetched = fetched_.wait_for(lock, kMostWait, [this] { return !isFetching_; });
    --waiting_;
    if (!isFetched) return {.isAway = true};
  } else if (takeTurn(now)) {
    fetch(lock, now);
  } else {
    return {.isAway = true};  // it may be new
  }
  return answer(keyId);
}

void KeySource::refresh(Clock::time_point now) {
  Lock lock(mutex_);
  if (isFetching_) return;
  const Clock::duration age = isAway_ ? Clock::duration(kRetryInterval) : age_;
  if (!lastFetch_ || now - *lastFetch_ >= age) fetch(lock, now);
}

bool KeySource::takeTurn(Clock::time_point now) {
  if (keys_.empty()) return !lastFetch_ || now - *lastFetch_ >= kFloor;
  while (!forUnknown_.empty() && now - forUnknown_.front() >= kUnknownWindow) forUnknown_.pop_front();
  if (forUnknown_.size() == kMostForUnknown) return false;
  forUnknown_.push_back(now);
  return true;
}

KeySource::Answer KeySource::answer(const std::string& keyId) const {
  const auto found = keys_.find(keyId);
  if (found == keys_.end()) return {.isAway = isAway_};
  return {.key = found->second};
}

void KeySource::fetch(Lock& lock, Clock::time_point now) {
  isFetching_ = true;
  lastFetch_ = now;
  lock.unlock();
  std::optional<JwkSet> keys;
  std::string reason;
  try {
    keys = parseJwkSet(fetch_(location_));
  } catch (const std::exception& error) {
    reason = error.what();
  }
  lock.lock();
  isFetching_ = false;
  const bool wasAway = std::exchange(isAway_, !keys);
  const bool wasEmpty = keys_.empty();
  if (keys) {
    keys_ = *std::move(keys);
    lastRead_ = now;
  }
  const auto count = static_cast<std::int64_t>(keys_.size());
  fetched_.notify_all();
  lock.unlock();
  if (!reason.empty()) {
    logger_.warning("KEYS_UNAVAILABLE", "The keys of a trusted issuer cannot be read",
                    {{"keys", location_}, {"reason", reason}, {"known", count}});
  } else if (wasAway || wasEmpty) {
    logger_.info("KEYS_READ", "The keys of a trusted issuer were read",
                 {{"keys", location_}, {"known", count}});
  }
  lock.lock();
}

KeySource& KeySources::at(const std::string& location) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<KeySource>& source = sources_[location];
  if (!source) source = std::make_unique<KeySource>(location, fetch_, logger_);
  return *source;
}

}  // namespace scim2ldap::connector
