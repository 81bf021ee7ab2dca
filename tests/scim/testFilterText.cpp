#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "RandomFilters.h"
#include "Samples.h"

using namespace scim2ldap::scim;

namespace {

struct Case {
  const char* read;
  const char* printed;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.read;
}

const Case kTexts[] = {
    {"a pr and b pr or c pr and d pr", "a pr and b pr or c pr and d pr"},
    {"(a pr and b pr) or c pr", "a pr and b pr or c pr"},
    {"a pr and (b pr or c pr)", "a pr and (b pr or c pr)"},
    {"(a pr and b pr) and c pr", "(a pr and b pr) and c pr"},
    {"a pr or (b pr or c pr)", "a pr or (b pr or c pr)"},
    {"not(a pr)or b EQ x", "not (a pr) or b eq \"x\""},
    {"((a pr))", "a pr"},
    {"emails[type eq \"work\" or primary eq true].value sw \"x\"",
     "emails[(type eq \"work\" or primary eq true) and value sw \"x\"]"},
};

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

/// Every shape that can stand in a group, in groups of its own kind.
std::vector<std::string> nested(std::size_t depth) {
  std::vector<std::string> texts;
  for (const std::string inner :
       {"a pr", "a pr and b pr or c pr", "a pr or b pr and c pr", "not (a pr) or b pr and c pr"}) {
    for (const std::string before : {"", "x pr and ", "x pr or ", "x pr and y pr or ", "not "}) {
      // The innermost "not" is nested itself.
      const std::size_t groups = depth - (inner.starts_with("not") ? 1 : 0);
      texts.push_back(repeated(before + "(", groups) + inner + std::string(groups, ')'));
    }
  }
  const std::size_t outside = depth - 1;
  for (const std::string inner :
       {"emails[type pr or value pr]", "emails[type pr and value pr or primary pr]"})
    texts.push_back(repeated("x pr and y pr or (", outside) + inner + std::string(outside, ')'));
  return texts;
}

std::string refusal(const std::string& text) {
  return errorOf([&] { static_cast<void>(parseFilter(text)); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(FilterTextSuite)

BOOST_DATA_TEST_CASE(has_the_parentheses_that_it_needs, boost::unit_test::data::make(kTexts)) {
  const Filter filter = parseFilter(sample.read);
  BOOST_TEST(toString(filter) == sample.printed);
  BOOST_TEST((parseFilter(sample.printed) == filter));
}

BOOST_AUTO_TEST_CASE(is_read_back_as_it_was) {
  RandomFilters random(11);
  for (int i = 0; i < 3000; ++i) {
    const Filter filter = random.filter(4, false);
    const std::string text = toString(filter);
    if (text.size() > kMaxFilterBytes) continue;
    BOOST_TEST((parseFilter(text) == filter), text);
  }
}

BOOST_AUTO_TEST_CASE(is_read_back_at_the_limit_of_nesting) {
  for (const std::string& text : nested(kMaxFilterDepth)) {
    const Filter filter = parseFilter(text);
    BOOST_TEST((parseFilter(toString(filter)) == filter), text);
  }
  for (const std::string& text : nested(kMaxFilterDepth + 1))
    BOOST_TEST(refusal(text).find("nested deeper than 32") != std::string::npos, text);
}

// emails[…].value eq "x" means emails[(…) and value eq "x"], and is nested as deep.
BOOST_AUTO_TEST_CASE(is_read_back_at_the_limit_of_nesting_with_a_condition_behind_brackets) {
  for (const std::string inner : {"type pr", "type pr and display pr", "type pr or display pr"}) {
    const bool grouped = inner.find(" or ") != std::string::npos;
    const auto at = [&](std::size_t depth) {
      const std::size_t outside = depth - (grouped ? 2 : 1);
      return std::string(outside, '(') + "emails[" + inner + "].value eq \"x\"" + std::string(outside, ')');
    };
    const Filter filter = parseFilter(at(kMaxFilterDepth));
    BOOST_TEST((parseFilter(toString(filter)) == filter), inner);
    BOOST_TEST(refusal(at(kMaxFilterDepth + 1)).find("nested deeper than 32") != std::string::npos, inner);
  }
}

BOOST_AUTO_TEST_CASE(is_read_back_up_to_the_limit_of_length) {
  const std::string frame = "userName eq \"\"";
  const std::string longest = "userName eq \"" + std::string(kMaxFilterBytes - frame.size(), 'x') + '"';
  const Filter filter = parseFilter(longest);
  BOOST_TEST(toString(filter) == longest);
  BOOST_TEST((parseFilter(toString(filter)) == filter));
  BOOST_TEST(refusal(longest + " ").starts_with("invalidFilter: "));

  // Bare words are shorter than they are printed.
  const std::string bare = "userName eq " + std::string(kMaxFilterBytes - frame.size() + 2, 'x');
  const std::string printed = toString(parseFilter(bare));
  BOOST_TEST(printed.size() == kMaxFilterBytes + 2);
  BOOST_TEST(refusal(printed).starts_with("invalidFilter: the filter is longer than 8192 bytes"));
}

BOOST_AUTO_TEST_SUITE_END()
