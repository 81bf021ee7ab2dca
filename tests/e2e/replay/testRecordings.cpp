#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <utility>

#include "tests/e2e/replay/Player.h"
#include "tests/support/Folders.h"

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
  return std::make_unique<Pair>(options);
}

/// The pair for this mapping and dialect; the recordings share it.
const Pair& sharedPair(const Recording& recording) {
  static std::map<std::pair<std::string, std::string>, std::unique_ptr<Pair>> pairs;
  std::unique_ptr<Pair>& pair = pairs[{recording.mapping, recording.dialect}];
  if (!pair) pair = startPair(recording);
  return *pair;
}

void play(const std::filesystem::path& file) {
  const Recording recording = readRecording(file);
  BOOST_TEST_REQUIRE(!recording.steps.empty());
  const std::unique_ptr<Pair> own = recording.own ? startPair(recording) : nullptr;
  const Pair& pair = own ? *own : sharedPair(recording);
  BOOST_TEST_CONTEXT(recording.name) {
    const std::vector<std::string> faults = Player(pair.slapd, pair.connector).play(recording);
    for (const std::string& fault : faults) BOOST_ERROR(fault);
    BOOST_TEST(faults.empty());
  }
}

/// Makes one test case of each file of a folder of recordings, named like the file.
class Recordings : public boost::unit_test::test_unit_generator {
 public:
  /// \param folder  below tests/
  explicit Recordings(const std::string& folder) {
    for (const auto& each : std::filesystem::directory_iterator(SCIM2LDAP_SOURCE_DIR "/tests/" + folder))
      if (each.path().extension() == ".json") files_.push_back(each.path());
    // Taken from the back.
    std::ranges::sort(files_, std::greater<>());
  }

  [[nodiscard]] boost::unit_test::test_unit* next() const override {
    if (files_.empty()) return nullptr;
    const std::filesystem::path file = files_.back();
    files_.pop_back();
    return boost::unit_test::make_test_case([file] { play(file); }, file.stem().string(), __FILE__, __LINE__);
  }

 private:
  mutable std::vector<std::filesystem::path> files_;
};

}  // namespace

// One suite for each folder of recordings.
#define RECORDINGS_OF(suite, folder)                                             \
  BOOST_AUTO_TEST_SUITE(suite)                                                   \
  const boost::unit_test::ut_detail::auto_test_unit_registrar recordings(        \
      Recordings(folder), boost::unit_test::decorator::collector_t::instance()); \
  BOOST_AUTO_TEST_SUITE_END()

RECORDINGS_OF(Entra, "idp/entra")
RECORDINGS_OF(Okta, "idp/okta")
RECORDINGS_OF(OneLogin, "idp/onelogin")
RECORDINGS_OF(JumpCloud, "idp/jumpcloud")
RECORDINGS_OF(PingFederate, "idp/pingfederate")
RECORDINGS_OF(Authentik, "idp/authentik")
RECORDINGS_OF(Others, "idp/others")
RECORDINGS_OF(Rfc, "rfc/recordings")
