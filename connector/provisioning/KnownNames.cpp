#include "connector/provisioning/KnownNames.h"

#include <algorithm>

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

FoundNames KnownNames::byId(const std::vector<std::string>& ids) {
  return answer(ids, &NameTable::findIds);
}

FoundNames KnownNames::byDn(const std::vector<std::string>& dns) {
  return answer(dns, &NameTable::findDns);
}

FoundNames KnownNames::answer(const std::vector<std::string>& keys, LookUp lookUp) {
  if (keys.size() < kMany || tables_.empty()) return FoundNames(keys.size());
  try {
    return answerOrThrow(keys, lookUp);
  } catch (const ldap::Error& error) {
    if (isUnavailable(error.code())) throw;
    // Something is hidden from the service account.
    rest(kRest);
    return FoundNames(keys.size());
  }
}

FoundNames KnownNames::answerOrThrow(const std::vector<std::string>& keys, LookUp lookUp) {
  FoundNames found(keys.size());
  if (!areCurrent()) return found;
  for (std::size_t table = 0; table < tables_.size(); ++table)
    ((*tables_[table]).*lookUp)(keys, table, found);
  if (!areInPlace(found)) return FoundNames(keys.size());
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

bool KnownNames::areInPlace(const FoundNames& found) {
  const std::vector<FoundNames::Container>& containers = found.containers();
  if (containers.size() * kNamesForOneContainer > found.size()) return false;
  return std::all_of(containers.begin(), containers.end(), [&](const FoundNames::Container& each) {
    const std::optional<ldap::Entry> entry = directory_.read(each.named->dn, {"entryUUID"});
    if (entry && entry->first("entryUUID") == each.named->id) return true;
    tables_[each.table]->doubt(*each.named);
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
  restsUntil_ = std::max(restsUntil_, Clock::now() + duration);
}

}  // namespace scim2ldap::connector
