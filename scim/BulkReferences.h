#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scim/Bulk.h"
#include "scim/Json.h"

namespace scim2ldap::scim {

// Ids in the data of a bulk's operations. An id stands in a string of its own (`value` of a member,
// `manager`, whatever an extension has), as the last segment of a `$ref`, or in quotes in the `path` of a
// PATCH
// (`members[value eq "…"]`). In place of an id there may be "bulkId:" and the bulkId of a POST in the same
// bulk. RFC 7644 §3.7.2

/// The bulkId that an id of the form "bulkId:…" stands for; nullopt for any other id.
[[nodiscard]] std::optional<std::string> referredBulkId(std::string_view id);

/// Every text in the data that stands where an id can, in order, repetitions included.
[[nodiscard]] std::vector<std::string> textsInPlaceOfIds(const Json& data);

/// The bulkIds that an operation refers to, in its path and its data, each once.
[[nodiscard]] std::set<std::string> referredBulkIds(const BulkOperation& operation);

/// The data with ids in place of references.
/// \param idOf  the id of a bulkId; nullopt leaves the reference as it is
[[nodiscard]] Json withIds(Json data,
                           const std::function<std::optional<std::string>(const std::string& bulkId)>& idOf);

/// A resource that is made before the resources that it refers to.
struct DeferredData {
  Json now;    ///< the resource without the values that refer to them
  Json patch;  ///< the PATCH that adds these values
};

/// Takes the values out of a POST's data that hold a reference to one of these bulkIds: elements of lists
/// (a member), else whole attributes (`manager`).
/// RFC 7644 §3.7.1
[[nodiscard]] DeferredData deferred(const Json& data, const std::set<std::string>& bulkIds);

}  // namespace scim2ldap::scim
