#include "ldap/SyncContent.h"

#include <algorithm>

namespace scim2ldap::ldap {

void SyncContent::beginRefresh() {
  merge();
  for (Item& item : items_) item.heard = false;
}

void SyncContent::add(const SyncUuid& uuid) {
  if (const auto item = find(uuid); item != items_.end()) {
    item->heard = true;
  } else {
    latest_.push_back(uuid);
  }
}

void SyncContent::remove(const SyncUuid& uuid) {
  merge();
  if (const auto item = find(uuid); item != items_.end()) items_.erase(item);
}

std::vector<SyncUuid> SyncContent::removeUnheard() {
  merge();
  std::vector<SyncUuid> removed;
  for (const Item& item : items_) {
    if (!item.heard) removed.push_back(item.uuid);
  }
  std::erase_if(items_, [](const Item& item) { return !item.heard; });
  return removed;
}

bool SyncContent::contains(const SyncUuid& uuid) {
  merge();
  return find(uuid) != items_.end();
}

std::vector<SyncContent::Item>::iterator SyncContent::find(const SyncUuid& uuid) {
  const auto item =
      std::lower_bound(items_.begin(), items_.end(), uuid,
                       [](const Item& left, const SyncUuid& right) { return left.uuid < right; });
  return item != items_.end() && item->uuid == uuid ? item : items_.end();
}

void SyncContent::merge() {
  if (latest_.empty()) return;
  std::sort(latest_.begin(), latest_.end());
  latest_.erase(std::unique(latest_.begin(), latest_.end()), latest_.end());
  const auto middle = static_cast<std::ptrdiff_t>(items_.size());
  for (const SyncUuid& uuid : latest_) items_.push_back({uuid, true});
  std::inplace_merge(items_.begin(), items_.begin() + middle, items_.end(),
                     [](const Item& left, const Item& right) { return left.uuid < right.uuid; });
  latest_.clear();
}

}  // namespace scim2ldap::ldap
