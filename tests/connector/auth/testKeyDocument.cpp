#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "connector/auth/KeyDocument.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

struct Fixture {
  test::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "keys.json";

  Fixture() { std::ofstream(file) << "{}"; }
  void permit(unsigned mode) const {
    std::filesystem::permissions(file, static_cast<std::filesystem::perms>(mode));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(KeyDocumentSuite, Fixture)

BOOST_AUTO_TEST_CASE(is_a_file_that_everybody_may_read) {
  permit(0644);
  BOOST_TEST(readKeyDocument(file.string()) == "{}");
}

BOOST_AUTO_TEST_CASE(is_no_file_that_somebody_else_can_write) {
  for (const unsigned mode : {0664U, 0646U}) {
    permit(mode);
    BOOST_CHECK_EXCEPTION(static_cast<void>(readKeyDocument(file.string())), std::runtime_error,
                          [&](const std::runtime_error& error) {
                            return std::string(error.what()).ends_with("run: chmod go-w " + file.string());
                          });
  }
}

BOOST_AUTO_TEST_SUITE_END()
