#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scim/Json.h"

namespace scim2ldap::scim {

inline constexpr std::string_view kListResponseSchema = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
inline constexpr std::string_view kSearchRequestSchema =
    "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
inline constexpr std::string_view kPatchOpSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
inline constexpr std::string_view kErrorSchema = "urn:ietf:params:scim:api:messages:2.0:Error";

/// A ListResponse; `Resources` is always present, also when empty. RFC 7644 §3.4.2
[[nodiscard]] Json listResponse(Json::Array resources, std::int64_t totalResults, std::int64_t startIndex);

/// A ListResponse of a query by cursor. RFC 9865 §2
/// \param nextCursor  nullopt on the last page
[[nodiscard]] Json cursorResponse(Json::Array resources, std::int64_t totalResults,
                                  const std::optional<std::string>& nextCursor);

}  // namespace scim2ldap::scim
