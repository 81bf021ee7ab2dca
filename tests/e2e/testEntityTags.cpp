#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>
#include <vector>

#include "ldap/Directory.h"
#include "ldap/TryBind.h"
#include "scim/Json.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

using scim::Json;

constexpr auto kNobody = "/Users/00000000-0000-4000-8000-000000000000";

SlapdOptions withPolicy() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

/// A directory, a connector, and a user and a group to work on.
struct Fixture {
  TemporarySlapd slapd{withPolicy()};
  ConnectorProcess connector{slapd};
  ScimClient client{connector};
  std::string user = "/Users/" + client.makeUser("bara", "Bara Novak");
  std::string other = client.makeUser("other", "Other");
  std::string group = "/Groups/" + client.makeGroup("Site Leads");

  using Headers = std::vector<std::pair<std::string, std::string>>;
  HttpAnswer send(const std::string& method, const std::string& path, Headers headers = {},
                  const std::string& body = "") const {
    headers.emplace_back("Authorization", "Bearer " + connector.token());
    if (!body.empty()) headers.emplace_back("Content-Type", "application/scim+json");
    return sendHttp(method, connector.baseUrl() + path, headers, body);
  }
  std::string tag(const std::string& path) const { return send("GET", path).header("ETag"); }
  Json body(const std::string& path) const { return scim::parseJson(send("GET", path).body); }
  std::string lastModified(const std::string& path) const {
    return std::string(body(path).find("meta")->stringAt("lastModified"));
  }

  int patch(const std::string& path, const std::string& operation, Headers headers = {}) const {
    return send("PATCH", path, std::move(headers), patchBody(operation)).status;
  }
  static std::string patchBody(const std::string& operation) {
    return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" + operation +
           "]}";
  }
  static std::string titled(const std::string& title) {
    return R"({"op":"replace","path":"title","value":")" + title + "\"}";
  }
  std::string memberOperation(const std::string& op) const {
    return R"({"op":")" + op + R"(","path":"members","value":[{"value":")" + other + "\"}]}";
  }

  /// The version that the directory gives the entry of that cn or uid.
  std::string entryCsn(const std::string& attribute, const std::string& value) const {
    ldap::Directory directory(slapd.settings());
    return directory
        .search({ldap::Dn::parse(slapd.base()),
                 ldap::Scope::Subtree,
                 {ldap::Equality{attribute, value}},
                 {"entryCSN"}})
        .at(0)
        .first("entryCSN")
        .value();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(EntityTags, Fixture)

BOOST_AUTO_TEST_CASE(stand_in_the_header_and_in_meta) {
  const auto check = [&](const HttpAnswer& answer, int status) {
    BOOST_TEST(answer.status == status);
    const std::string version(scim::parseJson(answer.body).find("meta")->stringAt("version"));
    BOOST_TEST(version.starts_with("W/\""));
    BOOST_TEST(answer.header("ETag") == version);
    return version;
  };
  const std::string made =
      check(send("POST", "/Users", {{"If-None-Match", "*"}}, R"({"userName":"c","displayName":"C"})"), 201);
  const std::string read = check(send("GET", user), 200);
  BOOST_TEST(made != read);
  const std::string patched = check(send("PATCH", user, {}, patchBody(titled("x"))), 200);
  BOOST_TEST(patched != read);
  BOOST_TEST(patched == tag(user));
  const std::string put =
      check(send("PUT", user, {}, R"({"userName":"bara","displayName":"Bara N","externalId":"e"})"), 200);
  BOOST_TEST(put != patched);
  BOOST_TEST(put == tag(user));
  check(send("POST", "/Groups", {}, R"({"displayName":"Others"})"), 201);
  BOOST_TEST(check(send("GET", group), 200) == tag(group));
  // Without a body the header alone tells.
  const HttpAnswer renamed =
      send("PATCH", group, {}, patchBody(R"({"op":"replace","path":"displayName","value":"Leads"})"));
  BOOST_TEST(renamed.status == 204);
  BOOST_TEST(renamed.header("ETag") == tag(group));
  const Json list = scim::parseJson(send("GET", "/Users?filter=userName+eq+%22bara%22").body);
  BOOST_TEST(list.find("Resources")->asArray().at(0).find("meta")->stringAt("version") == put);
  BOOST_TEST(body("/ServiceProviderConfig").find("etag")->find("supported")->asBool());
}

BOOST_AUTO_TEST_CASE(do_not_depend_on_how_the_client_looks_at_the_resource) {
  const std::string manager = R"({"op":"add","path":"manager","value":")" + other + "\"}";
  BOOST_TEST_REQUIRE(patch(user, manager) == 200);
  BOOST_TEST_REQUIRE(patch(group, memberOperation("add")) == 204);
  for (const std::string& path : {user, group}) {
    const std::string whole = tag(path);
    BOOST_TEST(tag(path + "?attributes=displayName") == whole);
    BOOST_TEST(tag(path + "?excludedAttributes=meta,members") == whole);
    BOOST_TEST(send("GET", path, {{"Host", "scim.example.com"}}).header("ETag") == whole);
    BOOST_TEST(send("HEAD", path).header("ETag") == whole);
  }
}

BOOST_AUTO_TEST_CASE(spare_a_client_what_it_has) {
  for (const std::string& path : {user, group}) {
    const std::string known = tag(path);
    for (const std::string& list : {known, R"("x", )" + known, known.substr(2), std::string("*")}) {
      const HttpAnswer answer = send("GET", path, {{"If-None-Match", list}});
      BOOST_TEST(answer.status == 304, list);
      BOOST_TEST(answer.body.empty());
      BOOST_TEST(answer.header("ETag") == known);
    }
    // The parts of a list may come in lines of their own.
    BOOST_TEST(send("GET", path, {{"If-None-Match", "\"x\""}, {"If-None-Match", known}}).status == 304);
    BOOST_TEST(send("GET", path, {{"If-None-Match", "\"x\""}}).status == 200);
    BOOST_TEST(send("GET", path, {{"If-Match", known}}).status == 200);
    BOOST_TEST(send("GET", path, {{"If-Match", "\"x\""}}).status == 412);
  }
}

BOOST_AUTO_TEST_CASE(guard_every_kind_of_change) {
  const std::string stale = tag(user);
  BOOST_TEST_REQUIRE(patch(user, titled("first")) == 200);
  const std::string now = tag(user);
  const std::string put = R"({"userName":"bara","displayName":"B"})";
  for (const Headers& condition : {Headers{{"If-Match", stale}}, Headers{{"If-Match", R"("a", "b")"}},
                                   Headers{{"If-None-Match", now}}, Headers{{"If-None-Match", "*"}}}) {
    BOOST_TEST_CONTEXT(condition.front().first << ": " << condition.front().second) {
      const HttpAnswer refused = send("PATCH", user, condition, patchBody(titled("second")));
      BOOST_TEST(refused.status == 412);
      BOOST_TEST(scim::parseJson(refused.body).stringAt("status") == "412");
      BOOST_TEST(refused.body.find(now.substr(3, 32)) != std::string::npos, "the detail names the version");
      BOOST_TEST(send("PUT", user, condition, put).status == 412);
      BOOST_TEST(send("DELETE", user, condition).status == 412);
    }
  }
  BOOST_TEST(tag(user) == now);

  BOOST_TEST(patch(user, titled("second"), {{"If-Match", R"("a", )" + now}}) == 200);
  BOOST_TEST(patch(user, titled("third"), {{"If-Match", "*"}, {"If-None-Match", now}}) == 200);
  BOOST_TEST(send("PUT", user, {{"If-Match", tag(user)}}, put).status == 200);
  BOOST_TEST(send("DELETE", user, {{"If-Match", tag(user)}}).status == 204);
  BOOST_TEST(send("GET", user).status == 404);
}

BOOST_AUTO_TEST_CASE(are_refused_when_malformed) {
  for (const char* header : {"If-Match", "If-None-Match"}) {
    for (const char* method : {"GET", "PUT", "PATCH", "DELETE"}) {
      const HttpAnswer answer = send(method, user, {{header, "W/unquoted"}}, titled("x"));
      BOOST_TEST(answer.status == 400, method);
      BOOST_TEST(scim::parseJson(answer.body).stringAt("scimType") == "invalidSyntax");
    }
  }
  BOOST_TEST(send("GET", user).status == 200);
}

// "A server MUST ignore all received preconditions if its response to the same request without those
// conditions [...] would have been a status code other than a 2xx" (RFC 9110 §13.2.1)
BOOST_AUTO_TEST_CASE(of_nobody_are_404) {
  for (const char* list : {"*", "W/\"x\""}) {
    BOOST_TEST(send("GET", kNobody, {{"If-None-Match", list}}).status == 404);
    BOOST_TEST(send("PUT", kNobody, {{"If-Match", list}}, R"({"userName":"x","displayName":"X"})").status ==
               404);
    BOOST_TEST(patch(kNobody, titled("x"), {{"If-Match", list}}) == 404);
    BOOST_TEST(send("DELETE", kNobody, {{"If-Match", list}}).status == 404);
  }
}

BOOST_AUTO_TEST_CASE(of_a_group_stand_for_its_members) {
  const std::string empty = tag(group);
  BOOST_TEST_REQUIRE(patch(group, memberOperation("add")) == 204);
  const std::string joined = tag(group);
  BOOST_TEST(joined != empty);
  BOOST_TEST(patch(group, memberOperation("remove"), {{"If-Match", empty}}) == 412);
  BOOST_TEST(body(group).find("members")->asArray().size() == 1U);
  const HttpAnswer removed =
      send("PATCH", group, {{"If-Match", joined}}, patchBody(memberOperation("remove")));
  BOOST_TEST(removed.status == 204);
  BOOST_TEST(removed.header("ETag") == tag(group));
  BOOST_TEST(tag(group) != joined);
  // externalId has no place in the entry.
  const std::string before = tag(group);
  BOOST_TEST(patch(group, R"({"op":"replace","path":"externalId","value":"7"})") == 204);
  BOOST_TEST(tag(group) != before);
}

BOOST_AUTO_TEST_CASE(stay_when_nothing_changes) {
  BOOST_TEST_REQUIRE(patch(user, titled("x")) == 200);
  BOOST_TEST_REQUIRE(patch(group, memberOperation("add")) == 204);
  const std::string users = entryCsn("uid", "bara");
  const std::string groups = entryCsn("cn", "Site Leads");
  const std::string version = tag(user);
  const std::string modified = lastModified(user);
  const std::string modifiedGroup = lastModified(group);

  BOOST_TEST(patch(user, titled("x")) == 200);
  BOOST_TEST(patch(user, R"({"op":"remove","path":"nickName"})") == 200);
  BOOST_TEST(patch(user, R"({"op":"add","path":"externalId","value":"ext-bara"})") == 200);
  const std::string own = send("GET", user).body;
  BOOST_TEST(send("PUT", user, {}, own).status == 200);
  BOOST_TEST(patch(group, memberOperation("add")) == 204);
  BOOST_TEST(patch(group, memberOperation("add"), {{"If-Match", tag(group)}}) == 204);
  BOOST_TEST(
      patch(group,
            R"({"op":"remove","path":"members[value eq \"00000000-0000-4000-8000-000000000000\"]"})") == 204);
  BOOST_TEST(patch(group, R"({"op":"remove","path":"members","value":[{"value":")" + user.substr(7) +
                              "\"}]}") == 204);
  const std::string ownGroup = send("GET", group).body;
  BOOST_TEST(send("PUT", group, {}, ownGroup).status == 200);

  BOOST_TEST(tag(user) == version);
  BOOST_TEST(lastModified(user) == modified);
  BOOST_TEST(lastModified(group) == modifiedGroup);
  BOOST_TEST(entryCsn("uid", "bara") == users);
  BOOST_TEST(entryCsn("cn", "Site Leads") == groups);
}

BOOST_AUTO_TEST_CASE(stay_when_a_bind_fails) {
  const std::string version = tag(user);
  const std::string csn = entryCsn("uid", "bara");
  const ldap::Dn dn = ldap::Dn::parse("uid=bara,ou=people," + slapd.base());
  ldap::Directory admin(slapd.settings());
  BOOST_TEST_REQUIRE(admin.setPassword(dn, "right horse battery").ok());
  ldap::DirectorySettings settings = slapd.settings();
  BOOST_TEST((ldap::tryBind(settings, dn, "wrong") == ldap::ResultCode::InvalidCredentials));
  BOOST_TEST(entryCsn("uid", "bara") != csn);
  BOOST_TEST(tag(user) == version);
  BOOST_TEST(patch(user, titled("x"), {{"If-Match", version}}) == 200);
}

BOOST_AUTO_TEST_SUITE_END()
