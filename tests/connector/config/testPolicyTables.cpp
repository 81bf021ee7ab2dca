#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/config/Configuration.h"
#include "tests/connector/config/ConfigurationFile.h"
#include "tests/support/Folders.h"
#include "tests/support/Program.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using scim2ldap::test::ConfigurationFile;

namespace {

const std::string kMapping = "mapping = \"mapping.toml\"";

/// The endpoint with a shipped mapping and further lines.
EndpointConfiguration read(const std::string& lines) {
  ConfigurationFile file(
      test::replaced(ConfigurationFile::kText, kMapping, "mapping = \"shipped.toml\"\n" + lines));
  file.write("shipped.toml", test::readFile(SCIM2LDAP_SOURCE_DIR "/mappings/inetorgperson.toml"));
  return readConfiguration(file.file()).endpoints.front();
}

std::string problemOf(const std::string& lines) {
  try {
    static_cast<void>(read(lines));
  } catch (const mappings::FileError& error) {
    return error.what();
  }
  return "";
}

struct Fault {
  std::string lines;
  std::string problem;
};

std::ostream& operator<<(std::ostream& stream, const Fault& fault) {
  return stream << fault.lines;
}

const std::vector<Fault> kFaults = {
    {"enabled = \"no\"", "enabled"},
    {"groups = \"none\"", "write \"on\" or \"off\" or \"empty\""},
    {"user_name = \"mail\"", "write \"any\" or \"address\""},
    {"known_external_id = \"merge\"", "write \"reject\" or \"adopt\""},
    {"known_external_id = \"adopt\"\nunique_external_id = false", "wants an externalId that is one person's"},
    {"inactive_user = \"merge\"", "write \"reject\" or \"adopt\""},
    {"protected = \"apply\"", "write \"reject\" or \"ignore\""},
    {"required = [\"email\"]", "no attribute that the mapping has; did you mean \"emails\"?"},
    {"required = [\"name.fullName\"]", "name has no such part"},
    {"required = [\"name.\"]", "required: "},
    {"protected_attributes = [\"email\"]", "did you mean \"emails\"?"},
    {"[endpoint.verbs]\nuser_delete = \"no\"", "write \"apply\" or \"ignore\" or \"reject\""},
    {"[endpoint.verbs]\nuser_remove = \"ignore\"", "[endpoint.verbs] knows no \"user_remove\""},
    {"[endpoint.leaving_guard]", "sets no limit; write count = 50 or percent = 10"},
    {"[endpoint.leaving_guard]\ncount = 0", "out of range; write 1 to"},
    {"[endpoint.leaving_guard]\npercent = 101", "out of range; write 1 to 100"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(PolicyTablesSuite)

BOOST_AUTO_TEST_CASE(reads_every_policy) {
  const EndpointConfiguration endpoint = read(
      "enabled = false\ngroups = \"empty\"\nuser_name = \"address\"\nrequire_external_id = true\n"
      "known_external_id = \"adopt\"\ninactive_user = \"adopt\"\nprotected = \"ignore\"\n"
      "required = [\"name.givenName\", \"manager\"]\nprotected_attributes = [\"EMAILS\"]\n"
      "[endpoint.verbs]\nuser_update = \"ignore\"\ngroup_delete = \"reject\"\n"
      "[endpoint.leaving_guard]\ncount = 7\n");
  const EndpointPolicies& policies = endpoint.policies;
  BOOST_TEST(!policies.enabled);
  BOOST_TEST((policies.groups == GroupSync::Empty));
  BOOST_TEST((policies.userName == UserNameSyntax::Address));
  BOOST_TEST(policies.requireExternalId);
  BOOST_TEST((policies.knownExternalId == KnownResource::Adopt));
  BOOST_TEST((policies.inactiveUser == KnownResource::Adopt));
  BOOST_TEST((policies.protectedPolicy == VerbPolicy::Ignore));
  BOOST_TEST_REQUIRE(policies.required.size() == 2U);
  BOOST_TEST(toString(policies.required[0]) == "name.givenName");
  BOOST_TEST(toString(policies.required[1]) ==
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager");
  BOOST_TEST_REQUIRE(policies.protectedAttributes.size() == 1U);
  BOOST_TEST(policies.protectedAttributes[0].name == "emails");
  BOOST_TEST((policies.verbs.userUpdate == VerbPolicy::Ignore));
  BOOST_TEST((policies.verbs.groupDelete == VerbPolicy::Reject));
  BOOST_TEST((policies.verbs.userCreate == VerbPolicy::Apply));
  BOOST_TEST(endpoint.leavingGuard.count.value_or(0) == 7);
  BOOST_TEST(!endpoint.leavingGuard.percent.has_value());
}

BOOST_DATA_TEST_CASE(tells_what_to_write_instead, kFaults) {
  const std::string problem = problemOf(sample.lines);
  BOOST_TEST(problem.find(sample.problem) != std::string::npos, problem);
  BOOST_TEST(problem.find("scim2ldap.toml:") != std::string::npos, problem);
}

BOOST_AUTO_TEST_SUITE_END()
