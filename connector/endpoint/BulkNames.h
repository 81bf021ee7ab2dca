#pragma once

#include <string>
#include <vector>

#include "connector/provisioning/Service.h"
#include "scim/Bulk.h"

namespace scim2ldap::connector {

/// The names that each operation of a bulk takes or gives free. As a resource can have been given several in
/// a bulk, an operation that has to do with one has all that its resource had and gets. Resources are looked
/// up only where one operation may give free what another one takes.
/// \throws ldap::Error, StoreError
[[nodiscard]] std::vector<std::vector<std::string>> namesInBulk(
    Service& service, const std::vector<scim::BulkOperation>& operations,
    const std::vector<std::string>& scopes);

}  // namespace scim2ldap::connector
