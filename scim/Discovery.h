#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scim/Json.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {

/// What the service can do, for /ServiceProviderConfig. RFC 7643 §5, RFC 9865 §4
struct ServiceCapabilities {
  std::int64_t maxResults = 0;  ///< largest page
  std::int64_t pageSize = 0;    ///< when the client names no count
  std::chrono::seconds cursorTimeout{0};
  bool sort = false;
  bool etag = false;
  bool changePassword = false;
  bool bulk = false;
  bool oauth = false;  ///< clients can get tokens for credentials of their own
  std::int64_t bulkMaxOperations = 0;
  std::int64_t bulkMaxPayloadBytes = 0;
};

/// \param baseUrl  URL of the endpoint without trailing slash, for meta.location
[[nodiscard]] Json serviceProviderConfig(const ServiceCapabilities& capabilities, std::string_view baseUrl);
/// The resource type as of RFC 7643 §6.
[[nodiscard]] Json resourceTypeResource(const ResourceType& type, std::string_view baseUrl);
/// The schema as of RFC 7643 §7, with every characteristic spelt out.
[[nodiscard]] Json schemaResource(const Schema& schema, std::string_view baseUrl);

}  // namespace scim2ldap::scim
