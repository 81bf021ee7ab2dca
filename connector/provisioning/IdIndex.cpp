#include "connector/provisioning/IdIndex.h"

#include <algorithm>
#include <iterator>

namespace scim2ldap::connector {
namespace {

std::uint64_t hashOf(std::string_view id) {
  return std::hash<std::string_view>()(id);
}

bool byId(const IdKey& left, const IdKey& right) {
  return left.id < right.id;
}

}  // namespace

IdIndex::Item::Item(const IdKey& key) : created(key.created), size(static_cast<std::uint8_t>(key.id.size())) {
  std::copy(key.id.begin(), key.id.end(), text.begin());
}

std::optional<IdPage> IdIndex::page(std::size_t begin, std::size_t count) const {
  const std::lock_guard lock(mutex_);
  if (!complete_) return std::nullopt;
  return pageFrom(items_.begin() + static_cast<std::ptrdiff_t>(std::min(begin, items_.size())), count);
}

std::optional<IdPage> IdIndex::pageAfter(const IdKey& key, std::size_t count) const {
  const std::lock_guard lock(mutex_);
  if (!complete_) return std::nullopt;
  const auto begin =
      std::upper_bound(items_.begin(), items_.end(), key, [](const IdKey& left, const Item& item) {
        return left.created != item.created ? left.created < item.created : left.id < item.id();
      });
  return pageFrom(begin, count);
}

IdPage IdIndex::pageFrom(std::vector<Item>::const_iterator begin, std::size_t count) const {
  IdPage page{{}, items_.size()};
  const auto left = static_cast<std::size_t>(items_.end() - begin);
  const auto end = begin + static_cast<std::ptrdiff_t>(std::min(count, left));
  page.keys.reserve(static_cast<std::size_t>(end - begin));
  for (auto item = begin; item != end; ++item) page.keys.push_back(item->key());
  return page;
}

std::size_t IdIndex::size() const {
  const std::lock_guard lock(mutex_);
  return items_.size();
}

bool IdIndex::complete() const {
  const std::lock_guard lock(mutex_);
  return complete_;
}

bool IdIndex::contains(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  return id.size() <= kMaxIdBytes && find(id) != items_.end();
}

void IdIndex::insert(const IdKey& key) {
  const std::lock_guard lock(mutex_);
  if (reviewing_) meanwhile_[key.id] = key;
  add(key);
}

void IdIndex::erase(std::string_view id) {
  const std::lock_guard lock(mutex_);
  if (reviewing_) meanwhile_[std::string(id)] = std::nullopt;
  remove(id);
}

void IdIndex::beginReview() {
  const std::lock_guard lock(mutex_);
  reviewing_ = true;
  hasMissed_ = false;
  meanwhile_.clear();
}

void IdIndex::finishReview(std::vector<IdKey> found, const std::function<bool(std::string_view id)>& keep) {
  const std::lock_guard lock(mutex_);
  std::vector<IdKey> keys;
  const auto take = [&](const IdKey& key) {
    if (!meanwhile_.contains(key.id)) keys.push_back(key);
  };
  // Of an id that was found twice, the latest key counts.
  std::stable_sort(found.begin(), found.end(), byId);
  for (auto key = found.begin(); key != found.end(); ++key) {
    if (std::next(key) == found.end() || std::next(key)->id != key->id) take(*key);
  }
  for (const Item& item : items_) {
    const IdKey key = item.key();
    if (!std::binary_search(found.begin(), found.end(), key, byId) && keep(key.id)) take(key);
  }
  for (const auto& [id, key] : meanwhile_) {
    if (key) keys.push_back(*key);
  }
  replaceItems(keys);
  complete_ = holdsAll_ && !hasMissed_;
  reviewing_ = false;
  meanwhile_.clear();
}

void IdIndex::setTold(bool isTold) {
  const std::lock_guard lock(mutex_);
  isTold_ = isTold;
  // What was missed before stands in what was found, or is told behind it.
  if (isTold_) hasMissed_ = false;
}

void IdIndex::missedWrite() {
  const std::lock_guard lock(mutex_);
  if (isTold_) return;
  hasMissed_ = true;
  complete_ = false;
}

bool IdIndex::wantsReview() const {
  const std::lock_guard lock(mutex_);
  return hasMissed_;
}

void IdIndex::distrust() {
  const std::lock_guard lock(mutex_);
  complete_ = false;
}

std::vector<IdIndex::Item>::const_iterator IdIndex::find(std::string_view id) const {
  const std::uint64_t hash = hashOf(id);
  // Ids of one hash are told apart by their items.
  for (auto time = std::lower_bound(times_.begin(), times_.end(), Time{hash, INT64_MIN});
       time != times_.end() && time->hash == hash; ++time) {
    const Item wanted({time->created, std::string(id)});
    const auto item = std::lower_bound(items_.begin(), items_.end(), wanted);
    if (item != items_.end() && item->created == time->created && item->id() == id) return item;
  }
  return items_.end();
}

void IdIndex::add(const IdKey& key) {
  if (key.id.size() > kMaxIdBytes) {
    holdsAll_ = false;
    complete_ = false;
    return;
  }
  const auto known = find(key.id);
  if (known != items_.end()) {
    if (known->created == key.created) return;
    remove(key.id);
  }
  const Item item(key);
  items_.insert(std::lower_bound(items_.begin(), items_.end(), item), item);
  const Time time{hashOf(key.id), key.created};
  times_.insert(std::lower_bound(times_.begin(), times_.end(), time), time);
}

void IdIndex::remove(std::string_view id) {
  if (id.size() > kMaxIdBytes) return;
  const auto item = find(id);
  if (item == items_.end()) return;
  times_.erase(std::lower_bound(times_.begin(), times_.end(), Time{hashOf(id), item->created}));
  items_.erase(item);
}

void IdIndex::replaceItems(const std::vector<IdKey>& keys) {
  items_.clear();
  times_.clear();
  items_.reserve(keys.size());
  times_.reserve(keys.size());
  holdsAll_ = true;
  for (const IdKey& key : keys) {
    if (key.id.size() > kMaxIdBytes) {
      holdsAll_ = false;
    } else {
      items_.emplace_back(key);
    }
  }
  std::sort(items_.begin(), items_.end());
  for (const Item& item : items_) times_.push_back({hashOf(item.id()), item.created});
  std::sort(times_.begin(), times_.end());
}

}  // namespace scim2ldap::connector
