#include <boost/test/unit_test.hpp>

#include "connector/config/Scope.h"
#include "connector/provisioning/RequestDemands.h"
#include "connector/provisioning/RequestPolicy.h"
#include "scim/Schema.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using scim::Json;

namespace {

using Names = std::vector<std::string>;

const std::string kEnterprise(scim::kEnterpriseUserSchema);

Json json(const std::string& text) {
  return scim::parseJson(text);
}

const Json kBefore =
    json(R"({"userName":"a","title":"Cook","active":true,"name":{"givenName":"A","familyName":"B"}})");

/// The status and the detail of what the call is refused with; "" when it is not.
template <typename Call>
std::string refusal(const Call& call) {
  try {
    call();
  } catch (const scim::Error& error) {
    return std::to_string(error.status()) + " " + error.detail();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(RequestPolicySuite)

BOOST_AUTO_TEST_CASE(everything_is_permitted_when_nothing_is_said) {
  const Json after = json(R"({"userName":"b","active":false})");
  const Permitted permitted = permit({}, Kind::User, {}, kBefore, after);
  BOOST_CHECK(permitted.after == after);
  BOOST_TEST(permitted.ignored.empty());
  BOOST_TEST(permitted.refused.empty());
}

BOOST_AUTO_TEST_CASE(active_and_the_rest_have_policies_of_their_own) {
  const Json after =
      json(R"({"userName":"b","active":false,"name":{"givenName":"A","familyName":"B"},"nickName":"n"})");
  EndpointPolicies noUpdate;
  noUpdate.verbs.userUpdate = VerbPolicy::Ignore;
  const Permitted disabled = permit(noUpdate, Kind::User, {}, kBefore, after);
  Json expected = kBefore;
  expected.set("active", false);
  BOOST_CHECK(disabled.after == expected);
  BOOST_TEST(disabled.ignored == (Names{"nickName", "title", "userName"}), boost::test_tools::per_element());

  EndpointPolicies noDisable;
  noDisable.verbs.userDisable = VerbPolicy::Reject;
  const Permitted updated = permit(noDisable, Kind::User, {}, kBefore, after);
  expected = after;
  expected.set("active", true);
  BOOST_CHECK(updated.after == expected);
  BOOST_TEST(updated.refused == Names{"active"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_stays_as_it_is_is_no_matter_of_policy) {
  EndpointPolicies nothing;
  nothing.verbs.userUpdate = VerbPolicy::Reject;
  nothing.verbs.userDisable = VerbPolicy::Reject;
  BOOST_TEST(permit(nothing, Kind::User, {}, kBefore, kBefore).refused.empty());
}

BOOST_AUTO_TEST_CASE(a_password_is_part_of_an_update) {
  EndpointPolicies noUpdate;
  noUpdate.verbs.userUpdate = VerbPolicy::Ignore;
  Json after = kBefore;
  after.set("password", "secret");
  BOOST_CHECK(permit(noUpdate, Kind::User, {}, kBefore, after).after == kBefore);
}

BOOST_AUTO_TEST_CASE(attributes_of_an_extension_are_kept_one_by_one) {
  Json before = kBefore;
  before.set(kEnterprise, json(R"({"department":"X"})"));
  Json after = kBefore;
  after.set(kEnterprise, json(R"({"department":"Y","division":"Z"})"));
  EndpointPolicies policies;
  policies.protectedAttributes = {{kEnterprise, "department", ""}};
  const Permitted permitted = permit(policies, Kind::User, {}, before, after);
  BOOST_CHECK(*permitted.after.find(kEnterprise) == json(R"({"department":"X","division":"Z"})"));
  BOOST_TEST(permitted.refused == Names{kEnterprise + ":department"}, boost::test_tools::per_element());

  // Where the extension comes to nothing else, it goes.
  after.set(kEnterprise, json(R"({"department":"Y"})"));
  BOOST_CHECK(permit(policies, Kind::User, {}, kBefore, after).after == kBefore);
}

BOOST_AUTO_TEST_CASE(protected_attributes_are_for_who_has_the_scope) {
  EndpointPolicies policies;
  policies.protectedAttributes = {{"", "name", "familyName"}, {"", "title", ""}};
  policies.protectedPolicy = VerbPolicy::Ignore;
  const Json after = json(R"({"userName":"a","active":true,"name":{"givenName":"C","familyName":"D"}})");
  const Permitted permitted = permit(policies, Kind::User, defaultScopes(), kBefore, after);
  BOOST_TEST(permitted.ignored == (Names{"name.familyName", "title"}), boost::test_tools::per_element());
  BOOST_CHECK(*permitted.after.find("name") == json(R"({"givenName":"C","familyName":"B"})"));
  BOOST_TEST(permitted.after.stringAt("title") == "Cook");

  const Permitted all = permit(policies, Kind::User, {std::string(kUserProtected)}, kBefore, after);
  BOOST_CHECK(all.after == after);
}

BOOST_AUTO_TEST_CASE(a_group_has_its_rename_policy_for_all_but_members) {
  EndpointPolicies policies;
  policies.verbs.groupRename = VerbPolicy::Reject;
  const Json before = json(R"({"displayName":"a","externalId":"1"})");
  const Permitted permitted =
      permit(policies, Kind::Group, {}, before, json(R"({"displayName":"b","externalId":"2"})"));
  BOOST_CHECK(permitted.after == before);
  BOOST_TEST(permitted.refused == (Names{"displayName", "externalId"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(demands_name_what_is_missing) {
  EndpointPolicies policies;
  policies.requireExternalId = true;
  policies.required = {{"", "emails", ""}, {kEnterprise, "manager", "displayName"}, {"", "roles", "value"}};
  scim::ResourceType type{"User", "/Users", scim::userSchema(), {scim::enterpriseUserSchema()}};
  const auto check = [&](const std::string& text) {
    return refusal([&] { checkDemands(policies, type, Kind::User, json(text), json(text)); });
  };
  const std::string manager = "\"" + kEnterprise + R"(":{"manager":{"displayName":"M"}})";
  const auto with = [&](const std::string& emails, const std::string& roles) {
    return R"({"externalId":"1","emails":)" + emails + R"(,"roles":)" + roles + "," + manager + "}";
  };
  const std::string mail = R"([{"value":"a@b"}])";
  const std::string role = R"([{"value":"x"}])";
  BOOST_TEST(check(with(mail, role)) == "");
  BOOST_TEST(check(R"({"emails":[]})") == "400 externalId is required by this endpoint");
  for (const char* none :
       {"[]", R"([{"type":"work","value":""}])", R"([{"type":"work"}])", "[{}]", R"([" "])"}) {
    BOOST_TEST(check(with(none, role)) == "400 emails is required by this endpoint", none);
  }
  BOOST_TEST(check(with(mail, R"([{"value":" "}])")) == "400 roles.value is required by this endpoint");
  BOOST_TEST(check(R"({"externalId":"1","emails":[{"value":"a@b"}],"roles":[{"value":"x"}]})") ==
             "400 " + kEnterprise + ":manager.displayName is required by this endpoint");
  // As one name, as some clients write it.
  BOOST_TEST(check(R"({"externalId":"1","emails":[{"value":"a@b"}],"roles":[{"value":"x"}],")" + kEnterprise +
                   R"(:manager":{"displayName":"M"}})") == "");
  // What the mapping does not keep does not count.
  BOOST_TEST(refusal([&] {
               checkDemands(policies, type, Kind::User, json(with(mail, role)),
                            json(R"({"externalId":"1"})"));
             }) == "400 emails is required by this endpoint");
  BOOST_TEST(refusal([&] { checkDemands(policies, type, Kind::Group, json("{}"), json("{}")); }) ==
             "400 externalId is required by this endpoint");
}

BOOST_AUTO_TEST_CASE(a_request_holds_something_allowed_or_not) {
  EndpointPolicies policies;
  policies.verbs.userUpdate = VerbPolicy::Reject;
  BOOST_TEST(holdsAllowed(policies, Kind::User, {}, {"title", "ACTIVE"}));
  BOOST_TEST(!holdsAllowed(policies, Kind::User, {}, {"title"}));
  BOOST_TEST(!holdsAllowed(policies, Kind::User, {}, {}));
  policies.verbs.groupRename = VerbPolicy::Ignore;
  BOOST_TEST(holdsAllowed(policies, Kind::Group, {}, {"displayName", "Members"}));
  BOOST_TEST(!holdsAllowed(policies, Kind::Group, {}, {"displayName"}));
  EndpointPolicies protection;
  protection.protectedAttributes = {{kEnterprise, "department", ""}, {"", "emails", "value"}};
  BOOST_TEST(!holdsAllowed(protection, Kind::User, {}, {kEnterprise + ":Department", "emails"}));
  BOOST_TEST(holdsAllowed(protection, Kind::User, {}, {"emails", "title"}));
  BOOST_TEST(holdsAllowed(protection, Kind::User, {std::string(kUserProtected)}, {"emails"}));
}

BOOST_AUTO_TEST_CASE(a_change_takes_away_nothing_that_is_demanded) {
  EndpointPolicies policies;
  policies.requireExternalId = true;
  policies.required = {{"", "title", ""}};
  const Json before = json(R"({"userName":"a","externalId":"1","title":"Cook"})");
  const auto check = [&](const Json& from, const std::string& to) {
    return refusal([&] { checkStillMeetsDemands(policies, Kind::User, from, json(to)); });
  };
  BOOST_TEST(check(before, R"({"userName":"a","externalId":"1"})") ==
             "400 title is required by this endpoint");
  BOOST_TEST(check(before, R"({"userName":"a","title":"x"})") ==
             "400 externalId is required by this endpoint");
  // Who never had it can still be changed.
  BOOST_TEST(check(json(R"({"userName":"a"})"), R"({"userName":"a","active":false})") == "");
}

BOOST_AUTO_TEST_CASE(a_user_name_has_to_be_an_address_where_that_is_asked) {
  EndpointPolicies policies;
  policies.userName = UserNameSyntax::Address;
  const auto isTaken = [&](const std::string& name) {
    Json after = Json::object();
    after.set("userName", name);
    return refusal([&] { checkStillMeetsDemands(policies, Kind::User, Json::object(), after); }).empty();
  };
  for (const char* name : {"a@b", "Jana.Novák@x.example", "a+b@x.example", "o'brien@x.example"}) {
    BOOST_TEST(isTaken(name), name);
  }
  for (const char* name : {"a", "@b", "a@", "a@b@c", "a b@c", "a@.b", "a@b.", "a@b..c", "<a@b>"}) {
    BOOST_TEST(!isTaken(name), name);
  }
  // An old name may stay.
  const Json old = json(R"({"userName":"old"})");
  BOOST_TEST(refusal([&] { checkStillMeetsDemands(policies, Kind::User, old, old); }) == "");
}

BOOST_AUTO_TEST_SUITE_END()
