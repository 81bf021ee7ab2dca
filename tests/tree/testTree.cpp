#include <array>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "tests/support/Folders.h"
#include "tests/tree/IncludeRules.h"

using namespace scim2ldap::test;

namespace {

/// The text of every file of the tree that a person wrote, by path below the root.
std::map<std::string, std::string> tree() {
  const std::filesystem::path root = SCIM2LDAP_SOURCE_DIR;
  std::map<std::string, std::string> files;
  for (auto each = std::filesystem::recursive_directory_iterator(root);
       each != std::filesystem::recursive_directory_iterator(); ++each) {
    const std::string path = each->path().lexically_relative(root).string();
    if (path == "build" || path == ".git") each.disable_recursion_pending();
    if (!each->is_regular_file() || path == ".git") continue;
    std::ifstream stream(each->path(), std::ios::binary);
    files[path] = std::string(std::istreambuf_iterator<char>(stream), {});
  }
  return files;
}

bool isSource(std::string_view path) {
  return path.ends_with(".h") || path.ends_with(".cpp");
}

struct Case {
  std::string file;
  std::string included;
  bool allowed;
};
std::ostream& operator<<(std::ostream& out, const Case& sample) {
  return out << sample.file << " <- " << sample.included;
}

const std::array<Case, 20> kCases = {{
    {"scim/Filter.h", "scim/Json.h", true},
    {"scim/Filter.h", "ldap/Filter.h", false},
    {"ldap/Dn.cpp", "scim/Json.h", false},
    {"ldap/Dn.cpp", "mappings/Mapping.h", false},
    {"mappings/Mapping.h", "ldap/Dn.h", true},
    {"mappings/Mapping.h", "connector/store/Store.h", false},
    {"connector/store/Store.h", "mappings/Translation.h", true},
    {"connector/http/Gate.cpp", "tests/support/TemporarySlapd.h", false},
    {"ldap/Connection.cpp", "ldap.h", true},
    {"ldap/Connection.h", "ldap.h", false},
    {"connector/commands/Check.cpp", "lber.h", false},
    {"connector/store/Store.h", "sqlite3.h", false},
    {"connector/store/Database.cpp", "sqlite3.h", true},
    {"scim/Json.cpp", "Poco/JSON/Parser.h", true},
    {"scim/Patch.cpp", "Poco/JSON/Parser.h", false},
    {"connector/provisioning/Service.cpp", "Poco/Net/HTTPRequest.h", false},
    {"scim/CaseFolding.cpp", "uninorm.h", false},
    {"scim/Normalization.cpp", "uninorm.h", true},
    {"mappings/Toml.h", "toml++/toml.h", false},
    {"connector/config/Reader.cpp", "toml++/toml.h", true},
}};

}  // namespace

BOOST_AUTO_TEST_SUITE(TreeSuite)

BOOST_DATA_TEST_CASE(the_rules_know_right_from_wrong, kCases) {
  BOOST_TEST(includeFault(sample.file, sample.included).empty() == sample.allowed);
}

BOOST_AUTO_TEST_CASE(finds_include_lines) {
  const std::vector<std::string> expected{"a/B.h", "vector", "c.h"};
  BOOST_TEST(includedHeaders("#include \"a/B.h\"\n// #include <no.h>\n  # include <vector>\n"
                             "#define include <no.h>\n#include <c.h>") == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_file_includes_in_the_wrong_direction) {
  std::size_t sources = 0;
  for (const auto& [path, text] : tree()) {
    if (!isSource(path)) continue;
    ++sources;
    for (const std::string& header : includedHeaders(text)) {
      const std::string fault = includeFault(path, header);
      BOOST_TEST(fault.empty(), fault);
    }
  }
  BOOST_TEST(sources > 40u);
}

BOOST_AUTO_TEST_CASE(no_file_names_a_path_of_the_machine_it_was_written_on) {
  // Put together here, so that this file does not hold them.
  const std::array<std::string, 3> paths = {std::string("/wor") + "k/", std::string("/ro") + "ot/",
                                            std::string("/ho") + "me/runner"};
  for (const auto& [file, text] : tree())
    for (const std::string& path : paths)
      for (std::size_t at = text.find(path); at != std::string::npos; at = text.find(path, at + 1)) {
        // "foo/work/bar" is a relative path of somebody's.
        const bool absolute = at == 0 || !(std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0 ||
                                           text[at - 1] == '}' || text[at - 1] == '.');
        BOOST_TEST(!absolute, file << " holds " << path);
      }
}

BOOST_AUTO_TEST_SUITE_END()
