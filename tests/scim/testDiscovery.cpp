#include <boost/test/unit_test.hpp>
#include <set>

#include "Samples.h"
#include "scim/Discovery.h"

using namespace scim2ldap::scim;

namespace {

constexpr std::string_view kBase = "https://host/scim/v2";

void checkDefinition(const Json& attribute) {
  BOOST_TEST_CONTEXT(attribute.stringAt("name")) {
    for (const char* characteristic : {"name", "type", "multiValued", "description", "required", "caseExact",
                                       "mutability", "returned", "uniqueness"}) {
      BOOST_TEST(attribute.find(characteristic) != nullptr, characteristic);
    }
    BOOST_TEST((attribute.stringAt("type") == "complex") == (attribute.find("subAttributes") != nullptr));
    BOOST_TEST((attribute.stringAt("type") == "reference") == (attribute.find("referenceTypes") != nullptr));
    for (const auto& member : attribute.asObject()) BOOST_TEST(!member.value.isUnassigned(), member.name);
    if (const Json* parts = attribute.find("subAttributes")) {
      for (const Json& part : parts->asArray()) checkDefinition(part);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(DiscoverySuite)

BOOST_AUTO_TEST_CASE(tells_the_capabilities) {
  ServiceCapabilities capabilities;
  capabilities.maxResults = 200;
  capabilities.pageSize = 100;
  capabilities.cursorTimeout = std::chrono::minutes(10);
  capabilities.etag = true;
  BOOST_TEST(serviceProviderConfig(capabilities, kBase) == parseJson(R"({
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    "patch": {"supported": true},
    "bulk": {"supported": false, "maxOperations": 0, "maxPayloadSize": 0},
    "filter": {"supported": true, "maxResults": 200},
    "changePassword": {"supported": false},
    "sort": {"supported": false},
    "etag": {"supported": true},
    "pagination": {"cursor": true, "index": true, "defaultPaginationMethod": "index",
        "defaultPageSize": 100, "maxPageSize": 200, "cursorTimeout": 600},
    "authenticationSchemes": [{"type": "oauthbearertoken", "name": "OAuth Bearer Token",
        "description": "A token that the service has issued, sent as a bearer token",
        "specUri": "https://www.rfc-editor.org/info/rfc6750", "primary": true}],
    "meta": {"resourceType": "ServiceProviderConfig", "location": "https://host/scim/v2/ServiceProviderConfig"}})"));
}

BOOST_AUTO_TEST_CASE(tells_a_resource_type) {
  BOOST_TEST(resourceTypeResource(userType(), kBase) == parseJson(R"({
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    "id": "User", "name": "User", "endpoint": "/Users", "description": "User Account",
    "schema": "urn:ietf:params:scim:schemas:core:2.0:User",
    "schemaExtensions": [{"schema": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "required": false}],
    "meta": {"resourceType": "ResourceType", "location": "https://host/scim/v2/ResourceTypes/User"}})"));
}

BOOST_AUTO_TEST_CASE(spells_every_characteristic_out) {
  for (const Schema* schema : {&userSchema(), &groupSchema(), &enterpriseUserSchema()}) {
    const Json json = schemaResource(*schema, kBase);
    BOOST_TEST(json.stringAt("id") == schema->id);
    BOOST_TEST(json.find("meta")->stringAt("location") == "https://host/scim/v2/Schemas/" + schema->id);
    for (const Json& attribute : json.find("attributes")->asArray()) checkDefinition(attribute);
  }
}

BOOST_AUTO_TEST_CASE(defines_an_attribute_as_the_rfc_does) {
  const Json schema = schemaResource(userSchema(), kBase);
  const Json& userName = schema.find("attributes")->asArray().front();
  BOOST_TEST(
      printJson(userName) ==
      R"({"name":"userName","type":"string","multiValued":false,"description":"The name by which the user is known to the service, unique among its users.","required":true,"caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"server"})");
}

BOOST_AUTO_TEST_CASE(shows_the_canonical_types_that_clients_derive_paths_from) {
  const Json schema = schemaResource(userSchema(), kBase);
  std::set<std::string> withTypes;
  for (const Json& attribute : schema.find("attributes")->asArray()) {
    const Json* parts = attribute.find("subAttributes");
    if (parts == nullptr) continue;
    for (const Json& part : parts->asArray()) {
      if (part.stringAt("name") == "type" && part.find("canonicalValues") != nullptr) {
        withTypes.insert(std::string(attribute.stringAt("name")));
      }
    }
  }
  BOOST_TEST(
      withTypes == (std::set<std::string>{"addresses", "emails", "groups", "ims", "phoneNumbers", "photos"}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
