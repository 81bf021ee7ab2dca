#include <boost/test/unit_test.hpp>
#include <random>
#include <set>

#include "ldap/SyncContent.h"

using namespace scim2ldap::ldap;

namespace {

SyncUuid uuid(unsigned char last) {
  SyncUuid result{};
  result.back() = last;
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(SyncContentSuite)

BOOST_AUTO_TEST_CASE(what_a_refresh_does_not_name_is_taken_out_at_its_end) {
  SyncContent content;
  for (unsigned char i = 1; i <= 4; ++i) content.add(uuid(i));
  content.beginRefresh();
  content.add(uuid(2));
  content.add(uuid(4));
  content.add(uuid(5));
  BOOST_CHECK((content.removeUnheard() == std::vector{uuid(1), uuid(3)}));
  BOOST_TEST(content.contains(uuid(2)));
  BOOST_TEST(content.contains(uuid(5)));
  BOOST_TEST(!content.contains(uuid(1)));
}

BOOST_AUTO_TEST_CASE(a_refresh_that_broke_off_counts_for_nothing) {
  SyncContent content;
  content.add(uuid(1));
  content.beginRefresh();
  content.add(uuid(1));
  content.beginRefresh();
  BOOST_CHECK((content.removeUnheard() == std::vector{uuid(1)}));
}

BOOST_AUTO_TEST_CASE(agrees_with_a_set_under_random_changes) {
  std::mt19937 random(4533);
  SyncContent content;
  std::set<SyncUuid> model;
  std::set<SyncUuid> heard;
  for (int i = 0; i < 20'000; ++i) {
    const SyncUuid id = uuid(static_cast<unsigned char>(random() % 64));
    switch (random() % 100) {
      case 0:
        content.beginRefresh();
        heard.clear();
        break;
      case 1: {
        std::vector<SyncUuid> gone;
        std::set_difference(model.begin(), model.end(), heard.begin(), heard.end(), std::back_inserter(gone));
        BOOST_REQUIRE(content.removeUnheard() == gone);
        for (const SyncUuid& each : gone) model.erase(each);
        break;
      }
      default:
        switch (random() % 3) {
          case 0:
            content.add(id);
            model.insert(id);
            heard.insert(id);
            break;
          case 1:
            content.remove(id);
            model.erase(id);
            heard.erase(id);
            break;
          default:
            BOOST_REQUIRE(content.contains(id) == model.contains(id));
        }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
