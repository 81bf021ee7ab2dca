#include <boost/test/unit_test.hpp>

#include "connector/http/Message.h"

using namespace scim2ldap::connector;

BOOST_AUTO_TEST_SUITE(HttpRequestSuite)

BOOST_AUTO_TEST_CASE(finds_the_first_header_of_a_name_in_any_case) {
  const HttpRequest request{.method = "GET",
                            .path = "/",
                            .query = "",
                            .headers = {{"If-Match", "a"}, {"AUTHORIZATION", "b"}, {"authorization", "c"}}};
  BOOST_TEST(request.header("Authorization") == "b");
  BOOST_TEST(request.header("Author") == "");
}

BOOST_AUTO_TEST_SUITE_END()
