#include <boost/test/unit_test.hpp>

#include "connector/provisioning/PlanLdif.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using ldap::ModificationType;

BOOST_AUTO_TEST_SUITE(PlanLdifSuite)

BOOST_AUTO_TEST_CASE(prints_change_records_that_ldapmodify_takes) {
  const ldap::Dn alice = ldap::Dn::parse("uid=alice,ou=people,dc=example");
  const ldap::Dn moved = ldap::Dn::parse("uid=anna,ou=disabled,dc=example");
  const Plan plan{
      "main",
      {AddEntry{{alice, {{"cn", {"Älice"}}, {"sn", {" x"}}}}},
       ModifyEntry{alice, {{ModificationType::Replace, "title", {"Boss"}}}, {}}, RenameEntry{alice, moved},
       ChangeMembers{ldap::Dn::parse("cn=g,dc=example"), "member", {"uid=a"}, {"uid=b"}, "cn=none"},
       DeleteEntry{moved}}};
  BOOST_TEST(toLdif(plan) ==
             "dn: uid=alice,ou=people,dc=example\nchangetype: add\ncn:: w4RsaWNl\nsn:: IHg=\n\n"
             "dn: uid=alice,ou=people,dc=example\nchangetype: modify\nreplace: title\ntitle: Boss\n-\n\n"
             "dn: uid=alice,ou=people,dc=example\nchangetype: modrdn\nnewrdn: uid=anna\ndeleteoldrdn: 1\n"
             "newsuperior: ou=disabled,dc=example\n\n"
             "dn: cn=g,dc=example\nchangetype: modify\nadd: member\nmember: uid=a\n-\n"
             "delete: member\nmember: uid=b\n-\n\n"
             "dn: uid=anna,ou=disabled,dc=example\nchangetype: delete\n\n");
}

BOOST_AUTO_TEST_CASE(what_moves_a_terminal_is_encoded) {
  const ldap::Dn alice = ldap::Dn::parse("uid=alice,dc=example");
  const Plan plan{"main", {ModifyEntry{alice, {{ModificationType::Add, "title", {"a\x1B[2J", "\x7F"}}}, {}}}};
  BOOST_TEST(
      toLdif(plan) ==
      "dn: uid=alice,dc=example\nchangetype: modify\nadd: title\ntitle:: YRtbMko=\ntitle:: fw==\n-\n\n");
}

BOOST_AUTO_TEST_CASE(never_shows_a_password) {
  const ldap::Dn alice = ldap::Dn::parse("uid=alice,dc=example");
  const Plan plan{"main",
                  {AddEntry{{alice, {{"UserPassword", {"hunter2"}}}}},
                   ModifyEntry{alice, {{ModificationType::Replace, "userPassword", {"hunter2"}}}, {}},
                   SetPassword{alice, "", "hunter2"}, SetPassword{alice, "secretary", "hunter2"}}};
  BOOST_TEST(toLdif(plan).find("hunter2") == std::string::npos);
  BOOST_TEST(toLdif({"main", {plan.steps[2], plan.steps[3]}}) ==
             "dn: uid=alice,dc=example\nchangetype: modify\n"
             "replace: userPassword\nuserPassword: (removed)\n-\n\n"
             "dn: uid=alice,dc=example\nchangetype: modify\nreplace: secretary\nsecretary: (removed)\n-\n\n");
}

BOOST_AUTO_TEST_SUITE_END()
