#include "scim/AttributeDefinition.h"

namespace scim2ldap::scim {

// RFC 7643 §4.3
const Schema& enterpriseUserSchema() {
  static const Schema schema{
      std::string(kEnterpriseUserSchema),
      "EnterpriseUser",
      "Enterprise User",
      {text("employeeNumber", "The number or code given to the person by the organization."),
       text("costCenter", "The name of a cost center."), text("organization", "The name of an organization."),
       text("division", "The name of a division."), text("department", "The name of a department."),
       complex("manager", "The user's manager.",
               {text("value", "The id of the manager.").caseExact(),
                reference("$ref", {"User"}, "The URI of the manager."),
                text("displayName", "The displayName of the manager.").mutability(Mutability::ReadOnly)})}};
  return schema;
}

}  // namespace scim2ldap::scim
