#include <boost/test/unit_test.hpp>

#include "ldap/Directory.h"
#include "ldap/Error.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap::ldap;
using scim2ldap::test::TemporarySlapd;

namespace {

struct Fixture {
  TemporarySlapd slapd;
  Directory directory{slapd.settings()};
  Dn people = Dn::parse("ou=people,dc=example,dc=com");
  Dn groups = Dn::parse("ou=groups,dc=example,dc=com");

  Entry person(const std::string& uid) {
    return {people.child("uid", uid),
            {{"objectClass", {"inetOrgPerson"}}, {"uid", {uid}}, {"cn", {uid}}, {"sn", {uid}}}};
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(DirectorySuite, Fixture)

BOOST_AUTO_TEST_CASE(adds_and_reads_an_entry_with_its_operational_attributes) {
  BOOST_TEST(directory.add(person("anna")).ok());
  const auto entry = directory.read(people.child("uid", "anna"), {"cn", "entryUUID"});
  BOOST_REQUIRE(entry);
  BOOST_TEST(entry->first("CN").value() == "anna");
  BOOST_TEST(entry->first("entryUUID").value().size() == 36U);
  BOOST_TEST(!entry->has("sn"));
}

BOOST_AUTO_TEST_CASE(finds_out_what_slapd_can_do) {
  const Capabilities can = directory.capabilities();
  BOOST_TEST(can.postRead);
  BOOST_TEST(can.assertion);
  BOOST_TEST(can.permissiveModify);
  BOOST_TEST(can.increment);
  BOOST_TEST(can.pagedResults);
  BOOST_TEST(!can.contentSync);
  BOOST_TEST(can.passwordModify);
  BOOST_TEST(can.whoAmI);
  BOOST_TEST(can.entryDnFilter);
  BOOST_TEST(directory.whoAmI() == "dn:" + slapd.serviceDn());
}

BOOST_AUTO_TEST_SUITE_END()
