#include "connector/log/Bursts.h"

#include <algorithm>

namespace scim2ldap::connector {
namespace {

constexpr std::string_view kOthers = "many others";

}  // namespace

bool Bursts::begins(Level level, std::string_view id, std::string_view about, Clock::time_point now) {
  Kinds& kinds = bursts_.try_emplace(std::string(id)).first->second;
  auto known = kinds.find(about);
  const bool isOther = known == kinds.end() && kinds.size() >= kMostKinds;
  if (isOther) known = kinds.find(kOthers);
  const bool isNew = known == kinds.end();
  if (isNew) known = kinds.emplace(isOther ? kOthers : about, Burst{level, now, now}).first;
  Burst& burst = known->second;
  if (isOther) burst.lastAbout = about;
  if (isNew) return true;
  ++burst.more;
  burst.last = now;
  return false;
}

std::vector<Bursts::Ended> Bursts::takeEnded(Clock::time_point now) {
  std::vector<Ended> ended;
  for (auto& [id, kinds] : bursts_) {
    for (auto each = kinds.begin(); each != kinds.end();) {
      const auto& [about, burst] = *each;
      if (endOf(burst) > now) {
        ++each;
        continue;
      }
      if (burst.more > 0) {
        const std::string last = burst.lastAbout.empty() ? "" : ", the last: " + burst.lastAbout;
        ended.push_back({burst.level, id, about + last, burst.more,
                         std::chrono::duration_cast<std::chrono::milliseconds>(burst.last - burst.begin)});
      }
      each = kinds.erase(each);
    }
  }
  return ended;
}

std::optional<Bursts::Clock::time_point> Bursts::nextEnd() const {
  std::optional<Clock::time_point> next;
  for (const auto& [id, kinds] : bursts_) {
    for (const auto& [about, burst] : kinds) next = std::min(next.value_or(endOf(burst)), endOf(burst));
  }
  return next;
}

Bursts::Clock::time_point Bursts::endOf(const Burst& burst) const {
  return std::min(burst.last + times_.silence, burst.begin + times_.longest);
}

}  // namespace scim2ldap::connector
