#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "scim/Json.h"

namespace scim2ldap::scim {

/// The detail error keywords of RFC 7644 §3.12, table 9, and of RFC 9865 §2.1. `None` for errors that carry no
/// scimType.
enum class ScimType {
  None,
  InvalidFilter,
  TooMany,
  Uniqueness,
  Mutability,
  InvalidSyntax,
  InvalidPath,
  NoTarget,
  InvalidValue,
  InvalidVers,
  Sensitive,
  InvalidCursor,
  ExpiredCursor,
  InvalidCount
};

/// The keyword as it stands on the wire ("invalidFilter"); "" for None.
[[nodiscard]] std::string_view toString(ScimType type);

/// An error answer to a SCIM client: HTTP status, scimType and a detail that an administrator can act on.
class Error : public std::runtime_error {
 public:
  Error(int status, ScimType type, const std::string& detail)
      : std::runtime_error(detail), status_(status), type_(type) {}

  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] ScimType type() const { return type_; }
  [[nodiscard]] std::string detail() const { return what(); }

 private:
  int status_;
  ScimType type_;
};

/// The error's body: schemas, status as a string, scimType when there is one, detail. RFC 7644 §3.12
[[nodiscard]] Json errorBody(int status, ScimType type, std::string_view detail);

}  // namespace scim2ldap::scim
