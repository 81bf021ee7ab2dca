#include <boost/test/unit_test.hpp>
#include <cctype>
#include <functional>

#include "FallbackFixture.h"
#include "connector/provisioning/SyncedGroups.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;

namespace {

using Values = std::vector<std::string>;

constexpr int kUsers = 400;

/// Many users and groups, made as others make them; slapd counts the searches.
struct Fixture : FallbackFixture {
  Fixture() : FallbackFixture(true, "moduleload back_monitor\ndatabase monitor\n") {}

  DirectoryView view{directory, endpoint.mapping, "entryUUID"};
  SyncedGroups groups{view, *store, endpoint.name, endpoint.fallback->group};

  [[nodiscard]] Values users(int begin, int end) const {
    Values values;
    for (int i = begin; i < end; ++i)
      values.push_back(dn("uid=user" + std::to_string(i) + ",ou=people").toString());
    return values;
  }
  std::string makeGroupByOthers(const std::string& name, const Values& members, bool synced) {
    BOOST_TEST_REQUIRE(
        directory
            .add({dn("cn=" + name + ",ou=groups"), {{"objectClass", {"groupOfNames"}}, {"member", members}}})
            .ok());
    std::string id = entry("cn=" + name + ",ou=groups").first("entryUUID").value();
    if (synced) {
      ResourceRow row{.endpoint = endpoint.name, .type = "Group", .id = id, .externalId = "x-" + name};
      row.kept = scim::Json::object();
      StoreChanges changes;
      changes.upserts.push_back(row);
      store->commit(changes);
    }
    return id;
  }
  /// How many operations of that kind the work takes: "Search", "Modify".
  [[nodiscard]] int operationsOf(const std::string& kind, const std::function<void()>& work) {
    const auto count = [&] {
      const ldap::Dn counter = ldap::Dn::parse("cn=Operations,cn=Monitor").child("cn", kind);
      return std::stoi(directory.read(counter, {"monitorOpInitiated"})->first("monitorOpInitiated").value());
    };
    const int before = count();
    work();
    return count() - before - (kind == "Search" ? 1 : 0);
  }
};

Values upperCase(Values values) {
  for (std::string& value : values) {
    for (char& c : value) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return values;
}

std::set<std::string> setOf(const Values& values) {
  return {values.begin(), values.end()};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(SyncedGroupsSuite, Fixture)

BOOST_AUTO_TEST_CASE(tells_who_is_listed_by_a_synced_group) {
  static_cast<void>(makeGroupByOthers("synced", users(0, 150), true));
  static_cast<void>(makeGroupByOthers("also", users(140, 160), true));
  static_cast<void>(makeGroupByOthers("local", users(0, 300), false));
  BOOST_CHECK(groups.listing(users(0, kUsers), "") == setOf(users(0, 160)));
}

BOOST_AUTO_TEST_CASE(leaves_out_one_group_and_the_fallback_group) {
  const std::string except = makeGroupByOthers("synced", users(0, 10), true);
  static_cast<void>(makeGroupByOthers("also", users(5, 8), true));
  BOOST_TEST_REQUIRE(
      directory.modify(endpoint.fallback->group, {{ldap::ModificationType::Add, "member", users(0, 10)}})
          .ok());
  ResourceRow row{.endpoint = endpoint.name,
                  .type = "Group",
                  .id = entry("cn=basic,ou=groups").first("entryUUID").value(),
                  .externalId = "x"};
  row.kept = scim::Json::object();
  StoreChanges changes;
  changes.upserts.push_back(row);
  store->commit(changes);
  BOOST_CHECK(groups.listing(users(0, 20), except) == setOf(users(5, 8)));
}

BOOST_AUTO_TEST_CASE(finds_values_that_a_group_spells_otherwise) {
  static_cast<void>(makeGroupByOthers("synced", upperCase(users(3, 40)), true));
  static_cast<void>(makeGroupByOthers("also", users(30, 50), true));
  BOOST_CHECK(groups.listing(users(0, 120), "") == setOf(users(3, 50)));
}

BOOST_AUTO_TEST_CASE(tells_whom_one_group_lists) {
  static_cast<void>(makeGroupByOthers("g", users(3, 40), false));
  const ldap::Dn group = dn("cn=g,ou=groups");
  BOOST_CHECK(groups.listedIn(group, users(0, 60)) == setOf(users(3, 40)));
  BOOST_CHECK(groups.listedIn(group, users(5, 20)) == setOf(users(5, 20)));
  BOOST_CHECK(groups.listedIn(group, {}).empty());
  BOOST_CHECK(groups.listedIn(dn("cn=none,ou=groups"), users(0, 2)).empty());
}

BOOST_AUTO_TEST_CASE(asks_about_many_at_once) {
  static_cast<void>(makeGroupByOthers("everybody", users(0, kUsers), true));
  for (int i = 0; i < 5; ++i)
    static_cast<void>(makeGroupByOthers("team" + std::to_string(i), users(i * 10, i * 10 + 30), true));
  // Each time a batch and its groups, and each list once.
  const int searches = operationsOf("Search", [&] {
    BOOST_TEST(groups.listing(users(0, kUsers), "").size() == std::size_t{kUsers});
    BOOST_TEST(groups.listedIn(dn("cn=everybody,ou=groups"), users(0, kUsers)).size() == std::size_t{kUsers});
  });
  BOOST_TEST(searches > 0);
  BOOST_TEST(searches <= 2 * kUsers / 100 + 6 + kUsers / 100);
}

BOOST_AUTO_TEST_CASE(a_change_of_many_members_is_one_change_of_the_fallback_group) {
  const ldap::Attributes person{{"objectClass", {"inetOrgPerson"}}, {"cn", {"C"}}, {"sn", {"S"}}};
  StoreChanges changes;
  Values ids;
  for (int i = 0; i < kUsers; ++i) {
    const std::string name = "uid=user" + std::to_string(i) + ",ou=people";
    BOOST_TEST_REQUIRE(directory.add({dn(name), person}).ok());
    ids.push_back(entry(name).first("entryUUID").value());
    ResourceRow row{.endpoint = endpoint.name, .type = "User", .id = ids.back()};
    row.kept = scim::Json::object();
    changes.upserts.push_back(row);
  }
  store->commit(changes);
  static_cast<void>(makeGroupByOthers("other", users(0, 50), true));
  const std::string group = makeGroupByOthers("g", users(0, kUsers), true);
  const std::string remove = R"({"op":"remove","path":"members","value":)" + memberList(ids) + "}";
  const std::string add = R"({"op":"add","path":"members","value":)" + memberList(ids) + "}";

  // Some looks at everybody, twenty at a time.
  constexpr int kSearches = 20 + 3 * kUsers / 20;
  BOOST_TEST(operationsOf("Search", [&] { patch(Kind::Group, group, remove); }) <= kSearches);
  BOOST_TEST(members("basic").size() == std::size_t{kUsers - 50});
  BOOST_TEST(members("g").empty());
  // One of the group in a second try, since it holds the placeholder, and one of the fallback group, whose last
  // members leave in a third: in the second nobody must have come meanwhile.
  BOOST_TEST(operationsOf("Modify", [&] { patch(Kind::Group, group, add); }) == 5);
  BOOST_TEST(members("basic").empty());
  BOOST_TEST(operationsOf("Search", [&] { service.remove(Kind::Group, request(), group); }) <= kSearches);
  BOOST_TEST(members("basic").size() == std::size_t{kUsers - 50});
}

BOOST_AUTO_TEST_SUITE_END()
