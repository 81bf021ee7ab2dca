#include "connector/commands/ControlSocket.h"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <future>
#include <system_error>
#include <vector>

#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap::connector;
using scim2ldap::test::TemporaryFolder;

BOOST_AUTO_TEST_SUITE(ControlSocketSuite)

BOOST_AUTO_TEST_CASE(a_request_is_answered_while_the_socket_is_there) {
  const TemporaryFolder folder;
  BOOST_TEST(!askService(folder.path(), "a").has_value());
  {
    const ControlSocket socket(folder.path(), [](const std::string& request) { return request + "!"; });
    BOOST_TEST(askService(folder.path(), "a").value() == "a!");
    const std::string large(50'000, 'x');
    BOOST_TEST(askService(folder.path(), large).value() == large + "!");
    struct stat status {};
    BOOST_TEST_REQUIRE(::stat((folder.path() / "control.socket").c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777U) == 0600U);
  }
  BOOST_TEST(!askService(folder.path(), "a").has_value());
}

BOOST_AUTO_TEST_CASE(what_a_dead_process_left_is_no_obstacle) {
  const TemporaryFolder folder;
  const auto answer = [](const std::string& request) { return request; };
  auto first = std::make_unique<ControlSocket>(folder.path(), answer);
  std::filesystem::create_hard_link(folder.path() / "control.socket", folder.path() / "kept");
  first.reset();
  std::filesystem::rename(folder.path() / "kept", folder.path() / "control.socket");
  BOOST_TEST(!askService(folder.path(), "a").has_value());
  const ControlSocket second(folder.path(), answer);
  BOOST_TEST(askService(folder.path(), "a").value() == "a");
}

BOOST_AUTO_TEST_CASE(several_ask_at_once) {
  const TemporaryFolder folder;
  const ControlSocket socket(folder.path(), [](const std::string& request) { return request + request; });
  std::vector<std::future<std::string>> answers;
  for (int i = 0; i < 20; ++i) {
    answers.push_back(std::async(std::launch::async, [&, i] {
      return askService(folder.path(), std::to_string(i)).value_or("none");
    }));
  }
  for (int i = 0; i < 20; ++i) {
    BOOST_TEST(answers[static_cast<std::size_t>(i)].get() == std::to_string(i) + std::to_string(i));
  }
}

BOOST_AUTO_TEST_CASE(a_folder_may_have_a_long_name) {
  const TemporaryFolder folder;
  const std::filesystem::path deep = folder.path() / std::string(200, 'd');
  std::filesystem::create_directory(deep);
  const ControlSocket socket(deep, [](const std::string& request) { return request; });
  BOOST_TEST(askService(deep, "a").value() == "a");
  BOOST_CHECK_THROW(ControlSocket(folder.path() / "none", [](const std::string& request) { return request; }),
                    std::system_error);
}

BOOST_AUTO_TEST_SUITE_END()
