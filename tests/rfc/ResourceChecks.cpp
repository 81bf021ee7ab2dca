#include <boost/test/unit_test.hpp>
#include <set>

#include "scim/Filter.h"
#include "scim/FilterMatch.h"
#include "scim/Patch.h"
#include "tests/rfc/Checks.h"
#include "tests/scim/Samples.h"

namespace scim2ldap::test {
namespace {

using namespace scim;

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

}  // namespace

const ResourceType& typeOf(const Json& example) {
  return example.stringAt("type") == "Group" ? groupType() : userType();
}

void checkResource(const Json& /*file*/, const Json& example) {
  Json expected = *example.find("input");
  const std::set<std::string> readOnly = textsOf(*example.find("readOnly"));
  for (const std::string& path : readOnly) eraseReadOnly(expected, path);
  expected.erase("schemas");
  std::erase_if(expected.asObject(), [](const Json::Member& member) { return member.value.isUnassigned(); });
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

void checkPath(const Json& /*file*/, const Json& example) {
  const PatchPath path = parsePatchPath(example.stringAt("path"));
  BOOST_TEST(toString(path) == example.stringAt("path"));
}

}  // namespace scim2ldap::test
