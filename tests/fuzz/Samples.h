#pragma once

#include <vector>

#include "scim/Dialect.h"
#include "scim/Json.h"
#include "scim/Resource.h"
#include "scim/Schema.h"

namespace scim2ldap::fuzz {

/// An extension with what the core schema has not: simple multi-valued attributes, numbers, immutable values.
inline scim::Schema badgeSchema() {
  using scim::Type;
  scim::Schema schema{"urn:example:2.0:Badge", "Badge", "", {}};
  schema.attributes = {
      {.name = "labels", .multiValued = true},
      {.name = "levels", .type = Type::Integer, .multiValued = true},
      {.name = "flags", .type = Type::Boolean, .multiValued = true},
      {.name = "weight", .type = Type::Decimal},
      {.name = "since", .type = Type::DateTime},
      {.name = "serial", .mutability = scim::Mutability::Immutable},
      {.name = "doors",
       .type = Type::Complex,
       .multiValued = true,
       .subAttributes = {{.name = "value", .required = true, .mutability = scim::Mutability::Immutable},
                         {.name = "floor", .type = Type::Integer},
                         {.name = "primary", .type = Type::Boolean}}},
  };
  return schema;
}

inline const scim::ResourceType& userType() {
  static const scim::ResourceType type{
      "User", "/Users", scim::userSchema(), {scim::enterpriseUserSchema(), badgeSchema()}};
  return type;
}
inline const scim::ResourceType& groupType() {
  static const scim::ResourceType type{"Group", "/Groups", scim::groupSchema(), {}};
  return type;
}

inline scim::Json canonical(const scim::ResourceType& type, std::string_view text) {
  scim::Ignored ignored;
  return canonicalResource(type, scim::parseJson(text), scim::Dialect::Rfc, ignored);
}

/// Canonical users: one with a value for every kind of attribute, and one with next to nothing.
inline const std::vector<scim::Json>& users() {
  static const std::vector<scim::Json> all = {canonical(userType(), R"json({
      "userName": "Jürgen.NOVAK@corp.example", "externalId": "9f0d6a34-77f2", "active": true,
      "displayName": "Jürgen Novák", "title": "Planner", "profileUrl": "https://corp.example/~novak",
      "name": {"formatted": "Jürgen Novák", "familyName": "Novák", "givenName": "Jürgen"},
      "emails": [{"value": "novak@corp.example", "type": "work", "primary": true},
                 {"value": "j@home.example", "type": "home"}],
      "phoneNumbers": [{"value": "+420 555 010 100", "type": "work"}],
      "addresses": [{"type": "work", "formatted": "Lesni 4\nBrno", "country": "CZ"}],
      "roles": [{"value": "editor", "display": "Editor", "primary": false}],
      "x509Certificates": [{"value": "TUlJQg=="}],
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
        "employeeNumber": "70112", "department": "Logistics", "manager": {"value": "26118915"}},
      "urn:example:2.0:Badge": {"labels": ["a", "B"], "levels": [1, 2], "flags": [true], "weight": 1.5,
        "since": "2026-03-01T10:00:00+01:00", "serial": "S1",
        "doors": [{"value": "north", "floor": 2, "primary": true}, {"value": "south", "floor": 3}]}
    })json"),
                                              canonical(userType(), R"({"userName": "b"})")};
  return all;
}

inline const scim::Json& group() {
  static const scim::Json one =
      canonical(groupType(), R"({"displayName": "Leads", "members": [{"value": "1"}, {"value": "2"}]})");
  return one;
}

}  // namespace scim2ldap::fuzz
