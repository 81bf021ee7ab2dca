#pragma once

#include <string>

#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// How long the live tokens and client secrets that have an end still last, in Prometheus' text format.
/// Tokens of OAuth clients, which live for hours, are left out. \throws StoreError
[[nodiscard]] std::string expiryMetrics(Store& store, TimePoint now);

}  // namespace scim2ldap::connector
