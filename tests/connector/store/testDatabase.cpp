#include <boost/test/unit_test.hpp>
#include <fstream>

#include "connector/store/Database.h"
#include "connector/store/StateFile.h"
#include "connector/store/Transaction.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap::connector;
using scim2ldap::test::TemporaryFolder;

namespace {

struct Fixture {
  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "test.db";
  Database database = open();

  Database open() {
    prepareStateFile(file);
    return {file, Database::Access::Write};
  }
  std::int64_t count() {
    Statement select = database.statement("SELECT count(*) FROM t");
    BOOST_REQUIRE(select.step());
    return select.integer(0);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(DatabaseSuite, Fixture)

BOOST_AUTO_TEST_CASE(writes_ahead_and_waits_for_the_disk) {
  Statement journal = database.statement("PRAGMA journal_mode");
  BOOST_REQUIRE(journal.step());
  BOOST_TEST(journal.text(0) == "wal");
  Statement synchronous = database.statement("PRAGMA synchronous");
  BOOST_REQUIRE(synchronous.step());
  BOOST_TEST(synchronous.integer(0) == 2);
  Statement keys = database.statement("PRAGMA foreign_keys");
  BOOST_REQUIRE(keys.step());
  BOOST_TEST(keys.integer(0) == 1);
}

BOOST_AUTO_TEST_CASE(keeps_texts_and_blobs_byte_for_byte) {
  database.execute("CREATE TABLE t (a TEXT NOT NULL, b BLOB NOT NULL, c TEXT) STRICT");
  const std::string text("a\0b\xC3\xA9", 5);
  const std::string bytes("\0\xFF", 2);
  database.run("INSERT INTO t VALUES (?1, ?2, ?3)", text, Blob{bytes}, std::optional<std::string>());
  database.run("INSERT INTO t VALUES (?1, ?2, ?3)", std::string_view(), Blob{},
               std::optional<std::string>(""));
  Statement select = database.statement("SELECT a, b, c FROM t ORDER BY rowid");
  BOOST_REQUIRE(select.step());
  BOOST_TEST(select.text(0) == text);
  BOOST_TEST(select.text(1) == bytes);
  BOOST_TEST(!select.optionalText(2));
  BOOST_REQUIRE(select.step());
  BOOST_TEST(select.text(0).empty());
  BOOST_TEST(select.optionalText(2).value() == "");
  BOOST_TEST(!select.step());
}

BOOST_AUTO_TEST_CASE(keeps_times_to_the_millisecond) {
  database.execute("CREATE TABLE t (a INTEGER) STRICT");
  const TimePoint time(std::chrono::milliseconds(1'700'000'000'123));
  database.run("INSERT INTO t VALUES (?1)", time);
  Statement select = database.statement("SELECT a FROM t");
  BOOST_REQUIRE(select.step());
  BOOST_TEST((select.time(0) == time));
}

BOOST_AUTO_TEST_CASE(a_statement_can_run_again_with_other_values) {
  database.execute("CREATE TABLE t (a TEXT) STRICT");
  constexpr const char* kInsert = "INSERT INTO t VALUES (?1)";
  BOOST_TEST(database.run(kInsert, std::string("x")) == 1);
  BOOST_TEST(database.run(kInsert, std::optional<std::string>()) == 1);
  BOOST_TEST(count() == 2);
}

BOOST_AUTO_TEST_CASE(a_transaction_without_commit_is_undone) {
  database.execute("CREATE TABLE t (a TEXT) STRICT");
  {
    const Transaction transaction(database, Transaction::Kind::Write);
    database.run("INSERT INTO t VALUES ('x')");
    BOOST_TEST(database.inTransaction());
  }
  BOOST_TEST(!database.inTransaction());
  BOOST_TEST(count() == 0);
  {
    Transaction transaction(database, Transaction::Kind::Write);
    database.run("INSERT INTO t VALUES ('x')");
    transaction.commit();
  }
  BOOST_TEST(count() == 1);
}

BOOST_AUTO_TEST_CASE(a_savepoint_without_release_is_undone_alone) {
  database.execute("CREATE TABLE t (a TEXT) STRICT");
  Transaction transaction(database, Transaction::Kind::Write);
  {
    Savepoint kept(database);
    database.run("INSERT INTO t VALUES ('kept')");
    kept.release();
  }
  {
    const Savepoint undone(database);
    database.run("INSERT INTO t VALUES ('undone')");
  }
  transaction.commit();
  BOOST_TEST(count() == 1);
}

BOOST_AUTO_TEST_CASE(tells_a_taken_value_from_other_failures) {
  database.execute("CREATE TABLE t (a TEXT PRIMARY KEY, b TEXT UNIQUE) STRICT");
  database.run("INSERT INTO t VALUES ('1', 'x')");
  BOOST_CHECK_EXCEPTION(database.run("INSERT INTO t VALUES ('2', 'x')"), SqliteError,
                        [](const SqliteError& e) { return e.isUniqueViolation(); });
  BOOST_CHECK_EXCEPTION(database.run("INSERT INTO t VALUES ('1', 'y')"), SqliteError,
                        [](const SqliteError& e) { return !e.isUniqueViolation(); });
}

BOOST_AUTO_TEST_CASE(a_reader_cannot_write) {
  database.execute("CREATE TABLE t (a TEXT) STRICT");
  Database reader(file, Database::Access::ReadOnly);
  BOOST_CHECK_THROW(reader.run("INSERT INTO t VALUES ('x')"), SqliteError);
}

BOOST_AUTO_TEST_CASE(an_error_names_file_and_remedy) {
  const auto expect = [](const std::filesystem::path& path, const std::string& remedy) {
    BOOST_CHECK_EXCEPTION(Database(path, Database::Access::Write), SqliteError, [&](const SqliteError& e) {
      const std::string what = e.what();
      return what.starts_with(path.string() + ": ") && what.find(remedy) != std::string::npos;
    });
  };
  expect(folder.path() / "missing.db", "make the file and its folder readable and writable");
  std::ofstream(folder.path() / "noise.db") << std::string(5000, 'x');
  expect(folder.path() / "noise.db", "restore it from a backup");
}

BOOST_AUTO_TEST_SUITE_END()
