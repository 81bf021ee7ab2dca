// What an endpoint takes from its client: switches, verbs, demands, protected attributes, adoption.

#include <boost/test/unit_test.hpp>
#include <thread>

#include "ldap/Directory.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

SlapdOptions withPolicy() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

ConnectorOptions with(const std::string& endpointLines, const std::string& tables = "") {
  ConnectorOptions options;
  options.endpointLines = endpointLines;
  options.moreTables = tables;
  return options;
}

/// A connector with such lines in its endpoint, and a client of it.
struct Server {
  explicit Server(const std::string& endpointLines, const std::string& tables = "")
      : connector(slapd, with(endpointLines, tables)), client(connector) {}

  TemporarySlapd slapd{withPolicy()};
  ConnectorProcess connector;
  ScimClient client;
  ldap::Directory directory{slapd.settings()};

  [[nodiscard]] ScimAnswer send(const std::string& method, const std::string& path,
                                const std::string& body = "") const {
    return client.send(method, path, body);
  }
  /// A PATCH of these operations (JSON, without brackets). \returns the answer
  [[nodiscard]] ScimAnswer patch(const std::string& path, const std::string& operations) const {
    return send(
        "PATCH", path,
        R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" + operations + "]}");
  }
  [[nodiscard]] std::int64_t count(const std::string& path, const std::string& filter) const {
    return send("GET", path + "?filter=" + filter).body.find("totalResults")->asInteger();
  }
  [[nodiscard]] bool canLogIn(const std::string& uid) const {
    ldap::DirectorySettings settings = slapd.settings();
    settings.bindDn = "uid=" + uid + ",ou=people," + slapd.base();
    settings.bindPassword = "secret-1";
    ldap::Directory own(settings);
    try {
      static_cast<void>(own.read(ldap::Dn::parse(settings.bindDn), {"uid"}));
      return true;
    } catch (const std::exception&) {
      return false;
    }
  }
  void setPassword(const std::string& uid) {
    const auto result =
        directory.modify(ldap::Dn::parse("uid=" + uid + ",ou=people," + slapd.base()),
                         {{ldap::ModificationType::Replace, "userPassword", {"secret-1"}}}, {});
    BOOST_TEST_REQUIRE(result.ok());
  }
};

std::string user(const std::string& userName, const std::string& more = "") {
  return R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"active":true,"userName":")" +
         userName + R"(","displayName":"D","name":{"familyName":"F"})" + (more.empty() ? "" : "," + more) +
         "}";
}

std::string group(const std::string& displayName, const std::string& more = "") {
  return R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":")" + displayName +
         "\"" + (more.empty() ? "" : "," + more) + "}";
}

bool says(const ScimAnswer& answer, std::string_view text) {
  return answer.body.stringAt("detail").find(text) != std::string_view::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(Policies)

BOOST_AUTO_TEST_CASE(an_endpoint_that_is_switched_off_answers_403_to_a_valid_token_and_401_to_others) {
  const Server server("enabled = false");
  for (const char* path :
       {"/Users", "/Users?count=1", "/Groups", "/Schemas", "/ServiceProviderConfig", "/"}) {
    BOOST_TEST(server.send("GET", path).status == 403, path);
  }
  BOOST_TEST(server.send("POST", "/Users", user("a@x.example")).status == 403);
  BOOST_TEST(server.send("POST", "/Bulk", "{}").status == 403);
  BOOST_TEST(ScimClient(server.connector.baseUrl(), "wrong").send("GET", "/Users").status == 401);
}

BOOST_AUTO_TEST_CASE(without_group_synchronisation_every_call_on_groups_is_403) {
  const Server server("groups = \"off\"");
  const std::string path = "/Groups/0c1e5a1c-0000-0000-0000-000000000000";
  BOOST_TEST(server.send("GET", "/Groups").status == 403);
  BOOST_TEST(server.send("GET", "/Groups?filter=displayName+eq+%22x%22").status == 403);
  BOOST_TEST(server.send("GET", path).status == 403);
  BOOST_TEST(server.send("POST", "/Groups", group("g")).status == 403);
  BOOST_TEST(server.send("POST", "/Groups/.search", "{}").status == 403);
  BOOST_TEST(server.patch(path, R"({"op":"remove","path":"members"})").status == 403);
  BOOST_TEST(server.send("DELETE", path).status == 403);
  BOOST_TEST(server.send("GET", "/Users?count=1").status == 200);
  BOOST_TEST(server.send("GET", "/ResourceTypes").body.find("totalResults")->asInteger() == 1);
  const ScimAnswer bulk =
      server.send("POST", "/Bulk",
                  R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[)"
                  R"({"method":"POST","path":"/Groups","bulkId":"1","data":)" +
                      group("g") + "}]}");
  BOOST_TEST(bulk.body.find("Operations")->asArray().at(0).stringAt("status") == "403");
}

BOOST_AUTO_TEST_CASE(groups_can_be_hidden_so_that_a_connection_test_passes) {
  const Server server("groups = \"empty\"");
  const std::string path = "/Groups/0c1e5a1c-0000-0000-0000-000000000000";
  for (const char* list : {"/Groups", "/Groups?filter=externalId+eq+%22x%22", "/Groups?startIndex=1&count=5",
                           "/Groups?cursor"}) {
    const ScimAnswer answer = server.send("GET", list);
    BOOST_TEST(answer.status == 200, list);
    BOOST_TEST(answer.body.find("totalResults") != nullptr, scim::printJson(answer.body));
    if (const scim::Json* total = answer.body.find("totalResults")) BOOST_TEST(total->asInteger() == 0);
  }
  BOOST_TEST(server
                 .send("POST", "/Groups/.search",
                       R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]})")
                 .status == 200);
  BOOST_TEST(server.send("GET", path).status == 404);
  BOOST_TEST(server.send("POST", "/Groups", group("g")).status == 403);
  BOOST_TEST(server.patch(path, R"({"op":"remove","path":"members"})").status == 403);
  BOOST_TEST(server.send("DELETE", path).status == 403);
}

BOOST_AUTO_TEST_CASE(of_a_mixed_patch_on_a_user_the_allowed_part_applies) {
  for (const std::string policy : {"ignore", "reject"}) {
    Server server("", "[endpoint.verbs]\nuser_update = \"" + policy + "\"");
    const std::string path = "/Users/" + server.client.makeUser("anna@x.example", "Anna");
    const ScimAnswer mixed = server.patch(path, R"({"op":"Replace","path":"title","value":"Boss"},)"
                                                R"({"op":"Replace","path":"active","value":"False"})");
    BOOST_TEST(mixed.status == 200);
    const scim::Json now = server.send("GET", path).body;
    BOOST_TEST(!now.find("active")->asBool());
    BOOST_TEST(now.find("title") == nullptr);
    // Sent once more, it is no error.
    BOOST_TEST(server
                   .patch(path, R"({"op":"Replace","path":"title","value":"Boss"},)"
                                R"({"op":"Replace","path":"active","value":"False"})")
                   .status == 200);
    BOOST_TEST(server.patch(path, R"({"op":"Replace","path":"title","value":"Boss"})").status ==
               (policy == "ignore" ? 200 : 403));
    BOOST_TEST(server.send("GET", path).body.find("title") == nullptr);
    BOOST_TEST(server.connector.log().find("POLICY_LEFT_OUT") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(disabling_and_deleting_can_be_left_to_the_directory) {
  Server server("", "[endpoint.verbs]\nuser_disable = \"ignore\"\nuser_delete = \"ignore\"");
  const std::string path = "/Users/" + server.client.makeUser("anna@x.example", "Anna");
  server.setPassword("anna@x.example");
  BOOST_TEST(server
                 .patch(path, R"({"op":"Replace","path":"active","value":false},)"
                              R"({"op":"Replace","path":"title","value":"Boss"})")
                 .status == 200);
  const scim::Json now = server.send("GET", path).body;
  BOOST_TEST(now.find("active")->asBool());
  BOOST_TEST(now.stringAt("title") == "Boss");
  BOOST_TEST(server.send("DELETE", path).status == 204);
  BOOST_TEST(server.send("GET", path).status == 200);
  BOOST_TEST(server.canLogIn("anna@x.example"));
  BOOST_TEST(server.send("DELETE", "/Users/0c1e5a1c-0000-0000-0000-000000000000").status == 404);
}

BOOST_AUTO_TEST_CASE(refused_verbs_are_403_and_change_nothing) {
  const Server server("",
                      "[endpoint.verbs]\nuser_create = \"reject\"\nuser_delete = \"reject\"\n"
                      "group_create = \"reject\"\ngroup_delete = \"reject\"");
  const ScimAnswer made = server.send("POST", "/Users", user("a@x.example"));
  BOOST_TEST(made.status == 403);
  BOOST_TEST(says(made, "new Users"), made.body.stringAt("detail"));
  BOOST_TEST(server.send("POST", "/Groups", group("g")).status == 403);
  BOOST_TEST(server.count("/Users", "userName+eq+%22a@x.example%22") == 0);
  BOOST_TEST(server.count("/Groups", "displayName+eq+%22g%22") == 0);
}

BOOST_AUTO_TEST_CASE(an_ignored_creation_makes_nothing) {
  const Server server("", "[endpoint.verbs]\nuser_create = \"ignore\"");
  const ScimAnswer made = server.send("POST", "/Users", user("a@x.example"));
  BOOST_TEST(made.status == 204);
  BOOST_TEST(server.count("/Users", "userName+eq+%22a@x.example%22") == 0);
}

BOOST_AUTO_TEST_CASE(of_a_mixed_patch_on_a_group_the_members_apply_and_the_name_stays) {
  for (const std::string policy : {"ignore", "reject"}) {
    const Server server(
        "", "[endpoint.verbs]\ngroup_rename = \"" + policy + "\"\ngroup_delete = \"" + policy + "\"");
    const std::string id = server.client.makeUser("anna@x.example", "Anna");
    const std::string path = "/Groups/" + server.client.makeGroup("Staff");
    const std::string rename = R"({"op":"Replace","path":"displayName","value":"Crew"})";
    BOOST_TEST(
        server.patch(path, rename + R"(,{"op":"Add","path":"members","value":[{"value":")" + id + "\"}]}")
            .status == 204);
    const scim::Json now = server.send("GET", path).body;
    BOOST_TEST(now.stringAt("displayName") == "Staff");
    BOOST_TEST(now.find("members")->asArray().size() == 1U);
    BOOST_TEST(server.patch(path, rename).status == (policy == "ignore" ? 204 : 403));
    BOOST_TEST(server.send("DELETE", path).status == (policy == "ignore" ? 204 : 403));
    BOOST_TEST(server.send("GET", path).body.stringAt("displayName") == "Staff");
  }
}

BOOST_AUTO_TEST_CASE(members_can_be_left_to_the_directory_in_every_form_of_request) {
  for (const std::string policy : {"ignore", "reject"}) {
    const Server server("", "[endpoint.verbs]\ngroup_members = \"" + policy + "\"");
    const int alone = policy == "ignore" ? 204 : 403;
    const std::string id = server.client.makeUser("anna@x.example", "Anna");
    const std::string members = R"("members":[{"value":")" + id + "\"}]";
    const ScimAnswer made = server.send("POST", "/Groups", group("Staff", members));
    BOOST_TEST(made.status == 201);
    const std::string path = "/Groups/" + made.id();
    const auto isEmpty = [&] { return server.send("GET", path).body.find("members")->asArray().empty(); };
    BOOST_TEST(isEmpty());
    BOOST_TEST(
        server.patch(path, R"({"op":"Add","path":"members","value":[{"value":")" + id + "\"}]}").status ==
        alone);
    BOOST_TEST(server
                   .patch(path, R"({"op":"Add","path":"members","value":[{"value":")" + id +
                                    R"("}]},{"op":"Replace","path":"displayName","value":"Crew"})")
                   .status == 204);
    BOOST_TEST(server.send("PUT", path, group("Crew 2", members)).status == 200);
    BOOST_TEST(server.send("GET", path).body.stringAt("displayName") == "Crew 2");
    BOOST_TEST(server.send("PUT", path, group("Crew 2", members)).status == (policy == "ignore" ? 200 : 403));
    BOOST_TEST(isEmpty());
    // Who sends back what is there asks for nothing.
    BOOST_TEST(server.send("PUT", path, group("Crew 2", R"("members":[])")).status == 200);
  }
}

BOOST_AUTO_TEST_CASE(a_user_has_to_have_what_the_endpoint_demands) {
  const Server server(
      "required = [\"name.givenName\", \"emails\", \"manager.displayName\"]\nuser_name = \"address\"\n"
      "require_external_id = true");
  const std::string manager =
      R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"displayName":"M"}})";
  const std::string rest = R"("externalId":"1","emails":[{"value":"a@x.example","type":"work"}],)" + manager;
  const auto post = [&](const std::string& userName, const std::string& more) {
    return server.send("POST", "/Users",
                       R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":")" +
                           userName + "\"," + more + "}");
  };
  const std::string names = R"("name":{"givenName":"A","familyName":"B"},)";
  BOOST_TEST(says(post("a@x.example", rest), "name.givenName is required"));
  BOOST_TEST(says(post("a@x.example", names + R"("externalId":"1",)" + manager), "emails is required"));
  BOOST_TEST(says(
      post("a@x.example", names + R"("externalId":"1","emails":[{"value":"a@x.example","type":"work"}])"),
      "manager.displayName is required"));
  BOOST_TEST(says(post("a@x.example", names + R"("emails":[{"value":"a@x.example"}],)" + manager),
                  "externalId is required"));
  const ScimAnswer noAddress = post("anna", names + rest);
  BOOST_TEST(noAddress.status == 400);
  BOOST_TEST(noAddress.body.stringAt("scimType") == "invalidValue");
  BOOST_TEST(says(noAddress, "is no e-mail address"));
  const ScimAnswer made = post("a@x.example", names + rest);
  BOOST_TEST_REQUIRE(made.status == 201, scim::printJson(made.body));
  const std::string path = "/Users/" + made.id();
  BOOST_TEST(server.patch(path, R"({"op":"Remove","path":"externalId"})").status == 400);
  BOOST_TEST(server.patch(path, R"({"op":"Remove","path":"emails"})").status == 400);
  BOOST_TEST(server.patch(path, R"({"op":"Replace","path":"userName","value":"anna"})").status == 400);
  BOOST_TEST(server.patch(path, R"({"op":"Replace","path":"active","value":false})").status == 200);
  BOOST_TEST(server.send("POST", "/Groups", group("g")).status == 400);
  BOOST_TEST(server.send("POST", "/Groups", group("g", R"("externalId":"g-1")")).status == 201);
}

BOOST_AUTO_TEST_CASE(protected_attributes_are_changed_by_tokens_with_the_scope_alone) {
  const Server server("protected_attributes = [\"emails\"]");
  std::string token =
      server.connector.command("token create portals --scope 'user.read user.write user.protected'");
  token.pop_back();
  const ScimClient administrator(server.connector.baseUrl(), token);
  // Who is made has nothing to lose.
  const ScimAnswer made = server.send(
      "POST", "/Users", user("anna@x.example", R"("emails":[{"value":"anna@x.example","type":"work"}])"));
  BOOST_TEST_REQUIRE(made.status == 201);
  const std::string path = "/Users/" + made.id();
  const auto mail = [&] {
    return std::string(server.send("GET", path).body.find("emails")->asArray().at(0).stringAt("value"));
  };
  const std::string change =
      R"({"op":"Replace","path":"emails[type eq \"work\"].value","value":"b@x.example"})";
  const ScimAnswer refused = server.patch(path, change);
  BOOST_TEST(refused.status == 403);
  BOOST_TEST(says(refused, "emails"));
  BOOST_TEST(server.patch(path, change + R"(,{"op":"Replace","path":"active","value":false})").status == 200);
  BOOST_TEST(mail() == "anna@x.example");
  BOOST_TEST(!server.send("GET", path).body.find("active")->asBool());
  BOOST_TEST(administrator.patch(path, "Replace", "emails[type eq \"work\"].value", "\"b@x.example\"") ==
             200);
  BOOST_TEST(mail() == "b@x.example");
}

BOOST_AUTO_TEST_CASE(a_post_with_a_known_external_id_makes_no_twin) {
  const Server server("known_external_id = \"adopt\"");
  const ScimAnswer made = server.send(
      "POST", "/Users", user("jan@x.example", R"("externalId":"e-1","title":"Cook","nickName":"J")"));
  BOOST_TEST_REQUIRE(made.status == 201);
  const ScimAnswer renamed = server.send("POST", "/Users", user("jana@x.example", R"("externalId":"e-1")"));
  BOOST_TEST(renamed.status == 201);
  BOOST_TEST(renamed.id() == made.id());
  BOOST_TEST(renamed.body.stringAt("userName") == "jana@x.example");
  BOOST_TEST(renamed.body.stringAt("title") == "Cook");  // what the body does not name stays
  BOOST_TEST(server.count("/Users", "userName+sw+%22jan%22") == 1);
  // Sent once more, nothing changes.
  BOOST_TEST(server.send("POST", "/Users", user("jana@x.example", R"("externalId":"e-1")")).id() ==
             made.id());

  const std::string id = server.client.makeUser("anna@x.example", "Anna");
  const ScimAnswer team = server.send("POST", "/Groups", group("Team", R"("externalId":"g-1")"));
  const ScimAnswer crew = server.send(
      "POST", "/Groups", group("Crew", R"("externalId":"g-1","members":[{"value":")" + id + "\"}]"));
  BOOST_TEST(crew.status == 201);
  BOOST_TEST(crew.id() == team.id());
  BOOST_TEST(crew.body.stringAt("displayName") == "Crew");
  BOOST_TEST(crew.body.find("members")->asArray().size() == 1U);
  // The name of somebody else is still taken.
  BOOST_TEST(server.send("POST", "/Users", user("anna@x.example", R"("externalId":"e-1")")).status == 409);
  BOOST_TEST(server.send("POST", "/Users", user("jana@x.example", R"("externalId":"e-2")")).status == 409);
}

BOOST_AUTO_TEST_CASE(what_an_adoption_does_not_name_stays) {
  const Server server("known_external_id = \"adopt\"");
  const ScimAnswer made = server.send(
      "POST", "/Users",
      R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"anna@x.example","externalId":"e-1",)"
      R"("name":{"givenName":"Anna","familyName":"Old"}})");
  BOOST_TEST_REQUIRE(made.status == 201);
  const ScimAnswer again = server.send(
      "POST", "/Users",
      R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"anna@x.example","externalId":"e-1",)"
      R"("name":{"familyName":"New"}})");
  BOOST_TEST(again.body.find("name")->stringAt("givenName") == "Anna");
  BOOST_TEST(again.body.find("name")->stringAt("familyName") == "New");
  // Entra's name for who is soft-deleted is nobody's name.
  const ScimAnswer gone = server.send(
      "POST", "/Users",
      R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"externalId":"e-1","active":false,)"
      R"("userName":"0c1e5a1c00000000000000000000abcdanna@x.example"})");
  BOOST_TEST(gone.body.stringAt("userName") == "anna@x.example");
  BOOST_TEST(!gone.body.find("active")->asBool());
}

BOOST_AUTO_TEST_CASE(of_two_who_want_the_account_of_an_inactive_user_one_gets_it) {
  const Server server("inactive_user = \"adopt\"");
  for (int round = 0; round < 10; ++round) {
    const std::string name = "r" + std::to_string(round) + "@x.example";
    const ScimAnswer made = server.send("POST", "/Users", user(name));
    BOOST_TEST(server.client.patch("/Users/" + made.id(), "Replace", "active", "false") == 200);
    ScimAnswer answers[2];
    {
      const auto post = [&](int who) {
        answers[who] = server.send("POST", "/Users",
                                   user(name, R"("externalId":")" + name + std::to_string(who) + "\""));
      };
      std::jthread first(post, 0);
      std::jthread second(post, 1);
    }
    const int winner = answers[0].status == 201 ? 0 : 1;
    BOOST_TEST(answers[winner].status == 201);
    BOOST_TEST(answers[1 - winner].status == 409);
    BOOST_TEST(server.send("GET", "/Users/" + made.id()).body.stringAt("externalId") ==
               name + std::to_string(winner));
  }
}

BOOST_AUTO_TEST_CASE(a_put_that_is_refused_disables_all_the_same) {
  Server server("required = [\"emails\"]");
  const ScimAnswer made = server.send(
      "POST", "/Users", user("anna@x.example", R"("emails":[{"value":"anna@x.example","type":"work"}])"));
  server.setPassword("anna@x.example");
  const std::string leaver =
      R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"anna@x.example","active":false})";
  BOOST_TEST(server.send("PUT", "/Users/" + made.id(), leaver).status == 400);
  BOOST_TEST(!server.canLogIn("anna@x.example"));
}

BOOST_AUTO_TEST_CASE(without_adoption_a_known_external_id_is_a_conflict) {
  const Server server("");
  BOOST_TEST(server.send("POST", "/Users", user("jan@x.example", R"("externalId":"e-1")")).status == 201);
  const ScimAnswer twin = server.send("POST", "/Users", user("jana@x.example", R"("externalId":"e-1")"));
  BOOST_TEST(twin.status == 409);
  BOOST_TEST(says(twin, "uid=jan@x.example"), twin.body.stringAt("detail"));
  BOOST_TEST(server.send("POST", "/Groups", group("Team", R"("externalId":"g-1")")).status == 201);
  BOOST_TEST(server.send("POST", "/Groups", group("Crew", R"("externalId":"g-1")")).status == 409);
}

BOOST_AUTO_TEST_CASE(an_inactive_user_comes_back_with_a_new_post_unless_it_is_another_person) {
  Server server("inactive_user = \"adopt\"");
  const ScimAnswer made = server.send("POST", "/Users", user("anna@x.example", R"("externalId":"e-1")"));
  const std::string path = "/Users/" + made.id();
  server.setPassword("anna@x.example");
  BOOST_TEST(server.send("POST", "/Users", user("anna@x.example", R"("externalId":"e-1")")).status == 409);
  BOOST_TEST(server.client.patch(path, "Replace", "active", "false") == 200);
  BOOST_TEST(!server.canLogIn("anna@x.example"));
  BOOST_TEST(server.send("POST", "/Users", user("anna@x.example", R"("externalId":"e-2")")).status == 409);
  BOOST_TEST(!server.canLogIn("anna@x.example"));
  const ScimAnswer back = server.send("POST", "/Users", user("anna@x.example", R"("externalId":"e-1")"));
  BOOST_TEST(back.status == 201);
  BOOST_TEST(back.id() == made.id());
  BOOST_TEST(back.body.find("active")->asBool());
  BOOST_TEST(server.canLogIn("anna@x.example"));
}

BOOST_AUTO_TEST_CASE(leavers_beyond_the_limit_are_held_until_an_administrator_confirms) {
  Server server("", "[endpoint.leaving_guard]\ncount = 2");
  std::vector<std::string> paths;
  for (const char* name : {"a@x.example", "b@x.example", "c@x.example", "d@x.example"}) {
    paths.push_back("/Users/" + server.client.makeUser(name, "N"));
  }
  BOOST_TEST(server.client.patch(paths[0], "Replace", "active", "false") == 200);
  BOOST_TEST(server.send("DELETE", paths[0]).status == 204);  // the same one counts once
  BOOST_TEST(server.client.patch(paths[1], "Replace", "active", "false") == 200);
  const ScimAnswer held = server.send("DELETE", paths[2]);
  BOOST_TEST(held.status == 503);
  BOOST_TEST(!held.retryAfter.empty());
  BOOST_TEST(says(held, "scim2ldap state confirm-leaving"));
  BOOST_TEST(server.client.patch(paths[2], "Replace", "active", "false") == 503);
  BOOST_TEST(server.client.patch(paths[2], "Replace", "title", "\"Boss\"") == 200);
  BOOST_TEST(server.connector.log().find("LEAVING_HELD") != std::string::npos);

  server.connector.restart();  // the count is kept
  BOOST_TEST(server.client.patch(paths[2], "Replace", "active", "false") == 503);
  static_cast<void>(server.connector.command("state confirm-leaving --for 10m"));
  BOOST_TEST(server.client.patch(paths[2], "Replace", "active", "false") == 200);
  BOOST_TEST(server.send("DELETE", paths[3]).status == 204);
}

BOOST_AUTO_TEST_SUITE_END()
