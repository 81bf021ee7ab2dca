#include <boost/test/unit_test.hpp>

#include "Samples.h"
#include "scim/Messages.h"

using namespace scim2ldap::scim;

BOOST_AUTO_TEST_SUITE(MessagesSuite)

BOOST_AUTO_TEST_CASE(lists_nothing_with_an_empty_list) {
  BOOST_TEST(
      printJson(listResponse({}, 0, 1)) ==
      R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"startIndex":1,"itemsPerPage":0,"Resources":[]})");
}

BOOST_AUTO_TEST_CASE(counts_the_page_and_the_total) {
  const Json response = listResponse({Json("a"), Json("b")}, 11, 6);
  BOOST_TEST(response.find("totalResults")->asInteger() == 11);
  BOOST_TEST(response.find("startIndex")->asInteger() == 6);
  BOOST_TEST(response.find("itemsPerPage")->asInteger() == 2);
}

BOOST_AUTO_TEST_CASE(names_the_next_cursor_on_every_page_but_the_last) {
  BOOST_TEST(
      printJson(cursorResponse({Json("a")}, 2, "next")) ==
      R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":2,"itemsPerPage":1,"nextCursor":"next","Resources":["a"]})");
  BOOST_TEST(cursorResponse({Json("b")}, 2, std::nullopt).find("nextCursor") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
