#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "Samples.h"
#include "scim/Query.h"

using namespace scim2ldap::scim;

namespace {

#define ENTERPRISE "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

const Json& user() {
  static const Json json = parseJson(
      R"({"schemas":["s"],"id":"1","userName":"a","password":"secret","name":{"familyName":"N","givenName":"B"},
          "emails":[{"value":"a@b","type":"work"},{"value":"c@d"}],")" ENTERPRISE
      R"(":{"department":"L","manager":{"value":"m"}},"meta":{"version":"v","created":"c"}})");
  return json;
}

struct Case {
  const char* query;
  const char* out;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.query;
}
const Case kCases[] = {
    {"",
     R"({"schemas":["s"],"id":"1","userName":"a","name":{"familyName":"N","givenName":"B"},"emails":[{"value":"a@b","type":"work"},{"value":"c@d"}],")" ENTERPRISE
     R"(":{"department":"L","manager":{"value":"m"}},"meta":{"version":"v","created":"c"}})"},
    {"attributes=id", R"({"schemas":["s"],"id":"1"})"},
    {"attributes=USERNAME", R"({"schemas":["s"],"id":"1","userName":"a"})"},
    {"attributes=name.familyName", R"({"schemas":["s"],"id":"1","name":{"familyName":"N"}})"},
    {"attributes=name,name.familyName",
     R"({"schemas":["s"],"id":"1","name":{"familyName":"N","givenName":"B"}})"},
    {"attributes=emails.type", R"({"schemas":["s"],"id":"1","emails":[{"type":"work"}]})"},
    {"attributes=emails.display", R"({"schemas":["s"],"id":"1"})"},
    {"attributes=urn:ietf:params:scim:schemas:core:2.0:User:userName",
     R"({"schemas":["s"],"id":"1","userName":"a"})"},
    {"attributes=" ENTERPRISE ":department",
     R"({"schemas":["s"],"id":"1",")" ENTERPRISE R"(":{"department":"L"}})"},
    {"attributes=manager", R"({"schemas":["s"],"id":"1",")" ENTERPRISE R"(":{"manager":{"value":"m"}}})"},
    {"attributes=" ENTERPRISE,
     R"({"schemas":["s"],"id":"1",")" ENTERPRISE R"(":{"department":"L","manager":{"value":"m"}}})"},
    {"attributes=password,shoeSize", R"({"schemas":["s"],"id":"1"})"},
    {"attributes=name,userName&excludedAttributes=name.givenName",
     R"({"schemas":["s"],"id":"1","userName":"a","name":{"familyName":"N"}})"},
    {"excludedAttributes=emails,name,meta," ENTERPRISE, R"({"schemas":["s"],"id":"1","userName":"a"})"},
    {"excludedAttributes=id,schemas,userName,name,emails.value,meta.created," ENTERPRISE ":manager",
     R"({"schemas":["s"],"id":"1","emails":[{"type":"work"}],")" ENTERPRISE
     R"(":{"department":"L"},"meta":{"version":"v"}})"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ProjectionSuite)

BOOST_DATA_TEST_CASE(projects, boost::unit_test::data::make(kCases)) {
  BOOST_TEST(printJson(project(userType(), user(), parseQuery(parseQueryString(sample.query)).projection)) ==
             sample.out);
}

BOOST_AUTO_TEST_CASE(says_what_need_not_be_read) {
  const auto wants = [](const char* query, const char* attribute) {
    return parseQuery(parseQueryString(query)).projection.wants(groupType(), attribute);
  };
  BOOST_TEST(wants("", "members"));
  BOOST_TEST(!wants("excludedAttributes=members", "members"));
  BOOST_TEST(!wants("excludedAttributes=Members,displayName", "members"));
  BOOST_TEST(wants("excludedAttributes=members.display", "members"));
  BOOST_TEST(!wants("attributes=displayName", "members"));
  BOOST_TEST(wants("attributes=members.value", "members"));
  BOOST_TEST(wants("attributes=displayName", "id"));
  BOOST_TEST(wants("excludedAttributes=id", "id"));
}

BOOST_AUTO_TEST_CASE(says_what_stays_whole) {
  const auto wantsWhole = [](const char* query) {
    return parseQuery(parseQueryString(query)).projection.wantsWhole(groupType(), "members");
  };
  BOOST_TEST(wantsWhole(""));
  BOOST_TEST(wantsWhole("attributes=members"));
  BOOST_TEST(wantsWhole("attributes=displayName,members,members.value"));
  BOOST_TEST(wantsWhole("excludedAttributes=displayName"));
  BOOST_TEST(!wantsWhole("attributes=members.value"));
  BOOST_TEST(!wantsWhole("excludedAttributes=Members.Display"));
}

BOOST_AUTO_TEST_CASE(leaves_printed_text_alone) {
  Json group = parseJson(R"({"id":"1"})");
  group.set("members", PrintedJson{R"([{"value":"2"}])"});
  BOOST_TEST(printJson(project(groupType(), group, {})) == R"({"id":"1","members":[{"value":"2"}]})");
}

BOOST_AUTO_TEST_CASE(keeps_an_empty_list_that_is_returned) {
  const Json group = parseJson(R"({"id":"1","members":[]})");
  BOOST_TEST(printJson(project(groupType(), group, {})) == R"({"id":"1","members":[]})");
}

BOOST_AUTO_TEST_CASE(returns_by_request_only_when_named) {
  ResourceType type = groupType();
  type.schema.attributes.push_back({.name = "secretary", .returned = Returned::Request});
  const Json group = parseJson(R"({"id":"1","secretary":"x"})");
  BOOST_TEST(printJson(project(type, group, {})) == R"({"id":"1"})");
  BOOST_TEST(printJson(project(type, group, {{{"", "secretary", ""}}, {}})) ==
             R"({"id":"1","secretary":"x"})");
}

// RFC 7643 §7: "returned in response to any PUT, POST, or PATCH operations if the attribute was specified"
BOOST_AUTO_TEST_CASE(returns_by_request_what_the_body_names) {
  ResourceType type = userType();
  type.schema.attributes.push_back({.name = "secretary", .returned = Returned::Request});
  type.extensions.front().attributes.push_back(
      {.name = "desk",
       .type = Type::Complex,
       .subAttributes = {{.name = "floor"}, {.name = "seat", .returned = Returned::Request}}});
  const Json user = parseJson(R"({"id":"1","title":"t","secretary":"x",")" ENTERPRISE
                              R"(":{"desk":{"floor":"f","seat":"s"}}})");
  const auto answer = [&](const char* body, const char* query = "") {
    Projection projection = parseQuery(parseQueryString(query)).projection;
    projection.specified = attributesNamedIn(parseJson(body));
    return printJson(project(type, user, projection));
  };
  const std::string usual = R"({"id":"1","title":"t",")" ENTERPRISE R"(":{"desk":{"floor":"f"}}})";
  const std::string whole = printJson(user);
  BOOST_TEST(answer("{}") == usual);
  BOOST_TEST(answer(R"({"no name":1,"title":"t","a:b":{"c":1}})") == usual);
  BOOST_TEST(answer(R"({"SECRETARY":"x",")" ENTERPRISE R"(":{"desk":{"seat":"s"}}})") == whole);
  BOOST_TEST(answer(R"({"secretary":"x",")" ENTERPRISE R"(:desk.seat":"s"})") == whole);
  const auto patched = [&](const std::string& operations) {
    return answer(("{\"Operations\":[" + operations + "]}").c_str());
  };
  BOOST_TEST(patched(R"({"op":"add","path":"title","value":"t"})") == usual);
  BOOST_TEST(patched(R"({"op":"add","path":"secretary","value":"x"},
      {"op":"add","path":")" ENTERPRISE R"(:desk","value":{"seat":"s"}})") == whole);
  BOOST_TEST(patched(R"({"op":"add","value":{"secretary":"x"}},
      {"op":"replace","path":")" ENTERPRISE R"(:desk.seat","value":"s"})") == whole);
  BOOST_TEST(patched(R"({"op":"add","path":")" ENTERPRISE R"(","value":{"desk":{"seat":"s"}}},
      {"op":"remove","path":"secretary"},{"op":"remove","path":"a b"})") == whole);
  // Who asks for something else gets that.
  BOOST_TEST(answer(R"({"secretary":"x"})", "attributes=title") == R"({"id":"1","title":"t"})");
  BOOST_TEST(answer(R"({"secretary":"x"})", "excludedAttributes=secretary") == usual);
}

BOOST_AUTO_TEST_CASE(heeds_returned_in_every_combination) {
  const auto parts = [] {
    return std::vector<Attribute>{{.name = "always", .returned = Returned::Always},
                                  {.name = "usual"},
                                  {.name = "request", .returned = Returned::Request},
                                  {.name = "never", .returned = Returned::Never}};
  };
  ResourceType type{"Thing", "/Things", {"urn:x:core:2.0:Thing", "Thing", "", parts()}, {}};
  type.schema.attributes.push_back({.name = "whole", .type = Type::Complex, .subAttributes = parts()});
  type.extensions.push_back({"urn:x:extension:2.0:Thing", "", "", parts()});
  const Json all = parseJson(R"({"always":1,"usual":2,"request":3,"never":4})");
  Json thing = all;
  thing.set("whole", all);
  thing.set("urn:x:extension:2.0:Thing", all);
  const auto shown = [&](const char* query) {
    return project(type, thing, parseQuery(parseQueryString(query)).projection);
  };
  BOOST_TEST(shown("") == parseJson(R"({"always":1,"usual":2,"whole":{"always":1,"usual":2},
                                        "urn:x:extension:2.0:Thing":{"always":1,"usual":2}})"));
  BOOST_TEST(shown("attributes=request,never") ==
             parseJson(R"({"always":1,"request":3,"urn:x:extension:2.0:Thing":{"always":1}})"));
  BOOST_TEST(
      shown("attributes=whole.request,whole.never") ==
      parseJson(R"({"always":1,"whole":{"always":1,"request":3},"urn:x:extension:2.0:Thing":{"always":1}})"));
  BOOST_TEST(
      shown("excludedAttributes=always,usual,whole.always,whole.usual,urn:x:extension:2.0:Thing:always") ==
      parseJson(R"({"always":1,"whole":{"always":1},"urn:x:extension:2.0:Thing":{"always":1,"usual":2}})"));
}

BOOST_AUTO_TEST_SUITE_END()
