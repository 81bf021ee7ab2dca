#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
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

/// The rows of the table with this head, without it.
std::vector<std::vector<std::string>> requirements(const std::string& file, const std::string& head) {
  std::istringstream text(read(kRoot / file).value());
  std::vector<std::vector<std::string>> rows;
  bool inTable = false;
  for (std::string line; std::getline(text, line);) {
    if (!line.starts_with('|')) inTable = false;
    if (inTable && !line.starts_with("|---")) rows.push_back(cellsOf(line));
    if (line == head) inTable = true;
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

/// What a cell names in backticks that begins so.
std::vector<std::string> namedIn(const std::string& cell, const std::string& beginning) {
  std::vector<std::string> names;
  for (std::size_t at = cell.find('`'); at != std::string::npos;) {
    const std::size_t end = cell.find('`', at + 1);
    if (end == std::string::npos) break;
    const std::string name = cell.substr(at + 1, end - at - 1);
    if (name.starts_with(beginning)) names.push_back(name);
    at = cell.find('`', end + 1);
  }
  return names;
}

std::vector<std::string> testsIn(const std::string& cell) {
  return namedIn(cell, "tests/");
}

/// Whether a text holds the clause's id in a name: `"name": "G3 G9 ..."` of a step, `TEST_CASE(K23_...)`.
bool provesClause(const std::string& text, const std::string& clause) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("_TEST_CASE(") != std::string::npos && line.find(clause + "_") != std::string::npos)
      return true;
    const std::size_t name = line.find("\"name\": \"");
    if (name == std::string::npos) continue;
    std::istringstream words(line.substr(name + 9));
    for (std::string word; words >> word;) {
      std::erase_if(word, [](char c) { return c == ';' || c == '"' || c == ':'; });
      if (word == clause) return true;
    }
  }
  return false;
}

/// Why something that proves a clause does not: "users.json", a recording or source file of tests/examples
/// with the clause's id in a name; "etc/examples/x/README.md:The log", a section. "" where it does.
std::string clauseFaultOf(const std::string& reference, const std::string& clause) {
  const std::size_t colon = reference.find(':');
  const std::string file =
      (reference.starts_with("etc/") ? "" : "tests/examples/") + reference.substr(0, colon);
  const std::optional<std::string> text = read(kRoot / file);
  if (!text) return file + " is not there";
  if (colon != std::string::npos) {
    const bool found = text->find("\n## " + reference.substr(colon + 1) + "\n") != std::string::npos;
    return found ? "" : file + " has no section " + reference.substr(colon + 1);
  }
  return provesClause(*text, clause) ? "" : file + " has nothing that names " + clause;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(RequirementsSuite)

BOOST_AUTO_TEST_CASE(every_requirement_names_tests_and_every_test_is_there) {
  const auto rows = requirements("tests/rfc/README.md", "| RFC | requirement | tests |");
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

BOOST_AUTO_TEST_CASE(every_clause_of_a_product_is_proved_by_something_that_names_it) {
  const auto rows = requirements("tests/examples/README.md", "| clause | what is asked for | proved by |");
  std::vector<std::string> clauses;
  for (const std::vector<std::string>& row : rows) {
    BOOST_TEST_REQUIRE(row.size() >= 3U, "a row has three cells");
    clauses.push_back(row[0]);
    BOOST_TEST_CONTEXT(row[0] << " " << row[1]) {
      const std::vector<std::string> named = namedIn(row[2], "");
      BOOST_TEST(!named.empty(), "nothing is named");
      for (const std::string& each : named) BOOST_TEST(clauseFaultOf(each, row[0]) == "");
    }
  }
  std::vector<std::string> all;
  for (const auto& [letter, last] : {std::pair{'G', 15}, {'O', 20}, {'K', 28}, {'C', 6}, {'A', 9}})
    for (int n = 1; n <= last; ++n) all.push_back(letter + std::to_string(n));
  BOOST_TEST(clauses == all, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_clause_that_nothing_names_is_found) {
  BOOST_TEST(clauseFaultOf("create-only-local-groups/users.json", "G3") == "");
  BOOST_TEST(clauseFaultOf("create-only-local-groups/users.json", "G33") != "");
  BOOST_TEST(clauseFaultOf("create-only-local-groups/keys.json", "G3") != "");
  BOOST_TEST(clauseFaultOf("create-only-local-groups/nothing.json", "G3").ends_with("is not there"));
  BOOST_TEST(clauseFaultOf("etc/examples/minimal-attributes/README.md:The Entra side", "C5") == "");
  BOOST_TEST(clauseFaultOf("etc/examples/minimal-attributes/README.md:The Okta side", "C5") != "");
  BOOST_TEST(provesClause("BOOST_AUTO_TEST_CASE(K23_a_new_table) {", "K23"));
  BOOST_TEST(!provesClause("// K23_a_new_table", "K23"));
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
