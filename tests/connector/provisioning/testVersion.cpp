#include <boost/test/unit_test.hpp>

#include "connector/provisioning/Version.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

CurrentResource resource(Kind kind, const char* csn) {
  CurrentResource current;
  current.kind = kind;
  current.id = "id-1";
  current.entry.attributes = {{"modifyTimestamp", {"20260101000000Z"}}};
  if (*csn != 0) current.entry.attributes["entryCSN"] = {csn};
  return current;
}

const scim::Json kSeen = scim::parseJson(R"({"displayName":"x"})");

}  // namespace

BOOST_AUTO_TEST_SUITE(VersionSuite)

BOOST_AUTO_TEST_CASE(of_a_user_is_what_clients_see) {
  const scim::EntityTag version = versionOf(resource(Kind::User, "1"), kSeen);
  BOOST_CHECK(versionOf(resource(Kind::User, "2"), kSeen) == version);
  BOOST_CHECK(versionOf(resource(Kind::User, "1"), scim::parseJson(R"({"displayName":"y"})")) != version);
  CurrentResource other = resource(Kind::User, "1");
  other.id = "id-2";
  BOOST_CHECK(versionOf(other, kSeen) != version);
}

BOOST_AUTO_TEST_CASE(of_a_group_moves_with_its_entry_for_the_members_sake) {
  const scim::EntityTag version = versionOf(resource(Kind::Group, "1"), kSeen);
  BOOST_CHECK(versionOf(resource(Kind::Group, "1"), kSeen) == version);
  BOOST_CHECK(versionOf(resource(Kind::Group, "2"), kSeen) != version);
  BOOST_CHECK(versionOf(resource(Kind::Group, "1"), scim::parseJson(R"({"displayName":"y"})")) != version);
}

BOOST_AUTO_TEST_CASE(of_a_group_goes_by_the_time_where_the_directory_has_no_better) {
  CurrentResource group = resource(Kind::Group, "");
  const scim::EntityTag version = versionOf(group, kSeen);
  BOOST_CHECK(versionOf(group, kSeen) == version);
  group.entry.attributes["modifyTimestamp"] = {"20260101000001Z"};
  BOOST_CHECK(versionOf(group, kSeen) != version);
}

BOOST_AUTO_TEST_SUITE_END()
