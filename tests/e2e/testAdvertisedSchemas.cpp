#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/e2e/AdvertisedService.h"
#include "tests/e2e/replay/JsonMatch.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using scim::Json;
using Attribute = AdvertisedAttribute;
using Type = AdvertisedType;

namespace {

const auto eachMapping = boost::unit_test::data::make(advertisedMappings());

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

void takeAllAtOnce(AdvertisedService& service) {
  for (const Type& type : service.types) {
    const Json body = type.body(&Attribute::isTaken, service.values);
    const std::string id = service.make(type, body);
    checkGivenBack(type, body, service.get(type, id));
    service.remove(type, id);
  }
}

void takeOneByOne(AdvertisedService& service) {
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

void missRequired(AdvertisedService& service) {
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

void ignoreReadOnly(AdvertisedService& service) {
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

void checkReturned(AdvertisedService& service) {
  for (const Type& type : service.types) {
    const ScimAnswer made = service.post(type, type.body(&Attribute::isTaken, service.values));
    BOOST_TEST_REQUIRE(made.status == 201, printJson(made.body));
    const std::string id = made.id();
    for (const Attribute& attribute : type.attributes) {
      BOOST_TEST_CONTEXT(attribute.path()) {
        const bool always = attribute.is("returned", "always");
        const bool never = attribute.is("returned", "never");
        const bool byDefault = always || attribute.is("returned", "default");
        const auto isThere = [&](const std::string& query) {
          return attribute.in(service.get(type, id, query)) != nullptr;
        };
        BOOST_TEST(isThere("") == (byDefault && attribute.isTaken()));
        // The body of the POST named it.
        BOOST_TEST((attribute.in(made.body) != nullptr) == (!never && attribute.isTaken()));
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
          BOOST_TEST(attribute.in(made.body)->find(part) != nullptr, part);
          BOOST_TEST(hasPart("?attributes=" + attribute.path() + "." + part), part);
        }
      }
    }
    service.remove(type, id);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(AdvertisedSchemas)

BOOST_DATA_TEST_CASE(are_taken_all_at_once_and_given_back, eachMapping) {
  takeAllAtOnce(advertisedService(sample));
}

BOOST_DATA_TEST_CASE(are_taken_one_by_one_and_given_back, eachMapping) {
  takeOneByOne(advertisedService(sample));
}

BOOST_DATA_TEST_CASE(are_missed_where_they_are_required, eachMapping) {
  missRequired(advertisedService(sample));
}

BOOST_DATA_TEST_CASE(are_ignored_where_they_are_read_only, eachMapping) {
  ignoreReadOnly(advertisedService(sample));
}

BOOST_DATA_TEST_CASE(are_returned_as_they_say, eachMapping) {
  checkReturned(advertisedService(sample));
}

BOOST_AUTO_TEST_SUITE_END()
