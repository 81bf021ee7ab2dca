#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

#include "scim/Discovery.h"
#include "scim/Filter.h"
#include "scim/FilterMatch.h"
#include "scim/Messages.h"
#include "scim/Patch.h"
#include "tests/scim/Samples.h"
#include "tests/support/Folders.h"
#include "tests/support/Program.h"

using namespace scim2ldap;
using namespace scim2ldap::scim;

namespace {

const ResourceType& typeOf(const Json& example) {
  return example.stringAt("type") == "Group" ? groupType() : userType();
}

std::set<std::string> textsOf(const Json& list) {
  std::set<std::string> texts;
  for (const Json& text : list.asArray()) texts.insert(text.asString());
  return texts;
}

/// A resource without the paths that a client cannot write: "a", "a.b", "URN:a.b"; an element of a list
/// loses its part.
void eraseReadOnly(Json& resource, const std::string& text) {
  const AttributePath path = parseAttributePath(text);
  Json* holder = path.schema.empty() ? &resource : resource.find(path.schema);
  BOOST_TEST_REQUIRE(holder != nullptr);
  if (path.subAttribute.empty()) {
    BOOST_TEST(holder->erase(path.name));
    return;
  }
  Json* attribute = holder->find(path.name);
  BOOST_TEST_REQUIRE(attribute != nullptr);
  if (!attribute->isArray()) {
    BOOST_TEST(attribute->erase(path.subAttribute));
    return;
  }
  for (Json& element : attribute->asArray()) BOOST_TEST(element.erase(path.subAttribute));
}

void checkResource(const Json& /*file*/, const Json& example) {
  Json expected = *example.find("input");
  const std::set<std::string> readOnly = textsOf(*example.find("readOnly"));
  for (const std::string& path : readOnly) eraseReadOnly(expected, path);
  expected.erase("schemas");
  Ignored ignored;
  const Json canonical = canonicalResource(typeOf(example), *example.find("input"), Dialect::Rfc, ignored);
  BOOST_TEST(canonical == expected);
  BOOST_TEST(ignored.unknown.empty());
  BOOST_TEST(std::set<std::string>(ignored.readOnly.begin(), ignored.readOnly.end()) == readOnly,
             boost::test_tools::per_element());
  BOOST_CHECK_NO_THROW(checkRequired(typeOf(example), canonical));
}

void checkFilterExample(const Json& file, const Json& example) {
  const Filter filter = parseFilter(example.stringAt("filter"));
  BOOST_CHECK(parseFilter(toString(filter)) == filter);
  const std::set<std::string> finds = textsOf(*example.find("finds"));
  for (const Json::Member& user : file.find("users")->asObject())
    BOOST_TEST(matches(userType(), user.value, filter) == finds.contains(user.name), user.name);
}

void checkPatch(const Json& /*file*/, const Json& example) {
  Ignored ignored;
  const auto apply = [&] {
    const auto operations = parsePatch(*example.find("request"));
    return applyPatch(typeOf(example), *example.find("resource"), operations, Dialect::Rfc, ignored);
  };
  if (const std::string_view error = example.stringAt("error"); !error.empty()) {
    BOOST_CHECK_EXCEPTION(static_cast<void>(apply()), Error, [&](const Error& thrown) {
      return thrown.status() == 400 && toString(thrown.type()) == error;
    });
    return;
  }
  BOOST_TEST(apply() == *example.find("expected"));
  BOOST_TEST(ignored.unknown.empty());
}

void checkList(const Json& /*file*/, const Json& example) {
  BOOST_TEST(listResponse(example.find("resources")->asArray(), example.find("total")->asInteger(),
                          example.find("startIndex")->asInteger()) == *example.find("expected"));
}

void checkError(const Json& /*file*/, const Json& example) {
  const ScimType type = example.stringAt("scimType") == "mutability" ? ScimType::Mutability : ScimType::None;
  BOOST_TEST(errorBody(static_cast<int>(example.find("status")->asInteger()), type,
                       example.stringAt("detail")) == *example.find("expected"));
}

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
  const Json document = schemaResource(schema, "https://example.com/v2");
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

void checkServiceProviderConfig(const Json& /*file*/, const Json& example) {
  checkShape(*example.find("expected"), serviceProviderConfig({}, "https://example.com/v2"), "$");
}

void checkResourceType(const Json& /*file*/, const Json& example) {
  checkShape(*example.find("expected"), resourceTypeResource(typeOf(example), "https://example.com/v2"), "$");
}

const std::map<std::string, std::function<void(const Json& file, const Json& example)>> kChecks = {
    {"resource", checkResource},
    {"filter", checkFilterExample},
    {"patch", checkPatch},
    {"list", checkList},
    {"error", checkError},
    {"schema", checkSchema},
    {"serviceProviderConfig", checkServiceProviderConfig},
    {"resourceType", checkResourceType},
};

/// Makes one test case of each example of the files.
class Examples : public boost::unit_test::test_unit_generator {
 public:
  Examples() {
    std::vector<std::filesystem::path> paths;
    for (const auto& each : std::filesystem::directory_iterator(SCIM2LDAP_SOURCE_DIR "/tests/rfc/examples"))
      paths.push_back(each.path());
    std::ranges::sort(paths);
    for (const auto& path : paths) {
      const Json file = parseJson(test::readFile(path));
      for (const Json& example : file.find("examples")->asArray()) cases_.emplace_back(file, example);
    }
    // Taken from the back.
    std::ranges::reverse(cases_);
  }

  [[nodiscard]] boost::unit_test::test_unit* next() const override {
    if (cases_.empty()) return nullptr;
    const auto [file, example] = cases_.back();
    cases_.pop_back();
    const std::string name =
        std::string(example.stringAt("section")) + ' ' + std::string(example.stringAt("name"));
    const auto check = kChecks.at(std::string(example.stringAt("kind")));
    return boost::unit_test::make_test_case([check, f = file, e = example] { check(f, e); }, name, __FILE__,
                                            __LINE__);
  }

 private:
  mutable std::vector<std::pair<Json, Json>> cases_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(RfcExamples)

const boost::unit_test::ut_detail::auto_test_unit_registrar examples(
    Examples(), boost::unit_test::decorator::collector_t::instance());

BOOST_AUTO_TEST_SUITE_END()
