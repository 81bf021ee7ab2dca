#include <boost/test/unit_test.hpp>

#include "scim/CaseFolding.h"

using namespace scim2ldap::scim;

BOOST_AUTO_TEST_SUITE(CaseFoldingSuite)

BOOST_AUTO_TEST_CASE(folds_letters_of_every_alphabet) {
  BOOST_TEST(foldCase("Jose") == "jose");
  BOOST_TEST(foldCase("ŽIŽKA") == foldCase("žižka"));
  BOOST_TEST(foldCase("ΑΒΓ") == foldCase("αβγ"));
  BOOST_TEST(foldCase("МОСКВА") == foldCase("москва"));
  BOOST_TEST(foldCase("é") != foldCase("e"));
}

BOOST_AUTO_TEST_CASE(leaves_bytes_that_are_no_text_alone) {
  BOOST_TEST(foldCase("A\xff") == "a\xff");
}

BOOST_AUTO_TEST_CASE(lowers_ascii_only_in_names) {
  BOOST_TEST(lowerAscii("UserName-Ž") == "username-Ž");
}

BOOST_AUTO_TEST_CASE(folds_names_without_regard_to_blanks_around_and_between_words) {
  BOOST_TEST(foldName("  Two   Words ") == "two words");
  BOOST_TEST(foldName("Žižka ") == "žižka");
  BOOST_TEST(foldName("TwoWords") != foldName("Two Words"));
  BOOST_TEST(foldName("   ") == "");
  BOOST_TEST(foldPartOfName("  a  B ") == " a b ");
  BOOST_TEST(squeezeBlanks("  a  b ") == " a b ");
}

// RFC 8265 §3.3: width, case and composition make no difference between user names.
BOOST_AUTO_TEST_CASE(folds_names_as_user_names_are_compared) {
  BOOST_TEST(foldName("Rene\u0301") == foldName("RENÉ"));
  BOOST_TEST(foldName("\uff22\uff41\uff52\uff41\u3000Nova\u0301k") == foldName("bara novák"));
  BOOST_TEST(foldName("\u212bsa") == foldName("åsa"));
  BOOST_TEST(foldName("René") != foldName("Rene"));
}

BOOST_AUTO_TEST_CASE(knows_utf8) {
  for (const char* good :
       {"", "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"}) {
    BOOST_TEST(isUtf8(good), good);
  }
  for (const char* bad : {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                          "\xf8\x88\x80\x80\x80", "\xe2\x82"}) {
    BOOST_TEST(!isUtf8(bad), bad);
  }
}

BOOST_AUTO_TEST_SUITE_END()
