#include <boost/test/unit_test.hpp>

#include "connector/provisioning/PlanJson.h"
#include "connector/review/Recheck.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

ldap::Dn dn(const std::string& text) {
  return ldap::Dn::parse(text);
}

JournalRow rowOf(const Plan& plan) {
  JournalRow row;
  row.plan = toJson(plan);
  return row;
}

const Finding kDangling{Fault::DanglingMember, "e", "Group", "g-1", "cn=g,dc=x", {"uid=ann,dc=x"}};

}  // namespace

BOOST_AUTO_TEST_SUITE(RecheckSuite)

BOOST_AUTO_TEST_CASE(a_plan_explains_what_it_writes_to_or_names) {
  Plan rename{"d"};
  rename.steps.emplace_back(RenameEntry{dn("UID=Ann,dc=x"), dn("uid=anna,dc=x")});
  BOOST_TEST(concerns(rowOf(rename), kDangling));
  Plan members{"d"};
  members.steps.emplace_back(ChangeMembers{dn("cn=other,dc=x"), "member", {}, {"uid=ann,dc=x"}});
  BOOST_TEST(concerns(rowOf(members), kDangling));
  Plan row{"d"};
  row.changes.removals.push_back({"e", "Group", "g-1"});
  BOOST_TEST(concerns(rowOf(row), kDangling));

  Plan other{"d"};
  other.steps.emplace_back(DeleteEntry{dn("uid=bob,dc=x")});
  other.changes.removals.push_back({"e", "User", "u-2"});
  BOOST_TEST(!concerns(rowOf(other), kDangling));
}

BOOST_AUTO_TEST_CASE(a_plan_that_nobody_carries_out_explains_nothing) {
  Plan rename{"d"};
  rename.steps.emplace_back(RenameEntry{dn("uid=ann,dc=x"), dn("uid=anna,dc=x")});
  JournalRow aside = rowOf(rename);
  aside.setAside = "refused";
  BOOST_TEST(!concerns(aside, kDangling));
  BOOST_TEST(!concerns(JournalRow{}, kDangling));
}

BOOST_AUTO_TEST_CASE(the_placeholder_stands_alone_and_only_where_one_is_needed) {
  mappings::MembersRule rule;
  rule.placeholder = dn("cn=empty-group");
  BOOST_TEST((placeholderFault(rule, {"CN=Empty-Group"}, true) == std::nullopt));
  BOOST_TEST((placeholderFault(rule, {"uid=ann,dc=x"}, true) == std::nullopt));
  BOOST_TEST(
      (placeholderFault(rule, {"uid=ann,dc=x", "cn=empty-group"}, true) == Fault::PlaceholderBesideMembers));
  BOOST_TEST((placeholderFault(rule, {}, true) == Fault::NoMember));
  BOOST_TEST((placeholderFault(rule, {}, false) == std::nullopt));
  rule.placeholder.reset();
  BOOST_TEST((placeholderFault(rule, {}, true) == std::nullopt));
}

BOOST_AUTO_TEST_SUITE_END()
