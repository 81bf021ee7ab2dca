#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <random>
#include <set>

#include "connector/provisioning/IdIndex.h"

using namespace scim2ldap::connector;

namespace {

const auto kNothing = [](std::string_view) { return false; };
const auto kEverything = [](std::string_view) { return true; };

IdKey key(std::int64_t created, const std::string& id) {
  return {created, id};
}

std::vector<std::string> ids(const std::optional<IdPage>& page) {
  std::vector<std::string> result;
  for (const IdKey& each : page.value().keys) result.push_back(each.id);
  return result;
}

using Ids = std::vector<std::string>;

void fill(IdIndex& index, const std::vector<IdKey>& keys) {
  index.beginReview();
  index.finishReview(keys, kNothing);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(IdIndexSuite)

BOOST_AUTO_TEST_CASE(answers_nothing_before_the_first_review_and_while_nobody_looks) {
  IdIndex index;
  index.insert(key(1, "a"));
  BOOST_TEST(!index.page(0, 10).has_value());
  BOOST_TEST(!index.pageAfter(key(0, ""), 10).has_value());
  fill(index, {});
  BOOST_TEST(index.page(0, 10).has_value());
  index.distrust();
  BOOST_TEST(!index.page(0, 10).has_value());
}

BOOST_AUTO_TEST_CASE(a_missed_write_is_waited_for_until_a_review_that_began_later) {
  IdIndex index;
  fill(index, {key(1, "a")});
  index.beginReview();
  index.missedWrite();
  BOOST_TEST(index.wantsReview());
  index.finishReview({key(1, "a")}, kNothing);
  BOOST_TEST(!index.page(0, 10).has_value());
  fill(index, {key(1, "a"), key(2, "b")});
  BOOST_TEST(!index.wantsReview());
  BOOST_TEST(ids(index.page(0, 10)) == (Ids{"a", "b"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_write_is_missed_where_the_directory_tells) {
  IdIndex index;
  index.setTold(true);
  fill(index, {key(1, "a")});
  index.missedWrite();
  BOOST_TEST(!index.wantsReview());
  BOOST_TEST(index.page(0, 10).has_value());
}

/// As a plan of an earlier process is settled while all is told for the first time.
BOOST_AUTO_TEST_CASE(what_is_written_while_the_directory_begins_to_tell_is_not_missed) {
  IdIndex index;
  index.beginReview();
  index.missedWrite();
  index.setTold(true);
  index.finishReview({key(1, "a")}, kNothing);
  BOOST_TEST(ids(index.page(0, 10)) == (Ids{"a"}), boost::test_tools::per_element());
  index.setTold(false);
  index.missedWrite();
  BOOST_TEST(!index.page(0, 10).has_value());
}

BOOST_AUTO_TEST_CASE(pages_follow_the_order_of_creation) {
  IdIndex index;
  fill(index, {key(3, "a"), key(1, "z"), key(2, "m"), key(2, "k")});
  BOOST_TEST(ids(index.page(0, 10)) == (Ids{"z", "k", "m", "a"}), boost::test_tools::per_element());
  BOOST_TEST(ids(index.page(1, 2)) == (Ids{"k", "m"}), boost::test_tools::per_element());
  BOOST_TEST(ids(index.page(4, 2)).empty());
  BOOST_TEST(ids(index.page(400, 2)).empty());
  BOOST_TEST(index.page(0, 0)->total == 4U);
}

BOOST_AUTO_TEST_CASE(a_page_after_a_key_does_not_need_the_key_to_be_there) {
  IdIndex index;
  fill(index, {key(1, "a"), key(2, "b"), key(3, "c"), key(4, "d")});
  BOOST_TEST(ids(index.pageAfter(key(2, "b"), 2)) == (Ids{"c", "d"}), boost::test_tools::per_element());
  index.erase("b");
  BOOST_TEST(ids(index.pageAfter(key(2, "b"), 2)) == (Ids{"c", "d"}), boost::test_tools::per_element());
  BOOST_TEST(ids(index.pageAfter(key(4, "d"), 2)).empty());
  BOOST_TEST(index.pageAfter(key(2, "b"), 1)->total == 3U);
}

BOOST_AUTO_TEST_CASE(new_ids_come_last_and_an_id_is_there_once) {
  IdIndex index;
  fill(index, {key(1, "b"), key(2, "a")});
  index.insert(key(3, "c"));
  index.insert(key(3, "c"));
  BOOST_TEST(ids(index.page(0, 9)) == (Ids{"b", "a", "c"}), boost::test_tools::per_element());
  index.insert(key(9, "b"));  // a time that was set by force
  BOOST_TEST(ids(index.page(0, 9)) == (Ids{"a", "c", "b"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_happens_during_a_review_holds_whatever_it_found) {
  IdIndex index;
  fill(index, {key(1, "a"), key(2, "b")});
  index.beginReview();
  index.erase("a");           // read by the review before
  index.insert(key(3, "c"));  // not yet there when the review passed
  index.finishReview({key(1, "a"), key(2, "b")}, kNothing);
  BOOST_TEST(ids(index.page(0, 9)) == (Ids{"b", "c"}), boost::test_tools::per_element());
  fill(index, {key(2, "b")});  // the next one counts alone
  BOOST_TEST(ids(index.page(0, 9)) == (Ids{"b"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_review_keeps_what_is_confirmed_without_its_key) {
  IdIndex index;
  fill(index, {key(1, "a"), key(2, "b"), key(3, "c")});
  index.beginReview();
  index.finishReview({key(4, "d"), key(1, "a"), key(1, "a")}, [](std::string_view id) { return id == "b"; });
  BOOST_TEST(ids(index.page(0, 9)) == (Ids{"a", "b", "d"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_id_that_is_too_long_leaves_it_incomplete) {
  const std::string longest(IdIndex::kMaxIdBytes, 'x');
  IdIndex index;
  fill(index, {key(1, longest)});
  BOOST_TEST(ids(index.page(0, 1)) == (Ids{longest}), boost::test_tools::per_element());
  index.insert(key(2, longest + "x"));
  BOOST_TEST(!index.complete());
  fill(index, {key(1, longest), key(2, longest + "x")});
  BOOST_TEST(!index.complete());
  fill(index, {key(1, longest)});
  BOOST_TEST(index.complete());
}

BOOST_AUTO_TEST_CASE(agrees_with_an_ordered_set_under_random_changes) {
  std::mt19937 random(9865);
  IdIndex index;
  fill(index, {});
  std::map<std::string, std::int64_t> model;
  for (int i = 0; i < 20'000; ++i) {
    const std::string id = "id" + std::to_string(random() % 300);
    const std::int64_t created = static_cast<std::int64_t>(random() % 20);
    if (random() % 2 == 0) {
      index.insert(key(created, id));
      model[id] = created;
    } else {
      index.erase(id);
      model.erase(id);
    }
    if (random() % 500 == 0) {
      index.beginReview();
      index.finishReview({}, kEverything);
    }
    if (random() % 20 != 0) continue;
    std::set<IdKey> ordered;
    for (const auto& [name, time] : model) ordered.insert(key(time, name));
    const std::vector<IdKey> all(ordered.begin(), ordered.end());
    const std::size_t begin = random() % 320, count = random() % 50;
    const IdPage page = index.page(begin, count).value();
    BOOST_REQUIRE(page.total == all.size());
    const auto at = [&](std::size_t n) {
      return all.begin() + static_cast<std::ptrdiff_t>(std::min(n, all.size()));
    };
    BOOST_REQUIRE((page.keys == std::vector<IdKey>(at(begin), at(begin + count))));
    const auto behind = ordered.upper_bound(key(created, id));
    const auto position = static_cast<std::size_t>(std::distance(ordered.begin(), behind));
    BOOST_REQUIRE((index.pageAfter(key(created, id), count)->keys ==
                   std::vector<IdKey>(at(position), at(position + count))));
  }
}

BOOST_AUTO_TEST_SUITE_END()
