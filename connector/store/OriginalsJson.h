#pragma once

#include <string>
#include <string_view>

#include "mappings/Translation.h"

namespace scim2ldap::connector {

/// Originals as JSON text: [{"attribute", "sent", "stored": {LDAP attribute: [value]}}]. As in LDIF (RFC
/// 2849), an LDAP value beyond printable ASCII is written {"base64": "…"}, so that any octets survive.
[[nodiscard]] std::string printOriginals(const mappings::Originals& originals);

/// parseOriginals(printOriginals(o)) == o.
/// \throws std::exception  the text is not what printOriginals writes
[[nodiscard]] mappings::Originals parseOriginals(std::string_view text);

}  // namespace scim2ldap::connector
