#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "tests/support/Folders.h"

namespace {

std::optional<std::string> read(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(RequirementsSuite)

BOOST_AUTO_TEST_CASE(every_test_that_a_requirement_names_is_there) {
  const std::filesystem::path root = SCIM2LDAP_SOURCE_DIR;
  const std::string table = read(root / "tests/rfc/README.md").value();
  std::size_t named = 0;
  // `tests/scim/testPut.cpp:heeds_mutability`
  for (std::size_t at = table.find("`tests/"); at != std::string::npos; at = table.find("`tests/", at + 1)) {
    const std::string reference = table.substr(at + 1, table.find('`', at + 1) - at - 1);
    const std::size_t colon = reference.find(':');
    const std::string file = reference.substr(0, colon);
    if (!file.ends_with(".cpp")) continue;
    ++named;
    const std::optional<std::string> text = read(root / file);
    BOOST_TEST(text.has_value(), file << " is not there");
    if (!text || colon == std::string::npos) continue;
    const std::string name = reference.substr(colon + 1);
    const std::string asCase = "_TEST_CASE(" + name;
    BOOST_TEST(text->find(asCase) != std::string::npos, file << " has no case " << name);
  }
  BOOST_TEST(named > 40U);
}

BOOST_AUTO_TEST_SUITE_END()
