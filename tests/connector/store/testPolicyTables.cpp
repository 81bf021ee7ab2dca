#include <boost/test/unit_test.hpp>

#include "connector/store/SqliteStore.h"
#include "tests/support/TemporaryFolder.h"

// The tables of the policies: fallback group, guard against mass leaving, OAuth clients.

using namespace scim2ldap::connector;

namespace {

TimePoint at(std::int64_t milliseconds) {
  return TimePoint(std::chrono::milliseconds(milliseconds));
}

struct Fixture {
  scim2ldap::test::TemporaryFolder folder;
  std::unique_ptr<Store> store = openSqliteStore(folder.path() / "s.db");
};

TokenRow accessToken(const std::string& hash, const std::string& client, TimePoint expires) {
  TokenRow token{.name = client, .endpoint = "main", .hash = hash, .created = at(1), .expires = expires};
  token.scopes = "user.read";
  token.client = client;
  return token;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(PolicyTables, Fixture)

BOOST_AUTO_TEST_CASE(rows_of_resources_come_in_pages_by_id) {
  StoreChanges changes;
  for (const char* id : {"c", "a", "b"}) changes.upserts.push_back({"main", "User", id});
  changes.upserts.push_back({"main", "Group", "g"});
  changes.upserts.push_back({"other", "User", "o"});
  store->commit(changes);
  const auto first = store->resources("main", "User", "", 2);
  BOOST_TEST_REQUIRE(first.size() == 2U);
  BOOST_TEST(first[0].id == "a");
  BOOST_TEST(first[1].id == "b");
  const auto last = store->resources("main", "User", "b", 2);
  BOOST_TEST_REQUIRE(last.size() == 1U);
  BOOST_TEST(last[0].id == "c");
}

BOOST_AUTO_TEST_CASE(of_the_tokens_of_a_client_the_newest_hundred_are_kept) {
  TokenRow byHand{.name = "entra", .endpoint = "main", .hash = "hand", .created = at(0)};
  store->addToken(byHand);
  store->addToken(accessToken("okta's", "okta", at(1000)));
  for (int number = 0; number < 103; ++number) {
    TokenRow token = accessToken("hash" + std::to_string(number), "entra", at(1000));
    token.created = at(1 + number / 10);
    store->addToken(token);
  }
  const std::vector<TokenRow> tokens = store->tokens("main");
  BOOST_TEST_REQUIRE(tokens.size() == 102U);
  BOOST_TEST(tokens[0].hash == "hand");
  BOOST_TEST(tokens[1].hash == "okta's");
  BOOST_TEST(tokens[2].hash == "hash3");
  BOOST_TEST(tokens.back().hash == "hash102");
}

BOOST_AUTO_TEST_CASE(fallback_rows_are_found_by_user_and_by_due_time) {
  const FallbackRow waiting{"main", "1", FallbackState::Waiting, at(30)};
  const FallbackRow overdue{"main", "2", FallbackState::Inside, at(10)};
  const FallbackRow inside{"main", "3", FallbackState::Inside, std::nullopt};
  StoreChanges changes;
  changes.fallback = {waiting, overdue, inside, {"other", "1", FallbackState::Waiting, at(1)}};
  store->commit(changes);

  BOOST_CHECK(store->fallbackRows("main", {"1", "3", "4"}) == (std::vector{waiting, inside}));
  BOOST_CHECK(store->fallbackDue("main", at(30), 10) == (std::vector{overdue, waiting}));
  BOOST_CHECK(store->fallbackDue("main", at(30), 1) == std::vector{overdue});
  BOOST_CHECK(store->fallbackDue("main", at(9), 10).empty());
}

BOOST_AUTO_TEST_CASE(a_fallback_row_is_replaced_and_removed) {
  StoreChanges changes;
  changes.fallback = {{"main", "1", FallbackState::Waiting, at(30)}};
  store->commit(changes);
  changes.fallback.front() = {"main", "1", FallbackState::Inside, std::nullopt};
  store->commit(changes);
  BOOST_CHECK(store->fallbackRows("main", {"1"}) == changes.fallback);
  changes.fallback.front().state = FallbackState::None;
  store->commit(changes);
  BOOST_CHECK(store->fallbackRows("main", {"1"}).empty());
}

BOOST_AUTO_TEST_CASE(all_users_are_made_due_at_once_and_who_waits_goes_on_waiting) {
  StoreChanges changes;
  for (const char* id : {"1", "2", "3"}) {
    changes.upserts.push_back({.endpoint = "main", .type = "User", .id = id});
  }
  changes.upserts.push_back({.endpoint = "main", .type = "Group", .id = "4"});
  changes.upserts.push_back({.endpoint = "other", .type = "User", .id = "5"});
  for (ResourceRow& row : changes.upserts) row.kept = scim2ldap::scim::Json::object();
  changes.fallback = {{"main", "1", FallbackState::Waiting, at(30)},
                      {"main", "2", FallbackState::Inside, std::nullopt}};
  store->commit(changes);
  BOOST_TEST(store->makeFallbackDue("main") == 2);
  BOOST_CHECK(store->fallbackRows("main", {"1", "2", "3", "4"}) ==
              (std::vector<FallbackRow>{{"main", "1", FallbackState::Waiting, at(30)},
                                        {"main", "2", FallbackState::Inside, at(0)},
                                        {"main", "3", FallbackState::Waiting, at(0)}}));
  BOOST_TEST(store->fallbackRows("other", {"5"}).empty());
}

BOOST_AUTO_TEST_CASE(a_fallback_row_goes_with_its_user) {
  StoreChanges changes;
  changes.fallback = {{"main", "1", FallbackState::Inside, std::nullopt},
                      {"main", "2", FallbackState::Inside, std::nullopt}};
  store->commit(changes);
  changes = {};
  changes.removals = {{"main", "User", "1"}};
  store->commit(changes);
  BOOST_TEST(store->fallbackRows("main", {"1", "2"}).size() == 1U);
}

BOOST_AUTO_TEST_CASE(who_leaves_counts_once_until_it_is_confirmed) {
  StoreChanges changes;
  changes.leavings = {{"main", "1", at(10)}, {"main", "2", at(20)}, {"other", "3", at(20)}};
  store->commit(changes);
  changes.leavings = {{"main", "2", at(30)}};
  store->commit(changes);
  BOOST_TEST(store->countLeavings("main", "", at(10)) == 2);
  BOOST_TEST(store->countLeavings("main", "1", at(10)) == 1);
  BOOST_TEST(store->countLeavings("main", "", at(11)) == 1);
  BOOST_CHECK(!store->leavingConfirmedUntil("main"));

  store->confirmLeaving("main", at(99));
  BOOST_TEST(store->countLeavings("main", "", at(0)) == 0);
  BOOST_TEST(store->countLeavings("other", "", at(0)) == 1);
  BOOST_CHECK(store->leavingConfirmedUntil("main") == at(99));
  changes.leavings = {{"main", "3", at(98)}, {"main", "4", at(99)}};
  store->commit(changes);
  BOOST_TEST(store->countLeavings("main", "", at(0)) == 1);
}

BOOST_AUTO_TEST_CASE(a_client_keeps_its_secrets) {
  const ClientRow client{"main", "app", "user.read", {{"h1", at(1), std::nullopt}}, at(1), std::nullopt};
  store->addClient(client);
  BOOST_CHECK(store->clients("main") == std::vector{client});
  BOOST_CHECK(store->clients("other").empty());
  BOOST_CHECK_THROW(store->addClient(client), StoreError);

  const std::vector<ClientSecret> two{{"h1", at(1), at(9)}, {"h2", at(2), std::nullopt}};
  BOOST_CHECK(store->rotateSecret("main", "app", two[1], at(9)) == two);
  BOOST_CHECK(store->clients("").front().secrets == two);
  BOOST_CHECK(!store->rotateSecret("main", "nobody", two[1], at(9)));
}

BOOST_AUTO_TEST_CASE(a_secret_that_is_changed_leaves_the_newest_live_one_for_a_while) {
  store->addClient({"main", "app", "", {{"h1", at(1), at(20)}}, at(1), std::nullopt});
  store->addToken(accessToken("t1", "app", at(100)));
  BOOST_CHECK(store->rotateSecret("main", "app", {"h2", at(2), std::nullopt}, at(30))->front().expires ==
              at(20));
  const auto third = *store->rotateSecret("main", "app", {"h3", at(3), std::nullopt}, at(5));
  BOOST_CHECK(third == (std::vector<ClientSecret>{{"h2", at(2), at(5)}, {"h3", at(3), std::nullopt}}));
  BOOST_TEST(!store->tokens("main").front().revoked.has_value());
  BOOST_CHECK(store->rotateSecret("main", "app", {"h4", at(6), std::nullopt}, at(9))->size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_secret_that_is_changed_at_once_takes_all_before_and_the_tokens_along) {
  store->addClient({"main", "app", "", {{"h1", at(1), std::nullopt}}, at(1), std::nullopt});
  store->addToken(accessToken("t1", "app", at(100)));
  store->addToken(accessToken("t2", "other", at(100)));
  BOOST_TEST(store->rotateSecret("main", "app", {"h2", at(2), std::nullopt}, std::nullopt)->size() == 1U);
  BOOST_CHECK(store->tokenByHash("t1")->revoked == at(2));
  BOOST_CHECK(!store->tokenByHash("t2")->revoked);
}

BOOST_AUTO_TEST_CASE(a_token_is_added_only_while_its_client_has_the_secret) {
  store->addClient(
      {"main", "app", "", {{"h1", at(1), std::nullopt}, {"old", at(0), at(1)}}, at(1), std::nullopt});
  BOOST_CHECK(store->addClientToken(accessToken("t1", "app", at(100)), "h1") == 0);
  BOOST_CHECK(!store->addClientToken(accessToken("t2", "app", at(100)), "another"));
  BOOST_CHECK(!store->addClientToken(accessToken("t3", "app", at(100)), "old"));
  BOOST_CHECK(!store->addClientToken(accessToken("t4", "nobody", at(100)), "h1"));
  BOOST_CHECK(store->addClientToken(accessToken("t5", "assertion:s", at(100)), "") == 0);
  store->revokeClient("main", "app", at(2));
  BOOST_CHECK(!store->addClientToken(accessToken("t6", "app", at(100)), "h1"));
  BOOST_TEST(store->tokens("main").size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_token_is_found_by_its_hash) {
  TokenRow token = accessToken("t1", "app", at(100));
  token.trust = "mark";
  store->addToken(token);
  BOOST_CHECK(store->tokenByHash("t1") == token);
  BOOST_CHECK(!store->tokenByHash("t"));
  BOOST_CHECK(!store->tokenByHash(""));
}

BOOST_AUTO_TEST_CASE(dead_tokens_go_before_live_ones_whatever_the_clock_says) {
  store->addToken(accessToken("dead", "app", at(50)));
  for (int number = 0; number < 99; ++number) {
    TokenRow token = accessToken("hash" + std::to_string(number), "app", at(1000));
    token.created = at(500 - number);  // the clock was set back
    store->addToken(token);
  }
  TokenRow next = accessToken("next", "app", at(1000));
  next.created = at(60);
  BOOST_CHECK(store->addClientToken(next, "") == 0);
  BOOST_CHECK(!store->tokenByHash("dead"));
  next.hash = "after";
  BOOST_CHECK(store->addClientToken(next, "") == 1);
  BOOST_CHECK(!store->tokenByHash("hash0"));
  BOOST_CHECK(store->tokenByHash("hash1"));
  BOOST_CHECK(store->tokenByHash("after"));
}

BOOST_AUTO_TEST_CASE(a_revoked_client_takes_its_tokens_along) {
  store->addClient({"main", "app", "user.read", {}, at(1), std::nullopt});
  store->addToken(accessToken("t1", "app", at(100)));
  store->addToken(accessToken("t2", "app", at(100)));  // a second one beside it
  store->addToken({.name = "app", .endpoint = "main", .hash = "t3", .created = at(1)});
  BOOST_TEST(store->revokeClient("main", "app", at(5)));
  BOOST_TEST(!store->revokeClient("main", "app", at(6)));
  const std::vector<TokenRow> tokens = store->tokens("main");
  BOOST_TEST_REQUIRE(tokens.size() == 3U);
  for (const TokenRow& token : tokens) BOOST_TEST((token.revoked == at(5)) == (token.client == "app"));
}

BOOST_AUTO_TEST_CASE(expired_access_tokens_are_forgotten) {
  store->addToken(accessToken("t1", "app", at(10)));
  store->addToken(accessToken("t2", "app", at(20)));
  store->addToken({.name = "old", .endpoint = "main", .hash = "t3", .created = at(1), .expires = at(2)});
  store->removeExpiredTokens(at(15));
  std::vector<std::string> left;
  for (const TokenRow& token : store->tokens("main")) left.push_back(token.hash);
  BOOST_CHECK(left == (std::vector<std::string>{"t2", "t3"}));
}

BOOST_AUTO_TEST_SUITE_END()
