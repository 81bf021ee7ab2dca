#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "ldap/Error.h"
#include "ldap/Filter.h"

using namespace scim2ldap::ldap;
using namespace std::string_literals;

namespace {

struct Case {
  std::string in;
  Filter out;
  std::string printed;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.in;
}

const std::vector<Case> kCases = {
    {"(cn=Babs Jensen)", {Equality{"cn", "Babs Jensen"}}, "(cn=Babs Jensen)"},
    {"(!(cn=Tim Howes))", {Not{{{Equality{"cn", "Tim Howes"}}}}}, "(!(cn=Tim Howes))"},
    {"(&(objectClass=Person)(|(sn=Jensen)(cn=Babs J*)))",
     {And{{{Equality{"objectClass", "Person"}},
           {Or{{{Equality{"sn", "Jensen"}}, {Substrings{"cn", "Babs J", {}, ""}}}}}}}},
     "(&(objectClass=Person)(|(sn=Jensen)(cn=Babs J*)))"},
    {"(o=univ*of*mich*)", {Substrings{"o", "univ", {"of", "mich"}, ""}}, "(o=univ*of*mich*)"},
    {"(o=*x*)", {Substrings{"o", "", {"x"}, ""}}, "(o=*x*)"},
    {"(o=*x)", {Substrings{"o", "", {}, "x"}}, "(o=*x)"},
    {"(o=a**b)", {Substrings{"o", "a", {}, "b"}}, "(o=a*b)"},
    {"(seeAlso=)", {Equality{"seeAlso", ""}}, "(seeAlso=)"},
    {"(cn=*)", {Present{"cn"}}, "(cn=*)"},
    {"(a>=5)", {GreaterOrEqual{"a", "5"}}, "(a>=5)"},
    {"(a<=5)", {LessOrEqual{"a", "5"}}, "(a<=5)"},
    {R"((o=Parens R Us \28for all your parenthetical needs\29))",
     {Equality{"o", "Parens R Us (for all your parenthetical needs)"}},
     R"((o=Parens R Us \28for all your parenthetical needs\29))"},
    {R"((cn=*\2A*))", {Substrings{"cn", "", {"*"}, ""}}, R"((cn=*\2a*))"},
    {R"((filename=C:\5cMyFile))", {Equality{"filename", "C:\\MyFile"}}, R"((filename=C:\5cMyFile))"},
    {R"((bin=\00\00\00\04))", {Equality{"bin", "\0\0\0\4"s}}, R"((bin=\00\00\00\04))"},
    {R"((sn=Lu\c4\8di\c4\87))", {Equality{"sn", "Lučić"}}, "(sn=Lučić)"},
    {R"((guid=\ff\fe))", {Equality{"guid", "\xff\xfe"}}, R"((guid=\ff\fe))"},
    {"(1.3.6.1.4.1.1466.0=a)", {Equality{"1.3.6.1.4.1.1466.0", "a"}}, "(1.3.6.1.4.1.1466.0=a)"},
    {"(cn;lang-en=a)", {Equality{"cn;lang-en", "a"}}, "(cn;lang-en=a)"},
    {"(&)", {And{}}, "(&)"},
    {"(|)", {Or{}}, "(|)"},
    {"\n(&\n  (a=b)\n  (! (c=d) )\n)\n",
     {And{{{Equality{"a", "b"}}, {Not{{{Equality{"c", "d"}}}}}}}},
     "(&(a=b)(!(c=d)))"},
};

struct Refused {
  std::string in;
  std::size_t offset;
};
std::ostream& operator<<(std::ostream& out, const Refused& c) {
  return out << c.in;
}

const std::vector<Refused> kRefused = {
    {"", 0},          {"cn=a", 0},      {"(cn=a", 5},       {"(cn=a))", 6},    {"()", 1},
    {"(=a)", 1},      {"(cn)", 3},      {"(cn~=a)", 3},     {"(cn:dn:=a)", 3}, {"(cn>a)", 4},
    {"(cn=a(b)", 5},  {"(cn=\\2)", 5},  {R"((cn=\zz))", 5}, {"(!)", 2},        {"(!(a=b)(c=d))", 7},
    {"(&(a=b)c)", 7}, {"(cn=\xff)", 4}, {"(cn=a\0b)"s, 5},  {"(a=b)(c=d)", 5},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(FilterSuite)

BOOST_DATA_TEST_CASE(parses_and_prints, kCases) {
  BOOST_CHECK(parseFilter(sample.in) == sample.out);
  BOOST_TEST(toString(sample.out) == sample.printed);
  BOOST_CHECK(parseFilter(sample.printed) == sample.out);
}

BOOST_DATA_TEST_CASE(refuses_with_the_offset_of_the_fault, kRefused) {
  BOOST_CHECK_EXCEPTION((void)parseFilter(sample.in), Error, [&](const Error& error) {
    BOOST_TEST(error.diagnosticMessage().ends_with(" at offset " + std::to_string(sample.offset)),
               error.what());
    return error.code() == ResultCode::FilterError;
  });
}

BOOST_AUTO_TEST_CASE(values_cannot_break_out_of_their_place) {
  const Filter filter{Equality{"uid", "*)(objectClass=*"}};
  BOOST_TEST(toString(filter) == R"((uid=\2a\29\28objectClass=\2a))");
  for (int octet = 0; octet < 256; ++octet) {
    const Filter each{Substrings{"cn", std::string(1, static_cast<char>(octet)), {"a"}, "b"}};
    BOOST_CHECK(parseFilter(toString(each)) == each);
  }
}

BOOST_AUTO_TEST_CASE(bounds_the_nesting) {
  const auto nested = [](std::size_t depth) {
    std::string text;
    for (std::size_t i = 1; i < depth; ++i) text += "(!";
    return text + "(a=b)" + std::string(depth - 1, ')');
  };
  BOOST_CHECK_NO_THROW((void)parseFilter(nested(64)));
  BOOST_CHECK_THROW((void)parseFilter(nested(65)), Error);
  BOOST_CHECK_THROW((void)parseFilter(nested(100'000)), Error);
}

BOOST_AUTO_TEST_SUITE_END()
