#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "connector/store/GroupCommit.h"
#include "connector/store/StateFile.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap::connector;
using scim2ldap::test::TemporaryFolder;

namespace {

struct Fixture {
  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "s.db";
  std::atomic<int> transactions = 0;

  Database open() {
    prepareStateFile(file);
    Database database(file, Database::Access::Write);
    database.execute("CREATE TABLE IF NOT EXISTS t (a INTEGER) STRICT");
    return database;
  }
  GroupCommit::Change counting() {
    return [this](Database&) { ++transactions; };
  }
  std::int64_t count() {
    Database reader(file, Database::Access::ReadOnly);
    Statement select = reader.statement("SELECT count(*) FROM t");
    BOOST_REQUIRE(select.step());
    return select.integer(0);
  }
};

void insert(Database& database) {
  database.run("INSERT INTO t VALUES (1)");
}

void waitUntil(const std::function<bool()>& condition) {
  while (!condition()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(GroupCommitSuite, Fixture)

BOOST_AUTO_TEST_CASE(is_durable_when_run_returns) {
  GroupCommit writer(open(), counting());
  writer.run(insert);
  BOOST_TEST(count() == 1);
}

BOOST_AUTO_TEST_CASE(commits_what_waits_in_one_transaction) {
  constexpr int kCallers = 16;
  GroupCommit writer(open(), counting());
  // The first change holds the writer until all the others have come; then they share one transaction.
  std::atomic<bool> holding = false;
  std::atomic<bool> release = false;
  std::thread first([&] {
    writer.run([&](Database&) {
      holding = true;
      waitUntil([&] { return release.load(); });
    });
  });
  waitUntil([&] { return holding.load(); });
  std::atomic<int> arriving = 0;
  std::vector<std::thread> callers;
  for (int n = 0; n < kCallers; ++n) {
    callers.emplace_back([&] {
      ++arriving;
      writer.run(insert);
    });
  }
  waitUntil([&] { return arriving == kCallers; });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  release = true;
  first.join();
  for (std::thread& caller : callers) caller.join();
  BOOST_TEST(count() == kCallers);
  BOOST_TEST(transactions < 2 + kCallers / 2);  // 2 unless a thread was held up longer than the pause
}

BOOST_AUTO_TEST_CASE(undoes_a_failing_change_alone) {
  constexpr int kCallers = 16;
  constexpr int kRounds = 50;
  GroupCommit writer(open(), counting());
  std::atomic<int> failures = 0;
  std::vector<std::thread> callers;
  for (int n = 0; n < kCallers; ++n) {
    callers.emplace_back([&, n] {
      for (int round = 0; round < kRounds; ++round) {
        try {
          writer.run([&](Database& database) {
            insert(database);
            if (n % 4 == 0) throw std::runtime_error("refused by " + std::to_string(n));
          });
        } catch (const std::runtime_error& error) {
          if (error.what() == "refused by " + std::to_string(n)) ++failures;
        }
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  BOOST_TEST(failures == kCallers / 4 * kRounds);
  BOOST_TEST(count() == kCallers / 4 * 3 * kRounds);
}

BOOST_AUTO_TEST_CASE(a_full_disk_fails_the_change_and_leaves_nothing_half_done) {
  GroupCommit writer(open(), counting());
  writer.run(insert);
  writer.run([](Database& database) { database.execute("PRAGMA max_page_count=20"); });
  const auto tooMuch = [](Database& database) {
    for (int n = 0; n < 100'000; ++n) insert(database);
  };
  BOOST_CHECK_EXCEPTION(writer.run(tooMuch), StoreError, [](const StoreError& e) {
    return std::string(e.what()).find("make room on the file system") != std::string::npos;
  });
  BOOST_TEST(count() == 1);
  BOOST_TEST(writer.failure().find("make room on the file system") != std::string::npos);
  writer.run(insert);
  BOOST_TEST(writer.failure() == "");
  BOOST_TEST(count() == 2);
}

BOOST_AUTO_TEST_CASE(goes_on_after_a_change_that_ended_the_transaction) {
  GroupCommit writer(open(), counting());
  BOOST_CHECK_THROW(writer.run([](Database& database) {
    insert(database);
    database.execute("ROLLBACK");
  }),
                    StoreError);
  writer.run(insert);
  BOOST_TEST(count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
