#pragma once

#include <condition_variable>
#include <mutex>
#include <string_view>
#include <thread>

#include "connector/log/Bursts.h"
#include "connector/log/Logger.h"

namespace scim2ldap::connector {

/// For messages that others can cause as often as they like: one is told at once, those like it are counted
/// and told as one MESSAGES_LIMITED when the burst is over, or with the end of this object. Thread-safe.
class BurstLog {
 public:
  explicit BurstLog(Logger& logger, BurstTimes times = {});
  ~BurstLog();
  BurstLog(const BurstLog&) = delete;
  BurstLog& operator=(const BurstLog&) = delete;

  /// \param about  what, beside the id, makes messages alike: an address, a status
  void log(Level level, std::string_view id, std::string_view about, std::string_view text,
           Logger::Fields fields);

 private:
  void tellAsTheyEnd(const std::stop_token& stop);
  /// Called under mutex_.
  void tellEnded(Bursts::Clock::time_point now);

  Logger& logger_;
  std::mutex mutex_;
  std::condition_variable_any begun_;
  Bursts bursts_;          ///< guarded by mutex_
  std::jthread reporter_;  ///< last member: ends before the others do
};

}  // namespace scim2ldap::connector
