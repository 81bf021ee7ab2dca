#pragma once

#include <cstddef>
#include <string>

#include "connector/http/Input.h"
#include "connector/http/RequestGate.h"

namespace scim2ldap::connector {

/// Reads a request's body whole. What it cannot vouch for is refused, never handed on as if it were whole:
/// a body cut short, a chunk of another size than it says, chunk syntax that is not RFC 9112 §7.1.
/// Chunk extensions and trailer fields are read and dropped.
/// \throws Refusal  400 malformed or cut short, 413 chunks above `maxBodyBytes` in sum, 431 trailer too large
/// RFC 9112 §6, §7.1
[[nodiscard]] std::string readBody(Input& input, const Admission& admission, std::size_t maxBodyBytes);

}  // namespace scim2ldap::connector
