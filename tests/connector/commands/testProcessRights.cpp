#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "connector/commands/ProcessRights.h"

using namespace scim2ldap::connector;

BOOST_AUTO_TEST_SUITE(ProcessRights)

BOOST_AUTO_TEST_CASE(memory_is_kept_from_other_processes) {
  const pid_t child = ::fork();
  BOOST_REQUIRE(child >= 0);
  if (child == 0) {
    keepMemoryPrivate();
    ::_exit(::prctl(PR_GET_DUMPABLE));
  }
  int status = -1;
  BOOST_TEST(::waitpid(child, &status, 0) == child);
  BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
}

BOOST_AUTO_TEST_SUITE_END()
