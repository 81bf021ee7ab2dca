#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "scim/Error.h"

namespace scim2ldap::scim {

/// An attribute in standard notation, `URN:attribute.subAttribute`. RFC 7644 §3.10
struct AttributePath {
  std::string schema;        ///< the URN, "" when none was written (the core schema)
  std::string name;          ///< as written by the client
  std::string subAttribute;  ///< "" when none

  bool operator==(const AttributePath&) const = default;
};

/// Parses standard notation. A URN may hold dots and digits ("…:2.0:User:department"): the last colon
/// separates it from the attribute.
/// \param fault   the scimType of an error
/// \param offset  where `text` begins in what the client sent, for error messages
/// \throws Error  400 invalidPath (or `fault`); `detail` names the byte offset of the fault
/// RFC 7644 §3.10, ABNF attrPath in §3.4.2.2
[[nodiscard]] AttributePath parseAttributePath(std::string_view text, ScimType fault = ScimType::InvalidPath,
                                               std::size_t offset = 0);

/// The path in standard notation.
[[nodiscard]] std::string toString(const AttributePath& path);

}  // namespace scim2ldap::scim
