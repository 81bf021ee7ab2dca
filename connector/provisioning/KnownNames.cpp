#include "connector/provisioning/KnownNames.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "ldap/Error.h"
#include "ldap/NamingContexts.h"

namespace scim2ldap::connector {
namespace {

/// The directory tells of a write within a few milliseconds. Where it takes longer, searches are as quick.
constexpr std::chrono::milliseconds kPatience{100};
/// So long nobody waits again where it took longer.
constexpr std::chrono::seconds kRest{1};
/// So long nobody looks again behind a container that was another: all is told anew meanwhile.
constexpr std::chrono::seconds kRestOfDoubt{60};
/// A container is asked for at the cost of a search for so many.
constexpr std::size_t kNamesForOneContainer = 20;

}  // namespace

KnownNames::KnownNames(ldap::Directory& directory, std::vector<ldap::Dn> bases,
                       std::vector<std::shared_ptr<NameTable>> tables)
    : directory_(directory), bases_(std::move(bases)), tables_(std::move(tables)) {}

KnownNames::Answer KnownNames::byId(const std::vector<std::string>& ids) {
  return answer(ids, &NameTable::byId);
}

KnownNames::Answer KnownNames::byDn(const std::vector<std::string>& dns) {
  return answer(dns, &NameTable::byDn);
}

KnownNames::Answer KnownNames::answer(const std::vector<std::string>& keys, LookUp lookUp) {
  if (keys.size() < kMany || tables_.empty()) return Answer(keys.size());
  try {
    return answerOrThrow(keys, lookUp);
  } catch (const ldap::Error& error) {
    if (isUnavailable(error.code())) throw;
    // Something is hidden from the service account.
    rest(kRest);
    return Answer(keys.size());
  }
}

KnownNames::Answer KnownNames::answerOrThrow(const std::vector<std::string>& keys, LookUp lookUp) {
  Answer found(keys.size());
  if (!areCurrent()) return found;
  std::vector<std::size_t> open(keys.size());  // those that no table has had yet
  std::iota(open.begin(), open.end(), std::size_t{0});
  for (std::size_t table = 0; table < tables_.size() && !open.empty(); ++table) {
    std::vector<std::string> rest;
    if (table > 0) {
      for (const std::size_t i : open) rest.push_back(keys[i]);
    }
    std::vector<std::optional<EntryName>> names = ((*tables_[table]).*lookUp)(table == 0 ? keys : rest);
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i]) {
        found[open[i]] = Found{table, std::move(*names[i])};
      } else {
        missing.push_back(open[i]);
      }
    }
    open = std::move(missing);
  }
  if (!areInPlace(found)) return Answer(keys.size());
  return found;
}

bool KnownNames::areCurrent() {
  {
    const std::lock_guard lock(mutex_);
    if (Clock::now() < restsUntil_) return false;
  }
  if (!std::all_of(tables_.begin(), tables_.end(), [](const auto& table) { return table->isTold(); }))
    return false;
  const std::vector<ldap::Dn> all = contexts();
  const bool reached = !all.empty() && std::all_of(all.begin(), all.end(), [&](const ldap::Dn& context) {
    const std::optional<ldap::SyncPosition> now = positionOf(context);
    return now && std::all_of(tables_.begin(), tables_.end(),
                              [&](const auto& table) { return table->waitUntil(*now, kPatience); });
  });
  if (!reached) rest(kRest);
  return reached;
}

std::optional<ldap::SyncPosition> KnownNames::positionOf(const ldap::Dn& context) {
  const std::optional<ldap::Entry> entry = directory_.read(context, {"contextCSN"});
  return entry ? ldap::SyncPosition::ofContext(entry->values("contextCSN")) : std::nullopt;
}

bool KnownNames::areInPlace(const Answer& found) {
  std::map<std::shared_ptr<const NameContainer>, std::size_t> containers;  // and the table of each
  for (const std::optional<Found>& each : found) {
    if (each) containers.emplace(each->name.container, each->table);
  }
  if (containers.size() * kNamesForOneContainer > found.size()) return false;
  return std::all_of(containers.begin(), containers.end(), [&](const auto& each) {
    const auto& [container, table] = each;
    const std::optional<ldap::Entry> entry = directory_.read(container->dn, {"entryUUID"});
    if (entry && entry->first("entryUUID") == container->id) return true;
    tables_[table]->doubt();
    rest(kRestOfDoubt);
    return false;
  });
}

std::vector<ldap::Dn> KnownNames::contexts() {
  {
    const std::lock_guard lock(mutex_);
    if (!contexts_.empty()) return contexts_;
  }
  const std::vector<ldap::Dn> all = ldap::namingContexts(directory_);
  std::vector<ldap::Dn> own;
  for (const ldap::Dn& base : bases_) {
    const ldap::Dn* context = contextOf(base, all);
    if (context == nullptr) return {};
    if (std::find(own.begin(), own.end(), *context) == own.end()) own.push_back(*context);
  }
  const std::lock_guard lock(mutex_);
  contexts_ = own;
  return own;
}

void KnownNames::rest(std::chrono::seconds duration) {
  const std::lock_guard lock(mutex_);
  restsUntil_ = Clock::now() + duration;
}

}  // namespace scim2ldap::connector
