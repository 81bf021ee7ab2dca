#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <map>
#include <vector>

#include "scim/Json.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

const std::string kOnesScopes[] = {"user.read",           "user.write",     "group.read",
                                   "group.write",         "user.protected", "user.read group.read",
                                   "user.read user.write"};

SlapdOptions withPolicy() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

/// A connector, a user and a group in it, and a token for each set of scopes.
class Server {
 public:
  Server() : slapd_(withPolicy()), connector_(slapd_), client_(connector_) {
    user_ = client_.makeUser("kept@corp.example", "Kept");
    group_ = client_.makeGroup("Kept group");
    for (const std::string& scopes : kOnesScopes) {
      std::string text = connector_.command("token create scope-" + std::to_string(tokens_.size()) +
                                            " --scope '" + scopes + "'");
      text.pop_back();
      tokens_[scopes] = text;
    }
  }
  [[nodiscard]] HttpAnswer send(const std::string& scopes, const std::string& method, std::string target,
                                const std::string& body = "") const {
    for (const auto& [name, id] : {std::pair{"{user}", user_}, std::pair{"{group}", group_}}) {
      if (const std::size_t at = target.find(name); at != std::string::npos)
        target.replace(at, std::string_view(name).size(), id);
    }
    return sendHttp(method, connector_.baseUrl() + target,
                    {{"Authorization", "Bearer " + tokens_.at(scopes)}}, body);
  }
  [[nodiscard]] const ScimClient& client() const { return client_; }
  [[nodiscard]] const std::string& user() const { return user_; }
  [[nodiscard]] const std::string& group() const { return group_; }

 private:
  TemporarySlapd slapd_;
  ConnectorProcess connector_;
  ScimClient client_;
  std::string user_;
  std::string group_;
  std::map<std::string, std::string> tokens_;
};

const Server& server() {
  static const Server server;
  return server;
}

const std::string kEmptyPatch =
    R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"displayName","value":"X"}]})";
const std::string kSearch =
    R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"count":1})";

/// A call, and the scopes without which it is refused.
struct Call {
  std::string method;
  std::string target;
  std::string needs;
  std::string body;
};
std::ostream& operator<<(std::ostream& out, const Call& call) {
  return out << call.method << " " << call.target;
}
// Bodies of writes are empty objects: what is let through is refused for them, with 400.
const std::vector<Call> kCalls = {
    {"GET", "/Users", "user.read", ""},
    {"HEAD", "/Users", "user.read", ""},
    {"GET", "/Users?filter=userName+eq+%22x%22", "user.read", ""},
    {"POST", "/Users/.search", "user.read", kSearch},
    {"GET", "/Users/{user}", "user.read", ""},
    {"POST", "/Users", "user.write", "{}"},
    {"PUT", "/Users/{user}", "user.write", "{}"},
    {"PATCH", "/Users/{user}", "user.write", "{}"},
    {"DELETE", "/Users/of-nobody", "user.write", ""},
    {"GET", "/Groups", "group.read", ""},
    {"POST", "/Groups/.search", "group.read", kSearch},
    {"GET", "/Groups/{group}", "group.read", ""},
    {"POST", "/Groups", "group.write", "{}"},
    {"PUT", "/Groups/{group}", "group.write", "{}"},
    {"PATCH", "/Groups/{group}", "group.write", "{}"},
    {"DELETE", "/Groups/of-nobody", "group.write", ""},
    {"GET", "/", "user.read group.read", ""},
    {"POST", "/.search", "user.read group.read", kSearch},
    {"GET", "/ServiceProviderConfig", "", ""},
    {"GET", "/ResourceTypes", "", ""},
    {"GET", "/Schemas", "", ""},
    {"OPTIONS", "/Users", "", ""},
};

bool covers(const std::string& scopes, const std::string& needs) {
  if (needs == "user.read group.read") return scopes == needs;
  return (" " + scopes + " ").find(needs.empty() ? " " : " " + needs + " ") != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(Scopes)

BOOST_DATA_TEST_CASE(are_needed_for_what_a_call_does, kCalls) {
  for (const std::string& scopes : kOnesScopes) {
    const HttpAnswer answer = server().send(scopes, sample.method, sample.target, sample.body);
    BOOST_TEST_CONTEXT("with " << scopes << ": " << answer.status << " " << answer.body) {
      if (covers(scopes, sample.needs)) {
        BOOST_TEST(answer.status != 401);
        BOOST_TEST(answer.status != 403);
        continue;
      }
      BOOST_TEST(answer.status == 403);
      BOOST_TEST(answer.header("WWW-Authenticate") ==
                 "Bearer realm=\"scim2ldap\", error=\"insufficient_scope\", scope=\"" + sample.needs + "\"");
      if (sample.method != "HEAD") BOOST_TEST(scim::parseJson(answer.body).stringAt("status") == "403");
    }
  }
}

BOOST_AUTO_TEST_CASE(keep_out_writes_that_would_be_good) {
  const std::string user =
      R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"new@corp.example"})";
  BOOST_TEST(server().send("user.read", "POST", "/Users", user).status == 403);
  BOOST_TEST(server().send("user.read", "PATCH", "/Users/{user}", kEmptyPatch).status == 403);
  BOOST_TEST(server().send("user.read", "DELETE", "/Users/{user}").status == 403);
  BOOST_TEST(server().send("group.read", "DELETE", "/Groups/{group}").status == 403);
  BOOST_TEST(server().client().send("GET", "/Users/" + server().user()).body.stringAt("displayName") ==
             "Kept");
  BOOST_TEST(server().send("user.read user.write", "PATCH", "/Users/{user}", kEmptyPatch).status == 200);
}

BOOST_AUTO_TEST_CASE(to_write_show_nothing_that_was_not_sent) {
  const HttpAnswer patched = server().send("user.write", "PATCH", "/Users/{user}", kEmptyPatch);
  BOOST_TEST(patched.status == 204);
  BOOST_TEST(patched.body == "");
  const HttpAnswer made = server().send(
      "user.write", "POST", "/Users?attributes=userName,displayName,meta",
      R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"blind@corp.example",
          "externalId":"x-1","displayName":"Blind","title":"Chief"})");
  BOOST_TEST(made.status == 201, made.body);
  BOOST_TEST(!made.header("Location").empty());
  const scim::Json body = scim::parseJson(made.body);
  BOOST_TEST(body.stringAt("userName") == "blind@corp.example");
  BOOST_TEST(body.stringAt("externalId") == "x-1");
  BOOST_TEST(body.find("meta") != nullptr);
  BOOST_TEST(body.find("title") == nullptr);
  const std::string path = "/Users/" + std::string(body.stringAt("id"));
  BOOST_TEST(
      server()
          .send(
              "user.write", "PUT", path,
              R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"blind@corp.example"})")
          .status == 204);
  BOOST_TEST(server().send("group.write", "PATCH", "/Groups/{group}", kEmptyPatch).status == 204);
}

BOOST_AUTO_TEST_CASE(of_users_do_not_show_their_groups) {
  BOOST_TEST(server().client().patch("/Groups/" + server().group(), "add", "members",
                                     R"([{"value":")" + server().user() + R"("}])") < 300);
  const auto shows = [](const std::string& scopes, const std::string& target) {
    const HttpAnswer answer = server().send(scopes, "GET", target);
    BOOST_TEST(answer.status == 200);
    return answer.body.find(server().group()) != std::string::npos;
  };
  BOOST_TEST(shows("user.read group.read", "/Users/{user}?attributes=groups"));
  BOOST_TEST(shows("user.read group.read", "/Users?attributes=groups"));
  BOOST_TEST(!shows("user.read", "/Users/{user}?attributes=groups,userName"));
  BOOST_TEST(!shows("user.read", "/Users/{user}?attributes=groups.value"));
  BOOST_TEST(!shows("user.read", "/Users?attributes=groups"));
}

BOOST_AUTO_TEST_CASE(count_for_each_operation_of_a_bulk) {
  const std::string bulk = R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[
      {"method":"POST","path":"/Users","bulkId":"u","data":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],
       "userName":"bulk@corp.example"}},
      {"method":"POST","path":"/Groups","bulkId":"g","data":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],
       "displayName":"Bulk"}}]})";
  const HttpAnswer answer = server().send("user.read user.write", "POST", "/Bulk", bulk);
  BOOST_TEST(answer.status == 200);
  const scim::Json body = scim::parseJson(answer.body);
  const auto& results = body.find("Operations")->asArray();
  BOOST_REQUIRE(results.size() == 2U);
  BOOST_TEST(results[0].stringAt("status") == "201");
  BOOST_TEST(results[1].stringAt("status") == "403");
  BOOST_TEST(server()
                 .client()
                 .send("GET", "/Groups?filter=displayName+eq+%22Bulk%22")
                 .body.find("totalResults")
                 ->asInteger() == 0);
}

BOOST_AUTO_TEST_CASE(of_a_token_made_without_any_are_the_four) {
  // The tests' own token, which made the user and the group.
  BOOST_TEST(server().client().send("GET", "/").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
