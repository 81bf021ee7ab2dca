#pragma once

#include <optional>
#include <string_view>

#include "connector/endpoint/Call.h"

namespace scim2ldap::connector {

/// The resources that stand under this first segment of a path (case ignored); nullopt when none do.
[[nodiscard]] std::optional<Kind> kindUnder(std::string_view segment);

/// Answers a request to /Users, /Groups or one resource below. RFC 7644 §3.2
/// \throws scim::Error  404 for what is not there, 405, and whatever the service throws
[[nodiscard]] HttpResponse dispatchResources(Call& call, Kind kind);

}  // namespace scim2ldap::connector
