#include <boost/test/unit_test.hpp>
#include <set>
#include <thread>
#include <vector>

#include "ldap/Directory.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/PosixDirectory.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

ConnectorOptions posixMapping() {
  ConnectorOptions options;
  options.mapping = "posix.toml";
  return options;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(Posix)

BOOST_AUTO_TEST_CASE(users_and_groups_get_what_a_linux_host_needs) {
  const TemporarySlapd slapd(posixDirectory());
  const ConnectorProcess connector(slapd, posixMapping());
  const ScimClient client(connector);
  const std::string id = client.makeUser("B.Novak@corp.example", "Bára Nováková");
  const std::string group = client.makeGroup("Site Leads");
  BOOST_TEST(client.patch("/Groups/" + group, "Add", "members", "[{\"value\":\"" + id + "\"}]") == 204);

  ldap::Directory directory(slapd.settings());
  const ldap::Entry user = directory
                               .search({ldap::Dn::parse(slapd.base()),
                                        ldap::Scope::Subtree,
                                        {ldap::Equality{"objectClass", "posixAccount"}},
                                        {"*"}})
                               .at(0);
  BOOST_TEST(user.first("uidNumber").value() == "10000");
  BOOST_TEST(user.has("gidNumber"));
  BOOST_TEST(user.first("homeDirectory").value() == "/home/b.novak");
  BOOST_TEST(user.has("loginShell"));
  const ldap::Entry team = directory
                               .search({ldap::Dn::parse(slapd.base()),
                                        ldap::Scope::Subtree,
                                        {ldap::Equality{"objectClass", "posixGroup"}},
                                        {"*"}})
                               .at(0);
  BOOST_TEST(team.has("gidNumber"));
  BOOST_TEST(team.first("gidNumber").value() != user.first("gidNumber").value());
  BOOST_TEST(team.first("member").value() == user.dn.toString());

  // A number that an entry has already is given to nobody else.
  const std::string taken = std::to_string(std::stoi(user.first("uidNumber").value()) + 1);
  BOOST_TEST_REQUIRE(directory
                         .add({ldap::Dn::parse("uid=by.hand,ou=people," + slapd.base()),
                               {{"objectClass", {"inetOrgPerson", "posixAccount"}},
                                {"cn", {"H"}},
                                {"sn", {"H"}},
                                {"uidNumber", {taken}},
                                {"gidNumber", {"1"}},
                                {"homeDirectory", {"/home/by.hand"}}}})
                         .ok());
  const std::string next = client.makeUser("next@corp.example", "Next");
  BOOST_TEST(
      directory
          .search(
              {ldap::Dn::parse(slapd.base()), ldap::Scope::Subtree, {ldap::Equality{"uidNumber", taken}}, {}})
          .size() == 1U);
  BOOST_TEST(client.send("DELETE", "/Users/" + next).status == 204);
  BOOST_TEST_REQUIRE(directory.remove(ldap::Dn::parse("uid=by.hand,ou=people," + slapd.base())).ok());

  // A rename keeps the number and the home.
  BOOST_TEST(client.patch("/Users/" + id, "Replace", "userName", "\"b.cerna@corp.example\"") == 200);
  const ldap::Entry renamed = directory
                                  .search({ldap::Dn::parse(slapd.base()),
                                           ldap::Scope::Subtree,
                                           {ldap::Equality{"objectClass", "posixAccount"}},
                                           {"*"}})
                                  .at(0);
  BOOST_TEST(renamed.first("uidNumber").value() == "10000");
  BOOST_TEST(renamed.first("homeDirectory").value() == "/home/b.novak");
}

BOOST_AUTO_TEST_CASE(two_connectors_never_give_a_number_twice) {
  const TemporarySlapd slapd(posixDirectory());
  const ConnectorProcess one(slapd, posixMapping());
  const ConnectorProcess two(slapd, posixMapping());
  constexpr int kThreads = 4;
  constexpr int kUsers = 10;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        const ScimClient client(t % 2 == 0 ? one : two);
        for (int i = 0; i < kUsers; ++i) {
          static_cast<void>(client.makeUser("u" + std::to_string(t) + "-" + std::to_string(i), "U"));
        }
      });
    }
  }
  ldap::Directory directory(slapd.settings());
  std::set<std::string> numbers;
  for (const ldap::Entry& user : directory.search({ldap::Dn::parse(slapd.base()),
                                                   ldap::Scope::Subtree,
                                                   {ldap::Equality{"objectClass", "posixAccount"}},
                                                   {"uidNumber"}})) {
    numbers.insert(user.first("uidNumber").value());
  }
  BOOST_TEST(numbers.size() == std::size_t{kThreads * kUsers});
}

BOOST_AUTO_TEST_SUITE_END()
