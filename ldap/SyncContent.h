#pragma once

#include <vector>

#include "ldap/SyncMessages.h"

namespace scim2ldap::ldap {

/// What a search that is kept up with is known to find: the entries' UUIDs, 17 bytes each. Not thread-safe.
/// RFC 4533 §3.3
class SyncContent {
 public:
  /// From here on counts which entries are heard of.
  void beginRefresh();
  /// The entry belongs to the content: it was sent, or said to be present.
  void add(const SyncUuid& uuid);
  void remove(const SyncUuid& uuid);
  /// Takes out what was not heard of since the refresh began. \returns it
  std::vector<SyncUuid> removeUnheard();
  [[nodiscard]] bool contains(const SyncUuid& uuid);

 private:
  struct Item {
    SyncUuid uuid;
    bool heard;
  };

  [[nodiscard]] std::vector<Item>::iterator find(const SyncUuid& uuid);
  void merge();

  std::vector<Item> items_;       ///< sorted
  std::vector<SyncUuid> latest_;  ///< heard of, not yet among the items: merging all at once is cheaper
};

}  // namespace scim2ldap::ldap
