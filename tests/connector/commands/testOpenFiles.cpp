#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "connector/commands/OpenFiles.h"

using namespace scim2ldap::connector;

BOOST_AUTO_TEST_SUITE(OpenFiles)

BOOST_AUTO_TEST_CASE(as_many_files_may_be_open_as_the_system_allows) {
  const pid_t child = ::fork();
  BOOST_REQUIRE(child >= 0);
  if (child == 0) {
    constexpr rlimit kLimits{64, 256};
    const bool isSet = ::setrlimit(RLIMIT_NOFILE, &kLimits) == 0;
    ::_exit(isSet && raiseDescriptorLimit() == kLimits.rlim_max ? 0 : 1);
  }
  int status = -1;
  BOOST_TEST(::waitpid(child, &status, 0) == child);
  BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
}

BOOST_AUTO_TEST_CASE(every_connection_that_may_be_open_counts) {
  Configuration configuration;
  const std::size_t before = descriptorsOf(configuration);
  configuration.server.maxConnections += 10;
  configuration.directories.resize(1);
  configuration.directories.front().settings.maxConnections = 5;
  BOOST_TEST(descriptorsOf(configuration) == before + 2 * 10 + 2 * 5);
}

BOOST_AUTO_TEST_SUITE_END()
