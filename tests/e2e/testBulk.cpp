#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "ldap/Directory.h"
#include "scim/Bulk.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using scim::Json;

namespace {

SlapdOptions withPolicy() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

std::string message(const std::string& operations, const std::string& more = "") {
  return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],)" + more + R"("Operations":[)" +
         operations + "]}";
}

std::string user(const std::string& bulkId, const std::string& userName, const std::string& more = "") {
  return R"({"method":"POST","path":"/Users","bulkId":")" + bulkId +
         R"(","data":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",)" +
         R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"displayName":"Of )" + bulkId +
         R"(","userName":")" + userName + "\"" + more + "}}";
}

std::string group(const std::string& bulkId, const std::string& member) {
  return R"({"method":"POST","path":"/Groups","bulkId":")" + bulkId +
         R"(","data":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Group )" +
         bulkId + R"(","members":[{"value":")" + member + "\"}]}}";
}

std::string manager(const std::string& id) {
  return R"(,"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":")" + id +
         R"("},"department":"D"})";
}

std::string patch(const std::string& path, const std::string& op, const std::string& attribute,
                  const std::string& value) {
  return R"({"method":"PATCH","path":")" + path +
         R"(","data":{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":")" +
         op + R"(","path":")" + attribute + R"(","value":)" + value + "}]}}";
}

std::string deletion(const std::string& path) {
  return R"({"method":"DELETE","path":")" + path + "\"}";
}

/// A connector over a directory, and what bulks of it answer.
struct Fixture {
  explicit Fixture(ConnectorOptions options = {}) : connector(slapd, std::move(options)), client(connector) {}

  /// The answer's operations.
  Json::Array bulk(const std::string& operations, const std::string& more = "") const {
    const ScimAnswer answer = client.send("POST", "/Bulk", message(operations, more));
    BOOST_TEST_REQUIRE(answer.status == 200, printJson(answer.body));
    BOOST_TEST(answer.body.find("schemas")->asArray().at(0).asString() == scim::kBulkResponseSchema);
    return answer.body.find("Operations")->asArray();
  }
  /// "201 201 409"
  static std::string statuses(const Json::Array& results) {
    std::string text;
    for (const Json& result : results) {
      text += (text.empty() ? "" : " ") + std::string(result.stringAt("status"));
    }
    return text;
  }
  static std::string idOf(const Json& result) {
    const std::string location(result.stringAt("location"));
    return location.substr(location.rfind('/') + 1);
  }
  [[nodiscard]] std::vector<std::string> members(const std::string& groupId) const {
    std::vector<std::string> ids;
    const ScimAnswer answer = client.send("GET", "/Groups/" + groupId);
    if (const Json* list = answer.body.find("members")) {
      for (const Json& member : list->asArray()) ids.emplace_back(member.stringAt("value"));
    }
    return ids;
  }
  [[nodiscard]] std::string managerOf(const std::string& id) const {
    const ScimAnswer answer = client.send("GET", "/Users/" + id);
    const Json* extension = answer.body.find("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User");
    const Json* manager = extension == nullptr ? nullptr : extension->find("manager");
    return manager == nullptr ? "" : std::string(manager->stringAt("value"));
  }
  [[nodiscard]] std::int64_t count(const std::string& userName) const {
    return client.send("GET", "/Users?filter=userName+eq+%22" + userName + "%22")
        .body.find("totalResults")
        ->asInteger();
  }

  TemporarySlapd slapd{withPolicy()};
  ConnectorProcess connector;
  ScimClient client;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(Bulk)

// RFC 7644 §3.7.2
BOOST_AUTO_TEST_CASE(a_user_and_a_group_that_names_it_by_bulk_id) {
  const Fixture fixture;
  const Json::Array results = fixture.bulk(user("qwerty", "Alice") + "," + group("ytrewq", "bulkId:qwerty"));
  BOOST_TEST_REQUIRE(Fixture::statuses(results) == "201 201");
  BOOST_TEST(results[0].stringAt("method") == "POST");
  BOOST_TEST(results[0].stringAt("bulkId") == "qwerty");
  BOOST_TEST(results[0].stringAt("location") ==
             fixture.connector.baseUrl() + "/Users/" + Fixture::idOf(results[0]));
  BOOST_TEST(results[1].stringAt("bulkId") == "ytrewq");
  const ScimAnswer alice = fixture.client.send("GET", "/Users/" + Fixture::idOf(results[0]));
  BOOST_TEST(alice.body.stringAt("userName") == "Alice");
  BOOST_TEST(
      fixture.members(Fixture::idOf(results[1])) == (std::vector<std::string>{Fixture::idOf(results[0])}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(references_to_what_comes_later_in_the_list) {
  const Fixture fixture;
  const Json::Array results =
      fixture.bulk(group("g", "bulkId:u") + "," + user("u", "under", manager("bulkId:m")) + "," +
                   patch("/Users/bulkId:m", "add", "title", "\"Head\"") + "," + user("m", "over"));
  BOOST_TEST_REQUIRE(Fixture::statuses(results) == "201 201 200 201");
  BOOST_TEST(fixture.members(Fixture::idOf(results[0])).at(0) == Fixture::idOf(results[1]));
  BOOST_TEST(fixture.managerOf(Fixture::idOf(results[1])) == Fixture::idOf(results[3]));
  BOOST_TEST(results[2].stringAt("location") == results[3].stringAt("location"));
  BOOST_TEST(fixture.client.send("GET", "/Users/" + Fixture::idOf(results[3])).body.stringAt("title") ==
             "Head");
}

// RFC 7644 §3.7.1
BOOST_AUTO_TEST_CASE(groups_in_each_other_and_users_who_manage_each_other) {
  for (const std::string dialect : {"entra", "rfc"}) {
    ConnectorOptions options;
    options.dialect = dialect;
    const Fixture fixture(options);
    const Json::Array results = fixture.bulk(
        group("a", "bulkId:b") + "," + group("b", "bulkId:a") + "," + user("x", "x", manager("bulkId:y")) +
        "," + user("y", "y", manager("bulkId:x")) + "," + user("self", "self", manager("bulkId:self")));
    BOOST_TEST_REQUIRE(Fixture::statuses(results) == "201 201 201 201 201");
    BOOST_TEST(fixture.members(Fixture::idOf(results[0])).at(0) == Fixture::idOf(results[1]));
    BOOST_TEST(fixture.members(Fixture::idOf(results[1])).at(0) == Fixture::idOf(results[0]));
    BOOST_TEST(fixture.managerOf(Fixture::idOf(results[2])) == Fixture::idOf(results[3]));
    BOOST_TEST(fixture.managerOf(Fixture::idOf(results[3])) == Fixture::idOf(results[2]));
    BOOST_TEST(fixture.managerOf(Fixture::idOf(results[4])) == Fixture::idOf(results[4]));
  }
}

BOOST_AUTO_TEST_CASE(a_circle_that_cannot_be_closed_is_a_conflict) {
  const Fixture fixture;
  static_cast<void>(fixture.client.makeUser("taken", "Taken"));
  // y is made first, without its manager, who then cannot be made.
  const Json::Array results = fixture.bulk(user("x", "taken", manager("bulkId:y")) + "," +
                                           user("y", "y", manager("bulkId:x")) + "," + user("z", "z"));
  BOOST_TEST_REQUIRE(Fixture::statuses(results) == "409 409 201");
  BOOST_TEST(results[0].find("location") == nullptr);
  BOOST_TEST(results[0].find("response")->stringAt("scimType") == "uniqueness");
  BOOST_TEST(results[1].find("response")->stringAt("detail") ==
             "the resource was created, but not its references to others of the bulk: \"bulkId:x\" refers to "
             "operation 1, which failed");
  BOOST_TEST(fixture.client.send("GET", "/Users/" + Fixture::idOf(results[1])).status == 200);
}

BOOST_AUTO_TEST_CASE(an_error_in_the_middle_stops_nothing_but_what_refers_to_it) {
  const Fixture fixture;
  const Json::Array results =
      fixture.bulk(user("a", "first") + "," + user("bad", "") + "," + user("b", "second") + "," +
                   group("g", "bulkId:bad") + "," + group("h", "bulkId:nobody") + "," +
                   patch("/Users/bulkId:nobody", "add", "title", "\"t\"") + "," +
                   R"({"method":"DELETE","path":"/Devices/1"})" + "," + deletion("/Users/unknown") + "," +
                   patch("/Users/bulkId:b", "add", "title", "\"Mate\""));
  BOOST_TEST_REQUIRE(Fixture::statuses(results) == "201 400 201 409 400 400 404 404 200");
  const auto error = [&](std::size_t i) {
    const Json& response = *results[i].find("response");
    BOOST_TEST(response.find("schemas")->asArray().at(0).asString() ==
               "urn:ietf:params:scim:api:messages:2.0:Error");
    BOOST_TEST(response.stringAt("status") == results[i].stringAt("status"));
    return std::string(response.stringAt("scimType")) + ": " + std::string(response.stringAt("detail"));
  };
  BOOST_TEST(error(1).starts_with("invalidValue: "), error(1));
  BOOST_TEST(results[1].find("location") == nullptr);
  BOOST_TEST(error(3) == ": \"bulkId:bad\" refers to operation 2, which failed");
  BOOST_TEST(error(4) == "invalidValue: \"bulkId:nobody\" refers to no POST of this bulk");
  BOOST_TEST(error(5) == "invalidValue: \"bulkId:nobody\" refers to no POST of this bulk");
  BOOST_TEST(results[7].stringAt("location") == fixture.connector.baseUrl() + "/Users/unknown");
  BOOST_TEST(results[0].find("response") == nullptr);
  BOOST_TEST(fixture.client.send("GET", "/Users/" + Fixture::idOf(results[2])).body.stringAt("title") ==
             "Mate");

  // Each refusal has its own line in the log, under the bulk's request id and the operation's number.
  std::set<std::string> numbers;
  Json done;
  std::istringstream log(fixture.connector.log());
  for (std::string line; std::getline(log, line);) {
    if (line.find("\"id\":\"BULK_DONE\"") != std::string::npos) done = scim::parseJson(line);
    if (line.find("\"id\":\"REQUEST_REFUSED\"") == std::string::npos) continue;
    const std::string requestId(scim::parseJson(line).stringAt("requestId"));
    numbers.insert(requestId.substr(requestId.find(':') + 1));
  }
  BOOST_TEST(numbers == (std::set<std::string>{"2", "4", "5", "6", "7", "8"}),
             boost::test_tools::per_element());
  BOOST_TEST(done.find("operations")->asInteger() == 9);
  BOOST_TEST(done.find("failed")->asInteger() == 6);
  BOOST_TEST(done.find("notBegun")->asInteger() == 0);
}

// RFC 7644 §3.7.3
BOOST_AUTO_TEST_CASE(no_operation_is_begun_after_too_many_errors) {
  const Fixture fixture;
  const std::string operations = user("a", "one") + "," + user("b", "ONE") + "," + user("c", "two") + "," +
                                 user("d", "") + "," + user("e", "three");
  const Json::Array first = fixture.bulk(operations, R"("failOnErrors":1,)");
  BOOST_TEST(Fixture::statuses(first) == "201 409");
  BOOST_TEST(fixture.count("two") == 0);
  const Json::Array second = fixture.bulk(operations, R"("failOnErrors":3,)");
  BOOST_TEST(Fixture::statuses(second) == "409 409 201 400");
  BOOST_TEST(fixture.count("two") == 1);
  BOOST_TEST(fixture.count("three") == 0);
}

BOOST_AUTO_TEST_CASE(operations_keep_their_order_where_it_matters) {
  const Fixture fixture;
  const std::string left = fixture.client.makeUser("left", "Left");
  const std::string right = fixture.client.makeUser("right", "Right");
  const std::string leaver = fixture.client.makeUser("leaver", "Leaver");
  const std::string crew = fixture.client.makeGroup("crew");

  std::string operations = user("u", "mixed");
  for (int i = 0; i < 20; ++i) {
    operations += "," + patch("/Users/bulkId:u", "replace", "title", "\"t" + std::to_string(i) + "\"");
    operations += "," + patch("/Users/bulkId:u", "replace", "userName", "\"mixed" + std::to_string(i) + "\"");
  }
  // Two users swap their names; a third one's name is taken over when it is gone.
  operations += "," + patch("/Users/" + left, "replace", "userName", "\"between\"") + "," +
                patch("/Users/" + right, "replace", "userName", "\"left\"") + "," +
                patch("/Users/" + left, "replace", "userName", "\"right\"") + "," +
                patch("/Groups/" + crew, "add", "members", "[{\"value\":\"" + leaver + "\"}]") + "," +
                user("early", "leaver") + "," + deletion("/Users/" + leaver) + "," + user("late", "leaver") +
                "," + patch("/Groups/" + crew, "add", "members", "[{\"value\":\"" + leaver + "\"}]") + "," +
                user("same", "twice") + "," + user("again", "TWICE");
  const Json::Array results = fixture.bulk(operations);
  std::string expected = "201";
  for (int i = 0; i < 40; ++i) expected += " 200";
  BOOST_TEST(Fixture::statuses(results) == expected + " 200 200 200 204 409 204 201 400 201 409");

  const ScimAnswer mixed = fixture.client.send("GET", "/Users/" + Fixture::idOf(results[0]));
  BOOST_TEST(mixed.body.stringAt("title") == "t19");
  BOOST_TEST(mixed.body.stringAt("userName") == "mixed19");
  BOOST_TEST(fixture.client.send("GET", "/Users/" + left).body.stringAt("userName") == "right");
  BOOST_TEST(fixture.client.send("GET", "/Users/" + right).body.stringAt("userName") == "left");
  BOOST_TEST(fixture.client.send("GET", "/Users/" + leaver).status == 404);
  BOOST_TEST(fixture.members(crew).empty());
  BOOST_TEST(fixture.count("twice") == 1);
}

BOOST_AUTO_TEST_CASE(every_method_on_what_is_there) {
  const Fixture fixture;
  const std::string kept = fixture.client.makeUser("kept", "Kept");
  const std::string gone = fixture.client.makeUser("gone", "Gone");
  const std::string crew = fixture.client.makeGroup("crew");
  const Json::Array results = fixture.bulk(
      R"({"method":"PUT","path":"/Users/)" + kept +
      R"(","data":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"kept","displayName":"Put"}},)" +
      deletion("/Users/" + gone) + "," + user("new", "new") + "," +
      patch("/Groups/" + crew, "add", "members", R"([{"value":"bulkId:new"},{"value":")" + kept + "\"}]") +
      "," + patch("/Groups/" + crew, "remove", R"(members[value eq \"bulkId:new\"])", "null"));
  BOOST_TEST_REQUIRE(Fixture::statuses(results) == "200 204 201 204 204");
  BOOST_TEST(fixture.client.send("GET", "/Users/" + kept).body.stringAt("displayName") == "Put");
  BOOST_TEST(fixture.client.send("GET", "/Users/" + gone).status == 404);
  BOOST_TEST(fixture.members(crew) == (std::vector<std::string>{kept}), boost::test_tools::per_element());
}

// RFC 7644 §3.14
BOOST_AUTO_TEST_CASE(an_operation_on_another_version_than_the_clients_is_refused) {
  const Fixture fixture;
  const Json::Array made = fixture.bulk(user("a", "a"));
  const std::string version(made.at(0).stringAt("version"));
  BOOST_TEST_REQUIRE(!version.empty());
  const std::string path = "/Users/" + Fixture::idOf(made.at(0));
  const auto versioned = [&](std::string operation) {
    operation.pop_back();
    return operation + R"(,"version":)" + printJson(Json(version)) + "}";
  };
  const Json::Array results = fixture.bulk(versioned(patch(path, "add", "title", "\"first\"")) + "," +
                                           versioned(patch(path, "replace", "title", "\"second\"")));
  BOOST_TEST(Fixture::statuses(results) == "200 412");
  BOOST_TEST(fixture.client.send("GET", path).body.stringAt("title") == "first");
}

// RFC 7644 §3.7.4
BOOST_AUTO_TEST_CASE(a_bulk_above_a_limit_is_refused_whole_with_the_limit) {
  ConnectorOptions options;
  options.serverLines = "max_body = \"2KiB\"";
  options.endpointLines = "bulk_max_operations = 3";
  const Fixture fixture(options);
  const ScimAnswer config = fixture.client.send("GET", "/ServiceProviderConfig");
  BOOST_TEST(printJson(*config.body.find("bulk")) ==
             R"({"supported":true,"maxOperations":3,"maxPayloadSize":2048})");

  const std::string three = user("a", "a") + "," + user("b", "b") + "," + user("c", "c");
  const ScimAnswer tooMany = fixture.client.send("POST", "/Bulk", message(three + "," + user("d", "d")));
  BOOST_TEST(tooMany.status == 413);
  BOOST_TEST(tooMany.body.stringAt("detail") == "the bulk has 4 operations, which exceeds maxOperations (3)");
  const ScimAnswer tooLarge = fixture.client.send("POST", "/Bulk", message(three) + std::string(2048, ' '));
  BOOST_TEST(tooLarge.status == 413);
  BOOST_TEST(tooLarge.body.stringAt("detail").ends_with("; maxPayloadSize is 2048"),
             tooLarge.body.stringAt("detail"));
  const ScimAnswer malformed =
      fixture.client.send("POST", "/Bulk", message(user("a", "a") + "," + user("a", "b")));
  BOOST_TEST(malformed.status == 400);
  BOOST_TEST(fixture.count("a") == 0);
  BOOST_TEST(fixture.client.send("GET", "/Bulk").status == 405);
  BOOST_TEST(Fixture::statuses(fixture.bulk(three)) == "201 201 201");
}

BOOST_AUTO_TEST_CASE(an_endpoint_may_have_no_bulk) {
  ConnectorOptions options;
  options.endpointLines = "bulk_max_operations = 0";
  const Fixture fixture(options);
  BOOST_TEST(fixture.client.send("POST", "/Bulk", message(user("a", "a"))).status == 501);
  const ScimAnswer config = fixture.client.send("GET", "/ServiceProviderConfig");
  BOOST_TEST(!config.body.find("bulk")->find("supported")->asBool());
}

BOOST_AUTO_TEST_CASE(operations_that_do_not_begin_in_time_are_told_to_come_again) {
  ConnectorOptions options;
  options.serverLines = "request_timeout = \"3s\"";
  options.directoryLines = "connect_timeout = \"4s\"\noperation_timeout = \"4s\"";
  Fixture fixture(options);
  fixture.slapd.pause();
  const Json::Array results =
      fixture.bulk(user("a", "a") + "," + patch("/Users/bulkId:a", "add", "title", "\"t\""));
  fixture.slapd.resume();
  BOOST_TEST_REQUIRE(Fixture::statuses(results) == "503 503");
  BOOST_TEST(results[1].find("response")->stringAt("detail") ==
             "the time for the bulk was over before this operation began; send it again");
}

BOOST_AUTO_TEST_CASE(a_thousand_users_and_their_group_arrive_whole) {
  constexpr std::size_t kUsers = 999;
  ConnectorOptions options;
  options.serverLines = "request_timeout = \"20m\"";
  const Fixture fixture(options);
  std::string operations;
  std::string members;
  for (std::size_t i = 0; i < kUsers; ++i) {
    const std::string number = std::to_string(i);
    operations += user("b" + number, "user" + number,
                       R"(,"externalId":"x)" + number + "\"" +
                           (i == 0 ? "" : manager("bulkId:b" + std::to_string(i / 10)))) +
                  ",";
    members += (i == 0 ? "" : ",") + std::string(R"({"value":"bulkId:b)") + number + "\"}";
  }
  operations += R"({"method":"POST","path":"/Groups","bulkId":"all","data":{"schemas":)"
                R"(["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"all","members":[)" +
                members + "]}}";
  const Json::Array results = fixture.bulk(operations);
  BOOST_TEST_REQUIRE(results.size() == kUsers + 1);
  for (std::size_t i = 0; i < results.size(); ++i) {
    BOOST_TEST(results[i].stringAt("status") == "201", i << ": " << printJson(results[i]));
    BOOST_TEST(results[i].stringAt("bulkId") == (i < kUsers ? "b" + std::to_string(i) : "all"));
  }

  ldap::Directory directory(fixture.slapd.settings());
  const ldap::Dn people = ldap::Dn::parse("ou=people," + fixture.slapd.base());
  const auto dnOf = [&](std::size_t i) { return people.child("uid", "user" + std::to_string(i)); };
  const std::vector<ldap::Entry> entries = directory.search(
      {people, ldap::Scope::OneLevel, {ldap::Present{"uid"}}, {"entryUUID", "cn", "manager"}});
  BOOST_TEST(entries.size() == kUsers);
  std::map<std::string, const ldap::Entry*> byDn;
  for (const ldap::Entry& entry : entries) byDn[entry.dn.normalized()] = &entry;
  for (std::size_t i = 0; i < kUsers; ++i) {
    const auto entry = byDn.find(dnOf(i).normalized());
    BOOST_TEST_REQUIRE((entry != byDn.end()));
    BOOST_TEST(entry->second->first("entryUUID").value() == Fixture::idOf(results[i]));
    BOOST_TEST(entry->second->first("cn").value() == "Of b" + std::to_string(i));
    if (i == 0) continue;
    BOOST_TEST((ldap::Dn::parse(entry->second->first("manager").value()) == dnOf(i / 10)));
  }
  const ldap::Entry all =
      directory.read(ldap::Dn::parse("cn=all,ou=groups," + fixture.slapd.base()), {"member"}).value();
  BOOST_TEST(all.values("member").size() == kUsers);
}

BOOST_AUTO_TEST_SUITE_END()
