#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/review/Finding.h"

using namespace scim2ldap::connector;
namespace scim = scim2ldap::scim;

BOOST_AUTO_TEST_SUITE(FindingSuite)

BOOST_AUTO_TEST_CASE(every_fault_has_a_name_and_a_remedy_and_comes_back_from_json) {
  for (int fault = 0; fault <= static_cast<int>(Fault::DamagedFile); ++fault) {
    const Finding finding{static_cast<Fault>(fault), "e", "User", "id", "cn=a", {"x", "y"}};
    BOOST_TEST(!nameOf(finding.fault).empty());
    BOOST_TEST(!remedyOf(finding.fault).empty());
    BOOST_TEST(isMendable(finding.fault) ==
               (remedyOf(finding.fault).find("`scim2ldap state repair`") != std::string_view::npos));
    BOOST_TEST((findingFrom(scim::parseJson(scim::printJson(toJson(finding)))) == finding));
  }
}

BOOST_AUTO_TEST_CASE(a_fault_of_another_release_is_refused) {
  BOOST_CHECK_THROW(static_cast<void>(findingFrom(scim::parseJson(R"({"fault":"rust"})"))),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(is_told_in_one_line_however_many_values_there_are) {
  BOOST_TEST(describe({Fault::OrphanRow, "e", "User", "7"}) ==
             "User 7 has a row in the side table, and no entry");
  BOOST_TEST(describe({Fault::DanglingMember, "e", "Group", "7", "cn=g", {"a", "b", "c", "d", "e"}}) ==
             "cn=g lists members that nobody is: a; b; c; and 2 more");
}

BOOST_AUTO_TEST_SUITE_END()
