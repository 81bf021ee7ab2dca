#pragma once

#include <string>

#include "tests/support/TemporaryFolder.h"

namespace scim2ldap::test {

/// Makes a certification authority: `name`.pem and `name`.key in the folder.
void makeAuthority(const TemporaryFolder& folder, const std::string& name);

/// Makes `name`.pem and `name`.key, signed by the authority.
/// \param commonName       the subject's only RDN
/// \param subjectAltName   as openssl writes it ("IP:127.0.0.1")
void makeCertificate(const TemporaryFolder& folder, const std::string& authority, const std::string& name,
                     const std::string& commonName, const std::string& subjectAltName);

}  // namespace scim2ldap::test
