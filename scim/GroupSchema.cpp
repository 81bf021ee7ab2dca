#include "scim/AttributeDefinition.h"

namespace scim2ldap::scim {

// RFC 7643 §4.2, with `display` from the default sub-attributes of §2.4
const Schema& groupSchema() {
  static const Schema schema{
      std::string(kGroupSchema),
      "Group",
      "Group",
      {text("displayName", "The name of the group, unique among the groups.")
           .required()
           .uniqueness(Uniqueness::Server),
       complex(
           "members", "The members of the group.",
           {text("value", "The id of the member.").caseExact().mutability(Mutability::Immutable),
            reference("$ref", {"User", "Group"}, "The URI of the member.").mutability(Mutability::Immutable),
            text("display", "The name of the member.").mutability(Mutability::ReadOnly),
            text("type", "What the member is.")
                .mutability(Mutability::Immutable)
                .canonical({"User", "Group"})})
           .multiValued()}};
  return schema;
}

}  // namespace scim2ldap::scim
