#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/config/Configuration.h"
#include "connector/config/Scope.h"
#include "tests/connector/config/ConfigurationFile.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace std::chrono_literals;
using scim2ldap::test::ConfigurationFile;
using scim2ldap::test::replaced;

namespace {

const std::string kOAuth = R"(
[endpoint.oauth]
token_lifetime = "12h"
[[endpoint.oauth.trusted]]
use = "assertion"
issuer = "https://login.example.org/t/v2.0"
tenant = "t"
audiences = ["api://a", "a"]
subject = "s"
keys = "https://login.example.org/t/keys"
[[endpoint.oauth.trusted]]
use = "bearer"
issuer = "https://sts.example.org/t/"
tenant = "t"
audiences = ["8adf"]
app = "0014"
subject = "s2"
keys = "keys.json"
scopes = ["user.read", "user.protected"]
)";

std::string problemsOf(const std::string& text) {
  const ConfigurationFile file(ConfigurationFile::kText + text);
  file.write("keys.json", "{}");
  try {
    (void)readConfiguration(file.file());
  } catch (const mappings::FileError& error) {
    return error.what();
  }
  return "";
}

struct Fault {
  std::string what;
  std::string with;
  std::string problem;
};
std::ostream& operator<<(std::ostream& out, const Fault& fault) {
  return out << fault.with << " for " << fault.what;
}
const std::vector<Fault> kFaults = {
    {"\"12h\"", "\"13h\"", "out of range; write a time from 1m to 12h"},
    {"\"12h\"", "\"59s\"", "out of range; write a time from 1m to 12h"},
    {"\"12h\"", "\"soon\"", "token_lifetime: "},
    {"token_lifetime", "lifetime", "[endpoint.oauth] knows no \"lifetime\""},
    {"use = \"assertion\"", "use = \"both\"", "write \"assertion\" or \"bearer\""},
    {"use = \"assertion\"\n", "", "lacks \"use\""},
    {"issuer = \"https://login.example.org/t/v2.0\"\n", "", "lacks \"issuer\""},
    {"tenant = \"t\"\n", "", "lacks \"tenant\""},
    {"tenant = \"t\"", "tenant = \"\"", "tenant: is empty"},
    {"audiences = [\"api://a\", \"a\"]\n", "", "lacks \"audiences\""},
    {"audiences = [\"api://a\", \"a\"]", "audiences = []", "audiences"},
    {"subject = \"s\"\n", "", "lacks \"subject\""},
    {"subject = \"s2\"\n", "", "lacks \"subject\""},
    {"app = \"0014\"\n", "", "lacks \"app\""},
    {"keys = \"https://login.example.org/t/keys\"\n", "", "lacks \"keys\""},
    {"\"https://login.example.org/t/keys\"", "\"http://login.example.org/t/keys\"", "in plain text"},
    {"\"keys.json\"", "\"nothing.json\"", "keys: "},
    {"\"user.protected\"", "\"user.protekted\"", "scopes: there is no scope \"user.protekted\""},
    {"\"user.protected\"", "\"\"", "scopes: is empty"},
    {"\"user.read\", \"user.protected\"", "\" \"", "scopes: is empty"},
    {"\"user.read\", \"user.protected\"", "", "scopes: is empty; write those that are meant"},
    {"tenant = \"t\"", "tenant = \"t\"\ntennant = \"t\"", "did you mean \"tenant\"?"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(OAuthTableSuite)

BOOST_AUTO_TEST_CASE(is_read_with_everybody_who_is_trusted) {
  const ConfigurationFile file(ConfigurationFile::kText + kOAuth);
  file.write("keys.json", "{}");
  const Configuration configuration = readConfiguration(file.file());
  const std::optional<OAuthPolicy>& policy = configuration.endpoints.front().oauth;
  BOOST_REQUIRE(policy.has_value());
  BOOST_TEST((policy->tokenLifetime == 12h));
  BOOST_REQUIRE(policy->trusted.size() == 2U);
  const TrustedIssuer& first = policy->trusted[0];
  BOOST_TEST((first.use == TrustedIssuer::Use::Assertion));
  BOOST_TEST(first.issuer == "https://login.example.org/t/v2.0");
  BOOST_TEST(first.tenant == "t");
  BOOST_TEST((first.audiences == std::vector<std::string>{"api://a", "a"}));
  BOOST_TEST(first.app == "");
  BOOST_TEST(first.subject == "s");
  BOOST_TEST(first.keys == "https://login.example.org/t/keys");
  BOOST_TEST(first.scopes == defaultScopes());
  const TrustedIssuer& second = policy->trusted[1];
  BOOST_TEST((second.use == TrustedIssuer::Use::Bearer));
  BOOST_TEST(second.app == "0014");
  BOOST_TEST(second.keys == (file.folder() / "keys.json").string());
  BOOST_TEST((second.scopes == Scopes{"user.read", "user.protected"}));
}

BOOST_AUTO_TEST_CASE(may_be_empty_and_may_be_absent) {
  const ConfigurationFile empty(ConfigurationFile::kText + "[endpoint.oauth]\n");
  const Configuration configuration = readConfiguration(empty.file());
  BOOST_REQUIRE(configuration.endpoints.front().oauth.has_value());
  BOOST_TEST((configuration.endpoints.front().oauth->tokenLifetime == 1h));
  BOOST_TEST(configuration.endpoints.front().oauth->trusted.empty());
  const ConfigurationFile absent;
  BOOST_TEST(!readConfiguration(absent.file()).endpoints.front().oauth.has_value());
}

BOOST_DATA_TEST_CASE(faults_are_told, kFaults) {
  const std::string problems = problemsOf(replaced(kOAuth, sample.what, sample.with));
  BOOST_TEST(problems.find(sample.problem) != std::string::npos, problems);
  BOOST_TEST(problems.find('\n') == std::string::npos, problems);
}

BOOST_AUTO_TEST_CASE(no_two_endpoints_may_take_the_same_jwt) {
  const auto second = [](const std::string& what, const std::string& with) {
    return problemsOf(
        kOAuth +
        "[[endpoint]]\nname = \"other\"\nbase_paths = [\"/other\"]\ndirectory = \"main\"\n"
        "mapping = \"mapping.toml\"\n[endpoint.oauth]\n" +
        replaced(kOAuth.substr(kOAuth.find("[[endpoint.oauth.trusted]]\nuse = \"bearer\"")), what, with));
  };
  const std::string same = second("8adf", "8adf");
  BOOST_TEST(same.find("a JWT of the subject \"s2\" for the audience \"8adf\" is taken by the endpoint "
                       "\"entra\" too; give each endpoint an audience, app or subject of its own") !=
                 std::string::npos,
             same);
  BOOST_TEST(second("\"8adf\"", "\"x\", \"8adf\"").find("is taken by") != std::string::npos);
  for (const auto& [what, with] :
       std::vector<std::pair<std::string, std::string>>{{"8adf", "8ad0"},
                                                        {"0014", "0015"},
                                                        {"\"s2\"", "\"s3\""},
                                                        {"tenant = \"t\"", "tenant = \"u\""},
                                                        {"sts.example.org/t", "sts.example.org/u"},
                                                        {"\"bearer\"", "\"assertion\""}}) {
    BOOST_TEST(second(what, with) == "");
  }
  BOOST_TEST(second("use = \"bearer\"", "use = \"assertion\"") == "");
}

BOOST_AUTO_TEST_SUITE_END()
