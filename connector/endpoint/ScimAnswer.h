#pragma once

#include "connector/http/Message.h"
#include "scim/Error.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// An answer with a SCIM body; none when `body` is null. RFC 7644 §3.1, §8.1
[[nodiscard]] HttpResponse scimAnswer(int status, const scim::Json& body);

/// 204.
[[nodiscard]] HttpResponse noContent();

/// 404 for a path under which nothing stands.
[[nodiscard]] scim::Error unknownPath();

}  // namespace scim2ldap::connector
