#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/examples/ShippedExample.h"
#include "tests/support/Folders.h"
#include "tests/support/Program.h"
#include "tests/support/TemporaryFolder.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap::test;

namespace {

const std::vector<std::string> kExamples = shippedExamples();
const std::string kProgram = "sudo -u scim2ldap scim2ldap ";

/// The lines of a README's commands, blanks in front cut off.
std::vector<std::string> commandsIn(const std::string& readme) {
  std::vector<std::string> commands;
  std::istringstream lines(readme);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    line.erase(0, line.find_first_not_of(' '));
    if (line.starts_with("```"))
      inside = !inside;
    else if (inside)
      commands.push_back(line);
  }
  return commands;
}

/// The targets of a README's links to files.
std::vector<std::string> linksIn(const std::string& readme) {
  std::vector<std::string> links;
  for (std::size_t at = readme.find("]("); at != std::string::npos; at = readme.find("](", at + 1)) {
    const std::string link = readme.substr(at + 2, readme.find(')', at) - at - 2);
    if (!link.starts_with("https://")) links.push_back(link);
  }
  return links;
}

/// The words of a command that name something in etc/examples.
std::vector<std::string> shippedFilesIn(const std::string& command) {
  std::vector<std::string> files;
  std::istringstream words(command);
  for (std::string word; words >> word;)
    if (word.starts_with("etc/examples/")) files.push_back(word);
  return files;
}

/// The message ids that a text names in backticks.
std::vector<std::string> messagesIn(const std::string& text) {
  std::vector<std::string> messages;
  for (std::size_t at = text.find('`'); at != std::string::npos; at = text.find('`', at + 1)) {
    const std::string name = text.substr(at + 1, text.find('`', at + 1) - at - 1);
    if (name.size() > 3 && name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == std::string::npos)
      messages.push_back(name);
  }
  return messages;
}

std::string readmeOf(const std::string& example) {
  return readFile(exampleFolder(example) / "README.md");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ExampleReadmeSuite)

BOOST_DATA_TEST_CASE(its_commands_work_in_their_order, kExamples) {
  ShippedExample example(sample);
  std::size_t run = 0;
  for (const std::string& command : commandsIn(readmeOf(sample))) {
    if (!command.starts_with(kProgram)) continue;
    BOOST_TEST_CONTEXT(command) {
      BOOST_CHECK_NO_THROW((void)example.connector().command(command.substr(kProgram.size())));
    }
    ++run;
  }
  BOOST_TEST(run >= 2U);
}

BOOST_DATA_TEST_CASE(its_files_are_there, kExamples) {
  const std::string readme = readmeOf(sample);
  BOOST_TEST(!linksIn(readme).empty());
  for (const std::string& link : linksIn(readme))
    BOOST_TEST(std::filesystem::exists(exampleFolder(sample) / link), link << " is not there");
  std::size_t named = 0;
  for (const std::string& command : commandsIn(readme))
    for (const std::string& file : shippedFilesIn(command)) {
      BOOST_TEST(file.find("/" + sample + "/") != std::string::npos, file << " is another example's");
      // "*.toml" names both files of the folder.
      const std::filesystem::path path = std::filesystem::path(SCIM2LDAP_SOURCE_DIR) / file;
      BOOST_TEST((path.filename() == "*.toml" || std::filesystem::exists(path)), file << " is not there");
      ++named;
    }
  BOOST_TEST(named >= 1U);
}

BOOST_DATA_TEST_CASE(its_messages_are_explained, kExamples) {
  const std::string explained = readFile(SCIM2LDAP_SOURCE_DIR "/connector/log/README.md");
  BOOST_TEST(!messagesIn(readmeOf(sample)).empty());
  for (const std::string& message : messagesIn(readmeOf(sample)))
    BOOST_TEST(explained.find("**" + message + "**") != std::string::npos, message << " is not explained");
}

BOOST_DATA_TEST_CASE(ldap_utils_can_read_its_ldif, kExamples) {
  const TemporarySlapd slapd;
  const TemporaryFolder folder;
  for (const auto& each : std::filesystem::directory_iterator(exampleFolder(sample))) {
    if (each.path().extension() != ".ldif") continue;
    BOOST_TEST_CONTEXT(each.path().filename()) {
      BOOST_CHECK_NO_THROW(
          runProgram({"/usr/bin/ldapadd", "-n", "-x", "-H", slapd.uri(), "-D", slapd.adminDn(), "-w",
                      slapd.adminPassword(), "-f", each.path().string()},
                     folder.path() / "output"));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_overview_names_all_of_them) {
  const std::string overview = readFile(exampleFolder("") / "README.md");
  for (const std::string& example : kExamples)
    BOOST_TEST(overview.find("(" + example + "/README.md)") != std::string::npos, example << " is missing");
  for (const std::string& link : linksIn(overview))
    BOOST_TEST(std::filesystem::exists(exampleFolder("") / link), link << " is not there");
}

BOOST_AUTO_TEST_SUITE_END()
