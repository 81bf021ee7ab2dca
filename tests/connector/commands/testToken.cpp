#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "connector/auth/Authenticator.h"
#include "connector/config/Configuration.h"
#include "connector/store/SqliteStore.h"
#include "scim/Json.h"
#include "tests/connector/commands/ProgramRun.h"
#include "tests/connector/config/ConfigurationFile.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;

namespace {

struct Fixture {
  ConfigurationFile file;

  ProgramRun token(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "token");
    arguments.insert(arguments.end(), {"--config", file.file().string()});
    return runScim2ldap(arguments);
  }
  [[nodiscard]] std::unique_ptr<Store> store() const {
    return openSqliteStore(readConfiguration(file.file()).stateFile());
  }
  /// The endpoint takes the token.
  [[nodiscard]] bool opens(const std::string& text, std::chrono::hours later = {}) const {
    const auto opened = store();
    const auto now =
        std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return Authenticator(*opened).authenticate("entra", "Bearer " + text, now + later).principal.has_value();
  }
};

struct TwoEndpoints : Fixture {
  TwoEndpoints() {
    file.write("scim2ldap.toml", ConfigurationFile::kText +
                                     "[[endpoint]]\nname = \"okta\"\nbase_paths = [\"/okta\"]\n"
                                     "directory = \"main\"\nmapping = \"mapping.toml\"\n");
  }
};

std::string trimmed(std::string text) {
  BOOST_REQUIRE(text.ends_with('\n'));
  text.pop_back();
  return text;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(TokenSuite, Fixture)

BOOST_AUTO_TEST_CASE(create_prints_the_token_alone_on_standard_output) {
  const ProgramRun run = token({"create", "first"});
  BOOST_TEST(run.status == 0);
  const std::string text = trimmed(run.output);
  BOOST_TEST(text.size() == 43U);
  BOOST_TEST(opens(text));
  BOOST_TEST(holds(run.errors, "Token \"first\" for endpoint entra, does not expire"));
  BOOST_TEST(!holds(run.errors, text));
}

BOOST_AUTO_TEST_CASE(the_audit_log_says_who_made_and_revoked_it) {
  ::setenv("SUDO_USER", "ada", 1);
  const ProgramRun made = token({"create", "first"});
  ::unsetenv("SUDO_USER");
  BOOST_TEST(made.status == 0);
  BOOST_TEST(token({"revoke", "first"}).status == 0);
  const std::vector<LogRow> rows = store()->log(2, std::nullopt);
  BOOST_TEST_REQUIRE(rows.size() == 2U);
  const std::string uid = "by uid " + std::to_string(::getuid());
  BOOST_TEST(holds(rows[1].detail, uid), rows[1].detail);
  BOOST_TEST(holds(rows[1].detail, "; by uid "), rows[1].detail);
  BOOST_TEST(rows[1].detail.ends_with(", through sudo by ada"), rows[1].detail);
  BOOST_TEST(rows[0].detail.starts_with(uid), rows[0].detail);
  BOOST_TEST(!holds(rows[0].detail, "sudo"), rows[0].detail);
}

BOOST_AUTO_TEST_CASE(a_token_expires_when_told) {
  const ProgramRun run = token({"create", "first", "--expires", "90d"});
  const std::string text = trimmed(run.output);
  BOOST_TEST(holds(run.errors, ", valid until 20"));
  BOOST_TEST(opens(text, std::chrono::hours(24 * 90 - 1)));
  BOOST_TEST(!opens(text, std::chrono::hours(24 * 90 + 1)));
}

BOOST_AUTO_TEST_CASE(a_token_may_do_what_it_was_made_for) {
  const ProgramRun run = token({"create", "first", "--scope", "user.protected user.read"});
  BOOST_TEST(run.status == 0);
  BOOST_TEST(holds(run.errors, "may do user.read user.protected."));
  BOOST_TEST(store()->tokens("")[0].scopes == "user.read user.protected");
  BOOST_TEST(holds(token({"list"}).output, "  user.read user.protected\n"));
}

BOOST_AUTO_TEST_CASE(tokens_of_oauth_clients_are_listed_when_asked_for) {
  NewToken issued = makeToken("entra", "app", TimePoint(std::chrono::milliseconds(1)), std::nullopt);
  issued.row.client = "app";
  store()->addToken(issued.row);
  BOOST_TEST(token({"create", "app"}).status == 0);
  BOOST_TEST(scim::parseJson(token({"list", "--json"}).output).asArray().size() == 1U);
  const scim::Json all = scim::parseJson(token({"list", "--json", "--all"}).output);
  BOOST_REQUIRE(all.asArray().size() == 2U);
  BOOST_TEST(all.asArray()[0].stringAt("client") == "app");
  BOOST_TEST(holds(token({"list", "--all"}).output, "CLIENT\n"));
  // Revoking by name is about tokens made by hand.
  BOOST_TEST(token({"revoke", "app"}).status == 0);
  BOOST_TEST(!store()->tokens("")[0].revoked.has_value());
}

BOOST_AUTO_TEST_CASE(a_revoked_token_opens_nothing) {
  const std::string text = trimmed(token({"create", "first"}).output);
  const ProgramRun run = token({"revoke", "first"});
  BOOST_TEST(run.status == 0);
  BOOST_TEST(run.output == "");
  BOOST_TEST(!opens(text));
  BOOST_TEST(token({"revoke", "first"}).status == 1);
}

BOOST_AUTO_TEST_CASE(revoking_what_is_not_there_is_refused) {
  const ProgramRun run = token({"revoke", "first"});
  BOOST_TEST(run.status == 1);
  BOOST_TEST(holds(run.errors, "has no valid token named \"first\"; see scim2ldap token list"));
}

BOOST_AUTO_TEST_CASE(a_second_valid_token_of_a_name_is_refused) {
  BOOST_TEST(token({"create", "first"}).status == 0);
  const ProgramRun run = token({"create", "first"});
  BOOST_TEST(run.status == 1);
  BOOST_TEST(run.output == "");
  BOOST_TEST(holds(run.errors, "has a live token named \"first\""));
  BOOST_TEST(token({"create", "second"}).status == 0);
}

BOOST_AUTO_TEST_CASE(list_shows_names_and_states_but_no_token) {
  const std::string text = trimmed(token({"create", "first", "--expires", "1h"}).output);
  BOOST_TEST(token({"create", "second"}).status == 0);
  BOOST_TEST(token({"revoke", "second"}).status == 0);
  const ProgramRun table = token({"list"});
  BOOST_TEST(table.status == 0);
  BOOST_TEST(table.output.starts_with("NAME    ENDPOINT  STATE                  CREATED"));
  BOOST_TEST(holds(table.output, "\nfirst   entra     expires in 59 minutes  20"));
  BOOST_TEST(holds(table.output, "\nsecond  entra     revoked                20"));
  BOOST_TEST(holds(table.output, "user.read user.write group.read group.write\n"));
  BOOST_TEST(!holds(table.output, text));
  const scim::Json list = scim::parseJson(token({"list", "--json"}).output);
  BOOST_REQUIRE(list.asArray().size() == 2U);
  BOOST_TEST(list.asArray()[0].stringAt("name") == "first");
  BOOST_TEST(list.asArray()[0].stringAt("state") == "valid");
  BOOST_TEST(list.asArray()[0].stringAt("scopes") == "user.read user.write group.read group.write");
  BOOST_TEST(list.asArray()[0].find("client")->isNull());
  BOOST_TEST(list.asArray()[0].find("expires")->isString());
  BOOST_TEST(list.asArray()[0].find("lastUsed")->isNull());
  BOOST_TEST(list.asArray()[1].stringAt("state") == "revoked");
}

BOOST_AUTO_TEST_CASE(list_shows_the_last_use_and_expiry) {
  const std::string text = trimmed(token({"create", "first", "--expires", "1ms"}).output);
  BOOST_TEST(holds(token({"list"}).output, "\nfirst  entra     expired  20"));
}

BOOST_AUTO_TEST_CASE(what_is_typed_wrong_is_wrong_usage) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"create"},
                                             {"create", "a b"},
                                             {"create", "a", "b"},
                                             {"create", "a", "--expires", "soon"},
                                             {"create", "a", "--scope", "user.reed"},
                                             {"create", "a", "--scope", ""},
                                             {"create", "a", "--endpoint", "entr"},
                                             {"revoke"},
                                             {"list", "a"}}) {
    const ProgramRun run = token(arguments);
    BOOST_TEST(run.status == 2, arguments.back() << ": " << run.errors);
    BOOST_TEST(run.output == "");
  }
  BOOST_TEST(store()->tokens("").empty());
}

BOOST_AUTO_TEST_CASE(a_faulty_configuration_is_told_whole) {
  file.write("scim2ldap.toml",
             replaced(replaced(ConfigurationFile::kText, "listen", "listn"), "base =", "bas ="));
  const ProgramRun run = token({"list"});
  BOOST_TEST(run.status == 1);
  BOOST_TEST(holds(run.errors, "did you mean \"listen\"?"));
  BOOST_TEST(holds(run.errors, "did you mean \"base\"?"));
}

BOOST_FIXTURE_TEST_CASE(the_endpoint_has_to_be_named_where_there_are_several, TwoEndpoints) {
  const ProgramRun run = token({"create", "first"});
  BOOST_TEST(run.status == 2);
  BOOST_TEST(holds(run.errors, "say --endpoint, one of entra, okta"));
  BOOST_TEST(token({"create", "first", "--endpoint", "okta"}).status == 0);
  BOOST_TEST(token({"create", "first", "--endpoint", "entra"}).status == 0);
  BOOST_TEST(store()->tokens("").size() == 2U);
  BOOST_TEST(!holds(token({"list", "--endpoint", "okta"}).output, "entra"));
  BOOST_TEST(token({"revoke", "first", "--endpoint", "okta"}).status == 0);
  BOOST_TEST(!store()->tokens("entra").front().revoked);
}

BOOST_AUTO_TEST_SUITE_END()
