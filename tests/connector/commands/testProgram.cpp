#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/connector/commands/ProgramRun.h"

using namespace scim2ldap::test;

namespace {

struct Case {
  std::vector<std::string> arguments;
  int status;
  std::string output;  ///< part of standard output, "" for none at all
  std::string errors;  ///< part of standard error, "" for none at all
};

std::ostream& operator<<(std::ostream& stream, const Case& c) {
  for (const std::string& argument : c.arguments) stream << argument << ' ';
  return stream;
}

const std::vector<Case> kCases = {
    {{}, 2, "", "Usage: scim2ldap COMMAND"},
    {{"--help"}, 0, "Usage: scim2ldap COMMAND", ""},
    {{"-h"}, 0, "  token ", ""},
    {{"help"}, 0, "  serve ", ""},
    {{"version"}, 0, "scim2ldap 0.", ""},
    {{"--version"}, 0, "scim2ldap 0.", ""},
    {{"version", "--help"}, 0, "Usage: scim2ldap version", ""},
    {{"serve", "--help"}, 0, "Usage: scim2ldap serve", ""},
    {{"token", "--help"}, 0, "Usage: scim2ldap token create NAME", ""},
    {{"token", "create", "x", "-h"}, 0, "Usage: scim2ldap token create NAME", ""},
    {{"tokn"}, 2, "", "there is no command tokn; did you mean token?"},
    {{"zzzzzzzz"}, 2, "", "there is no command zzzzzzzz; see scim2ldap --help"},
    {{"version", "now"}, 2, "", "\"now\" is one word too many"},
    {{"token"}, 2, "", "say create, list or revoke"},
    {{"token", "remove"}, 2, "", "there is no \"token remove\""},
    {{"token", "list", "--jsn"}, 2, "", "there is no option --jsn; did you mean --json?"},
    {{"token", "list", "-j"}, 2, "", "there is no option -j"},
    {{"token", "list", "--config"}, 2, "", "--config wants a value"},
    {{"token", "list", "--json=1"}, 2, "", "--json takes no value"},
    {{"state", "repair", "--json"}, 2, "", "state repair has no --json"},
    {{"state", "backup", "--dry-run", "x"}, 2, "", "state backup has no --dry-run"},
    {{"state", "verify", "--force"}, 2, "", "state verify has no --force"},
    {{"state", "repair", "--for", "1h"}, 2, "", "state repair has no --for"},
    {{"token", "list", "--config", "/nowhere.toml"}, 1, "", "/nowhere.toml: cannot be read: No such file"},
    {{"serve", "--config=/nowhere.toml"}, 1, "", "/nowhere.toml: cannot be read: No such file"},
};

void expectPart(const std::string& text, const std::string& part) {
  if (part.empty()) {
    BOOST_TEST(text == "");
  } else {
    BOOST_TEST(text.find(part) != std::string::npos, "\"" << part << "\" in \"" << text << "\"");
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ProgramSuite)

BOOST_DATA_TEST_CASE(answers_with_text_and_exit_status, kCases) {
  const ProgramRun run = runScim2ldap(sample.arguments);
  BOOST_TEST(run.status == sample.status);
  expectPart(run.output, sample.output);
  expectPart(run.errors, sample.errors);
}

BOOST_AUTO_TEST_CASE(output_that_cannot_be_written_is_a_failure) {
  const ProgramRun run = runScim2ldap({"version"}, "/dev/full");
  BOOST_TEST(run.status == 1);
  BOOST_TEST(run.errors == "standard output cannot be written\n");
}

BOOST_AUTO_TEST_SUITE_END()
