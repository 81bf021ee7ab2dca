#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <optional>

#include "connector/store/StateLock.h"
#include "connector/store/Store.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap::connector;
using scim2ldap::test::TemporaryFolder;

BOOST_AUTO_TEST_SUITE(StateLockSuite)

BOOST_AUTO_TEST_CASE(is_one_process_at_a_time) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "state" / "s.db";
  std::optional<StateLock> first(std::in_place, file);
  BOOST_CHECK_EXCEPTION(StateLock{file}, StoreError, [&](const StoreError& error) {
    const std::string what = error.what();
    return what.starts_with(file.parent_path().string()) &&
           what.find("process " + std::to_string(::getpid())) != std::string::npos;
  });
  BOOST_CHECK_NO_THROW(StateLock(folder.path() / "other" / "s.db"));
  first.reset();
  BOOST_CHECK_NO_THROW(StateLock{file});
}

BOOST_AUTO_TEST_CASE(ends_with_a_process_that_is_killed) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "s.db";
  const pid_t child = ::fork();
  if (child == 0) {
    const StateLock lock(file);
    ::raise(SIGKILL);
  }
  BOOST_TEST_REQUIRE(::waitpid(child, nullptr, 0) == child);
  BOOST_CHECK_NO_THROW(StateLock{file});
}

BOOST_AUTO_TEST_SUITE_END()
