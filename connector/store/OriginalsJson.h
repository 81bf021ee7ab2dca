#pragma once

#include "mappings/Translation.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// Originals as JSON: [{"attribute", "sent", "stored": {LDAP attribute: [value]}}], the values as in
/// Octets.h.
[[nodiscard]] scim::Json originalsToJson(const mappings::Originals& originals);

/// originalsFromJson(originalsToJson(o)) == o.
/// \throws std::exception  the JSON is not what originalsToJson makes
[[nodiscard]] mappings::Originals originalsFromJson(const scim::Json& json);

}  // namespace scim2ldap::connector
