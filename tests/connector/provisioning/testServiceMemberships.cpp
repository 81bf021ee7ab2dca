// Names in groups, wherever these stand: who leaves leaves nothing behind, and who comes finds nothing.

#include <boost/test/unit_test.hpp>

#include "ServiceFixture.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;

namespace {

using Names = std::vector<std::string>;

/// Groups that are not mapped: one that the service identity may write, and one that it may only read.
SlapdOptions withOtherGroups() {
  SlapdOptions options;
  options.databaseLines =
      "access to dn.base=\"cn=locked,ou=apps,dc=example,dc=com\" by * read\n"
      "access to dn.base=\"cn=shut,ou=apps,dc=example,dc=com\" by * read\n";
  options.ldif =
      "dn: ou=apps,dc=example,dc=com\nobjectClass: organizationalUnit\n\n"
      "dn: cn=vpn,ou=apps,dc=example,dc=com\nobjectClass: groupOfNames\n"
      "member: uid=leaver,ou=people,dc=example,dc=com\n\n"
      "dn: cn=locked,ou=apps,dc=example,dc=com\nobjectClass: groupOfNames\n"
      "member: uid=leaver,ou=people,dc=example,dc=com\n\n"
      "dn: cn=shut,ou=apps,dc=example,dc=com\nobjectClass: groupOfNames\n"
      "member: uid=leaver,ou=people,dc=example,dc=com\n"
      "member: uid=ghost,ou=people,dc=example,dc=com\n\n"
      "dn: cn=crew,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\n"
      "member: uid=nobody,ou=people,dc=example,dc=com\n"
      "member: uid=someone,ou=people,dc=example,dc=com\n\n";
  return options;
}

struct Fixture : ServiceFixture {
  Fixture() : ServiceFixture("", withOtherGroups()) {}

  [[nodiscard]] static Execution refusedAt(std::size_t step, ldap::ResultCode code) {
    Execution execution;
    execution.outcome = Execution::Outcome::Refused;
    execution.refusal = ldap::WriteResult{code, "said so"};
    execution.refusedStep = step;
    return execution;
  }
  [[nodiscard]] Names members(const std::string& group) { return entry(group).values("member"); }
  [[nodiscard]] std::string name(const std::string& user) const {
    return dn("uid=" + user + ",ou=people").toString();
  }
  /// Adds an entry as others do it, who do not ask whether groups list it.
  std::string addByOthers(const std::string& user) {
    const ldap::Attributes person{{"objectClass", {"inetOrgPerson"}}, {"cn", {"C"}}, {"sn", {"S"}}};
    BOOST_TEST_REQUIRE(directory.add({dn("uid=" + user + ",ou=people"), person}).ok());
    return entry("uid=" + user + ",ou=people").first("entryUUID").value();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ServiceMemberships, Fixture)

BOOST_AUTO_TEST_CASE(who_is_deleted_leaves_groups_outside_of_the_mapped_ones) {
  const std::string id = addByOthers("leaver");
  service.remove(Kind::User, request(), id);
  BOOST_TEST(!exists("uid=leaver,ou=people"));
  BOOST_TEST(members("cn=vpn,ou=apps") == Names{"cn=empty-group"}, boost::test_tools::per_element());
  // What the service identity may not write keeps nobody from being deleted.
  BOOST_TEST(members("cn=locked,ou=apps") == Names{name("leaver")}, boost::test_tools::per_element());
  BOOST_TEST(members("cn=shut,ou=apps").size() == 2U);
}

BOOST_AUTO_TEST_CASE(groups_outside_of_the_mapped_ones_follow_a_rename) {
  const std::string id = addByOthers("leaver");
  patch(Kind::User, id, R"({"op":"Replace","path":"userName","value":"married"})");
  BOOST_TEST(members("cn=vpn,ou=apps") == Names{name("married")}, boost::test_tools::per_element());
  BOOST_TEST(members("cn=locked,ou=apps") == Names{name("leaver")}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(whoever_gets_a_name_that_groups_still_list_inherits_nothing) {
  const std::string id = makeUser("nobody");
  BOOST_TEST(members("cn=crew,ou=groups") == Names{name("someone")}, boost::test_tools::per_element());
  patch(Kind::User, id, R"({"op":"Replace","path":"userName","value":"someone"})");
  BOOST_TEST(members("cn=crew,ou=groups") == Names{"cn=empty-group"}, boost::test_tools::per_element());
  BOOST_TEST(count(Kind::Group, R"(members eq ")" + id + "\"") == 0);
}

BOOST_AUTO_TEST_CASE(a_name_that_a_group_keeps_is_given_to_nobody) {
  const scim::Error made = refusalOf([&] { return makeUser("ghost"); });
  BOOST_TEST(made.status() == 409);
  BOOST_TEST(made.detail().find("cn=shut,ou=apps") != std::string::npos, made.detail());
  BOOST_TEST(!exists("uid=ghost,ou=people"));
  const std::string other = makeUser("other");
  const scim::Error renamed = refusalOf(
      [&] { return patch(Kind::User, other, R"({"op":"Replace","path":"userName","value":"ghost"})"); });
  BOOST_TEST(renamed.status() == 409);
  BOOST_TEST(exists("uid=other,ou=people"));
}

BOOST_AUTO_TEST_CASE(a_name_that_somebody_has_is_taken_from_no_group) {
  // The endpoint does not see this one.
  const ldap::Attributes account{{"objectClass", {"account"}}, {"uid", {"someone"}}};
  BOOST_TEST_REQUIRE(directory.add({dn("uid=someone,ou=people"), account}).ok());
  BOOST_TEST(refusalOf([&] { return makeUser("someone"); }).status() == 409);
  BOOST_TEST(members("cn=crew,ou=groups").size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_directory_that_goes_away_while_a_name_is_cleared_is_no_conflict) {
  sink.insteadOfNextPlan = refusedAt(0, ldap::ResultCode::ConnectError);
  BOOST_TEST(refusalOf([&] { return makeUser("nobody"); }).status() == 503);
}

BOOST_AUTO_TEST_CASE(a_group_that_is_busy_is_not_passed_over) {
  const std::string id = addByOthers("leaver");
  sink.insteadOfNextPlan = refusedAt(1, ldap::ResultCode::Busy);
  const scim::Error error = refusalOf(
      [&] { return patch(Kind::User, id, R"({"op":"Replace","path":"userName","value":"married"})"); });
  BOOST_TEST(error.status() == 503);
}

BOOST_AUTO_TEST_CASE(a_member_uid_of_a_namesake_elsewhere_stays) {
  const ldap::Attributes person{{"objectClass", {"inetOrgPerson"}}, {"cn", {"C"}}, {"sn", {"S"}}};
  const ldap::Attributes group{
      {"objectClass", {"posixGroup"}}, {"gidNumber", {"1"}}, {"memberUid", {"twin", "single"}}};
  BOOST_TEST_REQUIRE(directory.add({dn("uid=twin,ou=apps"), person}).ok());
  BOOST_TEST_REQUIRE(directory.add({dn("cn=admins,ou=apps"), group}).ok());
  mappings::MembersRule& rule = *endpoint.mapping.group->members;
  rule = {"memberUid", mappings::MemberValue::Uid, std::nullopt, {}};
  endpoint.mapping.memberships.rules = {rule};
  const std::string twin = makeUser("twin");
  service.remove(Kind::User, request(), twin);
  BOOST_TEST(entry("cn=admins,ou=apps").values("memberUid").size() == 2U);
  static_cast<void>(makeUser("single"));  // a name that nobody had
  BOOST_TEST(entry("cn=admins,ou=apps").values("memberUid") == Names{"twin"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_list_of_members_does_not_keep_a_name_that_nobody_has_any_more) {
  const std::string leaver = makeUser("leaving");
  const std::string other = makeUser("other");
  const std::string group = makeGroup("g", {leaver, other});
  renameByOthers("uid=leaving,ou=people", "uid", "renamed");
  put(Kind::Group, group, R"({"displayName":"g","members":)" + memberList({other}) + "}");
  BOOST_TEST(members("cn=g,ou=groups") == Names{name("other")}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(who_is_taken_out_of_a_group_while_he_is_renamed_does_not_come_back) {
  const std::string user = makeUser("leaving");
  static_cast<void>(makeGroup("g", {user}));
  // Between the reading of his groups and the plan.
  sink.beforeNextPlan = [&] {
    BOOST_TEST_REQUIRE(
        directory
            .modify(dn("cn=g,ou=groups"), {{ldap::ModificationType::Replace, "member", {"cn=empty-group"}}})
            .ok());
  };
  patch(Kind::User, user, R"({"op":"Replace","path":"userName","value":"renamed"})");
  BOOST_TEST(exists("uid=renamed,ou=people"));
  BOOST_TEST(members("cn=g,ou=groups") == Names{"cn=empty-group"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

/// Users that are disabled by a move, and groups that cannot be written.
struct MoveFixture : ServiceFixture {
  MoveFixture() : ServiceFixture("method = \"move\"\ncontainer = \"ou=disabled\"", options()) {}

  static SlapdOptions options() {
    SlapdOptions options;
    options.databaseLines =
        "access to dn.base=\"cn=locked,ou=apps,dc=example,dc=com\" by * read\n"
        "access to dn.base=\"cn=shut,ou=groups,dc=example,dc=com\" by * read\n";
    options.ldif =
        "dn: ou=disabled,dc=example,dc=com\nobjectClass: organizationalUnit\n\n"
        "dn: ou=berlin,ou=people,dc=example,dc=com\nobjectClass: organizationalUnit\n\n"
        "dn: ou=apps,dc=example,dc=com\nobjectClass: organizationalUnit\n\n"
        "dn: cn=locked,ou=apps,dc=example,dc=com\nobjectClass: groupOfNames\n"
        "member: uid=hand,ou=people,dc=example,dc=com\nmember: uid=ghost,ou=disabled,dc=example,dc=com\n\n"
        "dn: cn=shut,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\n"
        "member: uid=hand,ou=people,dc=example,dc=com\n\n"
        "dn: cn=open,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=x\n\n"
        "dn: uid=hand,ou=people,dc=example,dc=com\nobjectClass: inetOrgPerson\ncn: C\nsn: S\n\n";
    return options;
  }
  void setActive(const std::string& id, const std::string& value) {
    patch(Kind::User, id, R"({"op":"Replace","path":"active","value":)" + value + "}");
  }
  void moveByOthers(const std::string& from, const std::string& to) {
    BOOST_TEST_REQUIRE(directory.rename(dn(from), dn(from).rdn(), dn(to)).ok());
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ServiceMoves, MoveFixture)

BOOST_AUTO_TEST_CASE(groups_that_cannot_be_written_keep_nobody_active_nor_disabled) {
  const std::string id = entry("uid=hand,ou=people").first("entryUUID").value();
  setActive(id, "false");
  BOOST_TEST(exists("uid=hand,ou=disabled"));
  setActive(id, "true");
  BOOST_TEST(exists("uid=hand,ou=people"));
  service.remove(Kind::User, request(), id);
  BOOST_TEST(!exists("uid=hand,ou=people"));
}

BOOST_AUTO_TEST_CASE(who_was_never_active_inherits_nothing_by_becoming_so) {
  BOOST_TEST_REQUIRE(
      directory
          .modify(dn("cn=open,ou=groups"),
                  {{ldap::ModificationType::Add, "member", {dn("uid=new,ou=people").toString()}}})
          .ok());
  const scim::Json made = create(Kind::User, R"({"userName":"new","displayName":"N","active":false})");
  BOOST_TEST(exists("uid=new,ou=disabled"));
  setActive(std::string(made.stringAt("id")), "true");
  BOOST_TEST(exists("uid=new,ou=people"));
  BOOST_TEST(entry("cn=open,ou=groups").values("member") == Names{"cn=x"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_leaver_is_moved_away_though_a_group_lists_his_new_name) {
  const std::string id = makeUser("ghost");
  setActive(id, "false");
  BOOST_TEST(exists("uid=ghost,ou=disabled"));
}

BOOST_AUTO_TEST_CASE(who_was_disabled_comes_back_to_the_branch_where_he_was) {
  const std::string id = makeUser("someone");
  moveByOthers("uid=someone,ou=people", "ou=berlin,ou=people");
  setActive(id, "false");
  BOOST_TEST(exists("uid=someone,ou=disabled"));
  setActive(id, "true");
  BOOST_TEST(exists("uid=someone,ou=berlin,ou=people"));
  moveByOthers("uid=someone,ou=berlin,ou=people", "ou=people");
  setActive(id, "false");
  setActive(id, "true");
  BOOST_TEST(exists("uid=someone,ou=people"));
}

BOOST_AUTO_TEST_CASE(where_the_branch_is_gone_who_was_disabled_comes_back_to_the_container) {
  const std::string id = makeUser("someone");
  moveByOthers("uid=someone,ou=people", "ou=berlin,ou=people");
  setActive(id, "false");
  BOOST_TEST_REQUIRE(directory.remove(dn("ou=berlin,ou=people")).ok());
  setActive(id, "true");
  BOOST_TEST(exists("uid=someone,ou=people"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(a_name_that_is_only_spelt_anew_keeps_its_groups) {
  ServiceFixture fixture;
  const std::string other = fixture.makeUser("other");
  const std::string user = fixture.makeUser("re\u0301mi");  // an e and its accent
  const std::string group = fixture.makeGroup("g", {user, other});
  fixture.patch(Kind::User, user, R"({"op":"Replace","path":"userName","value":"r\u00e9mi"})");
  BOOST_TEST(fixture.count(Kind::Group, R"(members eq ")" + user + "\"") == 1);
  BOOST_TEST(fixture.entry("cn=g,ou=groups").values("member").size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_rename_that_the_directory_follows_itself_succeeds) {
  constexpr int kGroups = 150;  // longer than refint takes to begin
  SlapdOptions options;
  options.refint = true;
  ServiceFixture fixture("", options);
  const std::string user = fixture.makeUser("someone");
  for (int i = 0; i < kGroups; ++i) static_cast<void>(fixture.makeGroup("g" + std::to_string(i), {user}));
  fixture.patch(Kind::User, user, R"({"op":"Replace","path":"userName","value":"married"})");
  BOOST_TEST(fixture.count(Kind::Group, R"(members eq ")" + user + "\"") == kGroups);
}
