#pragma once

#include <cstdint>
#include <string_view>

#include "scim/Json.h"

namespace scim2ldap::scim {

inline constexpr std::string_view kListResponseSchema = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
inline constexpr std::string_view kPatchOpSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
inline constexpr std::string_view kErrorSchema = "urn:ietf:params:scim:api:messages:2.0:Error";

/// A ListResponse; `Resources` is always present, also when empty. RFC 7644 §3.4.2
[[nodiscard]] Json listResponse(Json::Array resources, std::int64_t totalResults, std::int64_t startIndex);

}  // namespace scim2ldap::scim
