#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <optional>
#include <thread>

#include "connector/provisioning/IndexWatch.h"
#include "tests/ldap/DirectoryFixture.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

using Ids = std::vector<std::string>;

/// Users and groups below containers of their own, watched together.
struct Fixture : ldap::DirectoryFixture {
  explicit Fixture(test::SlapdOptions options = {.syncprov = true},
                   const std::string& userFilter = "(objectClass=inetOrgPerson)")
      : DirectoryFixture(std::move(options)),
        users(scope(people, userFilter)),
        teams(scope(groups, "(objectClass=groupOfNames)")) {
    for (int i = 0; i < 3; ++i) userIds.push_back(addUser("u" + std::to_string(i)));
    groupIds.push_back(addGroup("team"));
    watch.emplace(std::vector{users, teams}, indexes, logger);
  }

  IndexScope users;
  IndexScope teams;
  Ids userIds;
  Ids groupIds;
  Logger logger{Level::Error};
  IdIndexes indexes;
  std::shared_ptr<IdIndex> userIndex = indexes.of(users);
  std::shared_ptr<IdIndex> groupIndex = indexes.of(teams);
  std::optional<IndexWatch> watch;

  [[nodiscard]] IndexScope scope(const ldap::Dn& base, const std::string& filter) const {
    return {slapd.settings(), "entryUUID", {base}, ldap::parseFilter(filter), "cn", std::chrono::seconds(1)};
  }
  std::string addUser(const std::string& uid) {
    BOOST_TEST_REQUIRE(directory.add(person(uid)).ok());
    return stored(personDn(uid), "entryUUID");
  }
  std::string addGroup(const std::string& name) {
    const ldap::Dn dn = groups.child("cn", name);
    BOOST_TEST_REQUIRE(
        directory.add({dn, {{"objectClass", {"groupOfNames"}}, {"member", {"cn=nobody"}}}}).ok());
    return stored(dn, "entryUUID");
  }
  template <typename Condition>
  static bool eventually(const Condition& condition) {
    for (int tries = 0; tries < 1000; ++tries) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }
  static bool holds(const IdIndex& index, Ids wanted) {
    const std::optional<IdPage> page = index.page(0, 1000);
    if (!page) return false;
    Ids ids;
    for (const IdKey& key : page->keys) ids.push_back(key.id);
    std::sort(ids.begin(), ids.end());
    std::sort(wanted.begin(), wanted.end());
    return ids == wanted;
  }
  [[nodiscard]] bool awaitIndexes() const {
    return eventually([&] { return holds(*userIndex, userIds) && holds(*groupIndex, groupIds); });
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(IndexWatchSuite)

BOOST_AUTO_TEST_CASE(what_is_watched_together_is_told_apart) {
  Fixture f;
  BOOST_TEST(f.awaitIndexes());
  f.userIds.push_back(f.addUser("later"));
  f.groupIds.push_back(f.addGroup("later"));
  BOOST_TEST(f.awaitIndexes());
  BOOST_TEST_REQUIRE(f.directory.remove(f.personDn("u0")).ok());
  BOOST_TEST_REQUIRE(f.directory.remove(f.groups.child("cn", "team")).ok());
  f.userIds.erase(f.userIds.begin());
  f.groupIds.erase(f.groupIds.begin());
  BOOST_TEST(f.awaitIndexes());
}

BOOST_AUTO_TEST_CASE(a_class_is_known_by_its_superiors) {
  Fixture f({.syncprov = true}, "(objectClass=person)");  // the entries list inetOrgPerson alone
  BOOST_TEST(f.awaitIndexes());
}

BOOST_AUTO_TEST_CASE(who_moves_out_of_the_bases_is_gone_and_comes_back) {
  Fixture f;
  BOOST_TEST(f.awaitIndexes());
  const ldap::Dn inside = f.personDn("u0");
  const ldap::Dn outside = f.groups.child("uid", "u0");  // a person among groups is neither
  const std::string id = f.userIds.front();
  BOOST_TEST_REQUIRE(f.directory.rename(inside, inside.rdn(), f.groups).ok());
  f.userIds.erase(f.userIds.begin());
  BOOST_TEST(f.awaitIndexes());
  BOOST_TEST_REQUIRE(f.directory.rename(outside, inside.rdn(), f.people).ok());
  f.userIds.push_back(id);
  BOOST_TEST(f.awaitIndexes());
}

BOOST_AUTO_TEST_CASE(who_moved_out_of_the_bases_while_the_directory_was_away_is_gone) {
  Fixture f;
  BOOST_TEST(f.awaitIndexes());
  f.slapd.stop();
  BOOST_TEST(Fixture::eventually([&] { return !f.userIndex->complete(); }));
  f.slapd.start();
  BOOST_TEST_REQUIRE(f.directory.rename(f.personDn("u0"), f.personDn("u0").rdn(), f.groups).ok());
  f.userIds.erase(f.userIds.begin());
  BOOST_TEST(f.awaitIndexes());
}

BOOST_AUTO_TEST_CASE(the_names_of_one_kind_are_certain_after_writes_to_another) {
  Fixture f;
  BOOST_TEST(f.awaitIndexes());
  const auto now = [&] { return ldap::SyncPosition::ofContext({f.stored(f.base, "contextCSN")}).value(); };
  const auto areCertain = [&] {
    const std::chrono::seconds patience(10);
    return f.userIndex->names().waitUntil(now(), patience) &&
           f.groupIndex->names().waitUntil(now(), patience);
  };
  BOOST_TEST(areCertain());
  BOOST_TEST_REQUIRE(f.directory.remove(f.personDn("u0")).ok());
  BOOST_TEST(areCertain());
  BOOST_TEST_REQUIRE(f.directory.remove(f.groups.child("cn", "team")).ok());
  BOOST_TEST(areCertain());
  BOOST_TEST_REQUIRE(f.directory.modify(f.base, ldap::replace("description", {"elsewhere"})).ok());
  BOOST_TEST(areCertain());
}

BOOST_AUTO_TEST_CASE(names_are_certain_again_behind_an_outage_in_which_nothing_was_written) {
  Fixture f;
  BOOST_TEST(f.awaitIndexes());
  const auto now = ldap::SyncPosition::ofContext({f.stored(f.base, "contextCSN")}).value();
  BOOST_TEST(f.userIndex->names().waitUntil(now, std::chrono::seconds(10)));
  f.slapd.stop();
  BOOST_TEST(Fixture::eventually([&] { return !f.userIndex->names().isTold(); }));
  f.slapd.start();
  BOOST_TEST(f.userIndex->names().waitUntil(now, std::chrono::seconds(10)));
}

BOOST_AUTO_TEST_CASE(each_scope_is_watched_by_itself_where_their_common_base_is_hidden) {
  Fixture f{{.syncprov = true, .databaseLines = "access to dn.base=\"dc=example,dc=com\" by * none\n"}};
  BOOST_TEST(f.awaitIndexes());
  f.userIds.push_back(f.addUser("later"));
  BOOST_TEST(f.awaitIndexes());
  BOOST_TEST(f.userIndex->names().isTold());
}

BOOST_AUTO_TEST_CASE(sweeps_where_nobody_tells) {
  Fixture f{test::SlapdOptions{}};
  BOOST_TEST(f.awaitIndexes());
  f.groupIds.push_back(f.addGroup("later"));
  BOOST_TEST(f.awaitIndexes());
  BOOST_TEST(!f.userIndex->names().isTold());
}

BOOST_AUTO_TEST_SUITE_END()
