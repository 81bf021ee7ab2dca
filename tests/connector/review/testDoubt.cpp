#include <boost/test/unit_test.hpp>

#include "connector/review/Doubt.h"

using namespace scim2ldap::connector;

namespace {

std::vector<Finding> findings(Fault fault, const std::string& type, int count) {
  std::vector<Finding> made;
  for (int i = 0; i < count; ++i) made.push_back({fault, "e", type, std::to_string(i)});
  return made;
}

bool isInDoubt(const std::vector<Finding>& findings, std::int64_t users, std::int64_t groups = 0) {
  return !endpointsInDoubt(findings, [&](const std::string&, const std::string& type) {
            return type == "User" ? users : groups;
          }).empty();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(DoubtSuite)

BOOST_AUTO_TEST_CASE(ten_may_be_gone_and_five_in_a_hundred) {
  BOOST_TEST(!isInDoubt(findings(Fault::OrphanRow, "User", 10), 10));
  BOOST_TEST(isInDoubt(findings(Fault::OrphanRow, "User", 11), 10));
  BOOST_TEST(!isInDoubt(findings(Fault::OrphanRow, "User", 50), 1'000));
  BOOST_TEST(isInDoubt(findings(Fault::OrphanRow, "User", 51), 1'000));
}

BOOST_AUTO_TEST_CASE(of_each_type_alone) {
  BOOST_TEST(isInDoubt(findings(Fault::OrphanRow, "Group", 30), 100'000, 30));
  BOOST_TEST(isInDoubt(findings(Fault::WrongType, "Group", 30), 100'000, 30));
  BOOST_TEST(isInDoubt(findings(Fault::OrphanFallback, "User", 30), 100, 30));
  BOOST_TEST(!isInDoubt(findings(Fault::LeftHome, "User", 30), 30));
}

BOOST_AUTO_TEST_CASE(what_another_server_holds_is_not_known) {
  BOOST_TEST(isInDoubt({{Fault::OtherServer, "e", "User", "", "ou=people"}}, 1'000));
}

BOOST_AUTO_TEST_CASE(a_member_counts_once_in_however_many_groups) {
  std::vector<Finding> members;
  for (int group = 0; group < 20; ++group)
    members.push_back({Fault::DanglingMember, "e", "Group", std::to_string(group), "", {"a", "b"}});
  BOOST_TEST(!isInDoubt(members, 30, 20));
  for (int i = 0; i < 9; ++i) members.front().values.push_back(std::to_string(i));
  BOOST_TEST(isInDoubt(members, 30, 20));
}

BOOST_AUTO_TEST_SUITE_END()
