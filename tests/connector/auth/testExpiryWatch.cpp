#include <fcntl.h>
#include <unistd.h>
#include <boost/test/unit_test.hpp>
#include <sstream>
#include <vector>

#include "EntraTokens.h"
#include "FakeStore.h"
#include "connector/auth/Authenticator.h"
#include "connector/auth/ExpiryWatch.h"
#include "connector/auth/TokenIssuer.h"
#include "tests/support/Program.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;
using namespace std::chrono_literals;

namespace {

using days = std::chrono::days;

struct Fixture {
  TemporaryFolder folder;
  int descriptor = ::open((folder.path() / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  Logger logger{Level::Warning, descriptor};
  FakeStore store;
  ExpiryWatch watch{store, logger};
  std::size_t told = 0;

  Fixture() = default;
  ~Fixture() { ::close(descriptor); }
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;

  void addToken(const std::string& name, std::optional<TimePoint> expires) {
    store.addToken(makeToken("staff", name, kNow, expires).row);
  }
  /// What a look at that time brings: id and name of each new message.
  [[nodiscard]] std::vector<std::string> lookAt(TimePoint now) {
    watch.look(now);
    std::istringstream lines(readFile(folder.path() / "log"));
    std::vector<std::string> messages;
    for (std::string line; std::getline(lines, line);) {
      const scim::Json message = scim::parseJson(line);
      messages.push_back(std::string(message.stringAt("id")) + " " + std::string(message.stringAt("token")) +
                         std::string(message.stringAt("client")));
    }
    const std::vector<std::string> fresh(messages.begin() + static_cast<std::ptrdiff_t>(told),
                                         messages.end());
    told = messages.size();
    return fresh;
  }
};

using Messages = std::vector<std::string>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ExpiryWatchSuite, Fixture)

BOOST_AUTO_TEST_CASE(knows_thirty_seven_and_one_day) {
  const auto threshold = [](std::chrono::milliseconds left) { return expiryThreshold(kNow + left, kNow); };
  BOOST_TEST((expiryThreshold(std::nullopt, kNow) == std::nullopt));
  BOOST_TEST((threshold(days(30) + 1ms) == std::nullopt));
  BOOST_TEST((threshold(days(30)) == 30));
  BOOST_TEST((threshold(days(7) + 1ms) == 30));
  BOOST_TEST((threshold(days(7)) == 7));
  BOOST_TEST((threshold(days(1)) == 1));
  BOOST_TEST((threshold(1ms) == 1));
  BOOST_TEST((threshold(0ms) == std::nullopt));
}

BOOST_AUTO_TEST_CASE(warns_once_for_each_of_them) {
  addToken("first", kNow + days(40));
  BOOST_TEST(lookAt(kNow) == Messages{});
  BOOST_TEST(lookAt(kNow + days(10)) == Messages{"TOKEN_EXPIRES first"});
  BOOST_TEST(lookAt(kNow + days(11)) == Messages{});
  BOOST_TEST(lookAt(kNow + days(33)) == Messages{"TOKEN_EXPIRES first"});
  BOOST_TEST(lookAt(kNow + days(39)) == Messages{"TOKEN_EXPIRES first"});
  BOOST_TEST(lookAt(kNow + days(39) + 23h) == Messages{});
  BOOST_TEST(lookAt(kNow + days(40)) == Messages{});
}

BOOST_AUTO_TEST_CASE(warns_once_of_what_is_near_when_it_begins) {
  addToken("first", kNow + 2h);
  addToken("second", kNow + days(5));
  BOOST_TEST((lookAt(kNow) == Messages{"TOKEN_EXPIRES first", "TOKEN_EXPIRES second"}));
  BOOST_TEST(lookAt(kNow) == Messages{});
}

BOOST_AUTO_TEST_CASE(tells_when_and_how_long_and_the_last_use) {
  addToken("first", kNow + 36h);
  BOOST_TEST(lookAt(kNow).size() == 1U);
  const scim::Json message = scim::parseJson(readFile(folder.path() / "log"));
  BOOST_TEST(message.stringAt("level") == "warning");
  BOOST_TEST(message.stringAt("endpoint") == "staff");
  BOOST_TEST(message.stringAt("expires") == "2027-01-16T20:00:00Z");
  BOOST_TEST(message.find("hoursLeft")->asInteger() == 36);
  BOOST_TEST(message.stringAt("lastUsed") == "never");
}

BOOST_AUTO_TEST_CASE(says_nothing_of_what_is_revoked_over_or_endless_or_a_clients) {
  addToken("endless", std::nullopt);
  addToken("over", kNow - 1s);
  addToken("revoked", kNow + 1h);
  store.revokeToken("staff", "revoked", kNow);
  NewToken issued = makeToken("staff", "entra", kNow, kNow + 1h);
  issued.row.client = "entra";
  store.addToken(issued.row);
  BOOST_TEST(lookAt(kNow) == Messages{});
}

BOOST_AUTO_TEST_CASE(warns_of_secrets_of_clients) {
  const ClientSecret soon = makeClientSecret(kNow, kNow + days(3)).row;
  const ClientSecret late = makeClientSecret(kNow, kNow + days(300)).row;
  store.addClient(
      {.endpoint = "staff", .id = "entra", .scopes = "", .secrets = {soon, late}, .created = kNow});
  BOOST_TEST(lookAt(kNow) == Messages{"SECRET_EXPIRES entra"});
  BOOST_TEST(lookAt(kNow) == Messages{});
  BOOST_TEST(lookAt(kNow + days(2)) == Messages{"SECRET_EXPIRES entra"});
  store.revokeClient("staff", "entra", kNow);
  BOOST_TEST(lookAt(kNow + days(299)) == Messages{});
}

BOOST_AUTO_TEST_CASE(begins_anew_for_a_token_that_takes_the_place_of_another) {
  addToken("first", kNow + 1h);
  BOOST_TEST(lookAt(kNow).size() == 1U);
  store.revokeToken("staff", "first", kNow);
  addToken("first", kNow + 2h);
  BOOST_TEST(lookAt(kNow) == Messages{"TOKEN_EXPIRES first"});
}

BOOST_AUTO_TEST_SUITE_END()
