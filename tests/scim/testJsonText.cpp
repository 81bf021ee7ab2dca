#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>

#include "Samples.h"

using namespace scim2ldap::scim;

namespace {

struct Case {
  const char* name;
  std::string text;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

std::string manyNames(const std::string& last) {
  std::string text = "{";
  for (int i = 0; i < 40; ++i) text += "\"n" + std::to_string(i) + "\":1,";
  return text + "\"" + last + "\":2}";
}

const Case kRefused[] = {
    {"nothing", ""},
    {"blanks", "  "},
    {"two documents", "{} {}"},
    {"a document and rubbish", "{}x"},
    {"an open object", R"({"a":1)"},
    {"a trailing comma", "[1,]"},
    {"a comment", "[1 /* one */]"},
    {"a leading zero", "[01]"},
    {"NaN", "[NaN]"},
    {"a name twice", R"({"a":1,"a":2})"},
    {"a name twice in another case", R"({"userName":1,"username":2})"},
    {"a name twice among many", manyNames("N3")},
    {"2^63", "[9223372036854775808]"},
    {"2^64", "[18446744073709551616]"},
    {"2^64 + 1", "18446744073709551617"},
    {"-2^63 - 1", "[-9223372036854775809]"},
    {"-2^53, which -2^53 - 1 is rounded to", "-9007199254740993"},
    {"1e400", "[1e400]"},
    {"too deep", nested(kMaxJsonDepth + 1)},
    {"far too deep", nested(5000)},
    {"invalid UTF-8", "\"\xff\""},
    {"overlong UTF-8", "\"\xc0\xaf\""},
    {"a surrogate in UTF-8", "\"\xed\xa0\x80\""},
    {"a control character in a string", "\"a\nb\""},
};

struct Print {
  const char* in;
  const char* out;
};
std::ostream& operator<<(std::ostream& out, const Print& c) {
  return out << c.in;
}
const Print kPrints[] = {
    {"null", "null"},
    {" [ true , false ] ", "[true,false]"},
    {"9223372036854775807", "9223372036854775807"},
    {"-9007199254740991", "-9007199254740991"},
    {"1.0", "1.0"},
    {"0.1", "0.1"},
    {"1e22", "1e+22"},
    {R"("a\u0041\"\\\/\n\u0001")", R"("aA\"\\/\n\u0001")"},
    // What moves terminals is escaped, whichever way it came.
    {R"("\u007f\u0080\u009B\u009f\u00a0")", "\"\\u007f\\u0080\\u009b\\u009f\u00a0\""},
    {"\"a\u009b2J\x7f\"", R"("a\u009b2J\u007f")"},
    {"\"Nov\xc3\xa1k\"", "\"Nov\xc3\xa1k\""},
    {R"("\u010d\ud83d\ude00")", "\"\xc4\x8d\xf0\x9f\x98\x80\""},
    {R"({"z":1,"a":{"y":[],"x":{}}})", R"({"z":1,"a":{"y":[],"x":{}}})"},
};

Json randomJson(std::mt19937& random, int depth) {
  const auto pick = [&](unsigned below) { return random() % below; };
  const auto text = [&] {
    static const std::string kPieces[] = {"a", "\"", "\\", "\n", "\xc3\xa9", "\xf0\x9f\x98\x80", " ", "/"};
    std::string result;
    for (auto n = pick(5); n > 0; --n) result += kPieces[pick(8)];
    return result;
  };
  switch (pick(depth > 0 ? 7 : 5)) {
    case 0:
      return Json();
    case 1:
      return Json(pick(2) == 0);
    case 2:
      return Json(static_cast<std::int64_t>((std::uint64_t{random()} << 31) | random()) -
                  (std::int64_t{1} << 52));
    case 3:
      return Json(static_cast<double>(static_cast<int>(random())) / 64.0);
    case 4:
      return Json(text());
    case 5: {
      Json array = Json::array();
      for (auto n = pick(4); n > 0; --n) array.asArray().push_back(randomJson(random, depth - 1));
      return array;
    }
    default: {
      Json object = Json::object();
      for (auto n = pick(20); n > 0; --n)
        object.set(text() + std::to_string(n), randomJson(random, depth - 1));
      return object;
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(JsonTextSuite)

BOOST_DATA_TEST_CASE(refuses, boost::unit_test::data::make(kRefused)) {
  BOOST_TEST(errorOf([&] { static_cast<void>(parseJson(sample.text)); }).starts_with("invalidSyntax: "));
}

struct Fault {
  const char* text;
  const char* told;  ///< behind "the body is not acceptable JSON: "
};
std::ostream& operator<<(std::ostream& out, const Fault& c) {
  return out << c.text;
}

const Fault kFaults[] = {
    {"", "it is empty"},
    {R"({"a":1,})", "unexpected byte '}' in value, near byte 8"},
    {R"({"a" 1})", "expected ':' after member name, near byte 6"},
    {"[1,2", "unexpected end of text, near byte 4"},
    {"[\xc3\xa9]", "unexpected byte, near byte 2"},
    {"[\"\xff\"]", "invalid UTF-8 character, near byte 3"},
    {"{} x", "Excess characters found after JSON end., near byte 3"},
    {R"({"name":{"familyName":"N","FamilyName":"M"}})",
     "\"name.FamilyName\" stands there twice, near byte 38"},
    {R"({"emails":[{"value":18446744073709551616}]})",
     "\"emails.value\": an integer outside of 64 bits, near byte 40"},
    {R"({"a":{"b":-9223372036854775809}})", "\"a.b\": an integer below -2^53, near byte 30"},
    {"[1e400]", "Not a valid floating-point number: 1e400, near byte 6"},
};

BOOST_DATA_TEST_CASE(tells_what_is_wrong_and_where, boost::unit_test::data::make(kFaults)) {
  BOOST_TEST(errorOf([&] { static_cast<void>(parseJson(sample.text)); }) ==
             "invalidSyntax: the body is not acceptable JSON: " + std::string(sample.told));
}

BOOST_DATA_TEST_CASE(prints_what_it_parsed, boost::unit_test::data::make(kPrints)) {
  BOOST_TEST(printJson(parseJson(sample.in)) == sample.out);
  BOOST_TEST(parseJson(sample.out) == parseJson(sample.in));
}

BOOST_AUTO_TEST_CASE(keeps_integers_and_decimals_apart) {
  BOOST_TEST(parseJson("1").isInteger());
  BOOST_TEST(!parseJson("1.0").isInteger());
  BOOST_TEST(parseJson("1.0").isNumber());
  BOOST_TEST(parseJson(printJson(parseJson("1.0"))) == Json(1.0));
}

BOOST_AUTO_TEST_CASE(takes_what_is_just_deep_enough) {
  BOOST_TEST(printJson(parseJson(nested(kMaxJsonDepth))) == nested(kMaxJsonDepth));
}

BOOST_AUTO_TEST_CASE(takes_many_different_names) {
  BOOST_TEST(parseJson(manyNames("n40")).asObject().size() == 41U);
}

BOOST_AUTO_TEST_CASE(does_not_read_text_as_another_type) {
  BOOST_TEST(parseJson(R"(["true","12"])").asArray()[0].isString());
  BOOST_TEST(parseJson(R"(["true","12"])").asArray()[1].isString());
}

BOOST_AUTO_TEST_CASE(prints_and_parses_random_values) {
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    const Json json = randomJson(random, 4);
    BOOST_TEST(parseJson(printJson(json)) == json);
  }
}

BOOST_AUTO_TEST_CASE(tells_a_fault_without_repeating_a_long_text) {
  for (const std::string& text : {"{\"a\":" + std::string(100'000, '9') + "}",
                                  "{\"" + std::string(100'000, 'a') + "\":18446744073709551616}"}) {
    BOOST_CHECK_EXCEPTION((void)parseJson(text), Error, [](const Error& error) {
      return error.status() == 400 && error.detail().size() < 500;
    });
  }
}

BOOST_AUTO_TEST_CASE(refuses_a_document_of_nothing_but_tiny_values) {
  const auto zeros = [](std::size_t count) {
    std::string text = "{\"a\":[0";
    for (std::size_t i = 1; i < count; ++i) text += ",0";
    return text + "]}";
  };
  BOOST_TEST(parseJson(zeros(9'000)).find("a")->asArray().size() == 9'000U);
  BOOST_CHECK_EXCEPTION((void)parseJson(zeros(1'000'000)), Error, [](const Error& error) {
    return error.status() == 400 && error.detail().find("values") != std::string::npos;
  });
  // A group change of 50,000 members.
  std::string members = "[";
  for (int i = 0; i < 50'000; ++i)
    members += std::string(i == 0 ? "" : ",") + R"({"value":"bc324e2e-7ec5-1041-928b-bf8d3efca40e"})";
  BOOST_TEST(parseJson(members + "]").asArray().size() == 50'000U);
}

BOOST_AUTO_TEST_SUITE_END()
