#include "connector/provisioning/IdIndexes.h"

#include "connector/provisioning/ResourceRules.h"

namespace scim2ldap::connector {

IndexScope scopeOf(const DirectoryConfiguration& directory, const mappings::ResourceMapping& mapping) {
  return {directory.settings, directory.idAttribute,       mapping.bases,
          mapping.filter,     displayAttributeOf(mapping), directory.sweepInterval};
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

std::shared_ptr<NameTable> IdIndexes::namesOf(const IndexScope& scope) {
  std::shared_ptr<IdIndex> index = of(scope);
  NameTable& names = index->names();
  return {std::move(index), &names};
}

void IdIndexes::missedWrite() {
  const std::lock_guard lock(mutex_);
  for (const auto& [scope, known] : indexes_) {
    if (const std::shared_ptr<IdIndex> index = known.lock()) index->missedWrite();
  }
}

}  // namespace scim2ldap::connector
