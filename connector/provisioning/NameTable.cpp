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

std::size_t NameTable::PlaceHash::hashOf(const Place& place) {
  return std::hash<std::string_view>()(place.rdn) ^ (place.container * 0x9E3779B97F4A7C15U);
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
  places_.erase(&*name);
  places_.insert(&*name);
  return !containers_[*container].asked;
}

void NameTable::erase(const ldap::SyncUuid& id) {
  const std::lock_guard lock(mutex_);
  remove(id);
}

void NameTable::remove(const ldap::SyncUuid& id) {
  const auto name = names_.find(id);
  if (name == names_.end()) return;
  const auto place = places_.find(&*name);
  if (place != places_.end() && *place == &*name) places_.erase(place);
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
  containers_.push_back({std::make_shared<NameContainer>(NameContainer{dn}), text});
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
  if (const std::optional<std::uint32_t> number = numberOf(container.toString()))
    containers_[*number].named = std::make_shared<NameContainer>(NameContainer{container, id.value_or("")});
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

void NameTable::doubt() {
  const std::lock_guard lock(mutex_);
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

std::optional<EntryName> NameTable::nameOf(const Names::value_type& name) const {
  const std::shared_ptr<const NameContainer>& container = containers_[name.second.container].named;
  if (container->id.empty()) return std::nullopt;
  return EntryName{ldap::toString(name.first), {}, name.second.display, container};
}

std::vector<std::optional<EntryName>> NameTable::byId(const std::vector<std::string>& ids) const {
  std::vector<std::optional<EntryName>> found(ids.size());
  const std::shared_lock lock(mutex_);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::optional<ldap::SyncUuid> id = ldap::parseSyncUuid(ids[i]);
    const auto name = id ? names_.find(*id) : names_.end();
    if (name == names_.end()) continue;
    found[i] = nameOf(*name);
    if (found[i] && found[i]->id != ids[i]) found[i].reset();  // written otherwise
    if (!found[i]) continue;
    const std::string& above = containers_[name->second.container].text;
    found[i]->dn = above.empty() ? name->second.rdn : name->second.rdn + ',' + above;
  }
  return found;
}

std::vector<std::optional<EntryName>> NameTable::byDn(const std::vector<std::string>& dns) const {
  std::vector<std::optional<EntryName>> found(dns.size());
  const std::shared_lock lock(mutex_);
  std::string text = containers_.empty() ? "" : containers_.front().text;
  std::optional<std::uint32_t> container = numberOf(text);
  for (std::size_t i = 0; i < dns.size(); ++i) {
    const std::string_view dn = dns[i];
    const std::size_t end = endOfRdn(dn);
    const std::string_view above = dn.substr(std::min(end + 1, dn.size()));
    // Most stand below the same one as those before.
    if (above != text) {
      text = above;
      container = numberOf(text);
    }
    if (!container) continue;
    const auto place = places_.find(Place{*container, dn.substr(0, end)});
    if (place != places_.end()) found[i] = nameOf(**place);
  }
  return found;
}

}  // namespace scim2ldap::connector
