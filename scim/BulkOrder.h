#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "scim/Bulk.h"

namespace scim2ldap::scim {

/// A step of a bulk. Tasks of which neither waits for the other may be carried out at the same time.
struct BulkTask {
  std::size_t operation = 0;
  bool completes = false;            ///< adds the references that the operation had to be made without
  std::vector<std::size_t> after{};  ///< tasks that have to be finished before, by their places in the list

  bool operator==(const BulkTask&) const = default;
};

/// How a bulk is to be carried out so that its outcome is that of its operations one after the other.
struct BulkOrder {
  std::vector<BulkTask> tasks;  ///< in an order in which they can be carried out one by one
  /// For each operation the bulkIds that it is made without, because their resources refer to it in turn.
  std::vector<std::set<std::string>> deferred;
};

/// Orders the operations of a bulk:
/// - an operation waits for the POSTs that its references name, also where they come later in the list;
/// - circular references are cut where the first operation of the circle is met again (RFC 7644 §3.7.1);
/// - operations on the same resource keep their order, as do a DELETE and operations that name what it
///   deletes, and operations with a common name. A reference that comes first goes before this.
/// \param names  for each operation names that it takes or gives free (userName and the like), as any text
/// RFC 7644 §3.7
[[nodiscard]] BulkOrder orderBulk(const std::vector<BulkOperation>& operations,
                                  const std::vector<std::vector<std::string>>& names);

}  // namespace scim2ldap::scim
