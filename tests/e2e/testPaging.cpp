#include <algorithm>
#include <atomic>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <set>
#include <thread>

#include "ldap/Directory.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

constexpr auto kPatience = std::chrono::seconds(30);
constexpr auto kMessage = "INDEX_COMPLETE";

template <typename Condition>
bool eventually(const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

SlapdOptions directoryWith(bool syncprov) {
  SlapdOptions options;
  options.ppolicy = true;
  options.syncprov = syncprov;
  return options;
}

ConnectorOptions sweepingOften() {
  ConnectorOptions options;
  options.directoryLines = "sweep_interval = \"100ms\"\n";
  return options;
}

}  // namespace

/// Of external linkage, as the data tests that hold one in a lambda are.
namespace paging {

/// A directory, the connector on it, and someone who writes to the directory behind its back.
struct Setting {
  explicit Setting(bool syncprov) : slapd(directoryWith(syncprov)), connector(slapd, sweepingOften()) {
    BOOST_REQUIRE(awaitIndexes(2));
  }

  TemporarySlapd slapd;
  ConnectorProcess connector;
  ScimClient client{connector};
  ldap::Directory directory{slapd.settings()};
  ldap::Dn people = ldap::Dn::parse("ou=people,dc=example,dc=com");

  /// Users and groups have an index each.
  [[nodiscard]] bool awaitIndexes(int count) const {
    return eventually([&] {
      int found = 0;
      const std::string log = connector.log();
      for (std::size_t at = log.find(kMessage); at != std::string::npos; at = log.find(kMessage, at + 1))
        ++found;
      return found >= count;
    });
  }
  void add(const std::string& uid) {
    BOOST_REQUIRE(
        directory
            .add({people.child("uid", uid),
                  {{"objectClass", {"inetOrgPerson"}}, {"uid", {uid}}, {"cn", {uid}}, {"sn", {uid}}}})
            .ok());
  }
  /// The userNames of a page, and what it says of the whole.
  [[nodiscard]] std::pair<std::vector<std::string>, std::int64_t> page(int startIndex, int count) const {
    const ScimAnswer answer = client.send(
        "GET", "/Users?startIndex=" + std::to_string(startIndex) + "&count=" + std::to_string(count));
    BOOST_REQUIRE(answer.status == 200);
    std::vector<std::string> names;
    if (const scim::Json* resources = answer.body.find("Resources")) {
      for (const scim::Json& user : resources->asArray()) names.emplace_back(user.stringAt("userName"));
    }
    return {names, answer.body.find("totalResults")->asInteger()};
  }
  [[nodiscard]] bool awaitNames(std::vector<std::string> expected) const {
    std::sort(expected.begin(), expected.end());
    return eventually([&] {
      auto [names, total] = page(1, 1000);
      std::sort(names.begin(), names.end());
      return names == expected && total == static_cast<std::int64_t>(expected.size());
    });
  }
};

}  // namespace paging

namespace {

using paging::Setting;

const auto kWithAndWithout = boost::unit_test::data::make({true, false});

}  // namespace

BOOST_AUTO_TEST_SUITE(Paging)

BOOST_DATA_TEST_CASE(what_others_write_appears_moves_and_vanishes, kWithAndWithout, syncprov) {
  Setting s(syncprov);
  BOOST_TEST((s.connector.log().find("content synchronisation") != std::string::npos) == syncprov);
  s.add("ada");
  s.add("bob");
  BOOST_TEST(s.awaitNames({"ada", "bob"}));
  const ldap::Dn bob = s.people.child("uid", "bob");
  BOOST_REQUIRE(s.directory.rename(bob, s.people.child("uid", "bert").rdn(), {}).ok());
  BOOST_TEST(s.awaitNames({"ada", "bert"}));
  // Out of what the mapping lists, and back.
  const ldap::Dn groups = ldap::Dn::parse("ou=groups,dc=example,dc=com");
  const ldap::Dn bert = s.people.child("uid", "bert");
  BOOST_REQUIRE(s.directory.rename(bert, bert.rdn(), groups).ok());
  BOOST_TEST(s.awaitNames({"ada"}));
  BOOST_REQUIRE(s.directory.rename(groups.child(bert.rdn()), bert.rdn(), s.people).ok());
  BOOST_TEST(s.awaitNames({"ada", "bert"}));
  BOOST_REQUIRE(s.directory.remove(s.people.child("uid", "ada")).ok());
  BOOST_TEST(s.awaitNames({"bert"}));
}

BOOST_DATA_TEST_CASE(what_the_client_writes_is_on_the_last_page_at_once, kWithAndWithout, syncprov) {
  Setting s(syncprov);
  std::vector<std::string> ids;
  for (int i = 0; i < 30; ++i) {
    ids.push_back(s.client.makeUser("user" + std::to_string(i), "User"));
    BOOST_REQUIRE(s.page(1, 0).second == i + 1);
  }
  for (int i = 0; i < 30; ++i) {
    BOOST_REQUIRE(s.client.send("DELETE", "/Users/" + ids[static_cast<std::size_t>(i)]).status == 204);
    BOOST_REQUIRE(s.page(1, 0).second == 29 - i);
  }
}

BOOST_DATA_TEST_CASE(pages_stay_while_others_create, kWithAndWithout, syncprov) {
  Setting s(syncprov);
  std::vector<std::string> before;
  for (int i = 0; i < 40; ++i) s.add("old" + std::to_string(i));
  BOOST_REQUIRE(eventually([&] { return s.page(1, 0).second == 40; }));
  std::this_thread::sleep_until(std::chrono::ceil<std::chrono::seconds>(std::chrono::system_clock::now()) +
                                std::chrono::milliseconds(50));  // createTimestamp counts seconds
  before = s.page(1, 40).first;
  std::jthread writer([&](const std::stop_token& stop) {
    ldap::Directory directory(s.slapd.settings());
    for (int i = 0; !stop.stop_requested(); ++i) {
      const std::string uid = "a" + std::to_string(i);
      static_cast<void>(directory.add(
          {s.people.child("uid", uid),
           {{"objectClass", {"inetOrgPerson"}}, {"uid", {uid}}, {"cn", {uid}}, {"sn", {uid}}}}));
      if (i < 20) static_cast<void>(s.client.makeUser("b" + std::to_string(i), "User"));
    }
  });
  for (int round = 0; round < 10; ++round) {
    std::vector<std::string> read;
    for (int start = 1; start <= 31; start += 10) {
      const std::vector<std::string> names = s.page(start, 10).first;
      read.insert(read.end(), names.begin(), names.end());
    }
    BOOST_TEST(read == before, boost::test_tools::per_element());
  }
}

BOOST_DATA_TEST_CASE(a_walk_by_cursor_meets_everybody_once_while_others_write, kWithAndWithout, syncprov) {
  Setting s(syncprov);
  for (int i = 0; i < 40; ++i) s.add("old" + std::to_string(i));
  for (int i = 0; i < 3; ++i) static_cast<void>(s.client.makeGroup("group" + std::to_string(i)));
  BOOST_REQUIRE(eventually([&] { return s.page(1, 0).second == 40; }));
  std::atomic<int> written = 0;
  std::atomic<int> pages = 0;
  const std::jthread writer([&](const std::stop_token& stop) {
    ldap::Directory directory(s.slapd.settings());
    for (int i = 0; !stop.stop_requested(); ++i, ++written) {
      // Fewer than a page holds, or the walk would never come to an end.
      while (written > 3 * pages && !stop.stop_requested())
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      const std::string uid = "a" + std::to_string(i);
      static_cast<void>(directory.add(
          {s.people.child("uid", uid),
           {{"objectClass", {"inetOrgPerson"}}, {"uid", {uid}}, {"cn", {uid}}, {"sn", {uid}}}}));
      if (i >= 10) {
        static_cast<void>(directory.remove(s.people.child("uid", "a" + std::to_string(i - 10))));
      }
    }
  });
  for (int round = 0; round < 5; ++round) {
    std::vector<std::string> ids;
    std::vector<std::string> old;
    std::string cursor;
    do {
      const ScimAnswer answer = s.client.send("GET", "/?count=7&cursor=" + cursor);
      BOOST_REQUIRE(answer.status == 200);
      for (const scim::Json& resource : answer.body.find("Resources")->asArray()) {
        ids.emplace_back(resource.stringAt("id"));
        const std::string name(
            resource.stringAt(resource.find("userName") != nullptr ? "userName" : "displayName"));
        if (name.starts_with("old") || name.starts_with("group")) old.push_back(name);
      }
      cursor = answer.body.stringAt("nextCursor");
      ++pages;
      const int before = written;  // somebody comes and goes behind each page
      BOOST_REQUIRE(eventually([&] { return written > before; }));
    } while (!cursor.empty());
    BOOST_TEST(std::set<std::string>(ids.begin(), ids.end()).size() == ids.size());
    BOOST_TEST(old.size() == 43U);
    BOOST_TEST(std::set<std::string>(old.begin(), old.end()).size() == 43U);
  }
}

BOOST_DATA_TEST_CASE(a_walk_by_cursor_goes_on_when_the_directory_was_away, kWithAndWithout, syncprov) {
  Setting s(syncprov);
  for (int i = 0; i < 9; ++i) s.add("user" + std::to_string(i));
  BOOST_REQUIRE(eventually([&] { return s.page(1, 0).second == 9; }));
  const std::vector<std::string> all = s.page(1, 9).first;
  std::vector<std::string> walked;
  std::string cursor;
  do {
    ScimAnswer answer;
    BOOST_REQUIRE(eventually([&] {
      answer = s.client.send("GET", "/Users?count=2&cursor=" + cursor);
      return answer.status == 200;
    }));
    for (const scim::Json& user : answer.body.find("Resources")->asArray()) {
      walked.emplace_back(user.stringAt("userName"));
    }
    cursor = answer.body.stringAt("nextCursor");
    s.slapd.stop();
    s.slapd.start();
  } while (!cursor.empty());
  BOOST_TEST(walked == all, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(a_restart_of_the_directory_loses_nothing, kWithAndWithout, syncprov) {
  Setting s(syncprov);
  s.add("ada");
  s.add("bob");
  BOOST_TEST(s.awaitNames({"ada", "bob"}));
  s.slapd.stop();
  s.slapd.start();
  s.add("cid");
  BOOST_REQUIRE(s.directory.remove(s.people.child("uid", "ada")).ok());
  BOOST_TEST(eventually([&] { return s.client.send("GET", "/Users").status == 200; }));
  BOOST_TEST(s.awaitNames({"bob", "cid"}));
  s.add("dan");
  BOOST_TEST(s.awaitNames({"bob", "cid", "dan"}));
}

BOOST_DATA_TEST_CASE(a_reload_keeps_the_pages_right, kWithAndWithout, syncprov) {
  Setting s(syncprov);
  const std::string id = s.client.makeUser("ada", "Ada");
  s.connector.reload();
  BOOST_TEST(eventually([&] { return s.connector.log().find("\"RELOADED\"") != std::string::npos; }));
  BOOST_TEST(s.page(1, 10).second == 1);
  s.add("bob");
  BOOST_TEST(s.awaitNames({"ada", "bob"}));
  BOOST_TEST(s.client.send("DELETE", "/Users/" + id).status == 204);
  BOOST_TEST(s.page(1, 10).second == 1);
}

BOOST_DATA_TEST_CASE(the_members_of_a_large_group_are_as_they_are_now_whoever_writes, kWithAndWithout,
                     syncprov) {
  constexpr std::size_t kMembers = 100;  // so many are not searched for one by one
  Setting setting(syncprov);
  std::string members;
  for (std::size_t i = 0; i < kMembers; ++i) {
    setting.add("u" + std::to_string(i));
    const ldap::Dn dn = setting.people.child("uid", "u" + std::to_string(i));
    const std::string id = setting.directory.read(dn, {"entryUUID"})->first("entryUUID").value();
    members += std::string(members.empty() ? "" : ",") + R"({"value":")" + id + R"("})";
  }
  const ScimAnswer made = setting.client.send(
      "POST", "/Groups",
      R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"large","members":[)" +
          members + "]}");
  BOOST_TEST_REQUIRE(made.status == 201, scim::printJson(made.body));
  std::multiset<std::string> expected;
  for (std::size_t i = 0; i < kMembers; ++i) expected.insert("");
  for (std::size_t i = 0; i < kMembers; i += 5) {
    const ldap::Dn dn = setting.people.child("uid", "u" + std::to_string(i));
    expected.erase(expected.find(""));
    if (i % 2 == 0) {
      const std::string display = "now \"" + std::to_string(i) + "\" \\";
      BOOST_TEST_REQUIRE(
          setting.directory.modify(dn, {{ldap::ModificationType::Replace, "displayName", {display}}}).ok());
      expected.insert(display);
    } else {
      BOOST_TEST_REQUIRE(setting.directory.remove(dn).ok());
    }
    const ScimAnswer group = setting.client.send("GET", "/Groups/" + made.id());
    BOOST_TEST_REQUIRE(group.status == 200);
    std::multiset<std::string> shown;
    for (const scim::Json& member : group.body.find("members")->asArray())
      shown.emplace(member.stringAt("display"));
    BOOST_TEST(shown == expected, boost::test_tools::per_element());
  }
  // Parts that are asked for one by one make up the same.
  const std::string path = "/Groups/" + made.id();
  const ScimAnswer whole = setting.client.send("GET", path);
  const ScimAnswer parts = setting.client.send(
      "GET", path + "?attributes=members.value,members.$ref,members.type,members.display");
  BOOST_TEST_REQUIRE((whole.status == 200 && parts.status == 200));
  BOOST_TEST(scim::printJson(*parts.body.find("members")) == scim::printJson(*whole.body.find("members")));
}

BOOST_DATA_TEST_CASE(stops_at_once, kWithAndWithout, syncprov) {
  Setting s(syncprov);
  BOOST_TEST(s.connector.stop() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
