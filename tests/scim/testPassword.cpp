#include <boost/test/unit_test.hpp>

#include "scim/Error.h"
#include "scim/Password.h"

using namespace scim2ldap::scim;

BOOST_AUTO_TEST_SUITE(Password)

BOOST_AUTO_TEST_CASE(keeps_case_signs_letters_and_ascii_spaces) {
  for (const char* text : {"a", " Correct Horse ", "Ångström-Δ-密码", "\\\"'{}<>#%&+\U0001F600"}) {
    BOOST_TEST(preparePassword(text) == text);
  }
}

BOOST_AUTO_TEST_CASE(makes_every_space_the_one_of_ascii) {
  BOOST_TEST(preparePassword("a\u00A0b\u1680c\u2000d\u200Ae\u202Ff\u205Fg\u3000h") == "a b c d e f g h");
  // Beside them: U+200B is no space, U+1681 and U+3001 are signs.
  BOOST_TEST(preparePassword("a\u200Bb\u1681c\u3001") == "a\u200Bb\u1681c\u3001");
}

BOOST_AUTO_TEST_CASE(composes_letters_and_changes_none) {
  BOOST_TEST(preparePassword("cafe\u0301") == "caf\u00e9");
  BOOST_TEST(preparePassword("\uff21\ufb01\u212b") == "\uff21\ufb01\u00c5");
}

BOOST_AUTO_TEST_CASE(refuses_control_characters_and_nothing_at_all_without_showing_the_password) {
  for (const std::string& text :
       {std::string(), std::string("hunter2\0", 8), std::string("hunter2\n"), std::string("\thunter2"),
        std::string("hunter2\x7F"), std::string("hunter2\u0080"), std::string("hunter2\u009F")}) {
    BOOST_CHECK_EXCEPTION(static_cast<void>(preparePassword(text)), Error, [](const Error& error) {
      return error.status() == 400 && error.type() == ScimType::InvalidValue &&
             error.detail().find("hunter2") == std::string::npos;
    });
  }
  BOOST_TEST(preparePassword("\u00A1") == "\u00A1");
}

BOOST_AUTO_TEST_SUITE_END()
