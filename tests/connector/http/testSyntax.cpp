#include <boost/test/unit_test.hpp>

#include "connector/http/Syntax.h"

using namespace scim2ldap::connector;

BOOST_AUTO_TEST_SUITE(SyntaxSuite)

BOOST_AUTO_TEST_CASE(token_has_exactly_the_characters_of_the_rfc) {
  BOOST_TEST(isToken("!#$%&'*+-.^_`|~09azAZ"));
  BOOST_TEST(!isToken(""));
  for (const char c : std::string_view("\"(),/:;<=>?@[\\]{} \t\r\n\x7F\xFF"))
    BOOST_TEST(!isTokenCharacter(c));
}

BOOST_AUTO_TEST_CASE(digits_are_digits_only) {
  BOOST_TEST(isDigits("0123456789"));
  for (const char* text : {"", "+5", "-5", " 5", "5 ", "0x5", "5,5"}) BOOST_TEST(!isDigits(text));
}

BOOST_AUTO_TEST_CASE(field_content_has_no_control_characters_but_tab) {
  BOOST_TEST(isFieldContent("a b\tc \xC3\xBC"));
  for (const char* text : {"a\rb", "a\nb", "a\x01", "\x7F"}) BOOST_TEST(!isFieldContent(text));
  BOOST_TEST(!isFieldContent(std::string_view("\0", 1)));
}

BOOST_AUTO_TEST_CASE(whitespace_is_cut_off_at_both_ends) {
  BOOST_TEST(withoutWhitespace(" \t a b\t ") == "a b");
  BOOST_TEST(withoutWhitespace(" \t") == "");
  BOOST_TEST(withoutWhitespace("") == "");
}

BOOST_AUTO_TEST_CASE(tokens_are_the_same_without_regard_to_case) {
  BOOST_TEST(sameToken("Content-Length", "content-LENGTH"));
  BOOST_TEST(!sameToken("Content-Length", "Content-Lengt"));
  BOOST_TEST(!sameToken("a^", "A~"));
}

BOOST_AUTO_TEST_CASE(list_is_searched_by_member) {
  BOOST_TEST(listContains("keep-alive , Close", "close"));
  BOOST_TEST(listContains("close", "close"));
  BOOST_TEST(!listContains("closed, x-close", "close"));
  BOOST_TEST(!listContains("", "close"));
}

BOOST_AUTO_TEST_SUITE_END()
