#include <atomic>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <thread>

#include "connector/store/SqliteStore.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using scim2ldap::test::TemporaryFolder;

namespace {

using Ids = std::vector<std::string>;

TimePoint at(std::int64_t milliseconds) {
  return TimePoint(std::chrono::milliseconds(milliseconds));
}

struct Fixture {
  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "s.db";
  std::unique_ptr<Store> store = openSqliteStore(file, LogRetention{.age = std::chrono::days(36'500)});

  void reopen() {
    store.reset();
    store = openSqliteStore(file);
  }
};

ResourceRow user(const std::string& id, const std::optional<std::string>& externalId = std::nullopt) {
  return {.endpoint = "main", .type = "User", .id = id, .externalId = externalId};
}

ResourceKey key(const std::string& id) {
  return {"main", "User", id};
}

ResourceRow fullRow() {
  ResourceRow row = user("1", "Ä\"'x");
  row.externalIdUnique = false;
  row.origin = Origin::Adopted;
  row.originals = {{"userName", "JNovak", {{"uid", {"jnovak", std::string("\0\xFF", 2)}}}}};
  row.kept.set("roles", scim::Json::Array{"admin", 1, true, nullptr});
  row.rawRole = " Admin ";
  row.role = "admin";
  row.created = at(1'700'000'000'001);
  row.modified = at(1'700'000'000'002);
  return row;
}

LogRow fullLogRow() {
  return {.time = at(1'700'000'000'003),
          .requestId = "r1",
          .endpoint = "main",
          .principal = "entra",
          .method = "POST",
          .type = "User",
          .id = "1",
          .name = "Nováková",
          .status = 409,
          .detail = "taken",
          .ldif = "dn: uid=x\n",
          .duration = std::chrono::microseconds(1234)};
}

TokenRow token(const std::string& name, const std::string& endpoint = "main") {
  return {.name = name,
          .endpoint = endpoint,
          .hash = std::string("\0\xFF", 2) + name + endpoint,
          .created = at(10)};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(SqliteStoreSuite, Fixture)

BOOST_AUTO_TEST_CASE(gives_back_every_field_of_a_resource_also_after_reopening) {
  store->commit({.upserts = {fullRow(), user("2")}});
  for (int round = 0; round < 2; ++round) {
    BOOST_TEST((store->find(key("1")) == fullRow()));
    BOOST_TEST((store->find(key("2")) == user("2")));
    reopen();
  }
}

BOOST_AUTO_TEST_CASE(finds_nothing_under_another_key) {
  store->commit({.upserts = {fullRow()}});
  BOOST_TEST(!store->find({"other", "User", "1"}));
  BOOST_TEST(!store->find({"main", "Group", "1"}));
  BOOST_TEST(!store->find({"main", "User", "2"}));
  BOOST_TEST(!store->find({"MAIN", "User", "1"}));
}

BOOST_AUTO_TEST_CASE(an_upsert_replaces_the_whole_row) {
  store->commit({.upserts = {fullRow()}});
  ResourceRow changed = user("1", "other");
  changed.modified = at(99);
  store->commit({.upserts = {changed}});
  BOOST_TEST((store->find(key("1")) == changed));
  BOOST_TEST(store->idsByExternalId("main", "User", "Ä\"'x").empty());
}

BOOST_AUTO_TEST_CASE(the_last_of_two_upserts_of_one_id_wins) {
  store->commit({.upserts = {user("1", "a"), user("1", "b")}});
  BOOST_TEST(store->find(key("1"))->externalId.value() == "b");
}

BOOST_AUTO_TEST_CASE(finds_all_rows_that_there_are) {
  store->commit({.upserts = {user("1"), user("2"), user("3")}});
  const std::vector<ResourceRow> rows = store->findAll("main", "User", {"3", "missing", "1"});
  BOOST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows[0].id == "3");
  BOOST_TEST(rows[1].id == "1");
  BOOST_TEST(store->findAll("main", "User", {}).empty());
  BOOST_TEST(store->findAll("main", "Group", {"1"}).empty());
}

BOOST_AUTO_TEST_CASE(compares_externalIds_byte_for_byte) {
  const Ids different = {"abc",
                         "ABC",
                         "abc ",
                         " abc",
                         "a\xCC\x81",
                         "\xC3\xA1",
                         std::string("abc\0", 4),
                         std::string("abc\0d", 5),
                         "",
                         "100%",
                         "a_c"};
  StoreChanges changes;
  for (std::size_t n = 0; n < different.size(); ++n) {
    changes.upserts.push_back(user(std::to_string(n), different[n]));
  }
  store->commit(changes);
  for (std::size_t n = 0; n < different.size(); ++n) {
    BOOST_TEST(store->idsByExternalId("main", "User", different[n]) == Ids{std::to_string(n)},
               boost::test_tools::per_element());
  }
  BOOST_TEST(store->idsByExternalId("main", "User", "a%").empty());
  BOOST_TEST(store->idsByExternalId("main", "Group", "abc").empty());
  BOOST_TEST(store->idsByExternalId("other", "User", "abc").empty());
}

BOOST_AUTO_TEST_CASE(refuses_a_second_resource_with_a_unique_externalId) {
  store->commit({.upserts = {user("1", "x")}});
  BOOST_CHECK_EXCEPTION(
      store->commit({.upserts = {user("3"), user("2", "x")}, .log = {fullLogRow()}}), ExternalIdTaken,
      [](const ExternalIdTaken& e) { return std::string(e.what()) == "externalId \"x\" is already in use"; });
  BOOST_TEST(!store->find(key("2")));
  BOOST_TEST(!store->find(key("3")));
  BOOST_TEST(store->log(10, std::nullopt).empty());
}

BOOST_AUTO_TEST_CASE(takes_an_externalId_again_for_another_type_endpoint_or_where_it_need_not_be_unique) {
  ResourceRow group = user("2", "x");
  group.type = "Group";
  ResourceRow elsewhere = user("3", "x");
  elsewhere.endpoint = "other";
  ResourceRow shared = user("4", "x");
  shared.externalIdUnique = false;
  ResourceRow sharedToo = shared;
  sharedToo.id = "5";
  store->commit({.upserts = {user("1", "x"), group, elsewhere, shared, sharedToo, user("6"), user("7")}});
  BOOST_TEST(store->idsByExternalId("main", "User", "x") == (Ids{"1", "4", "5"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_id_and_an_externalId_can_change_hands_in_one_commit) {
  store->commit({.upserts = {user("1", "x"), user("2", "y"), user("3", "z")}});
  store->commit({.upserts = {user("4", "x")}, .removals = {key("1")}});
  BOOST_TEST(store->idsByExternalId("main", "User", "x") == Ids{"4"}, boost::test_tools::per_element());
  store->commit({.upserts = {user("4", "w")}, .removals = {key("4")}});
  BOOST_TEST(store->find(key("4"))->externalId.value() == "w");
  store->commit({.upserts = {user("2", "z"), user("3", "y")}});
  BOOST_TEST(store->idsByExternalId("main", "User", "z") == Ids{"2"}, boost::test_tools::per_element());
  BOOST_TEST(store->idsByExternalId("main", "User", "y") == Ids{"3"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(removing_what_is_not_there_is_no_failure) {
  store->commit({.removals = {key("1")}, .finishedJournal = 7});
  BOOST_TEST(!store->find(key("1")));
}

BOOST_AUTO_TEST_CASE(counts_resources_by_type) {
  ResourceRow kept = user("2");
  kept.kept.set("roles", "x");
  ResourceRow keptNothing = user("3");
  keptNothing.kept = scim::Json::object();
  ResourceRow group = user("4", "g");
  group.type = "Group";
  store->commit({.upserts = {user("1", "e"), kept, keptNothing, group, user("5")}});
  BOOST_TEST((store->find(key("3")) == keptNothing));
  BOOST_TEST(
      (store->countResources("main") == (std::map<std::string, std::int64_t>{{"User", 4}, {"Group", 1}})));
  BOOST_TEST(store->countResources("other").empty());
}

BOOST_AUTO_TEST_CASE(an_empty_commit_does_nothing) {
  store->commit({});
  BOOST_TEST(store->countResources("main").empty());
}

BOOST_AUTO_TEST_CASE(numbers_plans_in_order_and_keeps_them_until_they_are_finished) {
  scim::Json plan;
  plan.set("operations", scim::Json::Array{"add", 1});
  const std::int64_t first = store->beginJournal(plan);
  const std::int64_t second = store->beginJournal("another");
  BOOST_TEST(first < second);
  reopen();
  std::vector<JournalRow> rows = store->journal();
  BOOST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows[0].number == first);
  BOOST_TEST((rows[0].plan == plan));
  BOOST_TEST((rows[0].time > at(1'700'000'000'000)));
  BOOST_TEST(rows[1].number == second);
  BOOST_TEST((store->journalRow(first)->plan == plan));
  BOOST_TEST((store->journalRow(first)->time == rows[0].time));
  store->commit({.setAside = SetAside{first, "refused"}});
  BOOST_TEST(store->journalRow(first)->setAside == "refused");
  BOOST_TEST(store->journalRow(second)->setAside.empty());
  store->commit({.finishedJournal = second});
  BOOST_TEST(!store->journalRow(second));
  store->commit({.finishedJournal = first});
  BOOST_TEST(store->journal().empty());
  BOOST_TEST(store->beginJournal(plan) > second);  // a number is never given twice
}

BOOST_AUTO_TEST_CASE(gives_the_log_newest_first_in_pages) {
  for (int status = 0; status < 5; ++status) {
    LogRow row = fullLogRow();
    row.status = status;
    store->commit({.log = {row}});
  }
  const std::vector<LogRow> newest = store->log(2, std::nullopt);
  BOOST_REQUIRE(newest.size() == 2U);
  BOOST_TEST(newest[0].status == 4);
  BOOST_TEST(newest[1].status == 3);
  const std::vector<LogRow> older = store->log(10, newest[1].number);
  BOOST_REQUIRE(older.size() == 3U);
  LogRow oldest = fullLogRow();
  oldest.status = 0;
  oldest.number = older[2].number;
  BOOST_TEST((older[2] == oldest));
  BOOST_TEST(store->log(0, std::nullopt).empty());
  BOOST_TEST(store->log(std::numeric_limits<std::size_t>::max(), std::nullopt).size() == 5U);
}

BOOST_AUTO_TEST_CASE(gives_back_every_field_of_a_token) {
  TokenRow full = token("a");
  full.expires = at(1'800'000'000'000);
  full.lastUsed = at(11);
  store->addToken(full);
  store->addToken(token("b", "other"));
  reopen();
  const std::vector<TokenRow> all = store->tokens("");
  BOOST_REQUIRE(all.size() == 2U);
  BOOST_TEST((all[0] == full));
  BOOST_TEST((all[1] == token("b", "other")));
  BOOST_TEST(store->tokens("other").size() == 1U);
  BOOST_TEST(store->tokens("none").empty());
}

BOOST_AUTO_TEST_CASE(lists_tokens_by_time_of_creation) {
  TokenRow late = token("late");
  late.created = at(20);
  store->addToken(late);
  store->addToken(token("early"));
  BOOST_TEST(store->tokens("main").front().name == "early");
}

BOOST_AUTO_TEST_CASE(refuses_a_second_live_token_of_a_name) {
  store->addToken(token("a"));
  TokenRow again = token("a");
  again.hash = "other";
  BOOST_CHECK_EXCEPTION(store->addToken(again), StoreError, [](const StoreError& e) {
    return std::string(e.what()).find("has a live token named \"a\"") != std::string::npos;
  });
  BOOST_TEST(store->revokeToken("main", "a", at(30)));
  store->addToken(again);
  BOOST_TEST(store->tokens("main").size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_expired_token_is_not_live) {
  TokenRow expired = token("a");
  expired.expires = at(50);
  store->addToken(expired);
  BOOST_TEST(!store->revokeToken("main", "a", at(50)));
  TokenRow next = token("a");
  next.hash = "next";
  next.created = at(49);
  BOOST_CHECK_THROW(store->addToken(next), StoreError);
  next.created = at(50);
  store->addToken(next);
}

BOOST_AUTO_TEST_CASE(revokes_a_token_once) {
  store->addToken(token("a"));
  BOOST_TEST(!store->revokeToken("other", "a", at(30)));
  BOOST_TEST(!store->revokeToken("main", "A", at(30)));
  BOOST_TEST(store->revokeToken("main", "a", at(30)));
  BOOST_TEST(!store->revokeToken("main", "a", at(40)));
  BOOST_TEST((store->tokens("main").front().revoked == at(30)));
}

BOOST_AUTO_TEST_CASE(keeps_the_latest_use_of_a_token) {
  store->addToken(token("a"));
  store->touchToken("main", token("a").hash, at(60));
  store->touchToken("main", token("a").hash, at(55));
  store->touchToken("other", token("a").hash, at(70));
  BOOST_TEST((store->tokens("main").front().lastUsed == at(60)));
}

BOOST_AUTO_TEST_CASE(serves_readers_and_writers_at_once) {
  constexpr int kThreads = 16;
  constexpr int kRows = 25;
  // Boost.Test wants to be told by one thread alone.
  std::atomic<int> found = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int n = 0; n < kRows; ++n) {
        const std::string id = std::to_string(thread) + "-" + std::to_string(n);
        store->commit({.upserts = {user(id, id)}, .log = {fullLogRow()}});
        if (store->find(key(id))) ++found;
        try {
          store->commit({.upserts = {user("taken", id)}});
        } catch (const ExternalIdTaken&) {
          ++refused;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(found == kThreads * kRows);
  BOOST_TEST(refused == kThreads * kRows);
  BOOST_TEST(store->countResources("main")["User"] == kThreads * kRows);
  BOOST_TEST(store->log(1000, std::nullopt).size() == static_cast<std::size_t>(kThreads * kRows));
}

BOOST_AUTO_TEST_CASE(tells_a_damaged_file_and_the_remedy) {
  StoreChanges many;
  for (int n = 0; n < 2000; ++n)
    many.upserts.push_back(user(std::to_string(n), std::string(50, 'x') + std::to_string(n)));
  store->commit(many);
  store.reset();
  const auto size = static_cast<std::streamoff>(std::filesystem::file_size(file));
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(4096 * 8);
  stream << std::string(static_cast<std::size_t>(size) - 4096 * 8, '\x5A');
  stream.close();
  const auto useAll = [&] {
    store = openSqliteStore(file);
    for (int n = 0; n < 2000; ++n) (void)store->find(key(std::to_string(n)));
    (void)store->countResources("main");
  };
  BOOST_CHECK_EXCEPTION(useAll(), StoreError, [&](const StoreError& e) {
    const std::string what = e.what();
    return what.starts_with(file.string()) && what.find("restore it from a backup") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()
