#include <array>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <map>
#include <memory>

#include "tests/e2e/replay/Player.h"
#include "tests/e2e/replay/RecordedCases.h"

using namespace scim2ldap::test;

namespace {

/// A directory with the password policy that makes a lock effective, and a connector for it.
struct Pair {
  TemporarySlapd slapd;
  ConnectorProcess connector;

  explicit Pair(const ConnectorOptions& options)
      : slapd([] {
          SlapdOptions withPolicy;
          withPolicy.ppolicy = true;
          return withPolicy;
        }()),
        connector(slapd, options) {}
};

std::unique_ptr<Pair> startPair(const Recording& recording) {
  ConnectorOptions options;
  options.mapping = recording.mapping;
  options.dialect = recording.dialect;
  options.moreTables = recording.tables;
  return std::make_unique<Pair>(options);
}

/// The pair for this mapping, dialect and tables; the recordings share it.
const Pair& sharedPair(const Recording& recording) {
  static std::map<std::array<std::string, 3>, std::unique_ptr<Pair>> pairs;
  std::unique_ptr<Pair>& pair = pairs[{recording.mapping, recording.dialect, recording.tables}];
  if (!pair) pair = startPair(recording);
  return *pair;
}

void play(const std::filesystem::path& file) {
  const Recording recording = readRecording(file);
  BOOST_TEST_REQUIRE(!recording.steps.empty());
  BOOST_TEST_REQUIRE((recording.endpoint.empty() && recording.changes.empty()), "no shipped example here");
  const std::unique_ptr<Pair> own = recording.own ? startPair(recording) : nullptr;
  const Pair& pair = own ? *own : sharedPair(recording);
  BOOST_TEST_CONTEXT(recording.name) {
    const std::vector<std::string> faults = Player(pair.slapd, pair.connector).play(recording);
    for (const std::string& fault : faults) BOOST_ERROR(fault);
    BOOST_TEST(faults.empty());
  }
}

}  // namespace

RECORDED_CASES(Entra, "idp/entra", play)
RECORDED_CASES(Okta, "idp/okta", play)
RECORDED_CASES(OneLogin, "idp/onelogin", play)
RECORDED_CASES(JumpCloud, "idp/jumpcloud", play)
RECORDED_CASES(PingFederate, "idp/pingfederate", play)
RECORDED_CASES(Authentik, "idp/authentik", play)
RECORDED_CASES(Others, "idp/others", play)
RECORDED_CASES(Rfc, "rfc/recordings", play)
