#pragma once

namespace scim2ldap::scim {

/// Which side wins where RFC 7643/7644 and Microsoft Entra contradict each other. The places where it
/// matters are listed in scim/README.md.
enum class Dialect { Entra, Rfc };

}  // namespace scim2ldap::scim
