#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "ldap/TryBind.h"
#include "tests/ldap/DirectoryFixture.h"

namespace scim2ldap::ldap {
std::ostream& operator<<(std::ostream& out, ResultCode code) {
  return out << toString(code);
}
}  // namespace scim2ldap::ldap

using namespace scim2ldap::ldap;
using scim2ldap::test::SlapdOptions;

namespace {

constexpr auto kAdd = ModificationType::Add;
constexpr auto kDelete = ModificationType::Delete;

/// The directory as it is, and as one that has no control at all.
struct Fixture : DirectoryFixture {
  Directory bare{slapd.settings(), Capabilities{}};
  Directory& as(bool controls) { return controls ? directory : bare; }

  Dn addGroup(const std::vector<std::string>& members) {
    const Dn dn = groups.child("cn", "team");
    std::vector<std::string> dns;
    for (const std::string& member : members) dns.push_back(personDn(member).toString());
    BOOST_REQUIRE(
        directory.add({dn, {{"objectClass", {"groupOfNames"}}, {"cn", {"team"}}, {"member", dns}}}).ok());
    return dn;
  }
  std::string memberDn(const std::string& uid) { return personDn(uid).toString(); }
  std::size_t memberCount(const Dn& group) {
    return directory.read(group, {"member"})->values("member").size();
  }
};

const auto kWithAndWithoutControls = boost::unit_test::data::make({true, false});

}  // namespace

BOOST_FIXTURE_TEST_SUITE(DirectoryWritesSuite, Fixture)

BOOST_DATA_TEST_CASE_F(Fixture, every_write_returns_the_entry_as_it_is_then, kWithAndWithoutControls,
                       controls) {
  Directory& target = as(controls);
  const WriteOptions options{.postRead = {"*", "entryUUID"}};
  const WriteResult added = target.add(person("anna"), options);
  BOOST_TEST(added.code == ResultCode::Success);
  BOOST_REQUIRE(added.postRead);
  BOOST_TEST(added.postRead->first("sn").value() == "anna");
  const std::string uuid = added.postRead->first("entryUUID").value();

  const WriteResult modified =
      target.modify(personDn("anna"), replace("mail", {"anna@example.com"}), options);
  BOOST_TEST(modified.code == ResultCode::Success);
  BOOST_REQUIRE(modified.postRead);
  BOOST_TEST(modified.postRead->first("mail").value() == "anna@example.com");

  const WriteResult renamed = target.rename(personDn("anna"), Rdn{{{"uid", "hannah"}}}, groups, options);
  BOOST_TEST(renamed.code == ResultCode::Success);
  BOOST_REQUIRE(renamed.postRead);
  BOOST_TEST((renamed.postRead->dn == groups.child("uid", "hannah")));
  BOOST_TEST(renamed.postRead->values("uid").size() == 1U);
  BOOST_TEST(renamed.postRead->first("entryUUID").value() == uuid);

  BOOST_TEST(target.remove(groups.child("uid", "hannah"), options).code == ResultCode::Success);
  BOOST_TEST(!directory.read(groups.child("uid", "hannah"), {}));
}

BOOST_AUTO_TEST_CASE(without_post_read_nothing_is_returned) {
  BOOST_TEST(!directory.add(person("anna")).postRead);
  BOOST_TEST(!bare.add(person("bert")).postRead);
}

BOOST_AUTO_TEST_CASE(renames_in_place) {
  BOOST_REQUIRE(directory.add(person("anna")).ok());
  BOOST_TEST(directory.rename(personDn("anna"), Rdn{{{"uid", "bert"}}}, std::nullopt).ok());
  BOOST_TEST(stored(personDn("bert"), "uid") == "bert");
}

BOOST_DATA_TEST_CASE_F(Fixture, an_assertion_guards_every_write, kWithAndWithoutControls, controls) {
  Directory& target = as(controls);
  BOOST_REQUIRE(directory.add(person("anna")).ok());
  const std::string csn = stored(personDn("anna"), "entryCSN");
  const WriteOptions current{.assertion = Filter{Equality{"entryCSN", csn}}};
  BOOST_TEST(target.modify(personDn("anna"), replace("sn", {"New"}), current).code == ResultCode::Success);
  BOOST_TEST(target.modify(personDn("anna"), replace("sn", {"Newer"}), current).code ==
             ResultCode::AssertionFailed);
  BOOST_TEST(target.rename(personDn("anna"), Rdn{{{"uid", "b"}}}, std::nullopt, current).code ==
             ResultCode::AssertionFailed);
  BOOST_TEST(target.remove(personDn("anna"), current).code == ResultCode::AssertionFailed);
  BOOST_TEST(stored(personDn("anna"), "sn") == "New");
  BOOST_TEST(target.remove(personDn("nobody"), current).code == ResultCode::NoSuchObject);
}

BOOST_AUTO_TEST_CASE(an_asserted_add_needs_the_control) {
  const WriteOptions asserted{.assertion = Filter{Present{"cn"}}};
  BOOST_TEST(bare.add(person("anna"), asserted).code == ResultCode::UnavailableCriticalExtension);
  BOOST_TEST(directory.add(person("anna"), asserted).code == ResultCode::Success);
}

BOOST_DATA_TEST_CASE_F(Fixture, a_permissive_modify_takes_what_is_already_so, kWithAndWithoutControls,
                       controls) {
  Directory& target = as(controls);
  const Dn group = addGroup({"a", "b"});
  const WriteOptions permissive{.permissive = true, .postRead = {"member"}};
  const auto members = [&](const std::vector<Modification>& modifications) {
    const WriteResult result = target.modify(group, modifications, permissive);
    BOOST_TEST(result.code == ResultCode::Success, result.diagnosticMessage);
    BOOST_REQUIRE(result.postRead);
    BOOST_TEST(result.postRead->values("member").size() == memberCount(group));
    return memberCount(group);
  };
  BOOST_TEST(members({{kAdd, "member", {memberDn("a")}}}) == 2U);
  BOOST_TEST(members({{kAdd, "member", {memberDn("a"), memberDn("c")}}}) == 3U);
  BOOST_TEST(members({{kDelete, "member", {memberDn("x")}}}) == 3U);
  // The last of the values is absent: OpenLDAP 2.5 refuses that in spite of the control.
  BOOST_TEST(members({{kDelete, "member", {memberDn("c"), memberDn("x")}}}) == 2U);
  BOOST_TEST(members({{kAdd, "member", {memberDn("x")}},
                      {kDelete, "member", {memberDn("x"), memberDn("y")}}}) == 2U);
  // Equal to the directory, not octet by octet.
  BOOST_TEST(members({{kAdd, "member", {"UID=A, ou=People, " + slapd.base()}}}) == 2U);
  BOOST_TEST(members({{kDelete, "member", {"UID=A, ou=People, " + slapd.base()}},
                      {kDelete, "description", {}}}) == 1U);
}

BOOST_DATA_TEST_CASE_F(Fixture, a_permissive_modify_keeps_its_assertion, kWithAndWithoutControls, controls) {
  const Dn group = addGroup({"a"});
  const WriteOptions options{.assertion = Filter{Equality{"description", "never"}}, .permissive = true};
  BOOST_TEST(as(controls).modify(group, {{kAdd, "member", {memberDn("a")}}}, options).code ==
             ResultCode::AssertionFailed);
  BOOST_TEST(as(controls).modify(group, {{kAdd, "member", {memberDn("b")}}}, options).code ==
             ResultCode::AssertionFailed);
  BOOST_TEST(memberCount(group) == 1U);
}

BOOST_DATA_TEST_CASE_F(Fixture, a_permissive_modify_of_nothing_is_no_such_object, kWithAndWithoutControls,
                       controls) {
  BOOST_TEST(
      as(controls)
          .modify(groups.child("cn", "none"), {{kAdd, "member", {memberDn("a")}}}, {.permissive = true})
          .code == ResultCode::NoSuchObject);
}

BOOST_AUTO_TEST_CASE(without_permissive_the_server_has_the_say) {
  const Dn group = addGroup({"a", "b"});
  BOOST_TEST(directory.modify(group, {{kAdd, "member", {memberDn("a")}}}).code ==
             ResultCode::AttributeOrValueExists);
  BOOST_TEST(directory.modify(group, {{kDelete, "member", {memberDn("x")}}}).code ==
             ResultCode::NoSuchAttribute);
  BOOST_TEST(directory.modify(group, replace("mail", {"x"})).code == ResultCode::ObjectClassViolation);
}

BOOST_AUTO_TEST_CASE(results_say_what_the_server_said) {
  BOOST_REQUIRE(directory.add(person("anna")).ok());
  BOOST_TEST(directory.add(person("anna")).code == ResultCode::EntryAlreadyExists);
  const WriteResult missing =
      directory.add({people.child("ou", "x").child("uid", "y"), person("y").attributes});
  BOOST_TEST(missing.code == ResultCode::NoSuchObject);
  BOOST_TEST((Dn::parse(missing.matchedDn) == people));
  Entry wrong = person("bert");
  wrong.attributes.erase("sn");
  const WriteResult refused = directory.add(wrong);
  BOOST_TEST(refused.code == ResultCode::ObjectClassViolation);
  BOOST_TEST(refused.diagnosticMessage == "object class 'inetOrgPerson' requires attribute 'sn'");
  BOOST_TEST(directory.remove(people).code == ResultCode::NotAllowedOnNonLeaf);
  BOOST_TEST(directory.modify(personDn("anna"), replace("noSuchType", {"x"})).code ==
             ResultCode::UndefinedAttributeType);
}

BOOST_AUTO_TEST_CASE(a_password_set_is_a_password_to_bind_with) {
  BOOST_REQUIRE(directory.add(person("anna")).ok());
  BOOST_TEST(tryBind(slapd.settings(), personDn("anna"), "first") == ResultCode::InvalidCredentials);
  BOOST_TEST(directory.setPassword(personDn("anna"), "first").ok());
  BOOST_TEST(tryBind(slapd.settings(), personDn("anna"), "first") == ResultCode::Success);
  BOOST_TEST(directory.setPassword(personDn("anna"), "second").ok());
  BOOST_TEST(tryBind(slapd.settings(), personDn("anna"), "first") == ResultCode::InvalidCredentials);
  BOOST_TEST(stored(personDn("anna"), "userPassword").starts_with("{SSHA}"));
  BOOST_TEST(!directory.setPassword(personDn("nobody"), "x").ok());
}

BOOST_AUTO_TEST_CASE(an_empty_password_does_not_pass_for_a_bind) {
  BOOST_TEST(tryBind(slapd.settings(), Dn::parse(slapd.serviceDn()), "") == ResultCode::InvalidCredentials);
}

BOOST_AUTO_TEST_CASE(a_password_policy_has_its_say) {
  DirectoryFixture strict(SlapdOptions{.ppolicy = true});
  BOOST_REQUIRE(strict.directory.add(person("anna")).ok());
  const WriteResult result = strict.directory.setPassword(personDn("anna"), "short");
  BOOST_TEST(result.code == ResultCode::ConstraintViolation);
  BOOST_TEST(result.diagnosticMessage == "Password fails quality checking policy");
  BOOST_TEST(strict.directory.setPassword(personDn("anna"), "long enough").ok());
  BOOST_TEST(
      strict.directory.modify(personDn("anna"), replace("pwdAccountLockedTime", {"000001010000Z"})).ok());
  BOOST_TEST(tryBind(strict.slapd.settings(), personDn("anna"), "long enough") ==
             ResultCode::InvalidCredentials);
}

BOOST_AUTO_TEST_CASE(a_group_of_many_members_is_written_and_read_whole) {
  std::vector<std::string> members;
  for (int i = 0; i < 5000; ++i) members.push_back(memberDn("user" + std::to_string(i)));
  const Dn group = addGroup({"first"});
  BOOST_TEST(directory.modify(group, {{kAdd, "member", members}}).ok());
  BOOST_TEST(memberCount(group) == 5001U);
}

BOOST_AUTO_TEST_CASE(a_value_larger_than_any_socket_buffer_goes_there_and_back) {
  BOOST_REQUIRE(directory.add(person("anna")).ok());
  const std::string photo(std::size_t{12} << 20, 'x');
  BOOST_TEST(directory.modify(personDn("anna"), replace("jpegPhoto", {photo})).code == ResultCode::Success);
  BOOST_TEST((directory.read(personDn("anna"), {"jpegPhoto"})->first("jpegPhoto") == photo));
}

BOOST_AUTO_TEST_SUITE_END()
