#include <boost/test/unit_test.hpp>

#include "ldap/PermissiveModify.h"

using namespace scim2ldap::ldap;

namespace {

constexpr auto kAdd = ModificationType::Add;
constexpr auto kDelete = ModificationType::Delete;
constexpr auto kReplace = ModificationType::Replace;
const Attributes kCurrent = {{"member", {"cn=a", "cn=b"}}, {"cn", {"Team"}}};

std::vector<Modification> exactly(const std::vector<Modification>& modifications) {
  return narrow(modifications, kCurrent, {});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(PermissiveModifySuite)

BOOST_AUTO_TEST_CASE(leaves_what_changes_something) {
  BOOST_CHECK(exactly({{kAdd, "MEMBER", {"cn=a", "cn=c"}}, {kDelete, "member", {"cn=b", "cn=x"}}}) ==
              (std::vector<Modification>{{kAdd, "MEMBER", {"cn=c"}}, {kDelete, "member", {"cn=b"}}}));
  BOOST_CHECK(
      exactly({{kAdd, "member", {"cn=a"}}, {kDelete, "member", {"cn=x"}}, {kDelete, "mail", {}}}).empty());
}

BOOST_AUTO_TEST_CASE(follows_the_order_of_the_modifications) {
  const std::vector<Modification> addThenDelete{{kAdd, "member", {"cn=c"}}, {kDelete, "member", {"cn=c"}}};
  BOOST_CHECK(exactly(addThenDelete) == addThenDelete);
  BOOST_CHECK(exactly({{kDelete, "member", {}}, {kAdd, "member", {"cn=a"}}, {kDelete, "member", {"cn=b"}}}) ==
              (std::vector<Modification>{{kDelete, "member", {}}, {kAdd, "member", {"cn=a"}}}));
  BOOST_CHECK(exactly({{kReplace, "cn", {"New"}}, {kAdd, "cn", {"New"}}, {kAdd, "cn", {"Team"}}}) ==
              (std::vector<Modification>{{kReplace, "cn", {"New"}}, {kAdd, "cn", {"Team"}}}));
}

BOOST_AUTO_TEST_CASE(compares_values_as_told) {
  const Modification add{kAdd, "member", {"CN=A"}};
  const Modification remove{kDelete, "cn", {"TEAM"}};
  using All = std::vector<Modification>;
  BOOST_CHECK(narrow({add, remove}, kCurrent, {ValueMatch::Exact, ValueMatch::CaseIgnore}) ==
              (All{add, remove}));
  BOOST_CHECK(narrow({add, remove}, kCurrent, {ValueMatch::CaseIgnore, ValueMatch::CaseIgnore}) ==
              All{remove});
  BOOST_CHECK(narrow({add, remove}, kCurrent, {ValueMatch::Exact, ValueMatch::Exact}) == All{add});
  // Of two values that differ in case alone, the one meant is taken.
  const Attributes both = {{"cn", {"team", "Team"}}};
  const Modification removeTeam{kDelete, "cn", {"Team"}};
  const Modification addTeam{kAdd, "cn", {"Team"}};
  BOOST_CHECK(narrow({removeTeam, addTeam}, both, {}) == (All{removeTeam, addTeam}));
}

BOOST_AUTO_TEST_SUITE_END()
