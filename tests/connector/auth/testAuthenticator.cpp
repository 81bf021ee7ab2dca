#include <boost/test/unit_test.hpp>
#include <thread>
#include <vector>

#include "FakeStore.h"
#include "connector/auth/Authenticator.h"
#include "connector/auth/BearerToken.h"

using namespace scim2ldap::connector;
using namespace std::chrono_literals;

namespace {

const TimePoint kNow = TimePoint(std::chrono::milliseconds(1'800'000'000'000));

struct Fixture {
  FakeStore store;
  Authenticator authenticator{store};

  std::string addToken(const std::string& endpoint, const std::string& name,
                       std::optional<TimePoint> expires = std::nullopt) {
    const NewToken token = makeToken(endpoint, name, kNow - 24h, expires);
    store.addToken(token.row);
    return token.text;
  }
};

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(AuthenticatorSuite, Fixture)

BOOST_AUTO_TEST_CASE(makes_tokens_of_which_the_row_holds_only_the_hash) {
  const NewToken token = makeToken("staff", "entra-1", kNow, kNow + 1h);
  BOOST_TEST(token.text.size() == 43U);
  BOOST_TEST(token.row.hash == tokenHash(token.text));
  BOOST_TEST(token.row.name == "entra-1");
  BOOST_TEST(token.row.endpoint == "staff");
  BOOST_TEST((token.row.created == kNow));
  BOOST_TEST((token.row.expires == kNow + 1h));
  BOOST_TEST((!token.row.lastUsed && !token.row.revoked));
}

BOOST_AUTO_TEST_CASE(knows_every_live_token_of_the_endpoint) {
  const std::string first = addToken("staff", "old");
  const std::string second = addToken("staff", "new", kNow + 1ms);
  const Authentication withFirst = authenticator.authenticate("staff", "Bearer " + first, kNow);
  BOOST_REQUIRE(withFirst.principal);
  BOOST_TEST(withFirst.principal->tokenName == "old");
  BOOST_TEST(withFirst.principal->endpoint == "staff");
  BOOST_TEST(withFirst.hint == "");
  const Authentication withSecond = authenticator.authenticate("staff", "Bearer " + second, kNow);
  BOOST_REQUIRE(withSecond.principal);
  BOOST_TEST(withSecond.principal->tokenName == "new");
}

BOOST_AUTO_TEST_CASE(tells_what_a_token_may_do_and_whose_it_is) {
  const std::string plain = addToken("staff", "plain");
  BOOST_TEST(authenticator.authenticate("staff", "Bearer " + plain, kNow).principal->scopes ==
             defaultScopes());
  NewToken limited = makeToken("staff", "limited", kNow, std::nullopt);
  limited.row.scopes = "user.read user.protected";
  limited.row.client = "entra";
  store.addToken(limited.row);
  const Authentication outcome = authenticator.authenticate("staff", "Bearer " + limited.text, kNow);
  BOOST_TEST((outcome.principal->scopes == Scopes{"user.read", "user.protected"}));
  BOOST_TEST(outcome.principal->client == "entra");
}

BOOST_AUTO_TEST_CASE(takes_a_doubled_bearer_and_tells_so) {
  const std::string text = addToken("staff", "entra");
  const Authentication outcome = authenticator.authenticate("staff", "Bearer Bearer " + text, kNow);
  BOOST_TEST(outcome.principal.has_value());
  BOOST_TEST(holds(outcome.hint, "twice"));
}

BOOST_AUTO_TEST_CASE(refuses_unknown_tokens_and_near_misses) {
  std::string text = addToken("staff", "entra");
  text.back() = text.back() == 'A' ? 'B' : 'A';
  for (const std::string& wrong : {text, text.substr(1), text + "A", std::string("x")}) {
    const Authentication outcome = authenticator.authenticate("staff", "Bearer " + wrong, kNow);
    BOOST_TEST(!outcome.principal);
    BOOST_TEST(outcome.reason == "token unknown");
  }
  BOOST_TEST(store.touches == 0);
}

BOOST_AUTO_TEST_CASE(refuses_the_stored_hash_as_a_token) {
  addToken("staff", "entra");
  const std::string hash = store.tokens("staff").front().hash;
  BOOST_TEST(!authenticator.authenticate("staff", "Bearer " + hash, kNow).principal);
}

BOOST_AUTO_TEST_CASE(refuses_rows_whose_hash_is_none) {
  store.addToken({.name = "empty", .endpoint = "staff", .hash = "", .created = kNow});
  store.addToken({.name = "longer", .endpoint = "staff", .hash = tokenHash("x") + "y", .created = kNow});
  BOOST_TEST(!authenticator.authenticate("staff", "Bearer x", kNow).principal);
}

BOOST_AUTO_TEST_CASE(refuses_without_a_header) {
  const Authentication outcome = authenticator.authenticate("staff", "", kNow);
  BOOST_TEST(!outcome.principal);
  BOOST_TEST(outcome.reason == "no Authorization header");
}

BOOST_AUTO_TEST_CASE(refuses_a_token_from_the_moment_it_expires) {
  const std::string text = addToken("staff", "short", kNow);
  BOOST_TEST(authenticator.authenticate("staff", "Bearer " + text, kNow - 1ms).principal.has_value());
  const Authentication outcome = authenticator.authenticate("staff", "Bearer " + text, kNow);
  BOOST_TEST(!outcome.principal);
  BOOST_TEST(outcome.reason == "token \"short\" has expired");
}

BOOST_AUTO_TEST_CASE(refuses_a_revoked_token) {
  const std::string text = addToken("staff", "leaked");
  BOOST_TEST(authenticator.authenticate("staff", "Bearer " + text, kNow).principal.has_value());
  store.revokeToken("staff", "leaked", kNow);
  const Authentication outcome = authenticator.authenticate("staff", "Bearer " + text, kNow);
  BOOST_TEST(!outcome.principal);
  BOOST_TEST(outcome.reason == "token \"leaked\" is revoked");
  // A clock that is set back revives nothing.
  BOOST_TEST(!authenticator.authenticate("staff", "Bearer " + text, kNow - 1h).principal.has_value());
}

BOOST_AUTO_TEST_CASE(tells_when_the_token_belongs_to_another_endpoint) {
  const std::string text = addToken("guests", "entra");
  const Authentication outcome = authenticator.authenticate("staff", "Bearer " + text, kNow);
  BOOST_TEST(!outcome.principal);
  BOOST_TEST(outcome.reason == "token \"entra\" belongs to endpoint \"guests\"");
}

BOOST_AUTO_TEST_CASE(keeps_the_last_use_once_a_minute_per_token) {
  const std::string first = addToken("staff", "first");
  const std::string second = addToken("staff", "second");
  for (const auto after : {0s, 1s, 59s}) {
    static_cast<void>(authenticator.authenticate("staff", "Bearer " + first, kNow + after));
  }
  BOOST_TEST(store.touches == 1);
  static_cast<void>(authenticator.authenticate("staff", "Bearer " + second, kNow + 59s));
  BOOST_TEST(store.touches == 2);
  static_cast<void>(authenticator.authenticate("staff", "Bearer " + first, kNow + 60s));
  BOOST_TEST(store.touches == 3);
  BOOST_TEST((store.tokens("staff").front().lastUsed == kNow + 60s));
}

BOOST_AUTO_TEST_CASE(remembers_the_last_use_across_a_restart) {
  const std::string text = addToken("staff", "entra");
  static_cast<void>(authenticator.authenticate("staff", "Bearer " + text, kNow));
  Authenticator restarted(store);
  static_cast<void>(restarted.authenticate("staff", "Bearer " + text, kNow + 30s));
  BOOST_TEST(store.touches == 1);
}

BOOST_AUTO_TEST_CASE(keeps_the_last_use_once_however_many_threads_ask) {
  const std::string text = addToken("staff", "entra");
  {
    std::vector<std::jthread> threads;
    for (int count = 0; count < 8; ++count) {
      threads.emplace_back(
          [&] { static_cast<void>(authenticator.authenticate("staff", "Bearer " + text, kNow)); });
    }
  }
  BOOST_TEST(store.touches == 1);
}

BOOST_AUTO_TEST_CASE(lets_clients_in_though_the_last_use_cannot_be_kept) {
  const std::string text = addToken("staff", "entra");
  store.isFull = true;
  const Authentication outcome = authenticator.authenticate("staff", "Bearer " + text, kNow);
  BOOST_TEST(outcome.principal.has_value());
  BOOST_TEST(holds(outcome.hint, "disk full"));
}

BOOST_AUTO_TEST_SUITE_END()
