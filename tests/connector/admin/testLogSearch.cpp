#include <array>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/admin/LogSearch.h"
#include "connector/store/SqliteStore.h"
#include "scim/Error.h"
#include "tests/connector/admin/AdminFixture.h"

using namespace scim2ldap::connector;
using scim2ldap::test::logRow;

namespace {

/// A side table with rows 1 to `count`; every tenth was refused.
struct Log {
  explicit Log(int count) {
    StoreChanges changes;
    for (int i = 1; i <= count; ++i)
      changes.log.push_back(logRow("user" + std::to_string(i), i % 10 == 0 ? 409 : 201));
    store->commit(changes);
  }

  [[nodiscard]] LogPage search(const LogSearch& wanted) const { return searchLog(*store, wanted); }

  scim2ldap::test::TemporaryFolder folder;
  std::unique_ptr<Store> store = openSqliteStore(folder.path() / "scim2ldap.db");
};

std::vector<std::int64_t> numbersOf(const LogPage& page) {
  std::vector<std::int64_t> numbers;
  for (const LogRow& row : page.rows) numbers.push_back(row.number);
  return numbers;
}

using Numbers = std::vector<std::int64_t>;

struct TextCase {
  std::string text;
  std::size_t found;
};
std::ostream& operator<<(std::ostream& out, const TextCase& sample) {
  return out << '"' << sample.text << '"';
}

const std::array<TextCase, 15> kTexts = {{
    {"", 2},
    {"  ", 2},
    {"ada", 1},
    {"ADA", 1},
    {"müller", 1},
    {"MÜLLER", 1},
    {"nobody", 0},
    {"refused", 1},
    {"409", 1},
    {"provisioning", 2},
    {"9F0D6A34", 2},
    {"changetype", 2},
    {"ada refused", 0},
    {"refused MÜLLER 409", 1},
    {"ada.provisioning", 0},
}};

}  // namespace

BOOST_AUTO_TEST_SUITE(LogSearchSuite)

BOOST_AUTO_TEST_CASE(reads_a_query) {
  BOOST_TEST((parseLogSearch("") == LogSearch{}));
  BOOST_TEST((parseLogSearch("limit=7&before=9&after=3&text=a+b%C3%BC&failed=true&ldif=false&other=1") ==
              LogSearch{.limit = 7, .before = 9, .after = 3, .text = "a bü", .failed = true, .ldif = false}));
}

BOOST_AUTO_TEST_CASE(keeps_the_limit_in_bounds) {
  BOOST_TEST(parseLogSearch("limit=0").limit == 1u);
  BOOST_TEST(parseLogSearch("limit=9999999").limit == kMaxLogRows);
}

BOOST_AUTO_TEST_CASE(refuses_values_that_are_none) {
  for (const char* query : {"limit=", "limit=x", "before=-1", "after=1x", "before=99999999999999999999",
                            "failed=1", "failed=", "ldif=yes"})
    BOOST_CHECK_EXCEPTION(static_cast<void>(parseLogSearch(query)), scim2ldap::scim::Error,
                          [](const auto& error) { return error.status() == 400; });
}

BOOST_AUTO_TEST_CASE(an_empty_log_has_nothing_left) {
  BOOST_TEST((Log(0).search({}) == LogPage{}));
}

BOOST_AUTO_TEST_CASE(pages_from_the_newest_to_the_oldest) {
  const Log log(5);
  const LogPage first = log.search({.limit = 2});
  BOOST_TEST((numbersOf(first) == Numbers{5, 4}));
  BOOST_TEST(first.newest == 5);
  BOOST_TEST_REQUIRE(first.next.has_value());
  const LogPage second = log.search({.limit = 2, .before = first.next});
  BOOST_TEST((numbersOf(second) == Numbers{3, 2}));
  const LogPage third = log.search({.limit = 2, .before = second.next});
  BOOST_TEST((numbersOf(third) == Numbers{1}));
  BOOST_TEST(!third.next.has_value());
}

BOOST_AUTO_TEST_CASE(a_full_last_page_has_no_next) {
  BOOST_TEST(!Log(4).search({.limit = 4}).next.has_value());
}

BOOST_AUTO_TEST_CASE(tells_what_is_new_since_the_last_visit) {
  const Log log(5);
  const LogPage page = log.search({.after = 3});
  BOOST_TEST((numbersOf(page) == Numbers{5, 4}));
  BOOST_TEST(!page.next.has_value());
  const LogPage again = log.search({.after = page.newest});
  BOOST_TEST(again.rows.empty());
  BOOST_TEST(again.newest == 5);
}

BOOST_AUTO_TEST_CASE(tells_when_more_is_new_than_fits) {
  BOOST_TEST(Log(5).search({.limit = 2, .after = 1}).next.has_value());
}

BOOST_AUTO_TEST_CASE(finds_failures_beyond_the_first_portion) {
  const Log log(1200);
  const LogPage page = log.search({.limit = 100, .failed = true});
  BOOST_TEST(page.rows.size() == 100u);
  BOOST_TEST(page.rows.front().number == 1200);
  BOOST_TEST(page.rows.back().number == 210);
  BOOST_TEST(page.newest == 1200);
  const LogPage rest = log.search({.limit = 100, .before = page.next, .failed = true});
  BOOST_TEST(rest.rows.size() == 20u);
  BOOST_TEST(rest.rows.front().number == 200);
  BOOST_TEST(!rest.next.has_value());
}

BOOST_AUTO_TEST_CASE(a_long_search_goes_on_in_the_next_request) {
  const Log log(static_cast<int>(kMaxLogRowsSearched) + 3);
  const LogPage page = log.search({.text = "user2 2023-nothing"});
  BOOST_TEST(page.rows.empty());
  BOOST_TEST_REQUIRE(page.next.has_value());
  BOOST_TEST(*page.next == 4);
  const LogPage rest = log.search({.before = page.next, .text = "user2"});
  BOOST_TEST((numbersOf(rest) == Numbers{2}));
  BOOST_TEST(!rest.next.has_value());
}

BOOST_DATA_TEST_CASE(finds_words_in_every_field_and_case, kTexts) {
  const Log log(0);
  log.store->commit({.log = {logRow("ada@corp.example"), logRow("j.müller@corp.example", 409)}});
  BOOST_TEST(log.search({.text = sample.text}).rows.size() == sample.found);
}

BOOST_AUTO_TEST_CASE(leaves_the_plans_out_on_request) {
  const Log log(1);
  for (const bool ldif : {true, false}) {
    const LogSearch search{.ldif = ldif};
    const scim2ldap::scim::Json body = logPageJson(log.search(search), search);
    BOOST_TEST((body.find("rows")->asArray().front().find("ldif") != nullptr) == ldif);
  }
}

BOOST_AUTO_TEST_SUITE_END()
