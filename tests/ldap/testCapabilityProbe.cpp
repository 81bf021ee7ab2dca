#include <boost/test/unit_test.hpp>

#include "tests/ldap/DirectoryFixture.h"

using namespace scim2ldap::ldap;
using scim2ldap::test::SlapdOptions;

BOOST_AUTO_TEST_SUITE(CapabilityProbeSuite)

BOOST_AUTO_TEST_CASE(finds_out_what_slapd_can_do_and_changes_nothing) {
  DirectoryFixture fixture;
  const std::string before = fixture.stored(fixture.base, "contextCSN");
  const Capabilities can = fixture.directory.capabilities();
  BOOST_TEST(can.postRead);
  BOOST_TEST(can.assertion);
  BOOST_TEST(can.permissiveModify);
  BOOST_TEST(can.increment);
  BOOST_TEST(can.pagedResults);
  BOOST_TEST(!can.contentSync);
  BOOST_TEST(can.passwordModify);
  BOOST_TEST(can.whoAmI);
  BOOST_TEST(can.entryDnFilter);
  BOOST_TEST(fixture.stored(fixture.base, "contextCSN") == before);
}

BOOST_AUTO_TEST_CASE(finds_content_sync_where_it_is) {
  DirectoryFixture fixture(SlapdOptions{.syncprov = true});
  BOOST_TEST(fixture.directory.capabilities().contentSync);
}

BOOST_AUTO_TEST_CASE(asks_again_after_a_restart) {
  DirectoryFixture fixture;
  BOOST_TEST(fixture.directory.capabilities().pagedResults);
  fixture.slapd.stop();
  fixture.slapd.start();
  BOOST_TEST(fixture.directory.capabilities().pagedResults);
}

BOOST_AUTO_TEST_SUITE_END()
