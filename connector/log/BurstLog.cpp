#include "connector/log/BurstLog.h"

#include <cstdint>

namespace scim2ldap::connector {

BurstLog::BurstLog(Logger& logger, BurstTimes times)
    : logger_(logger), bursts_(times), reporter_([this](const std::stop_token& stop) {
        tellAsTheyEnd(stop);
      }) {}

BurstLog::~BurstLog() {
  reporter_.request_stop();
  reporter_.join();
  const std::lock_guard lock(mutex_);
  tellEnded(Bursts::Clock::time_point::max());
}

void BurstLog::log(Level level, std::string_view id, std::string_view about, std::string_view text,
                   Logger::Fields fields) {
  const auto now = Bursts::Clock::now();
  const std::lock_guard lock(mutex_);
  tellEnded(now);
  if (!bursts_.begins(level, id, about, now)) return;
  logger_.log(level, id, text, fields);
  begun_.notify_all();
}

void BurstLog::tellAsTheyEnd(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const auto never = [] { return false; };
    if (const auto next = bursts_.nextEnd()) {
      begun_.wait_until(lock, stop, *next, never);
    } else {
      begun_.wait(lock, stop, [this] { return bursts_.nextEnd().has_value(); });
    }
    tellEnded(Bursts::Clock::now());
  }
}

void BurstLog::tellEnded(Bursts::Clock::time_point now) {
  for (const Bursts::Ended& burst : bursts_.takeEnded(now)) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(burst.length).count();
    logger_.log(burst.level, "MESSAGES_LIMITED", "More came like an earlier message; they are only counted",
                {{"of", burst.id},
                 {"about", burst.about},
                 {"more", static_cast<std::int64_t>(burst.more)},
                 {"seconds", std::int64_t{seconds}}});
  }
}

}  // namespace scim2ldap::connector
