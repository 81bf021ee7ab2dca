#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "ldap/Directory.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

#define CORE R"("schemas":["urn:ietf:params:scim:schemas:core:2.0:User"])"

ConnectorOptions byTheRfc() {
  ConnectorOptions options;
  options.dialect = "rfc";
  return options;
}
SlapdOptions withPolicy() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

struct Fixture {
  TemporarySlapd slapd{withPolicy()};
  ConnectorProcess connector{slapd, byTheRfc()};
  ScimClient client{connector};
  std::string user = "/Users/" + client.makeUser("bara", "Bara Novak");
  std::string before = scim::printJson(client.send("GET", user).body);

  std::string now() const { return scim::printJson(client.send("GET", user).body); }
  static std::string patchBody(const std::string& operations) {
    return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" + operations +
           "]}";
  }
  void expectRefusal(const std::string& method, const std::string& path, const std::string& body,
                     const std::string& scimType, const std::string& named = "") const {
    const ScimAnswer answer = client.send(method, path, body);
    BOOST_TEST(answer.status == 400, method << ' ' << body.substr(0, 200));
    BOOST_TEST(answer.body.stringAt("scimType") == scimType, body.substr(0, 200));
    BOOST_TEST(answer.body.stringAt("detail").find(named) != std::string::npos,
               answer.body.stringAt("detail"));
  }
};

/// A body that no resource can be made of, its scimType, and what the detail names.
struct Case {
  std::string body;
  std::string scimType;
  std::string named;
};

std::vector<Case> badResources() {
  const std::string deep = std::string(40, '[') + std::string(40, ']');
  return {
      {R"({"userName":)", "invalidSyntax", "near byte 12"},
      {"[]", "invalidSyntax", "not a JSON object"},
      {"\"x\"", "invalidSyntax", "not a JSON object"},
      {R"({"userName":"a","USERNAME":"b"})", "invalidSyntax", "\"USERNAME\""},
      {R"({"userName":")"
       "\xff"
       R"("})",
       "invalidSyntax", "UTF-8"},
      {R"({"userName":)" + deep + "}", "invalidSyntax", "nested deeper"},
      {R"({"userName":18446744073709551616})", "invalidSyntax", "\"userName\""},
      {R"({"userName":1e400})", "invalidSyntax", "1e400"},
      {R"({"userName":"a"})", "invalidSyntax", "\"schemas\""},
      {R"({"schemas":["urn:x:y"],"userName":"a"})", "invalidValue", "\"schemas\""},
      {"{" CORE R"(,"userName":7})", "invalidValue", "\"userName\""},
      {"{" CORE R"(,"userName":"a","displayName":"A","active":"True"})", "invalidValue", "\"active\""},
      {"{" CORE R"(,"userName":"a","name":"A"})", "invalidValue", "\"name\""},
      {"{" CORE R"(,"userName":"a","emails":{"value":"a@b"}})", "invalidValue", "\"emails\""},
      {"{" CORE
       R"(,"userName":"a","emails":[{"value":"a@b","primary":true},{"value":"c@d","primary":true}]})",
       "invalidValue", "\"emails\""},
      {"{" CORE R"(,"displayName":"A"})", "invalidValue", "\"userName\""},
  };
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(Refusals, Fixture)

BOOST_AUTO_TEST_CASE(of_bad_resources_name_the_fault_and_change_nothing) {
  for (const Case& each : badResources()) {
    expectRefusal("POST", "/Users", each.body, each.scimType, each.named);
    expectRefusal("PUT", user, each.body, each.scimType, each.named);
  }
  BOOST_TEST(now() == before);
  BOOST_TEST(client.send("GET", "/Users").body.find("totalResults")->asInteger() == 1);
}

BOOST_AUTO_TEST_CASE(of_one_operation_leave_nothing_of_the_others) {
  const std::string good = R"({"op":"replace","path":"title","value":"Boss"},)";
  const std::vector<std::pair<std::string, std::string>> bad = {
      {R"({"op":"replace","path":"id","value":"7"})", "mutability"},
      {R"({"op":"remove","path":"userName"})", "mutability"},
      {R"({"op":"remove"})", "noTarget"},
      {R"({"op":"remove","path":"schemas"})", "mutability"},
      {R"({"op":"add","path":"schemas","value":["urn:x:y"]})", "invalidValue"},
      {R"({"op":"replace","path":"emails[type eq \"work\"].value","value":"x@y"})", "noTarget"},
      {R"({"op":"add","path":"shoeSize","value":9})", "invalidPath"},
      {R"({"op":"add","path":"emails[type","value":9})", "invalidPath"},
      {R"({"op":"add","path":"active","value":"maybe"})", "invalidValue"},
      {R"({"op":"move","path":"title"})", "invalidSyntax"},
  };
  for (const auto& [operation, scimType] : bad) {
    expectRefusal("PATCH", user, patchBody(good + operation), scimType);
    expectRefusal("PATCH", user, patchBody(operation), scimType);
  }
  expectRefusal("PATCH", user, R"({"Operations":[]})", "invalidSyntax");
  expectRefusal("PATCH", user, patchBody(""), "invalidSyntax");
  BOOST_TEST(now() == before);
}

BOOST_AUTO_TEST_CASE(do_not_meet_what_the_server_writes) {
  const std::string readOnly = R"(,"id":"7","meta":{"created":"x"},"groups":[{"value":"g"}]})";
  const ScimAnswer made =
      client.send("POST", "/Users", "{" CORE R"(,"userName":"c","displayName":"C")" + readOnly);
  BOOST_TEST(made.status == 201);
  BOOST_TEST(made.id() != "7");
  BOOST_TEST(made.id().find("bulkId") == std::string::npos);
  const ScimAnswer put =
      client.send("PUT", user, "{" CORE R"(,"userName":"bara","displayName":"B")" + readOnly);
  BOOST_TEST(put.status == 200);
  BOOST_TEST("/Users/" + put.id() == user);
}

BOOST_AUTO_TEST_CASE(do_not_meet_a_put_that_knows_nothing_of_the_directory) {
  ldap::Directory directory(slapd.settings());
  const ldap::Dn dn = ldap::Dn::parse("uid=bara,ou=people," + slapd.base());
  BOOST_TEST_REQUIRE(
      directory.modify(dn, {{ldap::ModificationType::Replace, "carLicense", {"1B2 3456"}}}).ok());
  BOOST_TEST(client.send("PUT", user, "{" CORE R"(,"userName":"bara","displayName":"B"})").status == 200);
  BOOST_TEST(directory.read(dn, {"carLicense"}).value().first("carLicense").value() == "1B2 3456");
}

BOOST_AUTO_TEST_CASE(do_not_meet_a_patch_that_asks_for_attributes) {
  const std::string title = patchBody(R"({"op":"replace","path":"title","value":"Boss"})");
  const ScimAnswer named = client.send("PATCH", user + "?attributes=title", title);
  BOOST_TEST(named.status == 200);
  BOOST_TEST(named.body.stringAt("title") == "Boss");
  BOOST_TEST(named.body.find("userName") == nullptr);
  const std::string group = "/Groups/" + client.makeGroup("Leads");
  const std::string join =
      patchBody(R"({"op":"add","path":"members","value":[{"value":")" + user.substr(7) + "\"}]}");
  const ScimAnswer joined = client.send("PATCH", group + "?attributes=members", join);
  BOOST_TEST(joined.status == 200);
  BOOST_TEST(joined.body.find("members")->asArray().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
