#include <boost/test/unit_test.hpp>

#include "connector/store/LogTable.h"
#include "connector/store/Migrations.h"
#include "connector/store/SqliteStore.h"
#include "connector/store/StateFile.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap::connector;
using scim2ldap::test::TemporaryFolder;

namespace {

Database openLog(const std::filesystem::path& file) {
  prepareStateFile(file);
  Database database(file, Database::Access::Write);
  migrate(database, file);
  return database;
}

std::vector<std::int64_t> numbers(Database& database) {
  std::vector<std::int64_t> result;
  for (const LogRow& row : readLog(database, 1000, std::nullopt)) result.push_back(row.number);
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(LogTableSuite)

BOOST_AUTO_TEST_CASE(trims_the_oldest_rows_in_portions) {
  const TemporaryFolder folder;
  Database database = openLog(folder.path() / "s.db");
  appendLog(database, std::vector<LogRow>(10));
  trimLog(database, 10, 100);
  BOOST_TEST(numbers(database).size() == 10U);
  trimLog(database, 4, 2);
  BOOST_TEST(numbers(database) == (std::vector<std::int64_t>{10, 9, 8, 7, 6, 5, 4, 3}),
             boost::test_tools::per_element());
  trimLog(database, 4, 100);
  BOOST_TEST(numbers(database) == (std::vector<std::int64_t>{10, 9, 8, 7}), boost::test_tools::per_element());
  trimLog(database, 4, 100);
  BOOST_TEST(numbers(database).size() == 4U);
}

BOOST_AUTO_TEST_CASE(the_store_keeps_the_newest_rows) {
  const TemporaryFolder folder;
  const auto store = openSqliteStore(folder.path() / "s.db");
  store->commit({.log = std::vector<LogRow>(kLogRowsKept)});
  store->commit({.log = std::vector<LogRow>(3)});
  const std::vector<LogRow> rows = store->log(kLogRowsKept + 10, std::nullopt);
  BOOST_TEST(rows.size() == static_cast<std::size_t>(kLogRowsKept));
  BOOST_TEST(rows.front().number == kLogRowsKept + 3);
  BOOST_TEST(rows.back().number == 4);
}

BOOST_AUTO_TEST_SUITE_END()
