#include <boost/test/unit_test.hpp>

#include "tests/connector/commands/ProgramRun.h"
#include "tests/connector/config/ConfigurationFile.h"

using namespace scim2ldap::test;

namespace {

/// The secrets are what systemd gives to the service alone, which does not run.
struct Fixture : ConfigurationFile {
  Fixture() {
    std::string text = replaced(kText, "password_file = \"password\"",
                                "password_file = \"$CREDENTIALS_DIRECTORY/ldap-password\"");
    text = replaced(text, "[admin]",
                    "tls = { certificate = \"c.pem\", key = \"$CREDENTIALS_DIRECTORY/tls-key\" }\n[admin]");
    write("scim2ldap.toml", text + "[endpoint.oauth]\n[endpoint.leaving_guard]\ncount = 5\n");
  }
  [[nodiscard]] ProgramRun run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--config", file().string()});
    return runScim2ldap(arguments);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(WithoutSecretsSuite, Fixture)

BOOST_AUTO_TEST_CASE(what_needs_no_directory_works) {
  const std::string backup = (folder() / "backup.db").string();
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"token", "create", "first"},
                                             {"token", "list"},
                                             {"token", "revoke", "first"},
                                             {"client", "create", "entra"},
                                             {"client", "list"},
                                             {"state", "backup", backup},
                                             {"state", "confirm-leaving"},
                                             {"log"}}) {
    const ProgramRun result = run(arguments);
    BOOST_TEST(result.status == 0, arguments.front() << ' ' << arguments.back() << ": " << result.errors);
  }
}

BOOST_AUTO_TEST_CASE(what_needs_one_says_how_to_name_the_folder) {
  for (const char* action : {"verify", "repair", "rebuild"}) {
    const ProgramRun result = run({"state", action});
    BOOST_TEST(result.status == 1, action);
    BOOST_TEST(result.errors.find("CREDENTIALS_DIRECTORY= and a folder that has files named as the "
                                  "credentials") != std::string::npos,
               result.errors);
  }
}

BOOST_AUTO_TEST_SUITE_END()
