#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "Samples.h"
#include "scim/Patch.h"

using namespace scim2ldap::scim;

namespace {

std::vector<PatchOperation> parse(const std::string& operations) {
  return parsePatch(parseJson(
      R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":)" + operations + "}"));
}

std::string text(const std::vector<PatchOperation>& operations) {
  constexpr std::string_view kOps[] = {"add", "remove", "replace"};
  std::string result;
  for (const PatchOperation& operation : operations) {
    if (!result.empty()) result += "; ";
    result += kOps[static_cast<int>(operation.op)];
    result += ' ' + (operation.path ? toString(*operation.path) : "?") + " = " + printJson(operation.value);
  }
  return result;
}

struct Case {
  const char* in;
  const char* out;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.in;
}
const Case kMessages[] = {
    {R"([{"op":"Replace","path":"displayName","value":"B"}])", R"(replace displayName = "B")"},
    {R"([{"OP":"ADD","Path":"title","VALUE":"B"}])", R"(add title = "B")"},
    {R"([{"op":"remove","path":"title"}])", "remove title = null"},
    {R"([{"op":"replace","value":{"displayName":"B","active":false,"name.familyName":"N",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department":"L"}}])",
     R"(replace displayName = "B"; replace active = false; replace name.familyName = "N"; replace urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department = "L")"},
    {R"([{"op":"add","value":{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"L","manager.value":"m"}}}])",
     R"(add urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department = "L"; add urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value = "m")"},
    {R"([{"op":"replace","value":{"id":"1","schemas":[],"meta":{},"displayName":"B"}}])",
     R"(replace displayName = "B")"},
    {R"([{"op":"replace","path":"","value":{"active":false}}])", "replace active = false"},
    {R"([{"op":"replace","path":null,"value":{"emails[type eq \"work\"].value":"x"}}])",
     R"(replace emails[type eq "work"].value = "x")"},
    {R"([{"op":"replace","value":{"no path":1,"active":false}}])",
     R"(replace ? = {"no path":1}; replace active = false)"},
    {R"([{"op":"replace","value":{}}])", ""},
};

const Case kFaults[] = {
    {"[]", "invalidSyntax"},
    {"{}", "invalidSyntax"},
    {"[1]", "invalidSyntax"},
    {R"([{"path":"title","value":"x"}])", "invalidSyntax"},
    {R"([{"op":"move","path":"title"}])", "invalidSyntax"},
    {R"([{"op":"add","path":7,"value":"x"}])", "invalidSyntax"},
    {R"([{"op":"remove"}])", "noTarget"},
    {R"([{"op":"remove","value":{"title":"x"}}])", "noTarget"},
    {R"([{"op":"add","path":"emails[type","value":"x"}])", "invalidPath"},
    {R"([{"op":"add","value":"x"}])", "invalidValue"},
    {R"([{"op":"replace"}])", "invalidValue"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(PatchMessageSuite)

BOOST_DATA_TEST_CASE(reads, boost::unit_test::data::make(kMessages)) {
  BOOST_TEST(text(parse(sample.in)) == sample.out);
}

BOOST_DATA_TEST_CASE(refuses, boost::unit_test::data::make(kFaults)) {
  BOOST_TEST(errorOf([&] { parse(sample.in); }).starts_with(std::string(sample.out) + ": "));
}

BOOST_AUTO_TEST_CASE(wants_the_message_schema) {
  for (const char* body : {"[]", R"({"Operations":[{"op":"remove","path":"a"}]})",
                           R"({"schemas":["urn:x"],"Operations":[{"op":"remove","path":"a"}]})"}) {
    BOOST_TEST(
        errorOf([&] { static_cast<void>(parsePatch(parseJson(body))); }).starts_with("invalidSyntax: "),
        body);
  }
}

BOOST_AUTO_TEST_CASE(bounds_the_number_of_operations) {
  Json operations = Json::array();
  const Json one = parseJson(R"({"op":"remove","path":"title"})");
  operations.asArray().assign(kMaxPatchOperations, one);
  BOOST_TEST(parse(printJson(operations)).size() == kMaxPatchOperations);
  operations.asArray().push_back(one);
  BOOST_CHECK_EXCEPTION(parse(printJson(operations)), Error,
                        [](const Error& e) { return e.status() == 413; });
}

BOOST_AUTO_TEST_CASE(the_urn_of_a_core_schema_as_path_is_the_resource_itself) {
  const auto operations = [](const std::string& operation) {
    return parsePatch(parseJson(
        R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" + operation + "]}"));
  };
  BOOST_CHECK(operations(R"({"op":"add","path":"urn:ietf:params:scim:schemas:core:2.0:Group",)"
                         R"("value":{"members":[{"value":"1"}]}})") ==
              operations(R"({"op":"add","value":{"members":[{"value":"1"}]}})"));
  BOOST_CHECK(operations(R"({"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:User",)"
                         R"("value":{"active":false}})") ==
              operations(R"({"op":"replace","value":{"active":false}})"));
}

BOOST_AUTO_TEST_CASE(operations_on_one_attribute_are_found_among_malformed_ones) {
  const auto found = [](const char* operations) {
    return text(operationsOn(parseJson(std::string(R"({"Operations":)") + operations + "}"), "active"));
  };
  BOOST_TEST(found(R"([7,{"op":"move"},{"op":"Replace","path":"emails[","value":1},)"
                   R"({"op":"Replace","path":"Active","value":"False"},{"op":"replace","value":{"x y":1,)"
                   R"("active":false,"urn:x:y:active":true}},{"op":"remove"}])") ==
             "replace Active = \"False\"; replace active = false");
  BOOST_TEST(found("[]").empty());
  BOOST_TEST(found("{}").empty());
  BOOST_TEST(operationsOn(parseJson("[]"), "active").empty());
}

BOOST_AUTO_TEST_SUITE_END()
