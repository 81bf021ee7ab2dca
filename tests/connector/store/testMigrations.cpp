#include <boost/test/unit_test.hpp>

#include "connector/store/Migrations.h"
#include "connector/store/SqliteStore.h"
#include "connector/store/StateFile.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap::connector;
using scim2ldap::test::TemporaryFolder;

namespace {

struct Fixture {
  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "s.db";

  Database open() {
    prepareStateFile(file);
    return {file, Database::Access::Write};
  }
  void expectRefusal(const std::string& remedy) {
    BOOST_CHECK_EXCEPTION((void)openSqliteStore(file), StoreError, [&](const StoreError& e) {
      const std::string what = e.what();
      return what.starts_with(file.string()) && what.find(remedy) != std::string::npos;
    });
  }
};

std::int64_t number(Database& database, const char* sql) {
  Statement select = database.statement(sql);
  BOOST_REQUIRE(select.step());
  return select.integer(0);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(MigrationsSuite, Fixture)

BOOST_AUTO_TEST_CASE(brings_an_empty_file_to_the_present_schema) {
  Database database = open();
  BOOST_TEST(number(database, "PRAGMA user_version") == 0);
  migrate(database, file);
  BOOST_TEST(number(database, "PRAGMA user_version") == 3);
  BOOST_TEST(number(database,
                    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'") == 10);
}

BOOST_AUTO_TEST_CASE(does_nothing_the_second_time) {
  Database database = open();
  migrate(database, file);
  const std::int64_t before = number(database, "PRAGMA schema_version");
  migrate(database, file);
  BOOST_TEST(number(database, "PRAGMA schema_version") == before);
}

BOOST_AUTO_TEST_CASE(keeps_what_the_file_of_an_older_release_holds) {
  {
    Database database = open();
    migrate(database, file);
    database.execute(
        "ALTER TABLE resource DROP COLUMN home; ALTER TABLE journal DROP COLUMN set_aside;"
        "DROP TABLE client; DROP TABLE client_secret; DROP TABLE fallback; DROP TABLE leaving;"
        "DROP TABLE leaving_confirmed; DROP TABLE log_clock; DROP INDEX token_client; ALTER TABLE token DROP COLUMN scopes;"
        "ALTER TABLE token DROP COLUMN client; ALTER TABLE token DROP COLUMN trust; ALTER TABLE resource "
        "DROP COLUMN raw_role;"
        "ALTER TABLE resource DROP COLUMN role;"
        "PRAGMA user_version=1;"
        "INSERT INTO resource (endpoint, type, id, external_id_is_unique, origin, originals, created, "
        "modified)"
        " VALUES ('main', 'User', 'id-1', 1, 'scim', '[]', 1, 2);"
        "INSERT INTO token (endpoint, name, hash, created) VALUES ('main', 'entra', x'00', 1);"
        "INSERT INTO journal (time, plan) VALUES (1, '{}')");
  }
  const std::unique_ptr<Store> store = openSqliteStore(file);
  BOOST_TEST_REQUIRE(store->find({"main", "User", "id-1"}).has_value());
  BOOST_TEST(store->find({"main", "User", "id-1"})->home.empty());
  BOOST_TEST(store->find({"main", "User", "id-1"})->role.empty());
  BOOST_TEST_REQUIRE(store->tokens("main").size() == 1U);
  BOOST_TEST(store->tokens("main").front().scopes.empty());
  BOOST_TEST_REQUIRE(store->journal().size() == 1U);
  BOOST_TEST(store->journal().front().setAside.empty());
}

BOOST_AUTO_TEST_CASE(refuses_the_file_of_a_newer_release) {
  {
    Database database = open();
    migrate(database, file);
    database.execute("PRAGMA user_version=4");
  }
  expectRefusal("made by a newer release (schema 4, this one knows 3)");
}

BOOST_AUTO_TEST_CASE(refuses_the_database_of_another_program) {
  open().execute("CREATE TABLE customers (name TEXT)");
  expectRefusal("another program");
}

BOOST_AUTO_TEST_SUITE_END()
