#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <map>

#include "tests/rfc/Checks.h"
#include "tests/support/Folders.h"
#include "tests/support/Program.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using scim::Json;

namespace {

const std::map<std::string, Check*> kChecks = {
    {"resource", checkResource},
    {"filter", checkFilterExample},
    {"patch", checkPatch},
    {"path", checkPath},
    {"list", checkList},
    {"error", checkError},
    {"search", checkSearch},
    {"bulk", checkBulk},
    {"schema", checkSchema},
    {"serviceProviderConfig", checkServiceProviderConfig},
    {"resourceType", checkResourceType},
    {"document", checkDocument},
};

/// Makes one test case of each example of the files.
class Examples : public boost::unit_test::test_unit_generator {
 public:
  Examples() {
    std::vector<std::filesystem::path> paths;
    for (const auto& each : std::filesystem::directory_iterator(SCIM2LDAP_SOURCE_DIR "/tests/rfc/examples"))
      paths.push_back(each.path());
    std::ranges::sort(paths);
    for (const auto& path : paths) {
      const Json file = scim::parseJson(readFile(path));
      for (const Json& example : file.find("examples")->asArray()) cases_.emplace_back(file, example);
    }
    // Taken from the back.
    std::ranges::reverse(cases_);
  }

  [[nodiscard]] boost::unit_test::test_unit* next() const override {
    if (cases_.empty()) return nullptr;
    const auto [file, example] = cases_.back();
    cases_.pop_back();
    const std::string name =
        std::string(example.stringAt("section")) + ' ' + std::string(example.stringAt("name"));
    Check* check = kChecks.at(std::string(example.stringAt("kind")));
    return boost::unit_test::make_test_case([check, f = file, e = example] { check(f, e); }, name, __FILE__,
                                            __LINE__);
  }

 private:
  mutable std::vector<std::pair<Json, Json>> cases_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(RfcExamples)

const boost::unit_test::ut_detail::auto_test_unit_registrar examples(
    Examples(), boost::unit_test::decorator::collector_t::instance());

BOOST_AUTO_TEST_SUITE_END()
