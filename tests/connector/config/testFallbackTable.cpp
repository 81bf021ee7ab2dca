#include <boost/test/unit_test.hpp>

#include "connector/config/Configuration.h"
#include "tests/connector/config/ConfigurationFile.h"
#include "tests/support/Folders.h"
#include "tests/support/Program.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace std::chrono_literals;
using scim2ldap::test::ConfigurationFile;
using scim2ldap::test::readFile;

namespace {

/// The configuration with a mapping that has groups, and these lines at its end.
struct WithGroups : ConfigurationFile {
  explicit WithGroups(const std::string& lines) : ConfigurationFile(kText + lines) {
    write("mapping.toml", readFile(SCIM2LDAP_SOURCE_DIR "/mappings/inetorgperson.toml"));
  }
};

std::string problemsOf(const ConfigurationFile& file) {
  try {
    (void)readConfiguration(file.file());
  } catch (const mappings::FileError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(FallbackTableSuite)

BOOST_AUTO_TEST_CASE(there_is_none_unless_it_is_written) {
  BOOST_TEST(!readConfiguration(WithGroups("").file()).endpoints.front().fallback.has_value());
}

BOOST_AUTO_TEST_CASE(the_group_stands_below_the_directory_s_base) {
  const WithGroups file("[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups\"\n");
  const FallbackPolicy policy = readConfiguration(file.file()).endpoints.front().fallback.value();
  BOOST_TEST(policy.group.toString() == "cn=basic,ou=groups,dc=example,dc=org");
  BOOST_TEST((policy.grace == 30min));
  BOOST_TEST(policy.leave);
}

BOOST_AUTO_TEST_CASE(every_key_can_be_written) {
  const WithGroups file("[endpoint.fallback_group]\ngroup = \"cn=basic\"\ngrace = \"90s\"\nleave = false\n");
  const FallbackPolicy policy = readConfiguration(file.file()).endpoints.front().fallback.value();
  BOOST_TEST((policy.grace == 90s));
  BOOST_TEST(!policy.leave);
}

BOOST_AUTO_TEST_CASE(every_fault_is_told_at_its_place) {
  const std::string problems =
      problemsOf(WithGroups("[endpoint.fallback_group]\ngroup = \"basic\"\ngrace = \"0s\"\nleaves = true\n"));
  BOOST_TEST(problems.find(":18:9: group: ") != std::string::npos, problems);
  BOOST_TEST(problems.find(":19:9: grace: ") != std::string::npos, problems);
  BOOST_TEST(problems.find("did you mean \"leave\"?") != std::string::npos, problems);
  const std::string missing = problemsOf(WithGroups("[endpoint.fallback_group]\ngrace = \"1m\"\n"));
  BOOST_TEST(missing.find("group = \"cn=basic,ou=groups\"") != std::string::npos, missing);
  const std::string empty = problemsOf(WithGroups("[endpoint.fallback_group]\ngroup = \"\"\n"));
  BOOST_TEST(empty.find("relative to the directory's base") != std::string::npos, empty);
  const std::string absolute =
      problemsOf(WithGroups("[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups,dc=example,dc=org\"\n"));
  BOOST_TEST(absolute.find("write \"cn=basic,ou=groups\"") != std::string::npos, absolute);
}

BOOST_AUTO_TEST_CASE(the_grace_time_has_an_end) {
  const std::string table = "[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups\"\ngrace = ";
  const FallbackPolicy longest =
      readConfiguration(WithGroups(table + "\"365d\"\n").file()).endpoints.front().fallback.value();
  BOOST_TEST((longest.grace == 24h * 365));
  for (const std::string text : {"366d", "3000d"}) {
    const std::string problems = problemsOf(WithGroups(table + "\"" + text + "\"\n"));
    BOOST_TEST(problems.find(":19:9: grace: ") != std::string::npos, problems);
    BOOST_TEST(problems.find("365d") != std::string::npos, problems);
  }
}

BOOST_AUTO_TEST_CASE(it_goes_with_groups_that_are_taken) {
  for (const std::string groups : {"off", "empty"}) {
    const std::string problems = problemsOf(WithGroups(
        "groups = \"" + groups + "\"\n[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups\"\n"));
    BOOST_TEST(problems.find("write groups = \"on\"") != std::string::npos, problems);
  }
}

BOOST_AUTO_TEST_CASE(a_mapping_without_groups_has_no_fallback_group) {
  const ConfigurationFile file(ConfigurationFile::kText +
                               "[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups\"\n");
  const std::string problems = problemsOf(file);
  BOOST_TEST(problems.find("[group.members]") != std::string::npos, problems);
}

BOOST_AUTO_TEST_SUITE_END()
