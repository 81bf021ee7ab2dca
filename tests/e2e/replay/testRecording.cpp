#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/e2e/replay/Recording.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap::test;

namespace {

Recording read(const std::string& text) {
  const TemporaryFolder folder;
  return readRecording(folder.write("sample.json", text));
}

/// What stands in for a step in a file that is right otherwise, and the word that the fault names.
struct Case {
  std::string step;
  std::string fault;
};
std::ostream& operator<<(std::ostream& out, const Case& sample) {
  return out << sample.step;
}

const std::vector<Case> kFaults = {
    {R"({"name":"n","request":{"method":"GET","target":"/"}})", "expect"},
    {R"({"name":"n","request":{"method":"GET","target":"/"},"expect":{}})", "status"},
    {R"({"name":"n","request":{"method":"GET","target":"/"},"expect":{"status":200,"bodi":{}}})", "bodi"},
    {R"({"name":"n","request":{"method":"GET","uri":"/","target":"/"},"expect":{"status":200}})", "uri"},
    {R"({"name":"n","expect":{"ldap":{"base":"x"}}})", "filter"},
    {R"({"name":"n","expect":{"bind":{"dn":"x","password":"y"}}})", "result"},
    {R"({"name":"n","expect":{"status":200,"empty":false}})", "empty"},
    {R"({"name":"n","expect":{"output":"x"}})", "there is no command"},
    {R"({"name":"n","addEntry":{"attributes":{}}})", "dn"},
    {R"({"nam":"n"})", "nam"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(RecordingSuite)

BOOST_AUTO_TEST_CASE(reads_a_file) {
  const Recording recording = read(R"json({"name": "n", "dialect": "rfc", "steps": [
      {"name": "s", "repeat": 3, "request": {"method": "GET", "target": "/Users"},
       "expect": {"status": 200, "absent": ["$.a"], "ldap": {"base": "b", "filter": "(a=b)", "none": true}}}
  ]})json");
  BOOST_TEST(recording.dialect == "rfc");
  BOOST_TEST(recording.mapping == "inetorgperson.toml");
  BOOST_TEST(!recording.own);
  BOOST_TEST_REQUIRE(recording.steps.size() == 1U);
  const RecordedStep& step = recording.steps.front();
  BOOST_TEST(step.repeat == 3);
  BOOST_TEST(step.status == 200);
  BOOST_TEST(step.absent.front() == "$.a");
  BOOST_TEST_REQUIRE(step.directory.size() == 1U);
  BOOST_TEST(step.directory.front().none);
}

BOOST_AUTO_TEST_CASE(reads_what_is_played_to_a_shipped_example) {
  const Recording recording = read(R"json({"name": "n", "endpoint": "entra", "changes": {"a = 1": "a = 2"},
    "steps": [
      {"name": "s", "command": "token list",
       "expect": {"output": ["x", "y"], "saveOutput": "v", "fails": true}},
      {"name": "e", "addEntry": {"dn": "d", "attributes": {"cn": "x"}},
       "expect": {"ldap": {"base": "b", "filter": "(a=b)", "eventually": true}}}
  ]})json");
  BOOST_TEST(recording.endpoint == "entra");
  BOOST_TEST_REQUIRE(recording.changes.size() == 1U);
  BOOST_TEST(recording.changes.front().second == "a = 2");
  BOOST_TEST_REQUIRE(recording.steps.size() == 2U);
  const RecordedStep& command = recording.steps.front();
  BOOST_TEST(command.command->asString() == "token list");
  BOOST_TEST(command.output.size() == 2U);
  BOOST_TEST(command.saveOutput == "v");
  BOOST_TEST(command.fails);
  BOOST_TEST(recording.steps.back().addsEntry);
  BOOST_TEST(recording.steps.back().directory.front().eventually);
}

BOOST_AUTO_TEST_CASE(finds_a_mapping_beside_the_file) {
  const TemporaryFolder folder;
  const std::string mapping = folder.write("own.toml", "").string();
  const std::string text = R"({"name":"n","mapping":"own.toml","own":true,"steps":[]})";
  const Recording recording = readRecording(folder.write("sample.json", text));
  BOOST_TEST(recording.mapping == mapping);
  BOOST_TEST(recording.own);
  BOOST_TEST(read(R"({"name":"n","mapping":"posix.toml","steps":[]})").mapping == "posix.toml");
}

BOOST_DATA_TEST_CASE(refuses_what_would_pass_unnoticed, kFaults) {
  BOOST_CHECK_EXCEPTION(static_cast<void>(read(R"({"name":"n","steps":[)" + sample.step + "]}")),
                        std::runtime_error, [&](const std::runtime_error& error) {
                          return std::string(error.what()).find(sample.fault) != std::string::npos;
                        });
}

BOOST_AUTO_TEST_SUITE_END()
