#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "connector/store/StateFile.h"
#include "connector/store/Store.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap::connector;
using scim2ldap::test::TemporaryFolder;

namespace {

mode_t modeOf(const std::filesystem::path& path) {
  struct stat status{};
  BOOST_REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

bool names(const StoreError& error, const std::string& part) {
  return std::string(error.what()).find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(StateFileSuite)

BOOST_AUTO_TEST_CASE(makes_folder_and_file_for_the_owner_alone) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "var" / "state" / "s.db";
  const mode_t before = ::umask(0);
  prepareStateFile(file);
  ::umask(before);
  BOOST_TEST(modeOf(file) == 0600U);
  BOOST_TEST(modeOf(file.parent_path()) == 0700U);
}

BOOST_AUTO_TEST_CASE(leaves_an_existing_file_alone) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "s.db";
  prepareStateFile(file);
  std::ofstream(file) << "content";
  prepareStateFile(file);
  BOOST_TEST(std::filesystem::file_size(file) == 7U);
}

BOOST_AUTO_TEST_CASE(refuses_a_file_that_others_can_read) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "s.db";
  prepareStateFile(file);
  for (const mode_t mode : {0640U, 0604U, 0620U}) {
    ::chmod(file.c_str(), mode);
    BOOST_CHECK_EXCEPTION(prepareStateFile(file), StoreError,
                          [&](const StoreError& e) { return names(e, "chmod 600 " + file.string()); });
  }
}

BOOST_AUTO_TEST_CASE(refuses_a_folder_that_others_can_enter) {
  const TemporaryFolder folder;
  ::chmod(folder.path().c_str(), 0750);
  BOOST_CHECK_EXCEPTION(prepareStateFile(folder.path() / "s.db"), StoreError,
                        [&](const StoreError& e) { return names(e, "chmod 700 " + folder.path().string()); });
}

BOOST_AUTO_TEST_CASE(refuses_a_folder_of_somebody_else) {
  if (::geteuid() != 0) {
    BOOST_TEST_MESSAGE("not tried: only root can become somebody else");
    return;
  }
  const TemporaryFolder folder;
  ::chmod(folder.path().c_str(), 0711);
  const auto file = folder.path() / "state" / "s.db";
  prepareStateFile(file);
  const pid_t child = ::fork();
  if (child == 0) {
    constexpr uid_t kNobody = 65534;
    bool isRefused = false;
    try {
      if (::setresuid(kNobody, kNobody, kNobody) == 0) prepareStateFile(file);
    } catch (const StoreError& error) {
      isRefused = names(error, "belongs to another user");
    }
    ::_exit(isRefused ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
}

BOOST_AUTO_TEST_CASE(refuses_a_folder_in_the_place_of_the_file) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "s.db");
  BOOST_CHECK_THROW(prepareStateFile(folder.path() / "s.db"), StoreError);
}

BOOST_AUTO_TEST_CASE(refuses_a_file_in_the_place_of_the_folder) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "state") << "x";
  BOOST_CHECK_THROW(prepareStateFile(folder.path() / "state" / "s.db"), StoreError);
}

BOOST_AUTO_TEST_SUITE_END()
