#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connector/log/Logger.h"

namespace scim2ldap::connector {

/// When messages that are alike stop being one burst.
struct BurstTimes {
  std::chrono::milliseconds silence{10'000};  ///< without another one
  std::chrono::milliseconds longest{60'000};  ///< from its beginning
};

/// Counts messages that are alike: of one id, and about the same. Remembers at most kMostKinds kinds of each
/// id, of which there are few; what comes beyond those is one kind more, so that no message can keep others
/// from being told. Not thread-safe.
class Bursts {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t kMostKinds = 100;

  /// A burst that is over.
  struct Ended {
    Level level = Level::Info;
    std::string id;
    std::string about;     ///< of what came beyond the kinds: "many others", and the last of them
    std::size_t more = 0;  ///< behind the first one
    std::chrono::milliseconds length{};
  };

  explicit Bursts(BurstTimes times = {}) : times_(times) {}

  /// \returns whether it begins a burst, and is to be told
  [[nodiscard]] bool begins(Level level, std::string_view id, std::string_view about, Clock::time_point now);
  /// Forgets the bursts that are over at that time. \returns those of more than one message
  [[nodiscard]] std::vector<Ended> takeEnded(Clock::time_point now);
  /// When the next one will be over, should nothing else come.
  [[nodiscard]] std::optional<Clock::time_point> nextEnd() const;

 private:
  struct Burst {
    Level level;
    Clock::time_point begin;
    Clock::time_point last;
    std::size_t more = 0;
    std::string lastAbout{};  ///< of what came beyond the kinds
  };
  using Kinds = std::map<std::string, Burst, std::less<>>;  ///< of one id, by about
  [[nodiscard]] Clock::time_point endOf(const Burst& burst) const;

  BurstTimes times_;
  std::map<std::string, Kinds, std::less<>> bursts_;  ///< by id
};

}  // namespace scim2ldap::connector
