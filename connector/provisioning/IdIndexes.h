#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "connector/config/Configuration.h"
#include "connector/provisioning/IdIndex.h"
#include "ldap/DirectorySettings.h"
#include "ldap/Dn.h"
#include "ldap/Filter.h"

namespace scim2ldap::connector {

/// What an index is an index of: the entries of one directory below some bases that meet a filter.
struct IndexScope {
  ldap::DirectorySettings settings;
  std::string idAttribute;
  std::vector<ldap::Dn> bases;
  ldap::Filter filter;
  std::string displayAttribute;  ///< of the names, see displayAttributeOf
  std::chrono::milliseconds sweepInterval{};

  bool operator==(const IndexScope&) const = default;
};

[[nodiscard]] IndexScope scopeOf(const DirectoryConfiguration& directory,
                                 const mappings::ResourceMapping& mapping);

/// The indexes of the process, by scope: a reload that leaves a scope as it is keeps its index. An index is
/// gone with the last that uses it. Thread-safe.
class IdIndexes {
 public:
  /// Made anew, and incomplete, where there is none.
  [[nodiscard]] std::shared_ptr<IdIndex> of(const IndexScope& scope);
  /// The names of the entries of such an index.
  [[nodiscard]] std::shared_ptr<NameTable> namesOf(const IndexScope& scope);
  /// Something was written that no index was told of.
  void missedWrite();

 private:
  std::mutex mutex_;
  std::vector<std::pair<IndexScope, std::weak_ptr<IdIndex>>> indexes_;
};

}  // namespace scim2ldap::connector
