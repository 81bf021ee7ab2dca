#pragma once

#include <string>
#include <vector>

#include "scim/Dialect.h"
#include "scim/Json.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {

/// What a client sent that was set aside rather than refused, for the log: unknown attributes and URNs,
/// read-only attributes. Paths in standard notation.
struct Ignored {
  std::vector<std::string> unknown;
  std::vector<std::string> readOnly;
};

/// A resource as a client sent it, in canonical form:
/// - attribute names and URNs spelt as the schema spells them; core attributes written with the core URN
///   or as a member of an object under the core URN stand at the top;
/// - an extension's attributes in one object under its URN, whether they came nested or as
///   "URN:attribute" keys; dotted keys ("name.familyName") expanded;
/// - null, [] and (for strings) "" taken as not assigned, and left out; a complex value left without any
///   sub-attribute likewise;
/// - types checked; with Dialect::Entra also coerced: "True"/"False" to booleans, numbers in strings,
///   a scalar in a one-element array, {"value": x} for a simple attribute, a bare id for `manager`,
///   "$ref": null dropped, a `roles` value that is itself a JSON document in a string unwrapped to its
///   `value` (with `displayName` as `display`);
/// - at most one value of a multi-valued attribute is primary; a value without primary has none;
/// - of values with the same `type` and `value` one, with the parts of all of them;
/// - read-only attributes (`id`, `meta`, `groups`) left out, unknown ones left out; both told in `ignored`.
///   `schemas` is left out as well: the server writes it.
///
/// \throws Error  400 invalidSyntax when the body is not an object, 400 invalidValue naming the path when
///                a value has a type that cannot be taken
/// RFC 7643 §2, RFC 7644 §3.3
[[nodiscard]] Json canonicalResource(const ResourceType& type, const Json& body, Dialect dialect,
                                     Ignored& ignored);

/// Checks that every required attribute has a value.
/// \throws Error  400 invalidValue naming the attribute
/// RFC 7643 §2.2, §4.1.1
void checkRequired(const ResourceType& type, const Json& resource);

/// Checks what a PATCH has made of a resource: values that are new or changed have their required
/// sub-attributes, and an extension that is new its required attributes. What was wanting before may stay so.
/// \throws Error  400 invalidValue naming the attribute
void checkRequiredInChanges(const ResourceType& type, const Json& before, const Json& after);

}  // namespace scim2ldap::scim
