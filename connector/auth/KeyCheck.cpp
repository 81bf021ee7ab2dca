#include "connector/auth/KeyCheck.h"

#include <exception>

#include "connector/auth/JwkSet.h"
#include "connector/auth/KeyDocument.h"

namespace scim2ldap::connector {

KeyCheck checkKeys(const TrustedIssuer& trusted) {
  try {
    const std::size_t count = parseJwkSet(readKeyDocument(trusted.keys)).size();
    return {true, trusted.keys + " has " + std::to_string(count) + " key" + (count == 1 ? "" : "s") + " of " +
                      trusted.issuer};
  } catch (const std::exception& error) {
    return {false,
            "the keys of " + trusted.issuer + " cannot be read from " + trusted.keys + ": " + error.what()};
  }
}

}  // namespace scim2ldap::connector
