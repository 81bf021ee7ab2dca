#include "connector/provisioning/IdIndexes.h"

namespace scim2ldap::connector {

IndexScope scopeOf(const DirectoryConfiguration& directory, const mappings::ResourceMapping& mapping) {
  return {directory.settings, directory.idAttribute, mapping.bases, mapping.filter, directory.sweepInterval};
}

std::shared_ptr<IdIndex> IdIndexes::of(const IndexScope& scope) {
  const std::lock_guard lock(mutex_);
  std::erase_if(indexes_, [](const auto& each) { return each.second.expired(); });
  for (const auto& [known, index] : indexes_) {
    if (!(known == scope)) continue;
    if (std::shared_ptr<IdIndex> found = index.lock()) return found;
  }
  auto made = std::make_shared<IdIndex>();
  indexes_.emplace_back(scope, made);
  return made;
}

void IdIndexes::missedWrite() {
  const std::lock_guard lock(mutex_);
  for (const auto& [scope, known] : indexes_) {
    if (const std::shared_ptr<IdIndex> index = known.lock()) index->missedWrite();
  }
}

}  // namespace scim2ldap::connector
