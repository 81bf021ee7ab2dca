#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <vector>

#include "connector/provisioning/FallbackRules.h"

using namespace scim2ldap::connector;

namespace {

using enum FallbackState;
using enum FallbackMove;

struct Case {
  const char* name;
  FallbackState state;
  bool inSyncedGroup;
  bool leaves;
  FallbackDecision decision;
};

std::ostream& operator<<(std::ostream& stream, const Case& sample) {
  return stream << sample.name;
}

const std::vector<Case> kCases = {
    {"no group has come in the grace time", Waiting, false, true, {Join, Inside}},
    {"the last synced group is lost", None, false, true, {Join, Inside}},
    {"he is still in none", Inside, false, true, {Join, Inside}},
    {"a group has come in the grace time", Waiting, true, true, {Stay, None}},
    {"another group has come", None, true, true, {Stay, None}},
    {"the first synced group has come", Inside, true, true, {Leave, None}},
    {"no group has come, and nobody leaves", Waiting, false, false, {Join, Inside}},
    {"the last synced group is lost, and nobody leaves", None, false, false, {Join, Inside}},
    {"a group has come in the grace time, and nobody leaves", Waiting, true, false, {Stay, None}},
    {"the first synced group has come, and nobody leaves", Inside, true, false, {Stay, Inside}},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(FallbackRules)

BOOST_DATA_TEST_CASE(decides_by_state_and_groups, kCases) {
  BOOST_CHECK(decideFallback(sample.state, sample.inSyncedGroup, sample.leaves) == sample.decision);
}

BOOST_AUTO_TEST_CASE(who_has_been_seen_to_stays_as_he_is) {
  for (const FallbackState state : {None, Waiting, Inside}) {
    for (const bool inSyncedGroup : {false, true}) {
      for (const bool leaves : {false, true}) {
        const FallbackState then = decideFallback(state, inSyncedGroup, leaves).state;
        BOOST_CHECK(decideFallback(then, inSyncedGroup, leaves).state == then);
        BOOST_CHECK(then != Waiting);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
