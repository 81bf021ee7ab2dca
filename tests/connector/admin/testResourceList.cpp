#include "connector/admin/ResourceList.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "scim/Error.h"
#include "tests/connector/admin/AdminFixture.h"

using namespace scim2ldap::connector;
using namespace scim2ldap::test;
using scim2ldap::scim::Json;
using scim2ldap::scim::parseJson;

namespace {

const std::string kUsers = "endpoint=entra&type=User";
const std::string kGroups = "endpoint=entra&type=Group";

std::vector<Json> rowsOf(const Json& page) {
  return page.find("rows")->asArray();
}

const Json& only(const std::vector<Json>& rows) {
  BOOST_TEST_REQUIRE(rows.size() == 1u);
  return rows.front();
}

ResourceRow row(const std::string& type, const std::string& id) {
  return {.endpoint = "entra", .type = type, .id = id, .kept = Json::object()};
}

/// An endpoint with a directory, and people in it.
struct Populated {
  TemporarySlapd slapd{{.ppolicy = true,
                        .ldif = "dn: cn=local,ou=groups,dc=example,dc=com\n"
                                "objectClass: groupOfNames\ncn: local\nmember: cn=empty-group\n"}};
  AdminFixture admin{&slapd};

  std::string make(Kind kind, const std::string& body) {
    ServiceRequest request;
    request.context.endpoint = "entra";
    request.context.directory = "corp";
    request.context.now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const ResourceAnswer answer =
        admin.scim.snapshot()->endpoints().front()->service.create(kind, request, parseJson(body));
    return std::string(answer.resource.stringAt("id"));
  }
  [[nodiscard]] std::vector<Json> rows(const std::string& query) {
    return rowsOf(admin.getJson("/api/resources", query));
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ResourceListSuite)

BOOST_AUTO_TEST_CASE(reads_the_query) {
  const ResourceSearch search =
      parseResourceSearch("endpoint=entra&type=Group&after=7&search=a%20b%2A&other=1");
  BOOST_TEST((search == ResourceSearch{"entra", Kind::Group, "7", "a b*"}));
  BOOST_TEST((parseResourceSearch("endpoint=entra") == ResourceSearch{"entra", Kind::User, "", ""}));
}

BOOST_AUTO_TEST_CASE(refuses_what_it_cannot_answer) {
  AdminFixture admin;
  BOOST_TEST(admin.get("/api/resources").status == 400);
  BOOST_TEST(admin.get("/api/resources", "endpoint=entra&type=Users").body == "type wants User or Group\n");
  BOOST_TEST(admin.get("/api/resources", "endpoint=other").status == 404);
}

BOOST_AUTO_TEST_CASE(shows_what_the_policies_made_of_users_when_the_directory_is_away) {
  AdminFixture admin;
  const TimePoint due(std::chrono::milliseconds(1'800'000'000'000));
  ResourceRow first = row("User", "1");
  first.externalId = "e-1";
  first.rawRole = "Portal Admin";
  first.role = "admin";
  first.origin = Origin::Adopted;
  first.modified = TimePoint(std::chrono::milliseconds(1'700'000'000'123));
  admin.store->commit({.upserts = {first, row("User", "2"), row("User", "3"), row("Group", "4")},
                       .fallback = {{"entra", "2", FallbackState::Waiting, due},
                                    {"entra", "3", FallbackState::Inside, std::nullopt}}});
  const Json page = admin.getJson("/api/resources", kUsers);
  BOOST_TEST(!page.find("hasNames")->asBool());
  BOOST_TEST(page.stringAt("note").starts_with("Without names, as the directory is away: "));
  const std::vector<Json> rows = rowsOf(page);
  BOOST_TEST_REQUIRE(rows.size() == 3u);
  BOOST_TEST(rows[0].stringAt("id") == "1");
  BOOST_TEST(rows[0].stringAt("name") == "");
  BOOST_TEST(rows[0].stringAt("externalId") == "e-1");
  BOOST_TEST(rows[0].stringAt("origin") == "adopted");
  BOOST_TEST(rows[0].stringAt("rawRole") == "Portal Admin");
  BOOST_TEST(rows[0].stringAt("role") == "admin");
  BOOST_TEST(rows[0].stringAt("modified") == "2023-11-14T22:13:20.123Z");
  BOOST_TEST(rows[0].find("fallback")->isNull());
  BOOST_TEST(rows[1].find("externalId")->isNull());
  BOOST_TEST(rows[1].find("modified")->isNull());
  BOOST_TEST(rows[1].find("fallback")->stringAt("state") == "waiting");
  BOOST_TEST(rows[1].find("fallback")->stringAt("until") == "2027-01-15T08:00:00Z");
  BOOST_TEST(rows[2].find("fallback")->stringAt("state") == "inside");
  BOOST_TEST(rows[2].find("fallback")->find("until")->isNull());

  const Json named = admin.getJson("/api/resources", kUsers + "&search=e-1");
  BOOST_TEST(only(rowsOf(named)).stringAt("id") == "1");
  BOOST_TEST(only(rowsOf(admin.getJson("/api/resources", kGroups))).stringAt("id") == "4");
}

BOOST_AUTO_TEST_CASE(goes_page_by_page) {
  AdminFixture admin;
  StoreChanges changes;
  for (std::size_t i = 0; i < 2 * kResourcesAPage; ++i)
    changes.upserts.push_back(row("User", std::to_string(1000 + i)));
  admin.store->commit(changes);
  const Json first = admin.getJson("/api/resources", kUsers);
  BOOST_TEST(rowsOf(first).size() == kResourcesAPage);
  BOOST_TEST(first.stringAt("next") == "1099");
  const Json second = admin.getJson("/api/resources", kUsers + "&after=1099");
  BOOST_TEST(rowsOf(second).size() == kResourcesAPage);
  BOOST_TEST(rowsOf(second).front().stringAt("id") == "1100");
  BOOST_TEST(second.find("next")->isNull());
}

BOOST_FIXTURE_TEST_CASE(has_names_from_the_directory, Populated) {
  const std::string ada = make(Kind::User, R"({"userName":"Ada","externalId":"e-1","active":false})");
  const std::string bob = make(Kind::User, R"({"userName":"bob","active":true})");
  admin.store->commit({.upserts = {row("User", "gone")}});
  const Json page = admin.getJson("/api/resources", kUsers);
  BOOST_TEST(page.find("hasNames")->asBool());
  BOOST_TEST(page.stringAt("note") == "");
  std::map<std::string, Json> byId;
  for (const Json& each : rowsOf(page)) byId[std::string(each.stringAt("id"))] = each;
  BOOST_TEST_REQUIRE(byId.size() == 3u);
  BOOST_TEST(byId[ada].stringAt("name") == "Ada");
  BOOST_TEST(byId[ada].stringAt("dn") == "uid=Ada,ou=people,dc=example,dc=com");
  BOOST_TEST(byId[ada].stringAt("origin") == "scim");
  BOOST_TEST(!byId[ada].find("active")->asBool());
  BOOST_TEST(byId[ada].find("modified")->isString());
  BOOST_TEST(byId[bob].find("active")->asBool());
  BOOST_TEST(byId[ada].find("found")->asBool());
  BOOST_TEST(!byId["gone"].find("found")->asBool());
}

BOOST_FIXTURE_TEST_CASE(finds_by_id_by_external_id_and_by_the_beginning_of_the_name, Populated) {
  const std::string ada = make(Kind::User, R"({"userName":"ada@corp.example","externalId":"e-1"})");
  const std::string adam = make(Kind::User, R"({"userName":"Adam","externalId":"e-2"})");
  const auto ids = [&](const std::string& search) {
    std::set<std::string> found;
    for (const Json& each : rows(kUsers + "&search=" + search)) found.emplace(each.stringAt("id"));
    return found;
  };
  BOOST_TEST((ids("e-1") == std::set{ada}));
  BOOST_TEST((ids(adam) == std::set{adam}));
  BOOST_TEST((ids("ADA") == std::set{ada, adam}));
  BOOST_TEST((ids("ada%40") == std::set{ada}));
  BOOST_TEST(ids("da").empty());
  BOOST_TEST(ids("%2A").empty());  // no wildcard
  BOOST_TEST(ids("ada%29%28uid%3D%2A").empty());
}

BOOST_FIXTURE_TEST_CASE(pages_what_a_search_finds, Populated) {
  const std::string a = make(Kind::User, R"({"userName":"anna"})");
  const std::string b = make(Kind::User, R"({"userName":"anne"})");
  const auto& [low, high] = std::minmax(a, b);
  BOOST_TEST(only(rows(kUsers + "&search=ann&after=" + low)).stringAt("id") == high);
}

BOOST_FIXTURE_TEST_CASE(tells_synced_groups_from_local_ones, Populated) {
  static_cast<void>(make(Kind::Group, R"({"displayName":"sales","externalId":"g-1"})"));
  // Without a row, a local group is not listed, but found.
  const std::vector<Json> listed = rows(kGroups);
  BOOST_TEST(only(listed).stringAt("name") == "sales");
  BOOST_TEST(only(listed).stringAt("externalId") == "g-1");
  const std::vector<Json> found = rows(kGroups + "&search=loc");
  BOOST_TEST(only(found).stringAt("name") == "local");
  BOOST_TEST(only(found).stringAt("origin") == "local");
  BOOST_TEST(only(found).find("externalId")->isNull());
  // A user is no group.
  BOOST_TEST(rows(kUsers + "&search=sales").empty());
}

BOOST_AUTO_TEST_SUITE_END()
