#include "tests/e2e/AdvertisedService.h"

#include <boost/test/unit_test.hpp>
#include <memory>

#include "tests/support/Folders.h"
#include "tests/support/PosixDirectory.h"

namespace scim2ldap::test {
namespace {

using scim::Json;

ConnectorOptions byTheRfc(const std::string& mapping) {
  ConnectorOptions options;
  options.mapping = mapping;
  options.dialect = "rfc";
  return options;
}

}  // namespace

AdvertisedService::AdvertisedService(const std::string& mapping)
    : slapd(posixDirectory()), connector(slapd, byTheRfc(mapping)), client(connector) {
  types = advertisedTypes(client);
  for (const AdvertisedType& type : types) {
    const ScimAnswer made = post(type, type.body(&AdvertisedAttribute::isRequired, values));
    BOOST_TEST_REQUIRE(made.status == 201, printJson(made.body));
    urls[type.name] = connector.baseUrl() + type.endpoint + "/" + made.id();
  }
  for (const auto& [type, url] : urls) values.referTo(type, url);
}

ScimAnswer AdvertisedService::post(const AdvertisedType& type, const Json& body) const {
  return client.send("POST", type.endpoint, printJson(body));
}

Json AdvertisedService::get(const AdvertisedType& type, const std::string& id,
                            const std::string& query) const {
  const ScimAnswer answer = client.send("GET", type.endpoint + "/" + id + query);
  BOOST_TEST_REQUIRE(answer.status == 200, printJson(answer.body));
  return answer.body;
}

std::string AdvertisedService::make(const AdvertisedType& type, const Json& body) const {
  const ScimAnswer made = post(type, body);
  BOOST_TEST_REQUIRE(made.status == 201, printJson(body) << " " << printJson(made.body));
  return made.id();
}

void AdvertisedService::remove(const AdvertisedType& type, const std::string& id) const {
  BOOST_TEST(client.send("DELETE", type.endpoint + "/" + id).status == 204);
}

const std::vector<std::string>& advertisedMappings() {
  static const std::vector<std::string> mappings = {"inetorgperson.toml", "posix.toml",
                                                    SCIM2LDAP_SOURCE_DIR "/tests/rfc/recordings/full.toml",
                                                    SCIM2LDAP_SOURCE_DIR "/tests/e2e/characteristics.toml"};
  return mappings;
}

AdvertisedService& advertisedService(const std::string& mapping) {
  static std::map<std::string, std::unique_ptr<AdvertisedService>> services;
  std::unique_ptr<AdvertisedService>& service = services[mapping];
  if (!service) service = std::make_unique<AdvertisedService>(mapping);
  return *service;
}

}  // namespace scim2ldap::test
