#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "scim/Discovery.h"
#include "tests/rfc/Checks.h"
#include "tests/scim/Samples.h"

namespace scim2ldap::test {
namespace {

using namespace scim;

constexpr std::string_view kBase = "https://example.com/v2";

/// Every characteristic of an attribute, and of its parts, by name: "emails.type.canonicalValues". RFC 7643
/// §7
void flatten(const Json& attributes, const std::string& prefix, std::map<std::string, std::string>& flat) {
  static const Json defaults = parseJson(R"({"type": "string", "multiValued": false, "required": false,
      "caseExact": false, "mutability": "readWrite", "returned": "default", "uniqueness": "none"})");
  for (const Json& attribute : attributes.asArray()) {
    const std::string name = prefix + std::string(attribute.stringAt("name"));
    flat[name] = "";
    Json whole = defaults;
    for (const Json::Member& member : attribute.asObject()) whole.set(member.name, member.value);
    for (const Json::Member& member : whole.asObject()) {
      if (member.name == "subAttributes")
        flatten(member.value, name + '.', flat);
      else if (member.name != "name" && member.name != "description")
        flat[name + '.' + member.name] = printJson(member.value);
    }
  }
}

/// Every member of the example, with a value of the same kind; URNs and names of resources as they stand.
void checkShape(const Json& expected, const Json& actual, const std::string& where) {
  BOOST_TEST_CONTEXT(where) {
    BOOST_TEST(expected.isObject() == actual.isObject());
    BOOST_TEST(expected.isArray() == actual.isArray());
    BOOST_TEST(expected.isBool() == actual.isBool());
    BOOST_TEST(expected.isInteger() == actual.isInteger());
    BOOST_TEST(expected.isString() == actual.isString());
    if (expected.isArray() && actual.isArray() && !expected.asArray().empty()) {
      BOOST_TEST_REQUIRE(!actual.asArray().empty());
      checkShape(expected.asArray().front(), actual.asArray().front(), where + "[0]");
    }
    if (!expected.isObject() || !actual.isObject()) return;
    for (const Json::Member& member : expected.asObject()) {
      const Json* found = actual.find(member.name);
      BOOST_TEST_REQUIRE(found != nullptr, member.name);
      checkShape(member.value, *found, where + '.' + member.name);
      static const std::set<std::string> same = {"schemas",      "schema",   "id",   "name",   "endpoint",
                                                 "resourceType", "location", "type", "primary"};
      if (same.contains(member.name)) BOOST_TEST(*found == member.value);
    }
  }
}

bool isOfType(std::string_view type, const Json& value) {
  if (type == "boolean") return value.isBool();
  if (type == "integer") return value.isInteger();
  if (type == "complex") return value.isObject();
  return value.isString();
}

/// Holds a document against the definitions of its attributes. What it has beyond them goes to `beyond`.
void checkFits(const Json& attributes, const Json& document, const std::string& prefix,
               std::set<std::string>& beyond) {
  std::set<std::string> known;
  for (const Json& attribute : attributes.asArray()) {
    const std::string name(attribute.stringAt("name"));
    known.insert(name);
    const Json* value = document.find(name);
    const bool required = attribute.find("required") != nullptr;
    BOOST_TEST((value != nullptr || !required), prefix << name << " is required");
    if (value == nullptr) continue;
    const std::string_view type = attribute.stringAt("type");
    BOOST_TEST_REQUIRE(value->isArray() == (attribute.find("multiValued") != nullptr), prefix << name);
    for (const Json& element : value->isArray() ? value->asArray() : Json::Array{*value}) {
      BOOST_TEST(isOfType(type, element), prefix << name << ": " << element);
      if (type == "complex")
        checkFits(*attribute.find("subAttributes"), element, prefix + name + '.', beyond);
      if (const Json* canonical = attribute.find("canonicalValues")) {
        const Json::Array& values = canonical->asArray();
        // "binary" is a type of §2.3.6 that the listing forgets.
        BOOST_TEST((std::find(values.begin(), values.end(), element) != values.end() || element == "binary"),
                   prefix << name << ": " << element);
      }
    }
  }
  for (const Json::Member& member : document.asObject())
    if (!known.contains(member.name)) beyond.insert(prefix + member.name);
}

/// The documents of that kind that the service tells.
Json::Array documents(std::string_view kind) {
  if (kind == "ServiceProviderConfig") return {serviceProviderConfig({}, kBase)};
  if (kind == "ResourceType")
    return {resourceTypeResource(userType(), kBase), resourceTypeResource(groupType(), kBase)};
  return {schemaResource(userSchema(), kBase), schemaResource(groupSchema(), kBase),
          schemaResource(enterpriseUserSchema(), kBase)};
}

}  // namespace

void checkSchema(const Json& /*file*/, const Json& example) {
  const std::string_view urn = example.stringAt("schema");
  const Schema& schema = urn == kUserSchema    ? userSchema()
                         : urn == kGroupSchema ? groupSchema()
                                               : enterpriseUserSchema();
  BOOST_TEST_REQUIRE(schema.id == urn);
  BOOST_TEST(schema.name == example.stringAt("name"));
  std::map<std::string, std::string> expected;
  std::map<std::string, std::string> actual;
  flatten(*example.find("attributes"), "", expected);
  const Json document = schemaResource(schema, kBase);
  flatten(*document.find("attributes"), "", actual);

  // Each place where the service means something else is listed, and no place is listed in vain.
  std::set<std::string> different;
  for (const auto& [name, value] : expected)
    if (!actual.contains(name) || actual[name] != value) different.insert(name);
  for (const auto& [name, value] : actual)
    if (!expected.contains(name)) different.insert(name);
  std::set<std::string> listed;
  for (const Json::Member& member : example.find("otherwise")->asObject()) listed.insert(member.name);
  // A part that the listing lacks stands for all of its characteristics.
  std::erase_if(different, [&](const std::string& name) {
    const std::string part = name.substr(0, name.rfind('.'));
    return listed.contains(part) && !expected.contains(part);
  });
  BOOST_TEST(different == listed, boost::test_tools::per_element());
}

void checkServiceProviderConfig(const Json& /*file*/, const Json& example) {
  checkShape(*example.find("expected"), serviceProviderConfig({}, kBase), "$");
}

void checkResourceType(const Json& /*file*/, const Json& example) {
  checkShape(*example.find("expected"), resourceTypeResource(typeOf(example), kBase), "$");
}

void checkDocument(const Json& /*file*/, const Json& example) {
  std::set<std::string> beyond;
  for (const Json& document : documents(example.stringAt("document")))
    checkFits(*example.find("attributes"), document, "", beyond);
  std::set<std::string> listed;
  for (const Json::Member& member : example.find("otherwise")->asObject()) listed.insert(member.name);
  BOOST_TEST(beyond == listed, boost::test_tools::per_element());
}

}  // namespace scim2ldap::test
