#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scim/Json.h"

namespace scim2ldap::scim {

inline constexpr std::string_view kBulkRequestSchema = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
inline constexpr std::string_view kBulkResponseSchema = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

enum class BulkMethod { Post, Put, Patch, Delete };

/// "POST", "PUT", "PATCH" or "DELETE".
[[nodiscard]] std::string_view toString(BulkMethod method);

/// One operation of a bulk: a request to a resource endpoint of its own. RFC 7644 §3.7
struct BulkOperation {
  BulkMethod method = BulkMethod::Post;
  std::string endpoint{};  ///< first segment of the path, "Users"; not yet known to be one that is served
  std::string id{};        ///< second segment: an id or "bulkId:…"; "" for POST
  std::string bulkId{};    ///< "" when none was sent; every POST has one, no two POSTs the same
  std::string version{};   ///< the ETag that the resource has to have; "" when none was sent
  Json data{};             ///< an object; null for DELETE

  /// The path as the client wrote it, without a slash at its end.
  [[nodiscard]] std::string path() const;

  bool operator==(const BulkOperation&) const = default;
};

struct BulkRequest {
  std::optional<std::size_t> failOnErrors{};  ///< at least 1; unset: go on whatever happens
  std::vector<BulkOperation> operations{};

  bool operator==(const BulkRequest&) const = default;
};

/// Reads a BulkRequest. `failOnErrors` of 0 counts as not sent, as other services have it.
/// \throws Error  400 invalidSyntax or invalidValue naming the operation, when the message is not what
///                RFC 7644 §3.7 asks for: nothing of it is to be carried out then. 413 above `maxOperations`,
///                naming the limit
/// RFC 7644 §3.7, §3.7.4
[[nodiscard]] BulkRequest parseBulk(Json body, std::size_t maxOperations);

/// What became of an operation.
struct BulkResult {
  int status = 0;
  std::string location{};  ///< URL of the resource; "" when there is none, after a POST that failed
  std::string version{};   ///< ETag of the resource as it is now; "" when not known
  Json response{};         ///< body of the error; null when the operation succeeded
};

/// The BulkResponse: the operations in their order, without those that were not begun.
/// \param results  one for each operation; nullopt: not begun
/// RFC 7644 §3.7.3
[[nodiscard]] Json bulkResponse(const std::vector<BulkOperation>& operations,
                                const std::vector<std::optional<BulkResult>>& results);

}  // namespace scim2ldap::scim
