#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/admin/Page.h"
#include "tests/support/Folders.h"
#include "tests/support/Program.h"

using namespace scim2ldap::connector;

namespace {

struct Case {
  std::string path;
  std::string source;
  std::string mediaType;
};
std::ostream& operator<<(std::ostream& out, const Case& sample) {
  return out << sample.path;
}

const std::array<Case, 12> kCases = {{
    {"/", "index.html", "text/html; charset=utf-8"},
    {"/resources", "resources.html", "text/html; charset=utf-8"},
    {"/page.css", "page.css", "text/css; charset=utf-8"},
    {"/ask.js", "ask.js", "text/javascript; charset=utf-8"},
    {"/endpoints.js", "endpoints.js", "text/javascript; charset=utf-8"},
    {"/fill.js", "fill.js", "text/javascript; charset=utf-8"},
    {"/log.js", "log.js", "text/javascript; charset=utf-8"},
    {"/page.js", "page.js", "text/javascript; charset=utf-8"},
    {"/resources.js", "resources.js", "text/javascript; charset=utf-8"},
    {"/status.js", "status.js", "text/javascript; charset=utf-8"},
    {"/times.js", "times.js", "text/javascript; charset=utf-8"},
    {"/icon.svg", "icon.svg", "image/svg+xml"},
}};

std::string sourceOf(const std::string& name) {
  return scim2ldap::test::readFile(SCIM2LDAP_SOURCE_DIR "/connector/admin/page/" + name);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(PageSuite)

BOOST_DATA_TEST_CASE(holds_the_files_byte_for_byte, kCases) {
  const PageFile* file = findPageFile(sample.path);
  BOOST_TEST_REQUIRE(file != nullptr);
  BOOST_TEST(!file->content.empty());
  BOOST_TEST(file->content == sourceOf(sample.source));
  BOOST_TEST(file->mediaType == sample.mediaType);
  BOOST_TEST(file->entityTag.size() == 66u);
}

BOOST_AUTO_TEST_CASE(the_entity_tag_is_the_content_s_sha256) {
  const std::string command = "sha256sum < " SCIM2LDAP_SOURCE_DIR "/connector/admin/page/page.css";
  std::string printed(64, ' ');
  FILE* pipe = ::popen(command.c_str(), "r");
  BOOST_TEST_REQUIRE(pipe != nullptr);
  BOOST_TEST(std::fread(printed.data(), 1, printed.size(), pipe) == printed.size());
  ::pclose(pipe);
  BOOST_TEST(findPageFile("/page.css")->entityTag == "\"" + printed + "\"");
}

BOOST_AUTO_TEST_CASE(knows_no_other_path) {
  for (const char* path : {"", "/index.html", "/page.css/", "//", "/../page.css"})
    BOOST_TEST(findPageFile(path) == nullptr, path);
}

BOOST_AUTO_TEST_CASE(compares_entity_tags_weakly_and_in_lists) {
  const PageFile file{.path = "/", .mediaType = "", .content = "", .entityTag = "\"ab\""};
  for (const char* current : {"\"ab\"", "W/\"ab\"", "\"x\", \"ab\"", "\"x\",W/\"ab\"", "*"})
    BOOST_TEST(isCurrent(file, current), current);
  for (const char* other : {"", "\"x\"", "ab", "\"abc\"", "W/\"x\""})
    BOOST_TEST(!isCurrent(file, other), other);
}

BOOST_DATA_TEST_CASE(makes_no_markup_of_values_and_has_no_inline_script, kCases) {
  const std::string source = sourceOf(sample.source);
  for (const char* word :
       {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "<script>", " style=\""})
    BOOST_TEST(source.find(word) == std::string::npos, word);
}

BOOST_AUTO_TEST_SUITE_END()
