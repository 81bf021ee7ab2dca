#include <boost/test/unit_test.hpp>

#include "ldap/NamingContexts.h"
#include "tests/ldap/DirectoryFixture.h"

using namespace scim2ldap::ldap;

BOOST_AUTO_TEST_SUITE(NamingContextsSuite)

BOOST_AUTO_TEST_CASE(the_directory_names_its_databases) {
  DirectoryFixture f;
  const std::vector<Dn> contexts = namingContexts(f.directory);
  const Dn* context = contextOf(f.people, contexts);
  BOOST_TEST_REQUIRE(context != nullptr);
  BOOST_TEST((*context == f.base));
}

BOOST_AUTO_TEST_CASE(an_entry_is_in_the_lowest_database_above_it) {
  const std::vector<Dn> contexts{Dn::parse("dc=example"), Dn::parse("ou=groups,dc=example"),
                                 Dn::parse("dc=other")};
  BOOST_TEST(contextOf(Dn::parse("ou=people,dc=example"), contexts) == &contexts[0]);
  BOOST_TEST(contextOf(Dn::parse("cn=a,ou=groups,dc=example"), contexts) == &contexts[1]);
  BOOST_TEST(contextOf(Dn::parse("ou=Groups,dc=example"), contexts) == &contexts[1]);
  BOOST_TEST(contextOf(Dn::parse("dc=nowhere"), contexts) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
