#include <boost/test/unit_test.hpp>

#include "connector/provisioning/LeavingGate.h"
#include "connector/store/SqliteStore.h"
#include "scim/Error.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

const TimePoint kNow(std::chrono::hours(1000));

struct Fixture {
  test::TemporaryFolder folder;
  std::unique_ptr<Store> store = openSqliteStore(folder.path() / "s.db");
  LeavingGate gate;
  LeavingGuard guard{.count = 2};
  int holds = 0;

  LeavingGate::Pass enter(const std::string& id, TimePoint now = kNow) {
    return gate.enter(guard, *store, "main", id, 100, now, [this] { ++holds; });
  }
  void leave(const std::string& id, TimePoint now = kNow) {
    const LeavingGate::Pass pass = enter(id, now);
    StoreChanges changes;
    changes.leavings = {{"main", id, now}};
    store->commit(changes);
  }
  int statusOf(const std::string& id, TimePoint now = kNow) {
    try {
      const LeavingGate::Pass pass = enter(id, now);
      return 0;
    } catch (const scim::Error& error) {
      return error.status();
    }
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(LeavingGateSuite, Fixture)

BOOST_AUTO_TEST_CASE(the_limit_is_the_smaller_one_and_at_least_one) {
  BOOST_TEST(leavingLimit({.count = 50, .percent = 10}, 100) == 10);
  BOOST_TEST(leavingLimit({.count = 5, .percent = 10}, 100) == 5);
  BOOST_TEST(leavingLimit({.percent = 10}, 3) == 1);
}

BOOST_AUTO_TEST_CASE(further_ones_are_held_until_the_hour_is_over) {
  leave("1");
  leave("2");
  BOOST_TEST(statusOf("3") == 503);
  BOOST_TEST(statusOf("2") == 0);  // who has left already is no further one
  BOOST_TEST(statusOf("3", kNow + std::chrono::minutes(61)) == 0);
}

BOOST_AUTO_TEST_CASE(who_is_on_his_way_counts) {
  const LeavingGate::Pass first = enter("1");
  {
    const LeavingGate::Pass second = enter("2");
    BOOST_TEST(statusOf("3") == 503);
  }
  BOOST_TEST(statusOf("3") == 0);  // the second one was refused after all
}

BOOST_AUTO_TEST_CASE(a_confirmation_lets_any_number_go_for_a_while_and_begins_to_count_anew) {
  leave("1");
  leave("2");
  store->confirmLeaving("main", kNow + std::chrono::minutes(10));
  for (const char* id : {"3", "4", "5"}) leave(id);
  const TimePoint after = kNow + std::chrono::minutes(10);
  leave("6", after);
  leave("7", after);
  BOOST_TEST(statusOf("8", after) == 503);
}

BOOST_AUTO_TEST_CASE(that_users_are_held_is_told_when_it_begins) {
  leave("1");
  leave("2");
  BOOST_TEST(statusOf("3") == 503);
  BOOST_TEST(statusOf("4") == 503);
  BOOST_TEST(holds == 1);
  const TimePoint later = kNow + std::chrono::minutes(61);
  leave("3", later);
  leave("4", later);
  BOOST_TEST(statusOf("5", later) == 503);
  BOOST_TEST(holds == 2);
}

BOOST_AUTO_TEST_CASE(endpoints_are_counted_apart) {
  leave("1");
  leave("2");
  BOOST_CHECK_NO_THROW(static_cast<void>(gate.enter(guard, *store, "other", "3", 100, kNow, [] {})));
}

BOOST_AUTO_TEST_CASE(without_a_guard_any_number_may_leave) {
  guard = {};
  for (int i = 0; i < 10; ++i) leave(std::to_string(i));
  BOOST_TEST(statusOf("x") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
