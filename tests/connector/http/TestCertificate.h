#pragma once

#include <filesystem>
#include <string>

#include "connector/config/Configuration.h"

namespace scim2ldap::connector {

/// Writes a self-signed certificate (EC P-256) with its key: `<name>.crt` and `<name>.key`.
TlsSettings writeCertificate(const std::filesystem::path& folder, const std::string& name,
                             int daysValid = 365);

/// Writes the same with an RSA key of `bits`.
TlsSettings writeRsaCertificate(const std::filesystem::path& folder, const std::string& name, int bits);

}  // namespace scim2ldap::connector
