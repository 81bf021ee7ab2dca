#include <array>
#include <boost/test/unit_test.hpp>
#include <map>
#include <random>

#include "connector/provisioning/PointerTable.h"

using namespace scim2ldap::connector;

BOOST_AUTO_TEST_SUITE(PointerTableSuite)

BOOST_AUTO_TEST_CASE(finds_nothing_where_nothing_is) {
  PointerTable<int> table;
  const int item = 1;
  const auto any = [](int) { return true; };
  BOOST_TEST(table.find(7, any) == nullptr);
  BOOST_TEST(table.fetchItem(7) == nullptr);
  table.fetchSlot(7);
  table.erase(7, &item);
  table.insert(7, &item);
  BOOST_TEST(table.find(7, any) == &item);
  BOOST_TEST(table.find(8, any) == nullptr);
  BOOST_TEST(table.find(7, [](int) { return false; }) == nullptr);
  table.clear();
  BOOST_TEST(table.find(7, any) == nullptr);
}

// Few hashes for many items: they push each other aside, also over the end of the table.
BOOST_AUTO_TEST_CASE(holds_what_was_put_in_and_not_taken_out) {
  std::mt19937 random(5);
  std::array<int, 300> items{};
  for (int i = 0; i < 300; ++i) items[static_cast<std::size_t>(i)] = i;
  const auto hashOf = [](int item) { return static_cast<std::uint64_t>(item % 11) * 61; };
  PointerTable<int> table;
  std::map<int, bool> isIn;
  for (int step = 0; step < 20'000; ++step) {
    const int item = static_cast<int>(random() % items.size());
    const int* pointer = &items[static_cast<std::size_t>(item)];
    if (isIn[item]) {
      table.erase(hashOf(item), pointer);
    } else {
      table.insert(hashOf(item), pointer);
    }
    isIn[item] = !isIn[item];
    const int other = static_cast<int>(random() % items.size());
    const int* found = table.find(hashOf(other), [&](int each) { return each == other; });
    BOOST_TEST_REQUIRE(found == (isIn[other] ? &items[static_cast<std::size_t>(other)] : nullptr));
  }
}

BOOST_AUTO_TEST_SUITE_END()
