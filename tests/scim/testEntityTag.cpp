#include "scim/EntityTag.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "Samples.h"

using namespace scim2ldap::scim;

namespace {

struct Case {
  std::string in;
  EntityTagList out;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.in;
}

const Case kLists[] = {
    {"*", {true, {}}},
    {" * ", {true, {}}},
    {R"("a")", {false, {{"a", false}}}},
    {R"(W/"a")", {false, {{"a", true}}}},
    {R"("")", {false, {{"", false}}}},
    {R"(W/"a","b" , W/"c")", {false, {{"a", true}, {"b", false}, {"c", true}}}},
    {"\t\"a\"\t,\t\"b\"", {false, {{"a", false}, {"b", false}}}},
    {R"(,"a",,"b",)", {false, {{"a", false}, {"b", false}}}},
    {R"("a,b")", {false, {{"a,b", false}}}},
    {R"("*")", {false, {{"*", false}}}},
    {"\"n\xc3\xa9\"", {false, {{"n\xc3\xa9", false}}}},
};

struct Fault {
  std::string in;
  std::size_t offset;
};
std::ostream& operator<<(std::ostream& out, const Fault& c) {
  return out << c.in;
}

const Fault kMalformed[] = {
    {"", 0},          {"  ", 2},        {",", 1},          {"a", 0},         {R"("a)", 2}, {R"(w/"a")", 0},
    {"W/", 2},        {R"(W/ "a")", 2}, {R"("a" "b")", 4}, {R"("a""b")", 3}, {"*,*", 1},   {R"(*, "a")", 1},
    {R"("a", *)", 5}, {R"("a b")", 2},  {"\"a\x7f\"", 2},  {"'a'", 0},
};

/// Two resources, and whether they are in the same state.
struct Pair {
  const char* name;
  const char* left;
  const char* right;
  bool same;
};
std::ostream& operator<<(std::ostream& out, const Pair& c) {
  return out << c.name;
}

const Pair kPairs[] = {
    {"the order of members", R"({"a":1,"b":{"c":2,"d":3}})", R"({"b":{"d":3,"c":2},"a":1})", true},
    {"the order of values", R"({"emails":[{"value":"a"},{"value":"b"}]})",
     R"({"emails":[{"value":"b"},{"value":"a"}]})", true},
    {"the case of names", R"({"userName":"a"})", R"({"USERNAME":"a"})", true},
    {"the client's URL", R"({"manager":{"value":"7","$ref":"http://a/7"}})",
     R"({"manager":{"value":"7","$ref":"https://b/7"}})", true},
    {"what is not assigned", R"({"a":"x","title":null,"emails":[]})", R"({"a":"x"})", true},
    {"another value", R"({"a":"x"})", R"({"a":"y"})", false},
    {"the case of a value", R"({"a":"x"})", R"({"a":"X"})", false},
    {"another type", R"({"a":"1"})", R"({"a":1})", false},
    {"a value more", R"({"a":["x"]})", R"({"a":["x","y"]})", false},
    {"a value twice", R"({"a":["x"]})", R"({"a":["x","x"]})", false},
    {"values under another name", R"({"a":"x"})", R"({"b":"x"})", false},
    {"a list and its only value", R"({"a":["x"]})", R"({"a":"x"})", false},
    {"values that look like punctuation", R"({"a":"x","b":"y"})", R"({"a":"x\",\"b\":\"y"})", false},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(EntityTagSuite)

BOOST_DATA_TEST_CASE(parses, boost::unit_test::data::make(kLists)) {
  BOOST_TEST((parseEntityTags("If-Match", sample.in) == sample.out));
}

BOOST_DATA_TEST_CASE(refuses_malformed_lists, boost::unit_test::data::make(kMalformed)) {
  const std::string error = errorOf([&] { static_cast<void>(parseEntityTags("If-Match", sample.in)); });
  BOOST_TEST(error.starts_with("invalidSyntax: If-Match: "), error);
  BOOST_TEST(error.ends_with(", at byte " + std::to_string(sample.offset)), error);
}

BOOST_AUTO_TEST_CASE(compares_weakly) {
  const EntityTag state{"a", true};
  for (const char* list : {R"("a")", R"(W/"a")", R"("b", W/"a")", "*"}) {
    BOOST_TEST(parseEntityTags("If-Match", list).meets(state), list);
  }
  for (const char* list : {R"("b")", R"(W/"A")", R"("*")", R"("a,")"}) {
    BOOST_TEST(!parseEntityTags("If-Match", list).meets(state), list);
  }
}

BOOST_AUTO_TEST_CASE(prints_what_it_parses) {
  for (const char* text : {R"("a")", R"(W/"a")", R"("")"}) {
    BOOST_TEST(toString(parseEntityTags("If-Match", text).tags.at(0)) == text);
  }
}

BOOST_DATA_TEST_CASE(names_a_state, boost::unit_test::data::make(kPairs)) {
  BOOST_TEST((entityTag(parseJson(sample.left)) == entityTag(parseJson(sample.right))) == sample.same);
}

BOOST_AUTO_TEST_CASE(names_the_version_of_what_the_resource_leaves_out) {
  const Json group = parseJson(R"({"displayName":"g"})");
  BOOST_TEST((entityTag(group, "1") == entityTag(group, "1")));
  BOOST_TEST((entityTag(group, "1") != entityTag(group, "2")));
  BOOST_TEST((entityTag(group, "1") != entityTag(group)));
}

BOOST_AUTO_TEST_CASE(is_weak_and_fit_for_a_header) {
  const EntityTag tag = entityTag(parseJson(R"({"userName":"a"})"));
  BOOST_TEST(tag.weak);
  BOOST_TEST(tag.opaque.size() == 32U);
  BOOST_TEST((parseEntityTags("ETag", toString(tag)).tags.at(0) == tag));
}

BOOST_AUTO_TEST_SUITE_END()
