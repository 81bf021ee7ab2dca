#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "Samples.h"
#include "scim/Filter.h"

using namespace scim2ldap::scim;

namespace {

struct Case {
  std::string in;
  std::string out;  ///< the same filter as toString writes it
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.in;
}

const Case kFilters[] = {
    // RFC 7644 §3.4.2.2, figure 2
    {R"(userName eq "bjensen")", R"(userName eq "bjensen")"},
    {R"(name.familyName co "O'Malley")", R"(name.familyName co "O'Malley")"},
    {R"(urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J")",
     R"(urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J")"},
    {"title pr", "title pr"},
    {R"(meta.lastModified gt "2011-05-13T04:42:34Z")", R"(meta.lastModified gt "2011-05-13T04:42:34Z")"},
    {R"(title pr and userType eq "Employee")", R"(title pr and userType eq "Employee")"},
    {R"(userType eq "Employee" and (emails co "example.com" or emails.value co "example.org"))",
     R"(userType eq "Employee" and (emails co "example.com" or emails.value co "example.org"))"},
    {R"(userType ne "Employee" and not (emails co "a" or emails.value co "b"))",
     R"(userType ne "Employee" and not (emails co "a" or emails.value co "b"))"},
    {R"(emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"])",
     R"(emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"])"},
    {"not (a pr) and b pr", "not (a pr) and b pr"},
    {"(a pr and b pr) and c pr", "(a pr and b pr) and c pr"},
    {"((a pr))", "a pr"},
    // values
    {"a eq true and b eq false and c eq null", "a eq true and b eq false and c eq null"},
    {"a gt -12 and b lt 1.5e3", "a gt -12 and b lt 1500.0"},
    {R"(a eq "x\"y\\z\u010d")", "a eq \"x\\\"y\\\\z\xc4\x8d\""},
    {R"(displayName eq "R&D (EU), #1 [x] and or")", R"(displayName eq "R&D (EU), #1 [x] and or")"},
    {R"(a eq "")", R"(a eq "")"},
    // what clients write beside the grammar
    {R"(userName Eq "b")", R"(userName eq "b")"},
    {"TITLE PR AND a EQ True", "TITLE pr and a eq true"},
    {"externalId eq jnovak", R"(externalId eq "jnovak")"},
    {"externalId eq 2819c223-7f76-453a", R"(externalId eq "2819c223-7f76-453a")"},
    {"externalId eq 007", R"(externalId eq "007")"},
    {"id eq a1 and manager eq b.novak@corp.example", R"(id eq "a1" and manager eq "b.novak@corp.example")"},
    {R"(roles[primary eq "True"].value eq "x")", R"(roles[primary eq "True" and value eq "x"])"},
    {R"(emails[type eq "work"].value eq "x")", R"(emails[type eq "work" and value eq "x"])"},
    {R"(emails[type eq "work"] eq "x")", R"(emails[type eq "work" and value eq "x"])"},
    {R"(emails[type eq "work"] and a pr)", R"(emails[type eq "work"] and a pr)"},
    {R"(emails[type eq "work" or type eq "home"].value sw "x")",
     R"(emails[(type eq "work" or type eq "home") and value sw "x"])"},
    {R"(emails[type eq "work"].display pr)", R"(emails[type eq "work" and display pr])"},
    {R"(  emails[ type eq work ].value  eq  "x"  )", R"(emails[type eq "work" and value eq "x"])"},
    {R"(a  eq   "x"   and  b pr  )", R"(a eq "x" and b pr)"},
    {"not(a pr)", "not (a pr)"},
    {"not pr", "not pr"},
    {"notes pr or android pr and order pr", "notes pr or android pr and order pr"},
};

struct Fault {
  std::string text;
  std::string where;
};
std::ostream& operator<<(std::ostream& out, const Fault& c) {
  return out << '"' << c.text.substr(0, 60) << '"';
}
const Fault kFaults[] = {
    {"", "(at byte 0)"},
    {"userName", "(at byte 8)"},
    {"userName eq", "(at byte 11)"},
    {"userName is \"x\"", "(at byte 9)"},
    {R"(userName eq "x)", "(at byte 12)"},
    {R"(userName eq "x" userType pr)", "(at byte 16)"},
    {R"(userName eq "x" and)", "(at byte 19)"},
    {R"(userName eq "x" xor a pr)", "(at byte 16)"},
    {"a eq and b pr", "(at byte 5)"},
    {"(a pr", "(at byte 5)"},
    {"a pr)", "(at byte 4)"},
    {"emails[type pr", "(at byte 14)"},
    {"emails[]", "(at byte 7)"},
    {"emails [type pr]", "(at byte 7)"},
    {"emails[a[b pr]]", "(at byte 8)"},
    {"emails[type pr].a.b eq 1", "(at byte 16)"},
    {R"(a eq "\q")", "(at byte 5)"},
    {"a eq x\\y", "(at byte 5)"},
    {"a eq \"\xff\"", "(at byte 5)"},
    {"9a pr", "(at byte 0)"},
    {"a.b.c pr", "(at byte 3)"},
    {"urn:x:2.0:User: pr", "(at byte 15)"},
    {std::string(kMaxFilterBytes + 1, 'a'), "(at byte 8192)"},
    {std::string(kMaxFilterDepth + 1, '(') + "a pr" + std::string(kMaxFilterDepth + 1, ')'), "(at byte 32)"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(FilterParserSuite)

BOOST_DATA_TEST_CASE(parses, boost::unit_test::data::make(kFilters)) {
  BOOST_TEST(toString(parseFilter(sample.in)) == sample.out);
  BOOST_TEST((parseFilter(sample.out) == parseFilter(sample.in)));
}

// RFC 7644 §3.4.2.2: "not" before "and" before "or"
BOOST_AUTO_TEST_CASE(heeds_precedence) {
  const auto same = [](const char* left, const char* right) {
    return parseFilter(left) == parseFilter(right);
  };
  BOOST_TEST(same("a pr or b pr and c pr", "a pr or (b pr and c pr)"));
  BOOST_TEST(!same("a pr or b pr and c pr", "(a pr or b pr) and c pr"));
  BOOST_TEST(same("a pr and b pr or c pr and d pr", "(a pr and b pr) or (c pr and d pr)"));
  BOOST_TEST(same("not (a pr) and b pr", "(not (a pr)) and b pr"));
  BOOST_TEST(!same("not (a pr) and b pr", "not (a pr and b pr)"));
  BOOST_TEST(same("notes pr or android pr and order pr", "notes pr or (android pr and order pr)"));
}

BOOST_DATA_TEST_CASE(names_the_byte_of_a_fault, boost::unit_test::data::make(kFaults)) {
  const std::string error = errorOf([&] { static_cast<void>(parseFilter(sample.text)); });
  BOOST_TEST(error.starts_with("invalidFilter: "), error);
  BOOST_TEST(error.ends_with(sample.where), error);
}

BOOST_AUTO_TEST_CASE(takes_what_is_just_deep_enough) {
  std::string text = "a pr";
  for (std::size_t i = 0; i < kMaxFilterDepth; ++i) text = "not (" + text + ")";
  BOOST_TEST(toString(parseFilter(text)) == text);
}

BOOST_AUTO_TEST_CASE(takes_a_long_list_of_alternatives) {
  std::string text = "a pr";
  while (text.size() < kMaxFilterBytes - 20) text += " or a pr";
  BOOST_TEST(toString(parseFilter(text)) == text);
}

BOOST_AUTO_TEST_CASE(puts_urn_name_and_sub_attribute_apart) {
  const Filter filter =
      parseFilter(R"(urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "x")");
  const auto& path = std::get<Comparison>(filter.node).path;
  BOOST_TEST(path.schema == kEnterpriseUserSchema);
  BOOST_TEST(path.name == "manager");
  BOOST_TEST(path.subAttribute == "value");
}

BOOST_AUTO_TEST_SUITE_END()
