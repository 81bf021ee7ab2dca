#pragma once

#include <map>
#include <string>

#include "scim/Json.h"

namespace scim2ldap::test {

/// Makes values that fit the attributes of a schema as a service advertises it, no two the same. RFC 7643 §7
class SchemaValues {
 public:
  /// References to this type of resource name this one from now on.
  void referTo(const std::string& resourceType, const std::string& url) { urls_[resourceType] = url; }

  /// What a client can send for an attribute: of a complex one every part that is not readOnly, of a
  /// multi-valued one a value for each canonical `type`, or two where there are none.
  [[nodiscard]] scim::Json valueOf(const scim::Json& attribute);

 private:
  [[nodiscard]] scim::Json element(const scim::Json& attribute, const std::string& type, bool primary);
  [[nodiscard]] scim::Json simple(const scim::Json& attribute);

  std::map<std::string, std::string> urls_;
  int made_ = 0;
};

/// How a value that a service answers differs from the attribute's type and cardinality, or what it has that
/// the schema does not know; "" when it fits.
[[nodiscard]] std::string misfit(const scim::Json& attribute, const scim::Json& value);

}  // namespace scim2ldap::test
