#include <boost/test/unit_test.hpp>

#include "connector/provisioning/PointFilter.h"

using namespace scim2ldap;
using connector::isPoint;
using connector::isSurelyMet;

namespace {

ldap::Entry entryOf(std::vector<std::string> classes) {
  return {ldap::Dn::parse("uid=a,dc=example"), {{"objectClass", std::move(classes)}}};
}

bool isSurelyMetBy(const std::string& filter, std::vector<std::string> classes) {
  return isSurelyMet(ldap::parseFilter(filter), entryOf(std::move(classes)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(PointFilterSuite)

BOOST_AUTO_TEST_CASE(equalities_lead_to_entries_at_once) {
  BOOST_TEST(isPoint(ldap::parseFilter("(uid=a)")));
  BOOST_TEST(isPoint(ldap::parseFilter("(|(uid=a)(mail=a@b.c))")));
  BOOST_TEST(!isPoint(ldap::parseFilter("(uid=a*)")));
  BOOST_TEST(!isPoint(ldap::parseFilter("(|(uid=a)(uid=*))")));
  BOOST_TEST(!isPoint(ldap::parseFilter("(&(uid=a)(mail=a@b.c))")));
  BOOST_TEST(!isPoint(ldap::parseFilter("(!(uid=a))")));
}

BOOST_AUTO_TEST_CASE(classes_that_are_listed_meet_a_filter_of_classes) {
  BOOST_TEST(isSurelyMetBy("(objectClass=inetOrgPerson)", {"top", "INETORGPERSON"}));
  BOOST_TEST(isSurelyMetBy("(&(objectclass=inetOrgPerson)(objectClass=posixAccount))",
                           {"inetOrgPerson", "posixAccount"}));
  BOOST_TEST(!isSurelyMetBy("(&(objectClass=inetOrgPerson)(objectClass=posixAccount))", {"inetOrgPerson"}));
}

BOOST_AUTO_TEST_CASE(what_only_the_directory_knows_is_not_sure) {
  // inetOrgPerson is a person, but the entry does not say so.
  BOOST_TEST(!isSurelyMetBy("(objectClass=person)", {"inetOrgPerson"}));
  BOOST_TEST(!isSurelyMetBy("(&(objectClass=inetOrgPerson)(!(employeeType=service)))", {"inetOrgPerson"}));
  BOOST_TEST(!isSurelyMetBy("(uid=*)", {"inetOrgPerson"}));
  BOOST_TEST(!isSurelyMetBy("(objectClass=inetOrgPerson)", {}));
}

BOOST_AUTO_TEST_SUITE_END()
