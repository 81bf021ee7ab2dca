#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/e2e/AdvertisedTypes.h"
#include "tests/e2e/SchemaValues.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::test {

/// A service with this mapping and the dialect of the RFC over a directory of its own, its types as
/// /ResourceTypes and /Schemas tell them, and one resource of each for references.
struct AdvertisedService {
  TemporarySlapd slapd;
  ConnectorProcess connector;
  ScimClient client;
  std::vector<AdvertisedType> types;
  std::map<std::string, std::string> urls;  ///< of one resource of each type
  SchemaValues values;

  explicit AdvertisedService(const std::string& mapping);

  [[nodiscard]] ScimAnswer post(const AdvertisedType& type, const scim::Json& body) const;
  /// The resource; the case fails where there is none.
  [[nodiscard]] scim::Json get(const AdvertisedType& type, const std::string& id,
                               const std::string& query = "") const;
  /// Makes a resource. \returns  its id; the case fails where it is refused
  [[nodiscard]] std::string make(const AdvertisedType& type, const scim::Json& body) const;
  void remove(const AdvertisedType& type, const std::string& id) const;
};

/// The shipped mappings, one with every attribute of RFC 7643, and one with every type and characteristic.
[[nodiscard]] const std::vector<std::string>& advertisedMappings();

/// The service with this mapping, which the cases share.
[[nodiscard]] AdvertisedService& advertisedService(const std::string& mapping);

}  // namespace scim2ldap::test
