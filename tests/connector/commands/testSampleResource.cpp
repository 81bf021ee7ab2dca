#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/provisioning/SampleResource.h"
#include "mappings/MappingFile.h"
#include "mappings/Translation.h"
#include "tests/support/Folders.h"
#include "tests/support/Program.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap;

namespace {

const mappings::Mapping& shipped() {
  static const mappings::Mapping mapping =
      mappings::readMappingFile(SCIM2LDAP_SOURCE_DIR "/mappings/inetorgperson.toml");
  return mapping;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(SampleResourceSuite)

BOOST_AUTO_TEST_CASE(makes_an_entry_named_as_asked) {
  const scim::Json user = connector::sampleResource(shipped().user, "scratch-1");
  const ldap::Entry entry = mappings::newEntry(shipped().user, user, {});
  BOOST_TEST(entry.dn.rdn().pairs.front().value == "scratch-1");
  BOOST_TEST(entry.has("cn"));
  BOOST_TEST(entry.has("sn"));
  BOOST_TEST(!entry.has("pwdAccountLockedTime"));
  const scim::Json group = connector::sampleResource(*shipped().group, "scratch-2");
  BOOST_TEST(mappings::newEntry(*shipped().group, group, {}).first("cn").value() == "scratch-2");
}

BOOST_AUTO_TEST_CASE(gives_every_required_attribute_a_value_of_its_form) {
  mappings::ResourceMapping mapping = shipped().user;
  for (mappings::AttributeRule& rule : mapping.rules) {
    rule.required = rule.scim && !std::holds_alternative<mappings::Reference>(rule.conversion);
  }
  const scim::Json user = connector::sampleResource(mapping, "scratch");
  mappings::checkRequiredRules(mapping, user);
  const ldap::Entry entry = mappings::newEntry(mapping, user, {});
  BOOST_TEST(entry.first("mail").value() == "scratch@example.invalid");
  BOOST_TEST(entry.first("telephoneNumber").value() == "+1 555 0100");
  BOOST_TEST(entry.first("mobile").value() == "+1 555 0100");
  BOOST_TEST(entry.has("street"));
  BOOST_TEST(!entry.has("manager"));
}

BOOST_AUTO_TEST_SUITE_END()
