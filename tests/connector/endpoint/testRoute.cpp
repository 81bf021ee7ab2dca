#include <boost/test/unit_test.hpp>

#include "connector/endpoint/Route.h"
#include "scim/Error.h"

using namespace scim2ldap::connector;

namespace {

std::string joined(std::string_view path) {
  std::string text;
  for (const std::string& segment : pathSegments(path)) text += "[" + segment + "]";
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(RouteSuite)

BOOST_AUTO_TEST_CASE(segments_are_decoded_once_and_empty_ones_dropped) {
  BOOST_TEST(joined("/scim/v2/Users/") == "[scim][v2][Users]");
  BOOST_TEST(joined("//scim//v2") == "[scim][v2]");
  BOOST_TEST(joined("/a%20b+c/%2525") == "[a b+c][%25]");
  BOOST_TEST(joined("/a%2Fb") == "[a/b]");
  BOOST_TEST(joined("").empty());
}

BOOST_AUTO_TEST_CASE(rejects_broken_escapes_nul_and_what_is_not_utf_8) {
  for (const char* path : {"/%", "/%2", "/%zz", "/%ff", "/a%00b"}) {
    BOOST_CHECK_THROW(static_cast<void>(pathSegments(path)), scim2ldap::scim::Error);
  }
}

BOOST_AUTO_TEST_CASE(a_base_path_matches_whole_segments_without_regard_to_case) {
  BOOST_TEST(matchBasePath({"SCIM", "v2", "Users"}, "/scim/v2") == 2);
  BOOST_TEST(matchBasePath({"scim", "v22", "Users"}, "/scim/v2") == -1);
  BOOST_TEST(matchBasePath({"scim"}, "/scim/v2") == -1);
  BOOST_TEST(matchBasePath({"Users"}, "") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
