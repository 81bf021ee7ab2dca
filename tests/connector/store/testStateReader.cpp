#include <boost/test/unit_test.hpp>

#include "connector/store/SqliteStore.h"
#include "connector/store/StateFile.h"
#include "connector/store/StateReader.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap::connector;
using scim2ldap::test::TemporaryFolder;

namespace {

LogRow named(const std::string& name) {
  LogRow row;
  row.name = name;
  return row;
}

struct Fixture {
  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "state" / "s.db";

  void expectRefusal(const std::string& says) const {
    BOOST_CHECK_EXCEPTION(StateReader{file}, StoreError, [&](const StoreError& error) {
      return std::string(error.what()).find(says) != std::string::npos;
    });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(StateReaderSuite, Fixture)

BOOST_AUTO_TEST_CASE(reads_beside_a_writer_and_after_it) {
  auto writer = openSqliteStore(file);
  writer->commit({.log = {named("a")}});
  StateReader reader(file);
  BOOST_TEST(reader.log(9, std::nullopt).size() == 1U);
  writer->commit({.log = {named("b")}});
  BOOST_TEST(reader.logAfter(1, 9).front().name == "b");
  writer.reset();
  BOOST_TEST(StateReader(file).log(9, std::nullopt).size() == 2U);
}

BOOST_AUTO_TEST_CASE(finds_who_has_an_external_id) {
  const auto store = openSqliteStore(file);
  StoreChanges changes;
  for (const char* endpoint : {"one", "two"}) {
    ResourceRow row{.endpoint = endpoint, .type = "User", .id = std::string(endpoint) + "-id"};
    row.externalId = "ext";
    row.kept = scim2ldap::scim::Json::object();
    changes.upserts.push_back(row);
  }
  store->commit(changes);
  BOOST_TEST(StateReader(file).idsOf("ext").size() == 2U);
  BOOST_TEST(StateReader(file).idsOf("EXT").size() == 2U);
  BOOST_TEST(StateReader(file).idsOf("ex").empty());
}

BOOST_AUTO_TEST_CASE(makes_nothing) {
  expectRefusal("there is no side table yet");
  BOOST_TEST(!std::filesystem::exists(file.parent_path()));
  prepareStateFile(file);
  expectRefusal("is empty");
}

BOOST_AUTO_TEST_SUITE_END()
