#pragma once

#include <string_view>

namespace scim2ldap::connector {

/// Whether a body of this Content-Type is JSON: application/scim+json, application/json, any other "json" or
/// "+json", in UTF-8 in any spelling; also none at all.
/// RFC 7644 §3.8, RFC 9110 §8.3.1
[[nodiscard]] bool isJson(std::string_view contentType);

}  // namespace scim2ldap::connector
