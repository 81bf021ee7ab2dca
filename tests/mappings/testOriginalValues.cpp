#include <boost/test/unit_test.hpp>

#include "mappings/Translation.h"
#include "tests/mappings/Fixture.h"

using namespace scim2ldap;
using namespace scim2ldap::mappings;
using scim::Json;

namespace {

const ResourceMapping& user() {
  static const ResourceMapping mapping = readMappingFile(shipped("inetorgperson.toml")).user;
  return mapping;
}

constexpr const char* kManaged = R"({"userName":"b","active":true,
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"id-1"}}})";

std::string read(const ldap::Entry& entry, const Originals& originals, const ReadInputs& references = {}) {
  ReadInputs inputs = references;
  inputs.originals = &originals;
  return printJson(toResource(user(), entry, inputs));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(Originals)

BOOST_AUTO_TEST_CASE(a_made_up_family_name_is_not_read_back) {
  const Json sent = json(R"({"userName":"b","displayName":"Bara Novak","active":true})");
  const ldap::Entry entry = newEntry(user(), sent, {});
  const mappings::Originals originals = originalsFor(user(), sent, entry, {});
  BOOST_REQUIRE(originals.size() == 1U);
  BOOST_TEST(originals[0].attribute == "name");
  BOOST_TEST(originals[0].sent.isNull());
  BOOST_TEST(textOf(originals[0].stored) == "cn=Bara Novak sn=Novak");
  BOOST_TEST(toResource(user(), entry, {}).find("name") != nullptr);
  BOOST_TEST(read(entry, originals) == R"({"userName":"b","displayName":"Bara Novak","active":true})");
}

BOOST_AUTO_TEST_CASE(an_original_ends_when_the_directory_changes) {
  const Json sent = json(R"({"userName":"b","active":true})");
  ldap::Entry entry = newEntry(user(), sent, {});
  const mappings::Originals originals = originalsFor(user(), sent, entry, {});
  entry.attributes["sn"] = {"Dvorak"};
  BOOST_TEST(read(entry, originals) ==
             R"({"userName":"b","name":{"formatted":"b","familyName":"Dvorak"},"active":true})");
}

BOOST_AUTO_TEST_CASE(what_the_directory_gives_back_needs_no_original) {
  const Json sent = json(R"({"userName":"b","active":false,"name":{"formatted":"B N","familyName":"N"},
      "emails":[{"type":"work","value":"B@x","primary":true}],"roles":[{"value":"r"}],
      "addresses":[{"type":"work","locality":"Brno","country":"Czechia"}]})");
  const ldap::Entry entry = newEntry(user(), sent, {});
  BOOST_TEST(originalsFor(user(), sent, entry, {}).empty());
  const Json kept = keptPart(user(), sent);
  ReadInputs inputs;
  inputs.kept = &kept;
  BOOST_TEST((toResource(user(), entry, inputs) == sent));
}

BOOST_AUTO_TEST_CASE(order_and_companions_come_back_as_sent) {
  const Json sent = json(R"({"userName":"b","active":true,"name":{"formatted":"B","familyName":"N"},
      "phoneNumbers":[{"type":"fax","value":"1","display":"one"},{"type":"work","value":"2"}]})");
  const ldap::Entry entry = newEntry(user(), sent, {});
  const mappings::Originals originals = originalsFor(user(), sent, entry, {});
  BOOST_TEST(originals.size() == 1U);
  ReadInputs inputs;
  inputs.originals = &originals;
  BOOST_TEST((toResource(user(), entry, inputs) == sent));
}

BOOST_AUTO_TEST_CASE(a_managers_name_is_the_servers_to_tell) {
  const Json sent = json(kManaged);
  const ldap::Entry entry = newEntry(user(), sent, {{{"id-1", "uid=m,ou=people"}}, {}});
  ReadInputs references;
  references.ofDn["uid=m,ou=people"] = {"id-1", "Mia"};
  mappings::Originals originals = originalsFor(user(), sent, entry, references);
  std::erase_if(originals, [](const Original& original) { return original.attribute == "name"; });
  BOOST_TEST(originals.empty());
  const Json given = toResource(user(), entry, references);
  BOOST_TEST(printJson(*given.find("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")) ==
             R"({"manager":{"value":"id-1","displayName":"Mia"}})");
}

BOOST_AUTO_TEST_CASE(a_reference_that_was_not_written_is_not_shown) {
  const Json sent = json(kManaged);
  const ldap::Entry entry = newEntry(user(), sent, {});
  BOOST_TEST(read(entry, originalsFor(user(), sent, entry, {})) == R"({"userName":"b","active":true})");
}

BOOST_AUTO_TEST_CASE(only_the_lock_for_ever_means_inactive) {
  ldap::Entry entry = newEntry(user(), json(R"({"userName":"b"})"), {});
  const auto active = [&](const char* time) {
    entry.attributes["pwdAccountLockedTime"] = {time};
    return toResource(user(), entry, {}).find("active")->asBool();
  };
  BOOST_TEST(active("20260101000000Z"));
  BOOST_TEST(!active("000001010000Z"));
}

BOOST_AUTO_TEST_CASE(the_value_in_the_dn_is_the_name) {
  const ldap::Entry entry{ldap::Dn::parse("uid=b,ou=people"), {{"uid", {"alias", "B"}}}};
  BOOST_TEST(toResource(user(), entry, {}).stringAt("userName") == "B");
}

BOOST_AUTO_TEST_CASE(a_rule_for_creation_shows_what_the_directory_holds) {
  const ResourceMapping mapping =
      userWith("[[user.attribute]]\nscim=\"title\"\nldap=\"title\"\napply=\"create\"\n");
  const ldap::Entry entry = newEntry(mapping, json(R"({"userName":"b","title":"old"})"), {});
  BOOST_TEST(originalsFor(mapping, json(R"({"userName":"b","title":"new"})"), entry, {}).empty());
}

BOOST_AUTO_TEST_CASE(a_password_is_neither_read_nor_kept) {
  const ResourceMapping mapping = userWith("[user.password]\nmethod=\"exop\"\n");
  const ldap::Entry entry = newEntry(mapping, json(R"({"userName":"b"})"), {});
  const Json sent = json(R"({"userName":"b","password":"secret"})");
  BOOST_TEST(printJson(mappedPart(mapping, sent)) == printJson(sent));
  BOOST_TEST((newEntry(mapping, sent, {}).attributes == entry.attributes));
  BOOST_TEST(printJson(keptPart(mapping, sent)) == "{}");
  BOOST_TEST(originalsFor(mapping, sent, entry, {}).empty());
  BOOST_TEST(printJson(toResource(mapping, entry, {})) == R"({"userName":"b","active":true})");
  const std::vector<std::string> read = attributesToRead(mapping);
  BOOST_TEST(read == (std::vector<std::string>{"objectClass", "uid", "pwdAccountLockedTime"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
