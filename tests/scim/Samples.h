#pragma once

#include <boost/test/unit_test.hpp>
#include <functional>
#include <ostream>
#include <string>

#include "scim/Error.h"
#include "scim/Json.h"
#include "scim/Resource.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {

/// JSON in error messages of the tests.
inline std::ostream& operator<<(std::ostream& out, const Json& json) {
  return out << printJson(json);
}

/// The whole User with the enterprise extension.
inline const ResourceType& userType() {
  static const ResourceType type{"User", "/Users", userSchema(), {enterpriseUserSchema()}};
  return type;
}
/// The whole Group.
inline const ResourceType& groupType() {
  static const ResourceType type{"Group", "/Groups", groupSchema(), {}};
  return type;
}

inline Json canonicalUser(std::string_view text, Dialect dialect = Dialect::Entra) {
  Ignored ignored;
  return canonicalResource(userType(), parseJson(text), dialect, ignored);
}

/// "invalidValue: detail" of the error that the call ends in; "" when it ends in none.
inline std::string errorOf(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& e) {
    BOOST_TEST(e.status() == 400);
    return std::string(toString(e.type())) + ": " + e.detail();
  }
  return "";
}

}  // namespace scim2ldap::scim
