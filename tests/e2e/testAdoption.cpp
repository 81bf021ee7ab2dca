#include <boost/test/unit_test.hpp>

#include "ldap/Directory.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

SlapdOptions withOldHand() {
  SlapdOptions options;
  options.ppolicy = true;
  options.ldif =
      "dn: uid=old.hand,ou=people,dc=example,dc=com\nobjectClass: inetOrgPerson\nuid: old.hand\ncn: Old "
      "Hand\n"
      "sn: Hand\nmail: old@x.example\nmail: older@x.example\ndescription: made by hand\n\n"
      "dn: cn=crew,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\ncn: crew\n"
      "member: uid=old.hand,ou=people,dc=example,dc=com\n\n";
  return options;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(Adoption)

BOOST_AUTO_TEST_CASE(an_entry_made_by_others_is_matched_adopted_and_keeps_what_scim_does_not_own) {
  const TemporarySlapd slapd(withOldHand());
  const ConnectorProcess connector(slapd);
  const ScimClient client(connector);
  ldap::Directory directory(slapd.settings());
  const ldap::Dn dn = ldap::Dn::parse("uid=old.hand,ou=people," + slapd.base());

  const ScimAnswer matched = client.send("GET", "/Users?filter=userName+eq+%22Old.Hand%22");
  BOOST_TEST(matched.status == 200);
  BOOST_TEST_REQUIRE(matched.body.find("Resources")->asArray().size() == 1U);
  const std::string id(matched.body.find("Resources")->asArray()[0].stringAt("id"));

  BOOST_TEST(client.patch("/Users/" + id, "Add", "externalId", "\"e-1\"") == 200);
  BOOST_TEST(client.patch("/Users/" + id, "Replace", "title", "\"Mate\"") == 200);
  BOOST_TEST(
      client.send("GET", "/Users?filter=externalId+eq+%22e-1%22").body.find("totalResults")->asInteger() ==
      1);

  const ldap::Entry entry = directory.read(dn, {"*"}).value();
  BOOST_TEST(entry.first("title").value() == "Mate");
  BOOST_TEST(entry.first("description").value() == "made by hand");
  BOOST_TEST(entry.values("mail").size() == 2U);

  // Its group is SCIM's as well, and loses its last member without losing its life.
  const ScimAnswer groups = client.send("GET", "/Groups?filter=displayName+eq+%22crew%22");
  const std::string group(groups.body.find("Resources")->asArray().at(0).stringAt("id"));
  BOOST_TEST(client.patch("/Groups/" + group, "Remove", "members", "[{\"value\":\"" + id + "\"}]") == 204);
  BOOST_TEST(client.send("GET", "/Groups/" + group).body.find("members")->asArray().empty());
  BOOST_TEST(client.patch("/Groups/" + group, "Add", "members", "[{\"value\":\"" + id + "\"}]") == 204);
  const ldap::Entry crew =
      directory.read(ldap::Dn::parse("cn=crew,ou=groups," + slapd.base()), {"member"}).value();
  BOOST_TEST(crew.values("member") == std::vector<std::string>{dn.toString()},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_entry_that_others_delete_vanishes_and_its_external_id_is_free_again) {
  const TemporarySlapd slapd(withOldHand());
  const ConnectorProcess connector(slapd);
  const ScimClient client(connector);
  const std::string id = client.makeUser("gone", "Gone Soon");
  ldap::Directory directory(slapd.settings());
  BOOST_TEST(directory.remove(ldap::Dn::parse("uid=gone,ou=people," + slapd.base())).ok());
  BOOST_TEST(client.send("GET", "/Users/" + id).status == 404);
  BOOST_TEST(client.send("GET", "/Users?filter=externalId+eq+%22ext-gone%22")
                 .body.find("totalResults")
                 ->asInteger() == 0);
  BOOST_TEST(client.makeUser("gone", "Back Again") != id);
}

BOOST_AUTO_TEST_SUITE_END()
