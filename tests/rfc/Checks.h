#pragma once

#include "scim/Json.h"
#include "scim/Schema.h"

namespace scim2ldap::test {

/// What the RFC's examples are held against, by their `kind`; each reports its faults to Boost.Test.
/// \param file     the file of examples, for what its examples share
/// \param example  one of them
using Check = void(const scim::Json& file, const scim::Json& example);

Check checkResource, checkFilterExample, checkPatch, checkPath;
Check checkList, checkError, checkSearch, checkBulk;
Check checkSchema, checkServiceProviderConfig, checkResourceType, checkDocument;

/// The whole type that an example is of: `type` is "Group", or it is a user.
[[nodiscard]] const scim::ResourceType& typeOf(const scim::Json& example);

}  // namespace scim2ldap::test
