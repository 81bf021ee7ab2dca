#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "tests/support/Folders.h"

namespace {

const std::string kUnit = SCIM2LDAP_SOURCE_DIR "/etc/systemd/scim2ldap.service";

/// What a command prints on either output.
std::string outputOf(const std::string& command) {
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  BOOST_REQUIRE(pipe != nullptr);
  std::string output;
  std::array<char, 4096> buffer{};
  for (std::size_t count = 0; (count = ::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    output.append(buffer.data(), count);
  ::pclose(pipe);
  return output;
}

std::string unit() {
  std::ifstream stream(kUnit);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(SystemdUnit)

BOOST_AUTO_TEST_CASE(exposes_little_of_the_machine) {
  constexpr double kMost = 2.0;
  if (!std::filesystem::exists("/usr/bin/systemd-analyze")) {
    std::cout << "SystemdUnit: the exposure is NOT MEASURED, as there is no systemd-analyze here (apt-get "
                 "install systemd)"
              << std::endl;
    return;
  }
  const std::string report = outputOf("systemd-analyze security --offline=true --no-pager '" + kUnit + "'");
  const std::string mark = "Overall exposure level for scim2ldap.service: ";
  const std::size_t at = report.find(mark);
  BOOST_TEST_REQUIRE(at != std::string::npos, report);
  BOOST_TEST(std::stod(report.substr(at + mark.size())) <= kMost, report);
}

BOOST_AUTO_TEST_CASE(says_when_it_is_ready_and_is_a_user_of_its_own_without_core_dumps) {
  const std::string text = unit();
  for (const char* line : {"\nType=notify\n", "\nNotifyAccess=main\n", "\nUser=scim2ldap\n",
                           "\nStateDirectoryMode=0700\n", "\nConfigurationDirectoryMode=0750\n",
                           "\nUMask=0077\n", "\nLimitCORE=0\n", "\nNoNewPrivileges=yes\n"})
    BOOST_TEST(text.find(line) != std::string::npos, line);
}

BOOST_AUTO_TEST_SUITE_END()
