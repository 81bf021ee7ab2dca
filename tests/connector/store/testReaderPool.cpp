#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "connector/store/ReaderPool.h"
#include "connector/store/StateFile.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap::connector;
using scim2ldap::test::TemporaryFolder;

BOOST_AUTO_TEST_SUITE(ReaderPoolSuite)

BOOST_AUTO_TEST_CASE(lends_a_connection_to_one_thread_at_a_time) {
  const TemporaryFolder folder;
  prepareStateFile(folder.path() / "s.db");
  ReaderPool pool(folder.path() / "s.db");
  std::mutex mutex;
  std::vector<Database*> lent;
  std::size_t most = 0;
  std::atomic<int> sum = 0;
  std::atomic<int> twice = 0;
  std::vector<std::thread> threads;
  for (std::size_t n = 0; n < 3 * ReaderPool::kMaxReaders; ++n) {
    threads.emplace_back([&] {
      for (int round = 0; round < 20; ++round) {
        sum += static_cast<int>(pool.with([&](Database& database) {
          {
            const std::lock_guard lock(mutex);
            if (std::find(lent.begin(), lent.end(), &database) != lent.end()) ++twice;
            lent.push_back(&database);
            most = std::max(most, lent.size());
          }
          Statement select = database.statement("SELECT 1");
          const std::int64_t value = select.step() ? select.integer(0) : 0;
          const std::lock_guard lock(mutex);
          std::erase(lent, &database);
          return value;
        }));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(sum == 20 * 3 * static_cast<int>(ReaderPool::kMaxReaders));
  BOOST_TEST(twice == 0);
  BOOST_TEST(most <= ReaderPool::kMaxReaders);
}

BOOST_AUTO_TEST_CASE(takes_the_connection_back_after_an_exception) {
  const TemporaryFolder folder;
  prepareStateFile(folder.path() / "s.db");
  ReaderPool pool(folder.path() / "s.db");
  for (std::size_t n = 0; n < 2 * ReaderPool::kMaxReaders; ++n) {
    BOOST_CHECK_THROW(pool.with([](Database&) -> int { throw std::runtime_error("x"); }), std::runtime_error);
  }
}

BOOST_AUTO_TEST_SUITE_END()
