#include <boost/test/unit_test.hpp>

#include "connector/auth/Authenticator.h"
#include "connector/auth/BearerToken.h"
#include "connector/auth/TokenIssuer.h"
#include "connector/config/Configuration.h"
#include "connector/config/Scope.h"
#include "connector/store/SqliteStore.h"
#include "scim/Json.h"
#include "tests/connector/commands/ProgramRun.h"
#include "tests/connector/config/ConfigurationFile.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;
using namespace std::chrono_literals;

namespace {

struct Fixture {
  ConfigurationFile file{ConfigurationFile::kText + "[endpoint.oauth]\n"};
  Logger logger{Level::Error};
  KeySources keys{[](const std::string&) { return std::string(); }, logger};

  ProgramRun client(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "client");
    arguments.insert(arguments.end(), {"--config", file.file().string()});
    return runScim2ldap(arguments);
  }
  /// The secret that such a call prints.
  [[nodiscard]] std::string secretOf(const std::vector<std::string>& arguments) const {
    const ProgramRun run = client(arguments);
    BOOST_TEST_REQUIRE(run.status == 0, run.errors);
    BOOST_REQUIRE(run.output.ends_with('\n'));
    return run.output.substr(0, run.output.size() - 1);
  }
  [[nodiscard]] std::unique_ptr<Store> store() const {
    return openSqliteStore(readConfiguration(file.file()).stateFile());
  }
  /// The scopes of a token that the secret gets, "" when it gets none.
  [[nodiscard]] std::string scopesFor(const std::string& secret, std::chrono::hours later = {}) {
    const auto opened = store();
    const auto now =
        std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    try {
      return printScopes(TokenIssuer(*opened, keys)
                             .issue("entra", {}, {.clientId = "app", .secret = secret}, now + later)
                             .scopes);
    } catch (const OAuthError&) {
      return "";
    }
  }
};

const std::string kAll = "user.read user.write group.read group.write";

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ClientSuite, Fixture)

BOOST_AUTO_TEST_CASE(create_prints_the_secret_alone_on_standard_output) {
  const ProgramRun run = client({"create", "app"});
  BOOST_TEST(run.status == 0);
  const std::string secret = run.output.substr(0, run.output.size() - 1);
  BOOST_TEST(secret.size() == 43U);
  BOOST_TEST(scopesFor(secret) == kAll);
  BOOST_TEST(holds(run.errors, "Client \"app\" of endpoint entra, may do " + kAll));
  BOOST_TEST(holds(run.errors, "does not expire"));
  BOOST_TEST(holds(run.errors, "/scim/v2/oauth/token"));
  BOOST_TEST(!holds(run.errors, secret));
  BOOST_TEST(store()->clients("")[0].secrets[0].hash == tokenHash(secret));
}

BOOST_AUTO_TEST_CASE(says_so_where_the_endpoint_has_no_oauth_yet) {
  file.write("scim2ldap.toml", ConfigurationFile::kText);
  BOOST_TEST(holds(client({"create", "app"}).errors, "no table [endpoint.oauth] yet"));
}

BOOST_AUTO_TEST_CASE(a_client_has_the_scopes_and_the_end_that_it_was_given) {
  const std::string secret =
      secretOf({"create", "app", "--scope", "group.read user.protected", "--expires", "365d"});
  BOOST_TEST(scopesFor(secret) == "group.read user.protected");
  BOOST_TEST(scopesFor(secret, std::chrono::hours(365 * 24 - 1)) != "");
  BOOST_TEST(scopesFor(secret, std::chrono::hours(365 * 24 + 1)) == "");
}

BOOST_AUTO_TEST_CASE(rotation_leaves_two_secrets_for_a_while) {
  const std::string first = secretOf({"create", "app"});
  const ProgramRun run = client({"rotate", "app"});
  BOOST_TEST(run.status == 0);
  BOOST_TEST(holds(run.errors, "The one before is valid until 20"));
  const std::string second = run.output.substr(0, run.output.size() - 1);
  BOOST_TEST(scopesFor(first) == kAll);
  BOOST_TEST(scopesFor(second) == kAll);
  BOOST_TEST(scopesFor(first, std::chrono::hours(7 * 24 + 1)) == "");
  BOOST_TEST(scopesFor(second, std::chrono::hours(7 * 24 + 1)) == kAll);
  // The third takes the place of the first.
  const std::string third = secretOf({"rotate", "app", "--overlap", "2h", "--expires", "30d"});
  BOOST_TEST(scopesFor(first) == "");
  BOOST_TEST(scopesFor(second) == kAll);
  BOOST_TEST(scopesFor(second, 3h) == "");
  BOOST_TEST(scopesFor(third, 3h) == kAll);
  BOOST_TEST(store()->clients("")[0].secrets.size() == 2U);
}

BOOST_AUTO_TEST_CASE(rotation_does_not_lengthen_the_life_of_a_secret) {
  const std::string first = secretOf({"create", "app", "--expires", "1h"});
  BOOST_TEST(secretOf({"rotate", "app"}) != "");
  BOOST_TEST(scopesFor(first) == kAll);
  BOOST_TEST(scopesFor(first, 2h) == "");
}

BOOST_AUTO_TEST_CASE(a_new_secret_lives_as_long_as_the_one_before) {
  BOOST_TEST(secretOf({"create", "app", "--expires", "30d"}) != "");
  const std::string second = secretOf({"rotate", "app"});
  BOOST_TEST(scopesFor(second, std::chrono::hours(30 * 24 - 1)) == kAll);
  BOOST_TEST(scopesFor(second, std::chrono::hours(30 * 24 + 1)) == "");
  const std::string third = secretOf({"rotate", "app", "--expires", "60d"});
  BOOST_TEST(scopesFor(third, std::chrono::hours(60 * 24 - 1)) == kAll);
}

BOOST_AUTO_TEST_CASE(a_secret_that_has_become_known_ends_at_once) {
  const std::string first = secretOf({"create", "app"});
  BOOST_TEST(scopesFor(first) == kAll);
  const std::string second = secretOf({"rotate", "app", "--at-once"});
  BOOST_TEST(store()->tokens("")[0].revoked.has_value());
  BOOST_TEST(scopesFor(first) == "");
  BOOST_TEST(scopesFor(second) == kAll);
}

BOOST_AUTO_TEST_CASE(revoking_a_client_ends_its_secrets_and_tokens) {
  const std::string secret = secretOf({"create", "app"});
  BOOST_TEST(scopesFor(secret) == kAll);
  const ProgramRun run = client({"revoke", "app"});
  BOOST_TEST(run.status == 0);
  BOOST_TEST(run.output == "");
  BOOST_TEST(holds(run.errors, "is revoked, and 1 access token of it"));
  BOOST_TEST(scopesFor(secret) == "");
  BOOST_TEST(store()->tokens("")[0].revoked.has_value());
  BOOST_TEST(client({"revoke", "app"}).status == 1);
  BOOST_TEST(client({"rotate", "app"}).status == 1);
  BOOST_TEST(client({"create", "app"}).status == 1);
}

BOOST_AUTO_TEST_CASE(the_tokens_of_an_assertion_can_be_ended_too) {
  NewToken token = makeToken("entra", "assertion:s", TimePoint(1ms), std::nullopt);
  token.row.client = "assertion:s";
  store()->addToken(token.row);
  const ProgramRun run = client({"revoke", "assertion:s"});
  BOOST_TEST(run.status == 0);
  BOOST_TEST(run.errors.starts_with("1 access token of \"assertion:s\" of endpoint entra is revoked."),
             run.errors);
  BOOST_TEST(holds(run.errors, "take its [[endpoint.oauth.trusted]] out of " + file.file().string()),
             run.errors);
  BOOST_TEST(store()->tokens("")[0].revoked.has_value());
}

BOOST_AUTO_TEST_CASE(list_shows_states_but_no_secret) {
  const std::string secret = secretOf({"create", "app", "--expires", "5d", "--scope", "user.read"});
  BOOST_TEST(scopesFor(secret) == "user.read");
  BOOST_TEST(secretOf({"create", "other"}) != "");
  BOOST_TEST(client({"revoke", "other"}).status == 0);
  const ProgramRun table = client({"list"});
  BOOST_TEST(table.output.starts_with("CLIENT  ENDPOINT  STATE              SECRETS"));
  BOOST_TEST(holds(table.output, "\napp     entra     expires in 4 days  1"));
  BOOST_TEST(holds(table.output, "1       user.read\n"));
  BOOST_TEST(holds(table.output, "\nother   entra     revoked "));
  BOOST_TEST(!holds(table.output, secret));
  const ProgramRun json = client({"list", "--json"});
  BOOST_TEST(!holds(json.output, secret));
  const scim::Json list = scim::parseJson(json.output);
  BOOST_REQUIRE(list.asArray().size() == 2U);
  const scim::Json& app = list.asArray()[0];
  BOOST_TEST(app.stringAt("id") == "app");
  BOOST_TEST(app.stringAt("state") == "valid");
  BOOST_TEST(app.stringAt("scopes") == "user.read");
  BOOST_TEST(app.find("accessTokens")->asInteger() == 1);
  BOOST_TEST(app.find("secrets")->asArray()[0].find("expires")->isString());
  BOOST_TEST(list.asArray()[1].stringAt("state") == "revoked");
}

BOOST_AUTO_TEST_CASE(what_is_typed_wrong_is_wrong_usage) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"make", "app"},
                                             {"create"},
                                             {"create", "a b"},
                                             {"create", "a", "b"},
                                             {"create", "a", "--expires", "soon"},
                                             {"create", "a", "--scope", "user.reed"},
                                             {"create", "a", "--scope", ""},
                                             {"create", "a", "--endpoint", "entr"},
                                             {"rotate"},
                                             {"create", "a", "--expires", "106751991167d"},
                                             {"rotate", "a", "--overlap", "3651d"},
                                             {"rotate", "a", "--overlap", "0d"},
                                             {"rotate", "a", "--overlap", "1d", "--at-once"},
                                             {"revoke"},
                                             {"list", "a"}}) {
    const ProgramRun run = client(arguments);
    BOOST_TEST(run.status == 2, run.errors);
    BOOST_TEST(run.output == "");
  }
  BOOST_TEST(store()->clients("").empty());
}

BOOST_AUTO_TEST_CASE(help_tells_of_all_actions) {
  const ProgramRun run = client({"--help"});
  BOOST_TEST(run.status == 0);
  for (const char* action : {"client create", "client list", "client rotate", "client revoke"}) {
    BOOST_TEST(holds(run.output, action));
  }
}

BOOST_AUTO_TEST_SUITE_END()
