// What finds faults is shown to find them.

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <thread>

#include "connector/store/SqliteStore.h"
#include "ldap/Directory.h"
#include "tests/fault/EntraCrowd.h"
#include "tests/fault/SoakSamples.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using std::chrono::seconds;

namespace {

constexpr int kRequests = 300;

/// Clients that have worked undisturbed and come to their end.
struct Worked {
  TemporarySlapd slapd{[] {
    SlapdOptions options;
    options.ppolicy = true;
    return options;
  }()};
  ConnectorProcess connector{slapd};
  EntraCrowd crowd{ScimClient(connector), {}};

  Worked() {
    crowd.start();
    while (crowd.findings().answers() < kRequests && crowd.findings().texts().empty())
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    crowd.finish();
  }
  [[nodiscard]] std::int64_t found(Fault fault) {
    crowd.compareEnd(connector, slapd);
    return crowd.findings().count(fault);
  }
  [[nodiscard]] std::unique_ptr<connector::Store> store() const {
    return connector::openSqliteStore(connector.stateFile());
  }
  /// Some user's entry.
  [[nodiscard]] ldap::Dn someone(ldap::Directory& directory) const {
    const ldap::Dn people = ldap::Dn::parse(slapd.base()).child("ou", "people");
    return directory.search({people, ldap::Scope::OneLevel, {ldap::Present{"uid"}}, {}}).front().dn;
  }
};

SoakSample sample(int minute, std::int64_t residentKiB, std::int64_t databaseKiB) {
  SoakSample made;
  made.at = seconds(minute * 60);
  made.connector = {residentKiB, 20};
  made.descriptors = 20;
  made.databaseKiB = databaseKiB;
  return made;
}

/// An hour in which memory and file grow by so much a minute.
SoakSamples::Growth growthOf(std::int64_t residentKiB, std::int64_t databaseKiB) {
  SoakSamples samples;
  for (int minute = 1; minute <= 60; ++minute)
    samples.add(sample(minute, 30'000 + minute * residentKiB, 2'000 + minute * databaseKiB));
  return samples.growth(seconds(900), seconds(2400));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(Harness)

BOOST_FIXTURE_TEST_CASE(an_undisturbed_end_is_as_the_clients_know_it, Worked) {
  static_cast<void>(found(Fault::Lost));
  BOOST_TEST(crowd.findings().texts() == std::vector<std::string>{}, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(an_entry_that_others_take_is_lost, Worked) {
  ldap::Directory directory(slapd.settings());
  BOOST_TEST(directory.remove(someone(directory)).ok());
  BOOST_TEST(found(Fault::Lost) > 0);
}

BOOST_FIXTURE_TEST_CASE(a_value_that_others_change_is_lost, Worked) {
  ldap::Directory directory(slapd.settings());
  BOOST_TEST(
      directory.modify(someone(directory), {{ldap::ModificationType::Replace, "title", {"Other"}}}).ok());
  BOOST_TEST(found(Fault::Lost) > 0);
}

BOOST_FIXTURE_TEST_CASE(an_entry_that_nobody_asked_for_is_doubled, Worked) {
  ldap::Directory directory(slapd.settings());
  ldap::Entry twin{ldap::Dn::parse(slapd.base()).child("ou", "people").child("uid", "twin")};
  twin.attributes = {{"objectClass", {"inetOrgPerson"}}, {"uid", {"twin"}}, {"cn", {"T"}}, {"sn", {"T"}}};
  BOOST_TEST(directory.add(twin).ok());
  BOOST_TEST(found(Fault::Doubled) > 0);
}

BOOST_FIXTURE_TEST_CASE(a_row_that_is_missing_is_lost, Worked) {
  const auto rows = store()->resources("tests", "User", "", 1);
  store()->commit({.removals = {{"tests", "User", rows.front().id}}});
  BOOST_TEST(found(Fault::Lost) > 0);
}

BOOST_FIXTURE_TEST_CASE(a_write_that_the_log_tells_twice_is_doubled, Worked) {
  const auto rows = store()->log(1, std::nullopt);
  store()->commit({.log = rows});
  BOOST_TEST(found(Fault::Doubled) > 0);
}

BOOST_FIXTURE_TEST_CASE(a_plan_that_stays_in_the_journal_is_half_done, Worked) {
  static_cast<void>(store()->beginJournal(scim::Json::object()));
  BOOST_TEST(found(Fault::HalfDone) > 0);
}

BOOST_AUTO_TEST_CASE(what_grows_is_told) {
  BOOST_TEST(growthOf(0, 0).grown.empty());
  BOOST_TEST(growthOf(500, 0).grown.size() == 1U);
  BOOST_TEST(growthOf(0, 50).grown.size() == 1U);
  BOOST_TEST(growthOf(0, 0).notJudged.empty());
}

BOOST_AUTO_TEST_CASE(a_short_run_is_not_judged) {
  SoakSamples samples;
  for (int minute = 1; minute <= 3; ++minute) samples.add(sample(minute, 30'000, 2'000));
  const SoakSamples::Growth growth = samples.growth(seconds(45), seconds(120));
  BOOST_TEST(growth.grown.empty());
  BOOST_TEST(growth.notJudged.size() == 5U);
}

BOOST_AUTO_TEST_SUITE_END()
