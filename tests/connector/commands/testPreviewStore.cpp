#include <boost/test/unit_test.hpp>

#include "connector/provisioning/PreviewStore.h"
#include "connector/store/SqliteStore.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap::connector;
using scim2ldap::test::TemporaryFolder;

BOOST_AUTO_TEST_SUITE(PreviewStoreSuite)

BOOST_AUTO_TEST_CASE(reads_rows_and_leaves_them_whatever_is_committed) {
  const TemporaryFolder folder;
  const auto store = openSqliteStore(folder.path() / "scim2ldap.db");
  ResourceRow row;
  row.endpoint = "tests";
  row.type = "User";
  row.id = "1";
  row.externalId = "e1";
  row.kept = scim2ldap::scim::Json::object();
  store->commit({.upserts = {row}});

  const ResourceKey key{"tests", "User", "1"};
  PreviewStore preview(openSqliteStore(folder.path() / "scim2ldap.db"));
  BOOST_TEST(preview.find(key)->externalId.value() == "e1");
  BOOST_TEST(preview.idsByExternalId("tests", "User", "e1").size() == 1U);
  preview.commit({.removals = {key}});
  BOOST_TEST(store->find(key).has_value());
  BOOST_CHECK_THROW((void)preview.beginJournal({}), StoreError);
  BOOST_TEST(store->journal().empty());
}

BOOST_AUTO_TEST_CASE(is_empty_where_there_is_no_side_table_yet) {
  PreviewStore preview(nullptr);
  BOOST_TEST(!preview.find({"tests", "User", "1"}));
  BOOST_TEST(preview.findAll("tests", "User", {"1"}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
