#include "connector/provisioning/EntryLocks.h"

#include <functional>
#include <map>
#include <set>

namespace scim2ldap::connector {

EntryLocks::Guard::~Guard() {
  for (auto held = held_.rbegin(); held != held_.rend(); ++held) {
    if (held->exclusive) {
      held->mutex->unlock();
    } else {
      held->mutex->unlock_shared();
    }
  }
}

EntryLocks::Guard EntryLocks::lockEntries(const std::vector<std::string>& exclusive,
                                          const std::vector<std::string>& shared) {
  return lock(entries_, exclusive, shared);
}

EntryLocks::Guard EntryLocks::lockPlaces(const std::vector<std::string>& ids) {
  return lock(places_, ids, {});
}

EntryLocks::Guard EntryLocks::lockNames(const std::vector<std::string>& names) {
  return lock(names_, names, {});
}

EntryLocks::Guard EntryLocks::lock(Stripes& stripes, const std::vector<std::string>& exclusive,
                                   const std::vector<std::string>& shared) {
  std::map<std::size_t, bool> wanted;  // ascending: every thread takes stripes in the same order
  const auto stripeOf = [](const std::string& key) { return std::hash<std::string>{}(key) % kStripes; };
  for (const std::string& key : shared) wanted.try_emplace(stripeOf(key), false);
  for (const std::string& key : exclusive) wanted[stripeOf(key)] = true;
  Guard guard;
  guard.held_.reserve(wanted.size());
  for (const auto& [stripe, isExclusive] : wanted) {
    std::shared_mutex& mutex = stripes[stripe];
    if (isExclusive) {
      mutex.lock();
    } else {
      mutex.lock_shared();
    }
    guard.held_.push_back({&mutex, isExclusive});
  }
  return guard;
}

std::vector<std::string> unlocked(std::vector<std::string> ids, const std::vector<std::string>& locked) {
  if (ids.empty()) return ids;
  const std::set<std::string> known(locked.begin(), locked.end());
  std::erase_if(ids, [&](const std::string& id) { return known.contains(id); });
  return ids;
}

}  // namespace scim2ldap::connector
