#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/Folders.h"

namespace {

const std::filesystem::path kRoot = SCIM2LDAP_SOURCE_DIR;

std::optional<std::string> read(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

/// The cells of a table's row, blanks cut off.
std::vector<std::string> cellsOf(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t at = 1; at < line.size();) {
    const std::size_t end = line.find('|', at);
    const std::string cell = line.substr(at, end - at);
    const std::size_t first = cell.find_first_not_of(' ');
    cells.push_back(first == std::string::npos ? ""
                                               : cell.substr(first, cell.find_last_not_of(' ') - first + 1));
    if (end == std::string::npos) break;
    at = end + 1;
  }
  return cells;
}

/// The rows of the table of requirements, without its head.
std::vector<std::vector<std::string>> requirements() {
  std::istringstream text(read(kRoot / "tests/rfc/README.md").value());
  std::vector<std::vector<std::string>> rows;
  bool inTable = false;
  for (std::string line; std::getline(text, line);) {
    if (!line.starts_with('|')) inTable = false;
    if (inTable && !line.starts_with("|---")) rows.push_back(cellsOf(line));
    if (line == "| RFC | requirement | tests |") inTable = true;
  }
  return rows;
}

/// Why a test that is named is not there: "tests/scim/testPut.cpp:heeds_mutability" a case of a file,
/// "tests/rfc/recordings/bulk.json:§3.7 all" a step of a recording; a file alone for all of it. "" where it
/// is there.
std::string faultOf(const std::string& reference) {
  const std::size_t colon = reference.find(':');
  const std::string file = reference.substr(0, colon);
  const std::optional<std::string> text = read(kRoot / file);
  if (!text) return file + " is not there";
  if (colon == std::string::npos) return "";
  const std::string name = reference.substr(colon + 1);
  const bool isCase = text->find("_TEST_CASE(" + name + ")") != std::string::npos ||
                      text->find("_TEST_CASE(" + name + ",") != std::string::npos;
  const bool isStep = text->find("\"name\": \"" + name + "\"") != std::string::npos;
  const bool found = file.ends_with(".cpp") ? isCase : isStep;
  return found ? "" : file + " has nothing called " + name;
}

/// The tests that a cell names, each in backticks.
std::vector<std::string> testsIn(const std::string& cell) {
  std::vector<std::string> tests;
  for (std::size_t at = cell.find("`tests/"); at != std::string::npos; at = cell.find("`tests/", at + 1))
    tests.push_back(cell.substr(at + 1, cell.find('`', at + 1) - at - 1));
  return tests;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(RequirementsSuite)

BOOST_AUTO_TEST_CASE(every_requirement_names_tests_and_every_test_is_there) {
  const auto rows = requirements();
  for (const std::vector<std::string>& row : rows) {
    BOOST_TEST_REQUIRE(row.size() >= 3U, "a row has three cells");
    BOOST_TEST_CONTEXT(row[0] << " " << row[1]) {
      for (const std::string& cell : row) BOOST_TEST(!cell.empty());
      const std::vector<std::string> tests = testsIn(row[2]);
      BOOST_TEST(!tests.empty(), "no test is named");
      for (const std::string& test : tests) BOOST_TEST(faultOf(test) == "");
    }
  }
  BOOST_TEST(rows.size() > 150U);
}

BOOST_AUTO_TEST_CASE(a_test_that_is_not_there_is_found) {
  BOOST_TEST(faultOf("tests/scim/testPut.cpp:heeds_mutability") == "");
  BOOST_TEST(
      faultOf("tests/scim/testPut.cpp:heeds_mutabilit").ends_with("has nothing called heeds_mutabilit"));
  BOOST_TEST(faultOf("tests/rfc/recordings/bulk.json:§3.7.3 all operations fail") == "");
  BOOST_TEST(faultOf("tests/rfc/recordings/bulk.json:§3.7.3 all") != "");
  BOOST_TEST(faultOf("tests/scim/testPu.cpp") == "tests/scim/testPu.cpp is not there");
  BOOST_TEST(testsIn("`tests/a.cpp:b`, and `tests/c.json`").size() == 2U);
  BOOST_TEST(cellsOf("| 7643 2.1 |  | `x` |").at(1) == "");
}

BOOST_AUTO_TEST_SUITE_END()
