#include "connector/log/Bursts.h"

#include <algorithm>

namespace scim2ldap::connector {

bool Bursts::begins(Level level, std::string_view id, std::string_view about, Clock::time_point now) {
  std::pair<std::string, std::string> key(id, about);
  auto known = bursts_.find(key);
  if (known == bursts_.end() && bursts_.size() >= kMostKinds) {
    key.second = "many others";
    known = bursts_.find(key);
  }
  if (known == bursts_.end()) {
    bursts_.emplace(std::move(key), Burst{level, now, now});
    return true;
  }
  ++known->second.more;
  known->second.last = now;
  return false;
}

std::vector<Bursts::Ended> Bursts::takeEnded(Clock::time_point now) {
  std::vector<Ended> ended;
  for (auto each = bursts_.begin(); each != bursts_.end();) {
    const Burst& burst = each->second;
    if (endOf(burst) > now) {
      ++each;
      continue;
    }
    if (burst.more > 0) {
      ended.push_back({burst.level, each->first.first, each->first.second, burst.more,
                       std::chrono::duration_cast<std::chrono::milliseconds>(burst.last - burst.begin)});
    }
    each = bursts_.erase(each);
  }
  return ended;
}

std::optional<Bursts::Clock::time_point> Bursts::nextEnd() const {
  std::optional<Clock::time_point> next;
  for (const auto& [key, burst] : bursts_) next = std::min(next.value_or(endOf(burst)), endOf(burst));
  return next;
}

Bursts::Clock::time_point Bursts::endOf(const Burst& burst) const {
  return std::min(burst.last + times_.silence, burst.begin + times_.longest);
}

}  // namespace scim2ldap::connector
