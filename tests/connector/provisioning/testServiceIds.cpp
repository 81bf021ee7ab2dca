// SCIM ids are case exact, whatever the directory's matching rule finds. RFC 7643 §3.1

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cctype>

#include "ServiceFixture.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;

namespace {

std::string upper(std::string id) {
  std::transform(id.begin(), id.end(), id.begin(), [](unsigned char c) { return std::toupper(c); });
  return id;
}

struct InOtherCase {
  ServiceFixture fixture;
  std::string user = fixture.makeUser("someone");
  std::string group = fixture.makeGroup("g", {user});
  std::string other = upper(user);

  /// What an operation on members with the id in upper case is refused with.
  [[nodiscard]] scim::Error refusalOfMembers(const std::string& op) {
    return refusalOf([&] {
      return fixture.patch(
          Kind::Group, group,
          R"({"op":")" + op + R"(","path":"members","value":)" + fixture.memberList({other}) + "}");
    });
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ServiceIds)

BOOST_FIXTURE_TEST_CASE(an_id_in_other_case_is_no_resource, InOtherCase) {
  BOOST_TEST_REQUIRE(other != user);
  for (const auto& [kind, id] : {std::pair(Kind::User, other), std::pair(Kind::Group, upper(group))}) {
    const auto request = fixture.request();
    BOOST_TEST(refusalOf([&] { return fixture.get(kind, id); }).status() == 404);
    BOOST_TEST(refusalOf([&] {
                 fixture.service.remove(kind, request, id);
                 return 0;
               }).status() == 404);
    BOOST_TEST(refusalOf([&] {
                 return fixture.patch(kind, id, R"({"op":"replace","path":"displayName","value":"x"})");
               }).status() == 404);
    BOOST_TEST(fixture.count(kind, "id eq \"" + id + "\"") == 0);
  }
  BOOST_TEST(fixture.count(Kind::User, "id eq \"" + user + "\"") == 1);
}

BOOST_FIXTURE_TEST_CASE(an_id_in_other_case_is_no_member, InOtherCase) {
  for (const std::string op : {"add", "replace"}) {
    const scim::Error error = refusalOfMembers(op);
    BOOST_TEST(error.status() == 400);
    BOOST_TEST(error.detail().find(other) != std::string::npos, error.detail());
  }
  BOOST_TEST(fixture.count(Kind::Group, "members eq \"" + other + "\"") == 0);
  BOOST_TEST(fixture.count(Kind::Group, "members[value eq \"" + other + "\"]") == 0);
  BOOST_TEST(fixture.count(Kind::Group, "members eq \"" + user + "\"") == 1);
}

BOOST_FIXTURE_TEST_CASE(a_member_is_not_removed_by_an_id_in_other_case, InOtherCase) {
  BOOST_TEST(refusalOfMembers("remove").status() == 0);
  BOOST_TEST(fixture.count(Kind::Group, "members eq \"" + user + "\"") == 1);
}

BOOST_FIXTURE_TEST_CASE(an_id_in_other_case_is_no_manager, InOtherCase) {
  const std::string report = fixture.makeUser("report");
  const auto setManager = [&](const std::string& id) {
    return fixture.patch(Kind::User, report, R"({"op":"add","path":"manager","value":")" + id + "\"}");
  };
  BOOST_TEST(refusalOf([&] { return setManager(other); }).status() == 400);
  setManager(user);
  BOOST_TEST(fixture.count(Kind::User, "manager eq \"" + user + "\"") == 1);
  BOOST_TEST(fixture.count(Kind::User, "manager eq \"" + other + "\"") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
