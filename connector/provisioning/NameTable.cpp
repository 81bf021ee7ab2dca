#include "connector/provisioning/NameTable.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <utility>

namespace scim2ldap::connector {
namespace {

/// Where the leaf RDN ends in the text of a DN; its length where nothing is above it.
std::size_t endOfRdn(std::string_view dn) {
  for (std::size_t i = 0; i < dn.size(); ++i) {
    if (dn[i] == '\\') {
      ++i;
    } else if (dn[i] == ',') {
      return i;
    }
  }
  return dn.size();
}

}  // namespace

/// The bits of a UUID are spread well enough by themselves; those of one process share their end.
std::size_t NameTable::IdHash::operator()(const ldap::SyncUuid& id) const noexcept {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::memcpy(&first, id.data(), sizeof first);
  std::memcpy(&last, id.data() + sizeof first, sizeof last);
  return std::hash<std::uint64_t>()(first * 0x9E3779B97F4A7C15U ^ last);
}

std::uint64_t NameTable::hashOf(const Place& place) {
  return std::hash<std::string_view>()(place.rdn) ^ (place.container * 0x9E3779B97F4A7C15U);
}

const NameTable::Names::value_type* NameTable::find(const Place& place, std::uint64_t hash) const {
  return places_.find(hash, [&](const Names::value_type& name) { return placeOf(name) == place; });
}

bool NameTable::set(const ldap::SyncUuid& id, const ldap::Dn& dn, const std::string& display) {
  const std::lock_guard lock(mutex_);
  remove(id);
  if (dn.empty()) return false;
  const std::optional<std::uint32_t> container = takeContainer(dn.parent());
  if (!container) return false;
  const auto name =
      names_.insert_or_assign(id, Name{*container, ldap::Dn({dn.rdn()}).toString(), display}).first;
  // Whoever had the name before is about to be told gone, or renamed.
  const Place place = placeOf(*name);
  const std::uint64_t hash = hashOf(place);
  if (const Names::value_type* before = find(place, hash)) places_.erase(hash, before);
  places_.insert(hash, &*name);
  return !containers_[*container].asked;
}

void NameTable::erase(const ldap::SyncUuid& id) {
  const std::lock_guard lock(mutex_);
  remove(id);
}

void NameTable::remove(const ldap::SyncUuid& id) {
  const auto name = names_.find(id);
  if (name == names_.end()) return;
  places_.erase(hashOf(placeOf(*name)), &*name);
  names_.erase(name);
}

void NameTable::clear() {
  const std::lock_guard lock(mutex_);
  position_.reset();
  places_.clear();
  names_.clear();
  containers_.clear();
  numbers_.clear();
}

std::optional<std::uint32_t> NameTable::numberOf(const std::string& text) const {
  const auto number = numbers_.find(text);
  return number == numbers_.end() ? std::nullopt : std::optional(number->second);
}

std::optional<std::uint32_t> NameTable::takeContainer(const ldap::Dn& dn) {
  std::string text = dn.toString();
  if (const std::optional<std::uint32_t> known = numberOf(text)) return known;
  if (containers_.size() == kMaxContainers) return std::nullopt;
  const auto number = static_cast<std::uint32_t>(containers_.size());
  containers_.push_back({std::make_shared<NameContainer>(NameContainer{dn, text})});
  numbers_.emplace(std::move(text), number);
  return number;
}

std::vector<ldap::Dn> NameTable::takeUnproven() {
  const std::lock_guard lock(mutex_);
  std::vector<ldap::Dn> unproven;
  for (Container& container : containers_) {
    if (!std::exchange(container.asked, true)) unproven.push_back(container.named->dn);
  }
  return unproven;
}

void NameTable::retryUnproven() {
  const std::lock_guard lock(mutex_);
  for (Container& container : containers_) container.asked = !container.named->id.empty();
}

void NameTable::prove(const ldap::Dn& container, const std::optional<std::string>& id) {
  const std::lock_guard lock(mutex_);
  std::string text = container.toString();
  if (const std::optional<std::uint32_t> number = numberOf(text))
    containers_[*number].named =
        std::make_shared<NameContainer>(NameContainer{container, std::move(text), id.value_or("")});
}

void NameTable::reached(const ldap::SyncPosition& position) {
  const std::lock_guard lock(mutex_);
  position_ = position;
  changed_.notify_all();
}

void NameTable::distrust() {
  const std::lock_guard lock(mutex_);
  position_.reset();
}

void NameTable::whenDoubted(std::function<void()> callback) {
  const std::lock_guard lock(mutex_);
  onDoubt_ = std::move(callback);
}

void NameTable::doubt(const NameContainer& container) {
  const std::lock_guard lock(mutex_);
  const std::optional<std::uint32_t> number = numberOf(container.text);
  if (!number || containers_[*number].named->id != container.id) return;
  position_.reset();
  if (onDoubt_) onDoubt_();
}

bool NameTable::isTold() const {
  const std::shared_lock lock(mutex_);
  return position_.has_value();
}

bool NameTable::waitUntil(const ldap::SyncPosition& position, std::chrono::milliseconds patience) const {
  std::shared_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [&] { return position_ && position_->hasReached(position); });
}

class NameTable::Finding {
 public:
  Finding(const NameTable& table, std::size_t number, FoundNames& found)
      : table_(table), number_(number), found_(found), numbers_(table.containers_.size()) {}

  void take(std::size_t i, const Names::value_type& name) {
    const std::shared_ptr<const NameContainer>& container = table_.containers_[name.second.container].named;
    if (container->id.empty()) return;
    std::optional<std::uint32_t>& number = numbers_[name.second.container];
    if (!number) number = found_.add({number_, container});
    found_.set(i, name.first, *number, name.second.rdn, name.second.display);
  }

 private:
  const NameTable& table_;
  const std::size_t number_;
  FoundNames& found_;
  std::vector<std::optional<std::uint32_t>> numbers_;
};

void NameTable::findIds(const std::vector<std::string>& ids, std::size_t table, FoundNames& found) const {
  const std::shared_lock lock(mutex_);
  Finding finding(*this, table, found);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (found.has(i)) continue;
    const std::optional<ldap::SyncUuid> id = ldap::parseSyncUuid(ids[i]);
    if (!id) continue;
    if (const auto name = names_.find(*id); name != names_.end()) finding.take(i, *name);
  }
}

void NameTable::findDns(const std::vector<std::string>& dns, std::size_t table, FoundNames& found) const {
  struct Wanted {
    std::size_t i;  ///< among the DNs
    Place place;
    std::uint64_t hash;
  };
  constexpr std::size_t kAtOnce = 32;  // so many wait for memory together
  const std::shared_lock lock(mutex_);
  Finding finding(*this, table, found);
  std::vector<Wanted> wanted;
  wanted.reserve(kAtOnce);
  const auto findAll = [&] {
    for (const Wanted& each : wanted) places_.fetchSlot(each.hash);
    for (const Wanted& each : wanted) places_.fetchItem(each.hash);
    for (const Wanted& each : wanted) {
      const Names::value_type* name = places_.fetchItem(each.hash);
      if (name == nullptr) continue;
      __builtin_prefetch(name->second.rdn.data());
      __builtin_prefetch(name->second.display.data());
    }
    for (const Wanted& each : wanted) {
      if (const Names::value_type* name = find(each.place, each.hash)) finding.take(each.i, *name);
    }
    wanted.clear();
  };

  std::string text = containers_.empty() ? "" : containers_.front().named->text;
  std::optional<std::uint32_t> container = numberOf(text);
  for (std::size_t i = 0; i < dns.size(); ++i) {
    if (found.has(i)) continue;
    const std::string_view dn = dns[i];
    const std::size_t end = endOfRdn(dn);
    const std::string_view above = dn.substr(std::min(end + 1, dn.size()));
    // Most stand below the same one as those before.
    if (above != text) {
      text = above;
      container = numberOf(text);
    }
    if (!container) continue;
    const Place place{*container, dn.substr(0, end)};
    wanted.push_back({i, place, hashOf(place)});
    if (wanted.size() == kAtOnce) findAll();
  }
  findAll();
}

}  // namespace scim2ldap::connector
