#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <set>

#include "connector/auth/BearerToken.h"

using namespace scim2ldap::connector;

namespace {

struct Case {
  const char* name;
  std::string_view header;
  std::string_view token;
  std::string_view told;  ///< stands in hint when there is a token, else in reason
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

const Case kCases[] = {
    {"as_the_rfc_says", "Bearer abc-._~+/123==", "abc-._~+/123==", ""},
    {"scheme_in_lower_case", "bearer abc", "abc", ""},
    {"scheme_in_upper_case", "BEARER abc", "abc", ""},
    {"twice", "Bearer Bearer abc", "abc", "twice"},
    {"three_times", "Bearer bearer Bearer abc", "abc", "twice"},
    {"without_scheme", "abc", "abc", "without the word Bearer"},
    {"spaces_around", "  Bearer   abc ", "abc", "white space"},
    {"tab", "Bearer\tabc\t", "abc", "white space"},
    {"line_break_encoded", "Bearer abc%0A", "abc", "line break"},
    {"line_break_encoded_whole", "Bearer abc%0d%0a", "abc", "line break"},
    {"line_break_escaped", "Bearer abc\\n", "abc", "line break"},
    {"line_break_escaped_whole", "Bearer abc\\r\\n", "abc", "line break"},
    {"line_break_only", "Bearer %0A", "", "characters"},
    {"line_break_within", "Bearer ab%0Ac", "", "characters"},
    {"none", "", "", "no Authorization header"},
    {"white_space_only", "  ", "", "no Authorization header"},
    {"scheme_only", "Bearer", "", "without a token"},
    {"scheme_twice_only", "Bearer Bearer ", "", "without a token"},
    {"basic", "Basic dXNlcjpwdw==", "", "other than Bearer"},
    {"two_tokens", "Bearer abc def", "", "more than a token"},
    {"comma_list", "Bearer abc, Basic def", "", "more than a token"},
    {"quotes", "Bearer \"abc\"", "", "characters"},
    {"padding_within", "Bearer ab=c", "", "characters"},
    {"padding_only", "Bearer ==", "", "characters"},
    {"not_ascii", "Bearer ab\xC3\xBC", "", "characters"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(BearerTokenSuite)

BOOST_DATA_TEST_CASE(is_taken_out_of_the_header, kCases, c) {
  const BearerToken bearer = readBearerToken(c.header);
  BOOST_TEST(bearer.token == c.token);
  BOOST_TEST(bearer.reason.empty() == !c.token.empty());
  const std::string_view told = c.token.empty() ? bearer.reason : bearer.hint;
  BOOST_TEST((c.told.empty() ? told.empty() : told.find(c.told) != std::string_view::npos), told);
}

BOOST_AUTO_TEST_CASE(never_tells_a_secret) {
  for (const std::string_view header : {"Basic s3cret", "s3cret s3cret", "Bearer s3cret \"s3cret"}) {
    const BearerToken bearer = readBearerToken(header);
    BOOST_TEST(bearer.reason.find("s3cret") == std::string_view::npos);
    BOOST_TEST(bearer.hint.find("s3cret") == std::string_view::npos);
  }
}

// FIPS 180-2, appendix B.1
BOOST_AUTO_TEST_CASE(is_hashed_with_sha_256) {
  const std::string hash = tokenHash("abc");
  BOOST_TEST(hash.size() == 32U);
  BOOST_TEST(hash.substr(0, 4) == "\xBA\x78\x16\xBF");
  BOOST_TEST(hash.substr(28) == std::string("\xF2\x00\x15\xAD", 4));
}

BOOST_AUTO_TEST_CASE(has_43_url_safe_characters_and_is_never_the_same) {
  std::set<std::string> texts;
  for (int count = 0; count < 200; ++count) {
    const std::string text = randomTokenText();
    BOOST_TEST(text.size() == 43U);
    BOOST_TEST(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
               std::string::npos);
    const std::string header = "Bearer " + text;
    BOOST_TEST(readBearerToken(header).token == text);
    texts.insert(text);
  }
  BOOST_TEST(texts.size() == 200U);
}

BOOST_AUTO_TEST_SUITE_END()
