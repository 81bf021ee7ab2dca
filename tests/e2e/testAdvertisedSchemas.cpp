#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <map>
#include <memory>

#include "ldap/Directory.h"
#include "tests/e2e/AdvertisedTypes.h"
#include "tests/e2e/SchemaValues.h"
#include "tests/e2e/replay/JsonMatch.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/Folders.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using scim::Json;

namespace {

SlapdOptions directory() {
  SlapdOptions options;
  options.ppolicy = true;
  options.schemas = {"core", "cosine", "inetorgperson",
                     SCIM2LDAP_SOURCE_DIR "/etc/ldap/schema/rfc2307bis.schema"};
  options.ldif =
      "dn: ou=counters,dc=example,dc=com\nobjectClass: organizationalUnit\nou: counters\n\n"
      "dn: cn=uidNext,ou=counters,dc=example,dc=com\nobjectClass: device\nobjectClass: extensibleObject\n"
      "cn: uidNext\nuidNumber: 10000\n\n"
      "dn: cn=gidNext,ou=counters,dc=example,dc=com\nobjectClass: device\nobjectClass: extensibleObject\n"
      "cn: gidNext\ngidNumber: 10000\n\n";
  return options;
}

ConnectorOptions byTheRfc(const std::string& mapping) {
  ConnectorOptions options;
  options.mapping = mapping;
  options.dialect = "rfc";
  return options;
}

using Attribute = AdvertisedAttribute;
using Type = AdvertisedType;

/// A service with this mapping, and its types as /ResourceTypes and /Schemas tell them.
struct World {
  TemporarySlapd slapd{directory()};
  ConnectorProcess connector;
  ScimClient client;
  std::vector<Type> types;
  std::map<std::string, std::string> urls;  ///< of one resource of each type
  SchemaValues values;

  explicit World(const std::string& mapping) : connector(slapd, byTheRfc(mapping)), client(connector) {
    types = advertisedTypes(client);
    for (const Type& type : types) {
      const ScimAnswer made = post(type, type.body(&Attribute::isRequired, values));
      BOOST_TEST_REQUIRE(made.status == 201, printJson(made.body));
      urls[type.name] = connector.baseUrl() + type.endpoint + "/" + made.id();
    }
    for (const auto& [type, url] : urls) values.referTo(type, url);
  }

  [[nodiscard]] ScimAnswer post(const Type& type, const Json& body) const {
    return client.send("POST", type.endpoint, printJson(body));
  }
  [[nodiscard]] Json get(const Type& type, const std::string& id, const std::string& query = "") const {
    const ScimAnswer answer = client.send("GET", type.endpoint + "/" + id + query);
    BOOST_TEST_REQUIRE(answer.status == 200, printJson(answer.body));
    return answer.body;
  }
  /// Makes a resource. \returns  its id
  [[nodiscard]] std::string make(const Type& type, const Json& body) const {
    const ScimAnswer made = post(type, body);
    BOOST_TEST_REQUIRE(made.status == 201, printJson(body) << " " << printJson(made.body));
    return made.id();
  }
  void remove(const Type& type, const std::string& id) const {
    BOOST_TEST(client.send("DELETE", type.endpoint + "/" + id).status == 204);
  }
};

World& world(const std::string& mapping) {
  static std::map<std::string, std::unique_ptr<World>> worlds;
  std::unique_ptr<World>& world = worlds[mapping];
  if (!world) world = std::make_unique<World>(mapping);
  return *world;
}

/// The shipped mappings, one with every attribute of RFC 7643, and one with every type and characteristic.
const std::string kMappings[] = {"inetorgperson.toml", "posix.toml",
                                 SCIM2LDAP_SOURCE_DIR "/tests/rfc/recordings/full.toml",
                                 SCIM2LDAP_SOURCE_DIR "/tests/e2e/characteristics.toml"};
const auto eachMapping = boost::unit_test::data::make(kMappings);

/// What was sent is there, in its type and cardinality, with nothing that is not advertised.
void checkGivenBack(const Type& type, const Json& sent, const Json& received) {
  std::size_t known = 0;
  for (const Attribute& attribute : type.attributes) {
    const Json* expected = attribute.in(sent);
    const Json* actual = attribute.in(received);
    if (actual != nullptr) {
      ++known;
      BOOST_TEST(misfit(attribute.definition, *actual) == "");
    }
    if (attribute.is("returned", "never")) BOOST_TEST(actual == nullptr, attribute.path());
    if (expected == nullptr || !attribute.is("returned", "default")) continue;
    BOOST_TEST_REQUIRE(actual != nullptr, attribute.path());
    BOOST_TEST(mismatch(attribute.withoutRequested(*expected), *actual) == "", attribute.path());
  }
  std::size_t all = 0;
  for (const Json::Member& member : received.asObject()) {
    if (member.name == "schemas" || member.name == "id" || member.name == "meta") continue;
    all += member.name.find(':') == std::string::npos ? 1 : member.value.asObject().size();
  }
  BOOST_TEST(known == all, printJson(received));
}

void takeAllAtOnce(World& service) {
  for (const Type& type : service.types) {
    const Json body = type.body(&Attribute::isTaken, service.values);
    const std::string id = service.make(type, body);
    checkGivenBack(type, body, service.get(type, id));
    service.remove(type, id);
  }
}

void takeOneByOne(World& service) {
  for (const Type& type : service.types) {
    for (const Attribute& attribute : type.attributes) {
      if (!attribute.isTaken()) continue;
      BOOST_TEST_CONTEXT(attribute.path()) {
        const auto chosen = [&](const Attribute& each) { return each.isRequired() || &each == &attribute; };
        const Json body = type.body(chosen, service.values);
        const std::string id = service.make(type, body);
        checkGivenBack(type, body, service.get(type, id));
        service.remove(type, id);
      }
    }
  }
}

void missRequired(World& service) {
  for (const Type& type : service.types) {
    for (const Attribute& attribute : type.attributes) {
      if (!attribute.isRequired()) continue;
      const std::string url = service.urls.at(type.name);
      const std::string path = type.endpoint + url.substr(url.rfind('/'));
      const Json without = type.body(
          [&](const Attribute& each) { return each.isTaken() && &each != &attribute; }, service.values);
      for (const char* method : {"POST", "PUT"}) {
        const bool isPost = std::string(method) == "POST";
        const ScimAnswer answer =
            service.client.send(method, isPost ? type.endpoint : path, printJson(without));
        BOOST_TEST(answer.status == 400, attribute.path());
        BOOST_TEST(answer.body.stringAt("scimType") == "invalidValue", attribute.path());
        BOOST_TEST(answer.body.stringAt("detail").find("\"" + attribute.path() + "\"") != std::string::npos,
                   answer.body.stringAt("detail"));
      }
    }
  }
}

void ignoreReadOnly(World& service) {
  for (const Type& type : service.types) {
    Json body = type.body(&Attribute::isTaken, service.values);
    const Json taken = body;
    for (const Attribute& attribute : type.attributes) {
      if (!attribute.isTaken())
        attribute.put(body, attribute.isMultiValued() ? Json::array() : Json("forged"));
      if (!attribute.isTaken() || attribute.in(body) == nullptr) continue;
      Json value = *attribute.in(body);
      for (const std::string& part : attribute.readOnlyParts()) {
        if (!value.isArray()) value.set(part, "forged");
        if (value.isArray())
          for (Json& element : value.asArray()) element.set(part, "forged");
      }
      attribute.put(body, value);
    }
    body.set("id", "forged");
    body.set("meta", scim::parseJson(R"({"location":"forged","version":"forged"})"));
    const std::string id = service.make(type, body);
    const Json received = service.get(type, id);
    BOOST_TEST(printJson(received).find("forged") == std::string::npos, printJson(received));
    checkGivenBack(type, taken, received);
    service.remove(type, id);
  }
}

void checkReturned(World& service) {
  for (const Type& type : service.types) {
    const std::string id = service.make(type, type.body(&Attribute::isTaken, service.values));
    for (const Attribute& attribute : type.attributes) {
      BOOST_TEST_CONTEXT(attribute.path()) {
        const bool always = attribute.is("returned", "always");
        const bool never = attribute.is("returned", "never");
        const bool byDefault = always || attribute.is("returned", "default");
        const auto isThere = [&](const std::string& query) {
          return attribute.in(service.get(type, id, query)) != nullptr;
        };
        BOOST_TEST(isThere("") == (byDefault && attribute.isTaken()));
        BOOST_TEST(isThere("?attributes=" + attribute.path()) == (!never && attribute.isTaken()));
        BOOST_TEST(isThere("?attributes=id") == always);
        BOOST_TEST(isThere("?excludedAttributes=" + attribute.path()) == always);
        BOOST_TEST(service.get(type, id, "?excludedAttributes=id," + attribute.path()).find("id") != nullptr);
        for (const std::string& part : attribute.requestedParts()) {
          const auto hasPart = [&](const std::string& query) {
            const Json resource = service.get(type, id, query);
            const Json* value = attribute.in(resource);
            return value != nullptr && value->find(part) != nullptr;
          };
          BOOST_TEST(!hasPart(""), part);
          BOOST_TEST(hasPart("?attributes=" + attribute.path() + "." + part), part);
        }
      }
    }
    service.remove(type, id);
  }
}

/// \param given  the value of employeeNumber that the directory's administrator writes
void showReadOnly(World& service, const std::string& given) {
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

BOOST_DATA_TEST_CASE(are_taken_all_at_once_and_given_back, eachMapping) {
  takeAllAtOnce(world(sample));
}

BOOST_DATA_TEST_CASE(are_taken_one_by_one_and_given_back, eachMapping) {
  takeOneByOne(world(sample));
}

BOOST_DATA_TEST_CASE(are_missed_where_they_are_required, eachMapping) {
  missRequired(world(sample));
}

BOOST_DATA_TEST_CASE(are_ignored_where_they_are_read_only, eachMapping) {
  ignoreReadOnly(world(sample));
}

BOOST_DATA_TEST_CASE(are_returned_as_they_say, eachMapping) {
  checkReturned(world(sample));
}

BOOST_AUTO_TEST_CASE(show_what_the_directory_holds_where_they_are_read_only) {
  showReadOnly(world(std::end(kMappings)[-1]), "4711");
}

BOOST_AUTO_TEST_SUITE_END()
