#include <boost/test/unit_test.hpp>
#include <set>

#include "connector/provisioning/PageCursor.h"
#include "scim/Error.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using scim::Json;

namespace {

const PageCursor kCursor{{Json("čapek"), 1, -1'795'774'273, "0001.2"},
                         20,
                         TimePoint(std::chrono::milliseconds(1'700'000'000'123))};

std::string faultOf(const CursorSeal& seal, const std::string& text, const std::string& query) {
  try {
    static_cast<void>(seal.open(text, query));
    return "";
  } catch (const scim::Error& error) {
    BOOST_TEST(error.status() == 400);
    return std::string(toString(error.type()));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(PageCursorSuite)

BOOST_AUTO_TEST_CASE(comes_back_as_it_was_sealed) {
  const CursorSeal seal;
  const Json keys[] = {Json(),
                       Json(true),
                       Json(-7),
                       Json(0.1),
                       Json(""),
                       Json(std::string(512, 'x')),
                       Json(Json::Array{Json(std::int64_t{-62'135'596'800}), Json(999'999'999)})};
  for (const Json& key : keys) {
    PageCursor cursor = kCursor;
    cursor.after.key = key;
    BOOST_TEST((seal.open(seal.seal(cursor, "q"), "q") == cursor), printJson(key));
  }
  PageCursor without = kCursor;
  without.count.reset();
  BOOST_TEST((seal.open(seal.seal(without, ""), "") == without));
}

BOOST_AUTO_TEST_CASE(is_made_of_unreserved_characters_and_shows_nothing) {
  const CursorSeal seal;
  std::set<std::string> texts;
  for (int i = 0; i < 100; ++i) {
    const std::string text = seal.seal(kCursor, "q");
    BOOST_TEST(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~") ==
               std::string::npos);
    texts.insert(text.substr(0, 16));
  }
  BOOST_TEST(texts.size() == 100U);
}

BOOST_AUTO_TEST_CASE(no_bit_of_it_can_be_changed) {
  const CursorSeal seal;
  const std::string text = seal.seal(kCursor, "q");
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string forged = text;
    forged[i] = forged[i] == 'A' ? 'h' : 'A';
    BOOST_TEST(faultOf(seal, forged, "q") == "invalidCursor", i);
  }
}

BOOST_AUTO_TEST_CASE(holds_for_one_query_and_one_seal) {
  const CursorSeal seal;
  const std::string text = seal.seal(kCursor, "users title pr");
  BOOST_TEST(faultOf(seal, text, "users title pr") == "");
  BOOST_TEST(faultOf(seal, text, "users") == "invalidCursor");
  BOOST_TEST(faultOf(CursorSeal(), text, "users title pr") == "invalidCursor");
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_cursor) {
  const CursorSeal seal;
  const std::string text = seal.seal(kCursor, "q");
  for (const std::string& other :
       {std::string("x"), std::string("abcd"), text.substr(0, 40), text + "AAAA", text + "=",
        std::string(100'000, 'A'), std::string("%00"), std::string("č")}) {
    BOOST_TEST(faultOf(seal, other, "q") == "invalidCursor", other.substr(0, 50));
  }
}

BOOST_AUTO_TEST_SUITE_END()
