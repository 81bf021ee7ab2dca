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
  static_cast<void>(addByOthers("someone"));
  BOOST_TEST(refusalOf([&] { return makeUser("someone"); }).status() == 409);
  BOOST_TEST(members("cn=crew,ou=groups").size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(who_was_disabled_by_a_move_comes_back_to_the_branch_where_he_was) {
  SlapdOptions options;
  options.ldif =
      "dn: ou=disabled,dc=example,dc=com\nobjectClass: organizationalUnit\n\n"
      "dn: ou=berlin,ou=people,dc=example,dc=com\nobjectClass: organizationalUnit\n\n";
  ServiceFixture fixture("method = \"move\"\ncontainer = \"ou=disabled\"", options);
  const std::string id = fixture.makeUser("someone");
  const auto setActive = [&](const std::string& value) {
    fixture.patch(Kind::User, id, R"({"op":"Replace","path":"active","value":)" + value + "}");
  };
  BOOST_TEST_REQUIRE(fixture.directory
                         .rename(fixture.dn("uid=someone,ou=people"), {{{"uid", "someone"}}},
                                 fixture.dn("ou=berlin,ou=people"))
                         .ok());
  setActive("false");
  BOOST_TEST(fixture.exists("uid=someone,ou=disabled"));
  setActive("true");
  BOOST_TEST(fixture.exists("uid=someone,ou=berlin,ou=people"));
  BOOST_TEST_REQUIRE(fixture.directory
                         .rename(fixture.dn("uid=someone,ou=berlin,ou=people"), {{{"uid", "someone"}}},
                                 fixture.dn("ou=people"))
                         .ok());
  setActive("false");
  setActive("true");
  BOOST_TEST(fixture.exists("uid=someone,ou=people"));
}
