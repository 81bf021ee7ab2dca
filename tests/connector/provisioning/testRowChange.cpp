#include <boost/test/unit_test.hpp>

#include "connector/provisioning/RowChange.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

ResourceRow row() {
  ResourceRow made{"entra", "User", "id-1"};
  made.externalId = "e1";
  made.kept = scim::parseJson(R"({"nickName":"Al","title":"Boss"})");
  made.originals = {{"phoneNumbers", scim::Json("1 2"), {{"telephoneNumber", {"12"}}}}};
  made.role = "admin";
  made.rawRole = "portal admin";
  return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(RowChangeSuite)

BOOST_AUTO_TEST_CASE(tells_values_of_what_names_and_ranks_and_names_of_what_is_kept) {
  ResourceRow after = row();
  BOOST_TEST(changeText(row(), after) == "");
  after.externalId = "e2";
  after.role = "";
  after.rawRole = "";
  after.origin = Origin::Linked;
  after.kept = scim::parseJson(R"({"nickName":"Secret","locale":"cs"})");
  after.originals = {};
  after.home = "uid=a,dc=x";
  BOOST_TEST(
      changeText(row(), after) ==
      "externalId: e1 -> e2; role: admin -> (none); role as sent: portal admin -> (none); origin: scim -> "
      "linked; "
      "name to come back to: (none) -> uid=a,dc=x; kept as sent: locale, nickName, phoneNumbers, title");
}

BOOST_AUTO_TEST_CASE(a_row_that_is_new_tells_all_that_it_has) {
  ResourceRow after{"entra", "Group", "id-2"};
  after.externalId = "g1";
  after.origin = Origin::Adopted;
  BOOST_TEST(changeText(std::nullopt, after) == "externalId: (none) -> g1; origin: (none) -> adopted");
}

BOOST_AUTO_TEST_SUITE_END()
