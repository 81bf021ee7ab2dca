#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "connector/endpoint/Call.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {

/// The resources that stand under this first segment of a path (case ignored); nullopt when none do.
[[nodiscard]] std::optional<Kind> kindUnder(std::string_view segment);

/// Whether a path segment is that of a query by POST. RFC 7644 §3.4.3
[[nodiscard]] inline bool isSearch(std::string_view segment) {
  return scim::sameName(segment, ".search");
}

/// Answers a query by POST across these types. RFC 7644 §3.4.3
/// \throws scim::Error  405, and whatever the service throws
[[nodiscard]] HttpResponse dispatchSearch(Call& call, const std::vector<Kind>& kinds);

/// Answers a query of the endpoint's root, across all its types. RFC 7644 §3.4.2.1
/// \throws scim::Error  405, and whatever the service throws
[[nodiscard]] HttpResponse dispatchRoot(Call& call);

/// Answers a request to /Users, /Groups, one resource below, or a query of them by POST. RFC 7644 §3.2
/// \throws scim::Error  404 for what is not there, 405, and whatever the service throws
[[nodiscard]] HttpResponse dispatchResources(Call& call, Kind kind);

}  // namespace scim2ldap::connector
