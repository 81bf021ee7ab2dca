#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "ldap/Directory.h"
#include "tests/e2e/AdvertisedService.h"
#include "tests/e2e/replay/JsonMatch.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using scim::Json;
using Attribute = AdvertisedAttribute;
using Type = AdvertisedType;

namespace {

const auto eachMapping = boost::unit_test::data::make(advertisedMappings());

void takeAgain(AdvertisedService& service) {
  for (const Type& type : service.types) {
    const std::string path =
        type.endpoint + "/" + service.make(type, type.body(&Attribute::isTaken, service.values));
    std::string all;
    for (const Attribute& attribute : type.attributes) all += (all.empty() ? "" : ",") + attribute.path();
    for (const Attribute& attribute : type.attributes)
      for (const std::string& part : attribute.requestedParts()) all += "," + attribute.path() + "." + part;
    const Json before = service.client.send("GET", path).body;
    const Json whole = service.client.send("GET", path + "?attributes=" + all).body;
    const ScimAnswer put = service.client.send("PUT", path, printJson(whole));
    BOOST_TEST(put.status == 200, printJson(put.body));
    const Json after = service.client.send("GET", path).body;
    BOOST_TEST((after == before), printJson(before) << " became " << printJson(after));
    for (const Attribute& attribute : type.attributes) {
      if (!attribute.is("mutability", "immutable")) continue;
      Json other = whole;
      attribute.put(other, service.values.valueOf(attribute.definition));
      const ScimAnswer refused = service.client.send("PUT", path, printJson(other));
      BOOST_TEST(refused.status == 400, attribute.path());
      BOOST_TEST(refused.body.stringAt("scimType") == "mutability", attribute.path());
    }
    BOOST_TEST(service.client.send("DELETE", path).status == 204);
  }
}

void patchOneByOne(AdvertisedService& service) {
  for (const Type& type : service.types) {
    const std::string id = service.make(type, type.body(&Attribute::isTaken, service.values));
    const std::string path = type.endpoint + "/" + id;
    const auto patch = [&](const std::string& op, const Attribute& attribute, const std::string& value) {
      return service.client.patch(path, op, attribute.path(), value);
    };
    for (const Attribute& attribute : type.attributes) {
      if (attribute.is("returned", "never")) continue;
      BOOST_TEST_CONTEXT(attribute.path()) {
        const Json value = service.values.valueOf(attribute.definition);
        if (!attribute.is("mutability", "readWrite")) {
          BOOST_TEST(patch("replace", attribute, printJson(value)) == 400);
          BOOST_TEST(patch("remove", attribute, "null") == 400);
          continue;
        }
        const std::string query = "?attributes=" + attribute.path();
        BOOST_TEST(patch("replace", attribute, printJson(value)) / 100 == 2);
        const Json replaced = service.get(type, id, query);
        BOOST_TEST_REQUIRE(attribute.in(replaced) != nullptr);
        BOOST_TEST(mismatch(attribute.withoutRequested(value), *attribute.in(replaced)) == "");
        if (attribute.isRequired()) {
          BOOST_TEST(patch("remove", attribute, "null") == 400);
          continue;
        }
        BOOST_TEST(patch("remove", attribute, "null") / 100 == 2);
        const Json removed = service.get(type, id, query);
        // What the server says in place of nothing, it says.
        const Json* left = attribute.in(removed);
        BOOST_TEST((left == nullptr || left->isUnassigned() || left->isBool()), printJson(removed));
      }
    }
    service.remove(type, id);
  }
}

/// \param given  the value of employeeNumber that the directory's administrator writes
void showReadOnly(AdvertisedService& service, const std::string& given) {
  const Type& type = service.types.front();
  const std::string path = "/Users/" + service.make(type, type.body(&Attribute::isRequired, service.values));
  const auto shown = [&] {
    const Json body = service.client.send("GET", path).body;
    const Json* extension = body.find("urn:example:2.0:User");
    return extension == nullptr ? "" : std::string(extension->stringAt("given"));
  };
  BOOST_TEST(shown() == "");
  const std::string name(service.client.send("GET", path).body.stringAt("userName"));
  ldap::Directory directory(service.slapd.settings());
  const ldap::Dn dn = ldap::Dn::parse("ou=people," + service.slapd.base()).child("uid", name);
  BOOST_TEST_REQUIRE(
      directory.modify(dn, {{ldap::ModificationType::Replace, "employeeNumber", {given}}}).ok());
  BOOST_TEST(shown() == given);

  Json body = type.body(&Attribute::isRequired, service.values);
  body.set("userName", name);
  BOOST_TEST(service.client.send("PUT", path, printJson(body)).status == 200);
  BOOST_TEST(shown() == given);
  BOOST_TEST(service.client.patch(path, "replace", "urn:example:2.0:User:given", "\"x\"") == 400);
  BOOST_TEST(service.client.patch(path, "replace", "urn:example:2.0:User:code", "\"c\"") == 200);
  BOOST_TEST(directory.read(dn, {"employeeNumber"}).value().first("employeeNumber").value() == given);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(AdvertisedSchemas)

BOOST_DATA_TEST_CASE(are_taken_again_as_they_were_given, eachMapping) {
  takeAgain(advertisedService(sample));
}

BOOST_DATA_TEST_CASE(are_replaced_and_removed_one_by_one, eachMapping) {
  patchOneByOne(advertisedService(sample));
}

BOOST_AUTO_TEST_CASE(show_what_the_directory_holds_where_they_are_read_only) {
  showReadOnly(advertisedService(advertisedMappings().back()), "4711");
}

BOOST_AUTO_TEST_SUITE_END()
