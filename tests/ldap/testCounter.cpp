#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <mutex>
#include <set>
#include <thread>

#include "ldap/Error.h"
#include "tests/ldap/DirectoryFixture.h"

using namespace scim2ldap::ldap;

namespace {

struct Fixture : DirectoryFixture {
  Dn counter = base.child("cn", "uidNext");

  Fixture() {
    const WriteResult added = directory.add({counter,
                                             {{"objectClass", {"applicationProcess", "extensibleObject"}},
                                              {"cn", {"uidNext"}},
                                              {"uidNumber", {"10000"}},
                                              {"gidNumber", {"-3"}}}});
    BOOST_REQUIRE(added.ok());
  }
};

bool saysNoSuchAttribute(const Error& error) {
  return error.code() == ResultCode::NoSuchAttribute;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(CounterSuite, Fixture)

BOOST_DATA_TEST_CASE_F(Fixture, eight_threads_take_each_number_once_without_a_gap,
                       boost::unit_test::data::make({true, false}), increment) {
  Capabilities can = directory.capabilities();
  BOOST_REQUIRE(can.increment);
  can.increment = increment;
  Directory target(slapd.settings(), can);
  constexpr int kThreads = 8;
  constexpr int kEach = 50;
  std::mutex mutex;
  std::multiset<std::int64_t> taken;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < kEach; ++n) {
        const std::int64_t number = target.takeNumber(counter, "uidNumber");
        const std::lock_guard lock(mutex);
        taken.insert(number);
      }
    });
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(taken.size() == std::size_t{kThreads} * kEach);
  BOOST_TEST(std::set<std::int64_t>(taken.begin(), taken.end()).size() == taken.size());
  BOOST_TEST(*taken.begin() == 10000);
  BOOST_TEST(*taken.rbegin() == 10000 + kThreads * kEach - 1);
  BOOST_TEST(stored(counter, "uidNumber") == std::to_string(10000 + kThreads * kEach));
}

BOOST_DATA_TEST_CASE_F(Fixture, says_what_is_wrong_with_a_counter,
                       boost::unit_test::data::make({true, false}), increment) {
  Capabilities can = directory.capabilities();
  can.increment = increment;
  Directory target(slapd.settings(), can);
  BOOST_CHECK_EXCEPTION((void)target.takeNumber(counter, "shadowMax"), Error, saysNoSuchAttribute);
  BOOST_CHECK_EXCEPTION((void)target.takeNumber(base.child("cn", "none"), "uidNumber"), Error,
                        [](const Error& error) { return error.code() == ResultCode::NoSuchObject; });
  BOOST_TEST(target.takeNumber(counter, "gidNumber") == -3);
  BOOST_TEST(target.takeNumber(counter, "gidNumber") == -2);
}

BOOST_AUTO_TEST_SUITE_END()
