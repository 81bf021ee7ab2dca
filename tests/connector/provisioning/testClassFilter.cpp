#include <boost/test/unit_test.hpp>

#include "connector/provisioning/ClassFilter.h"

using namespace scim2ldap;
using connector::isOfClasses;

namespace {

bool isSurelyMetBy(const std::string& filter, std::vector<std::string> classes) {
  return connector::isSurelyMet(ldap::parseFilter(filter),
                                {ldap::Dn::parse("uid=a,dc=example"), {{"objectClass", std::move(classes)}}});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ClassFilterSuite)

BOOST_AUTO_TEST_CASE(a_filter_of_classes_is_about_nothing_else) {
  BOOST_TEST(isOfClasses(ldap::parseFilter("(objectClass=inetOrgPerson)")));
  BOOST_TEST(isOfClasses(ldap::parseFilter("(&(OBJECTCLASS=inetOrgPerson)(objectClass=posixAccount))")));
  BOOST_TEST(!isOfClasses(ldap::parseFilter("(&(objectClass=inetOrgPerson)(!(employeeType=service)))")));
  BOOST_TEST(!isOfClasses(ldap::parseFilter("(|(objectClass=inetOrgPerson)(objectClass=account))")));
  BOOST_TEST(!isOfClasses(ldap::parseFilter("(objectClass=*)")));
  BOOST_TEST(!isOfClasses(ldap::parseFilter("(uid=a)")));
}

BOOST_AUTO_TEST_CASE(classes_that_are_listed_meet_it) {
  BOOST_TEST(isSurelyMetBy("(objectClass=inetOrgPerson)", {"top", "INETORGPERSON"}));
  BOOST_TEST(isSurelyMetBy("(&(objectclass=inetOrgPerson)(objectClass=posixAccount))",
                           {"inetOrgPerson", "posixAccount"}));
  BOOST_TEST(!isSurelyMetBy("(&(objectClass=inetOrgPerson)(objectClass=posixAccount))", {"inetOrgPerson"}));
}

BOOST_AUTO_TEST_CASE(what_only_the_directory_knows_is_not_sure) {
  // inetOrgPerson is a person, but the entry does not say so.
  BOOST_TEST(!isSurelyMetBy("(objectClass=person)", {"inetOrgPerson"}));
  BOOST_TEST(!isSurelyMetBy("(objectClass=inetOrgPerson)", {}));
}

BOOST_AUTO_TEST_CASE(with_the_schema_everything_is_sure_but_unknown_classes) {
  const ldap::Subschema schema({ldap::Dn(),
                                {{"objectClasses",
                                  {"( 2.5.6.0 NAME 'top' ABSTRACT )", "( 2.5.6.6 NAME 'person' SUP top )",
                                   "( 1.2.1 NAME 'inetOrgPerson' SUP person )", "( 1.2.2 NAME 'group' )"}}}});
  const auto isMet = [&](const std::string& filter, std::vector<std::string> classes) {
    return connector::isMet(ldap::parseFilter(filter),
                            {ldap::Dn::parse("uid=a,dc=example"), {{"objectClass", std::move(classes)}}},
                            schema);
  };
  BOOST_TEST((isMet("(objectClass=person)", {"inetOrgPerson"}) == true));
  BOOST_TEST((isMet("(objectClass=group)", {"top", "inetOrgPerson"}) == false));
  BOOST_TEST((isMet("(&(objectClass=top)(objectClass=PERSON))", {"person"}) == true));
  BOOST_TEST((isMet("(&(objectClass=top)(objectClass=group))", {"person"}) == false));
  BOOST_TEST(!isMet("(objectClass=person)", {"inetOrgPerson", "ours"}).has_value());
  BOOST_TEST(!isMet("(objectClass=ours)", {"inetOrgPerson"}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
