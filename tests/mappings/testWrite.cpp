#include <boost/test/unit_test.hpp>

#include "mappings/Translation.h"
#include "scim/Error.h"
#include "tests/mappings/Fixture.h"

using namespace scim2ldap;
using namespace scim2ldap::mappings;
using scim::Json;

namespace {

const ResourceMapping& shippedUser() {
  static const ResourceMapping user =
      under(readMappingFile(shipped("inetorgperson.toml")), ldap::Dn::parse("dc=example,dc=com")).user;
  return user;
}

const ResourceMapping& shippedGroup() {
  static const ResourceMapping group =
      *under(readMappingFile(shipped("inetorgperson.toml")), ldap::Dn::parse("dc=example,dc=com")).group;
  return group;
}

std::string written(const std::string& rules, const char* resource, bool creating = true,
                    WriteInputs inputs = {}) {
  return textOf(toAttributes(userWith(rules), json(resource), inputs, creating));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(Write)

BOOST_AUTO_TEST_CASE(a_minimal_user_is_a_valid_inetOrgPerson) {
  const ldap::Entry entry =
      newEntry(shippedUser(), json(R"({"userName":"bnovak","displayName":"Bára Novák","active":true})"), {});
  BOOST_TEST(entry.dn.toString() == "uid=bnovak,ou=people,dc=example,dc=com");
  BOOST_TEST(textOf(entry.attributes) ==
             "cn=Bára Novák displayName=Bára Novák objectClass=inetOrgPerson sn=Novák uid=bnovak");
  const ldap::Entry nameless = newEntry(shippedUser(), json(R"({"userName":"x"})"), {});
  BOOST_TEST(textOf(nameless.attributes) == "cn=x objectClass=inetOrgPerson sn=x uid=x");
}

BOOST_AUTO_TEST_CASE(an_inactive_user_is_locked_for_ever) {
  BOOST_TEST(written("", R"({"userName":"b","active":false})") == "pwdAccountLockedTime=000001010000Z uid=b");
}

BOOST_AUTO_TEST_CASE(marks_as_the_mapping_says) {
  const auto withDisable = [](const std::string& disable) {
    std::string text(kUserSection);
    text.replace(text.find("method = \"ppolicy\""), 18, disable);
    return under(parseMapping(text, "test.toml"), ldap::Dn::parse("dc=x")).user;
  };
  const Json active = json(R"({"userName":"b"})");
  const Json inactive = json(R"({"userName":"b","active":false})");

  const ResourceMapping pair =
      withDisable("method=\"attribute\"\nattribute=\"uac\"\ndisabled=\"514\"\nenabled=\"512\"");
  BOOST_TEST(textOf(toAttributes(pair, active, {}, true)) == "uac=512 uid=b");
  BOOST_TEST(textOf(toAttributes(pair, inactive, {}, true)) == "uac=514 uid=b");
  const ResourceMapping lock =
      withDisable("method=\"attribute\"\nattribute=\"nsAccountLock\"\ndisabled=\"TRUE\"");
  BOOST_TEST(textOf(toAttributes(lock, active, {}, true)) == "uid=b");

  const ResourceMapping move = withDisable("method=\"move\"\ncontainer=\"ou=off\"");
  BOOST_TEST(containerFor(move, active).toString() == "ou=people,dc=x");
  BOOST_TEST(newEntry(move, inactive, {}).dn.toString() == "uid=b,ou=off,dc=x");
  BOOST_TEST(toResource(move, newEntry(move, inactive, {}), {}).find("active")->asBool() == false);
  BOOST_TEST(toResource(move, newEntry(move, active, {}), {}).find("active")->asBool() == true);
}

BOOST_AUTO_TEST_CASE(the_naming_values_are_those_of_the_attributes) {
  for (const char* text : {R"({"userName":"B Novak","title":"Chief"})", R"({"title":"nobody"})"}) {
    const Json resource = json(text);
    const ldap::Attributes attributes = toAttributes(shippedUser(), resource, {}, false);
    const auto naming = attributes.find("uid");
    const auto expected = naming == attributes.end() ? std::vector<std::string>{} : naming->second;
    BOOST_TEST(namingValues(shippedUser(), resource, {}) == expected);
  }
  BOOST_TEST(namingValues(shippedUser(), json(R"({"userName":"b"})"), {}).size() == 1U);
}

BOOST_AUTO_TEST_CASE(octets_that_differ_are_values_of_their_own) {
  // FF 01 and FE 01: neither is UTF-8.
  const std::string rule = "[[user.attribute]]\nscim=\"x509Certificates.value\"\nldap=\"userCertificate\"\n";
  const ldap::Attributes attributes = toAttributes(
      userWith(rule),
      json(R"({"userName":"b","x509Certificates":[{"value":"/wE="},{"value":"/gE="},{"value":"/gE="}]})"), {},
      true);
  const std::vector<std::string> octets{"\xff\x01", "\xfe\x01"};
  BOOST_TEST(attributes.at("userCertificate") == octets);
}

BOOST_AUTO_TEST_CASE(rules_for_creation_do_not_write_again) {
  const std::string rule =
      "[[user.attribute]]\nvalue=\"/home/{userName}\"\nldap=\"homeDirectory\"\napply=\"create\"\n";
  BOOST_TEST(written(rule, R"({"userName":"b"})") == "homeDirectory=/home/b uid=b");
  BOOST_TEST(written(rule, R"({"userName":"b"})", false) == "uid=b");
}

BOOST_AUTO_TEST_CASE(numbers_come_from_the_counter) {
  const std::string rule =
      "[[user.attribute]]\nldap=\"uidNumber\"\nallocate={counter=\"cn=c\",first=1,last=9}\n";
  BOOST_TEST(written(rule, R"({"userName":"b"})", true, {{}, {{"uidNumber", "7"}}}) == "uid=b uidNumber=7");
  BOOST_TEST(written(rule, R"({"userName":"b"})", false) == "uid=b");
}

BOOST_AUTO_TEST_CASE(one_value_means_the_primary_one_or_the_first) {
  const std::string rule = "[[user.attribute]]\nscim='emails[type eq \"work\"].value'\nldap='mail'\n";
  BOOST_TEST(
      written(rule, R"({"userName":"b","emails":[{"type":"home","value":"h"},{"type":"work","value":"1"},
      {"type":"Work","value":"2","primary":true}]})") == "mail=2 uid=b");
  BOOST_TEST(
      written(rule,
              R"({"userName":"b","emails":[{"type":"work","value":"1"},{"type":"work","value":"2"}]})") ==
      "mail=1 uid=b");
}

BOOST_AUTO_TEST_CASE(several_values_are_written_once_each) {
  const std::string rule = "[[user.attribute]]\nscim='emails'\nldap='mail'\n";
  BOOST_TEST(
      written(rule, R"({"userName":"b","emails":[{"value":"a@x"},{"value":"A@x"},{"value":"c@x"}]})") ==
      "mail=a@x mail=c@x uid=b");
}

BOOST_AUTO_TEST_CASE(an_unknown_reference_is_left_out) {
  const Json resource = json(R"({"userName":"b","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
      {"manager":{"value":"id-1"}}})");
  BOOST_TEST(referencedIds(shippedUser(), resource) == std::vector<std::string>{"id-1"},
             boost::test_tools::per_element());
  BOOST_TEST(textOf(toAttributes(shippedUser(), resource, {}, true)) == "cn=b sn=b uid=b");
  BOOST_TEST(textOf(toAttributes(shippedUser(), resource, {{{"id-1", "uid=m"}}, {}}, true)) ==
             "cn=b manager=uid=m sn=b uid=b");
}

BOOST_AUTO_TEST_CASE(a_required_rule_names_what_is_missing) {
  const ResourceMapping user =
      userWith("[[user.attribute]]\nscim='emails[type eq \"work\"].value'\nldap='mail'\nrequired=true\n");
  BOOST_CHECK_NO_THROW(checkRequiredRules(user, json(R"({"emails":[{"type":"work","value":"x"}]})")));
  BOOST_CHECK_EXCEPTION(checkRequiredRules(user, json(R"({"emails":[{"type":"home","value":"x"}]})")),
                        scim::Error, [](const scim::Error& error) {
                          return error.type() == scim::ScimType::InvalidValue &&
                                 error.detail().rfind("emails[type eq \"work\"].value is required", 0) == 0;
                        });
}

BOOST_AUTO_TEST_CASE(a_group_holds_its_members_or_the_placeholder) {
  const WriteInputs inputs{{{"1", "uid=a,ou=people"}, {"2", "uid=b,ou=people"}}, {}};
  const auto members = [&](const char* group) {
    const ldap::Entry entry = newEntry(shippedGroup(), json(group), inputs);
    return textOf({{"member", entry.values("member")}});
  };
  BOOST_TEST(members(R"({"displayName":"Site Leads"})") == "member=cn=empty-group");
  BOOST_TEST(
      members(R"({"displayName":"x","members":[{"value":"2"},{"value":"1"},{"value":"2"},{"value":"9"}]})") ==
      "member=uid=b,ou=people member=uid=a,ou=people");
  BOOST_TEST(newEntry(shippedGroup(), json(R"({"displayName":"R&D (EU), #1"})"), inputs).dn.toString() ==
             "cn=R&D (EU)\\, #1,ou=groups,dc=example,dc=com");
}

BOOST_AUTO_TEST_CASE(memberUid_lists_naming_values) {
  const MembersRule rule{"memberUid", MemberValue::Uid, std::nullopt, {}};
  BOOST_TEST(memberValue(rule, ldap::Dn::parse("uid=a\\,b,ou=people")) == "a,b");
}

BOOST_AUTO_TEST_CASE(unmapped_parts_are_left_out) {
  const Json part =
      mappedPart(shippedUser(), json(R"({"userName":"b","nickName":"x","externalId":"e","active":true,
      "name":{"givenName":"B","middleName":"M"},
      "emails":[{"type":"home","value":"h"},{"type":"work","value":"w","display":"W"},{"type":"work","value":"2"}],
      "phoneNumbers":[{"type":"work"}],"roles":[{"value":"r","primary":true}]})"));
  BOOST_TEST(
      printJson(part) ==
      R"({"userName":"b","name":{"givenName":"B"},"emails":[{"value":"w","type":"work","display":"W"}],)"
      R"("roles":[{"value":"r","primary":true}],"externalId":"e","active":true})");
}

BOOST_AUTO_TEST_CASE(what_the_directory_has_no_place_for_is_kept) {
  const Json kept = keptPart(shippedUser(), json(R"({"userName":"b","roles":[{"value":"r"}],
      "addresses":[{"type":"work","locality":"Brno","country":"Czechia"}]})"));
  BOOST_TEST(printJson(kept) ==
             R"({"roles":[{"value":"r"}],"addresses":[{"country":"Czechia","type":"work"}]})");
}

BOOST_AUTO_TEST_CASE(errors_can_name_the_scim_attribute) {
  BOOST_TEST(scimNameOf(shippedUser(), "MAIL") == "emails[type eq \"work\"].value");
  BOOST_TEST(scimNameOf(shippedUser(), "pwdAccountLockedTime") == "active");
  BOOST_TEST(scimNameOf(shippedGroup(), "member") == "members");
  BOOST_TEST(scimNameOf(shippedUser(), "description") == "description");
}

BOOST_AUTO_TEST_SUITE_END()
