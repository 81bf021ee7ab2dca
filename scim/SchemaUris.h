#pragma once

#include "scim/Dialect.h"
#include "scim/Json.h"
#include "scim/Patch.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {

/// Checks the `schemas` that a client sent with a resource: the URI of the type's schema, and beside it only
/// URIs of its extensions, each once; those of which the body has attributes are not missing. With
/// Dialect::Entra anything is taken: Entra leaves extensions out, and names some of its own.
/// \throws Error  400 invalidSyntax when there is no list of strings or nothing in it, else 400 invalidValue
/// RFC 7643 §3
void checkSchemas(const ResourceType& type, const Json& body, Dialect dialect);

/// Carries out a PATCH operation on `schemas` of a canonical resource. What a resource holds decides what its
/// `schemas` says; so naming an extension changes nothing, and an extension that is named no longer takes
/// its attributes along.
/// \throws Error  400 invalidValue for a URI that is no schema of the type, 400 mutability when the type's
///                own schema would go, 400 noTarget
/// RFC 7644 §3.5.2
void patchSchemas(const ResourceType& type, const PatchOperation& operation, Json& resource);

}  // namespace scim2ldap::scim
