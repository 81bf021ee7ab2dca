#include <boost/test/unit_test.hpp>

#include "connector/provisioning/Plan.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using ldap::ModificationType;

namespace {

const ldap::Dn kAlice = ldap::Dn::parse("uid=alice,ou=people,dc=example");
const ldap::Dn kAnna = ldap::Dn::parse("uid=anna,ou=people,dc=example");

ldap::Entry alice() {
  return {kAlice, {{"uid", {"alice"}}, {"mail", {"a@x", "b@x"}}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(PlanSuite)

BOOST_AUTO_TEST_CASE(every_step_but_delete_and_password_has_an_inverse_that_takes_it_back) {
  const ModifyEntry modify{kAlice,
                           {{ModificationType::Add, "mail", {"c@x"}}},
                           {{ModificationType::Replace, "mail", {"a@x", "b@x"}}}};
  BOOST_CHECK(inverse(AddEntry{alice()}) == Step(DeleteEntry{kAlice}));
  BOOST_CHECK(inverse(modify) == Step(ModifyEntry{kAlice, modify.undo, modify.modifications}));
  BOOST_CHECK(inverse(RenameEntry{kAlice, kAnna}) == Step(RenameEntry{kAnna, kAlice}));
  BOOST_CHECK(inverse(ChangeMembers{kAlice, "member", {"a"}, {"b"}, "p"}) ==
              Step(ChangeMembers{kAlice, "member", {"b"}, {"a"}, "p"}));
  BOOST_CHECK(!inverse(DeleteEntry{kAlice}));
  BOOST_CHECK(!inverse(SetPassword{kAlice, "", "secret"}));
}

BOOST_AUTO_TEST_CASE(an_add_is_applied_when_the_entry_holds_all_its_values) {
  ldap::Entry more = alice();
  more.attributes["entryUUID"] = {"u"};
  ldap::Entry less = alice();
  less.attributes["mail"] = {"a@x"};
  BOOST_TEST(isApplied(AddEntry{alice()}, more, std::nullopt));
  BOOST_TEST(!isApplied(AddEntry{alice()}, less, std::nullopt));
  BOOST_TEST(!isApplied(AddEntry{alice()}, std::nullopt, std::nullopt));
}

BOOST_AUTO_TEST_CASE(a_secret_is_not_compared_with_what_the_directory_made_of_it) {
  ldap::Entry sent = alice();
  sent.attributes["userPassword"] = {"clear"};
  ldap::Entry kept = alice();
  kept.attributes["userPassword"] = {"{SSHA}x"};
  BOOST_TEST(isApplied(AddEntry{sent}, kept, std::nullopt));
  const ModifyEntry modify{
      kAlice,
      {{ModificationType::Replace, "userPassword", {"clear"}}, {ModificationType::Add, "mail", {"c@x"}}},
      {}};
  BOOST_TEST(!isApplied(modify, kept, std::nullopt));
  kept.attributes["mail"].push_back("c@x");
  BOOST_TEST(isApplied(modify, kept, std::nullopt));
}

BOOST_AUTO_TEST_CASE(a_dn_is_compared_as_a_dn_however_the_directory_spells_it) {
  ldap::Entry read = alice();
  read.attributes["member"] = {"uid=o\\2Cneil,OU=people,dc=example"};
  const ChangeMembers change{kAlice, "member", {"uid=o\\,neil,ou=people,dc=example"}, {}};
  BOOST_TEST(isApplied(change, read, std::nullopt));
  const ChangeMembers removal{kAlice, "member", {}, {"uid=o\\,neil,ou=people,dc=example"}};
  BOOST_TEST(!isApplied(removal, read, std::nullopt));
}

BOOST_AUTO_TEST_CASE(a_modify_is_applied_when_the_entry_shows_each_change) {
  const auto applied = [](std::vector<ldap::Modification> modifications) {
    return isApplied(ModifyEntry{kAlice, std::move(modifications), {}}, alice(), std::nullopt);
  };
  BOOST_TEST(applied({{ModificationType::Add, "mail", {"b@x"}}}));
  BOOST_TEST(!applied({{ModificationType::Add, "mail", {"c@x"}}}));
  BOOST_TEST(applied({{ModificationType::Delete, "mail", {"c@x"}}}));
  BOOST_TEST(!applied({{ModificationType::Delete, "mail", {"a@x"}}}));
  BOOST_TEST(applied({{ModificationType::Delete, "title", {}}}));
  BOOST_TEST(applied({{ModificationType::Replace, "mail", {"b@x", "a@x"}}}));
  BOOST_TEST(!applied({{ModificationType::Replace, "mail", {"a@x"}}}));
}

BOOST_AUTO_TEST_CASE(a_value_deleted_and_added_again_in_one_modify_is_there_in_the_end) {
  const ModifyEntry modify{
      kAlice,
      {{ModificationType::Delete, "mail", {"a@x", "gone@x"}}, {ModificationType::Add, "mail", {"a@x"}}},
      {}};
  BOOST_TEST(isApplied(modify, alice(), std::nullopt));
}

BOOST_AUTO_TEST_CASE(a_rename_is_applied_when_the_entry_stands_under_its_new_name_only) {
  const RenameEntry rename{kAlice, kAnna};
  const ldap::Entry anna{kAnna, {}};
  BOOST_TEST(isApplied(rename, std::nullopt, anna));
  BOOST_TEST(!isApplied(rename, alice(), std::nullopt));
  BOOST_TEST(!isApplied(rename, std::nullopt, std::nullopt));
}

BOOST_AUTO_TEST_CASE(a_rename_in_case_alone_is_seen_by_the_letters) {
  const ldap::Dn upper = ldap::Dn::parse("uid=Alice,ou=people,dc=example");
  const ldap::Entry renamed{upper, {}};
  BOOST_TEST(!isApplied(RenameEntry{kAlice, upper}, alice(), alice()));
  BOOST_TEST(isApplied(RenameEntry{kAlice, upper}, renamed, renamed));
}

BOOST_AUTO_TEST_CASE(a_password_never_shows) {
  ldap::Entry entry = alice();
  entry.attributes["userPassword"] = {"secret"};
  BOOST_TEST(!isApplied(SetPassword{kAlice, "userPassword", "secret"}, entry, std::nullopt));
}

BOOST_AUTO_TEST_CASE(a_delete_is_applied_when_nothing_is_there) {
  BOOST_TEST(isApplied(DeleteEntry{kAlice}, std::nullopt, std::nullopt));
  BOOST_TEST(!isApplied(DeleteEntry{kAlice}, alice(), std::nullopt));
}

BOOST_AUTO_TEST_SUITE_END()
