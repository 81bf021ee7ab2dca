#pragma once

#include "connector/provisioning/Plan.h"

namespace scim2ldap::connector {

/// The plan as the journal keeps it; planFromJson(toJson(p)) == p. Octets that are not UTF-8 are base64.
[[nodiscard]] scim::Json toJson(const Plan& plan);
/// \throws StoreError  when the text is not a plan (a journal of another release)
[[nodiscard]] Plan planFromJson(const scim::Json& json);

}  // namespace scim2ldap::connector
