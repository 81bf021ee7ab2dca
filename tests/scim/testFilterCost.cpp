#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "scim/Error.h"
#include "scim/FilterCost.h"

using namespace scim2ldap::scim;

namespace {

struct Case {
  const char* filter;
  std::size_t comparisons;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.filter;
}
const Case kCases[] = {
    {"userName eq \"a\"", 1},
    {"userName pr", 1},
    {"userName gt \"a\" and not (title pr)", 2},
    {"userName co \"a\"", 5},
    {"userName sw \"a\" or userName ew \"a\"", 10},
    {"emails[type eq \"work\"]", 2},
    {"emails[type eq \"work\" and not (value co \"a\")] or id eq \"1\"", 8},
    {"((((id eq \"1\"))))", 1},
};

std::string many(const std::string& term, int count) {
  std::string filter = term;
  for (int i = 1; i < count; ++i) filter += " or " + term;
  return filter;
}

std::string refusal(const std::string& filter) {
  try {
    checkCost(parseFilter(filter), 100);
    return "";
  } catch (const Error& error) {
    return std::string(toString(error.type())) + ": " + error.what();
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(FilterCost)

BOOST_DATA_TEST_CASE(counts_what_has_to_be_compared, boost::unit_test::data::make(kCases)) {
  BOOST_TEST(comparisonsIn(parseFilter(sample.filter)) == sample.comparisons);
}

BOOST_AUTO_TEST_CASE(refuses_filters_that_are_built_to_be_slow) {
  BOOST_TEST(refusal(many("id eq \"1\"", 100)) == "");
  BOOST_TEST(refusal(many("title co \"a\"", 20)) == "");
  BOOST_TEST(
      refusal(many("id eq \"1\"", 101)) ==
      "invalidFilter: the filter takes 101 comparisons (co, sw and ew count 5 each), more than the 100 that "
      "are allowed; ask in several queries");
  BOOST_TEST(refusal(many("title co \"a\"", 21)) != "");
  BOOST_TEST(refusal(many("emails[value eq \"a\"]", 51)) != "");
  BOOST_TEST(refusal("not (" + many("(id pr and title pr)", 51) + ")") != "");
}

BOOST_AUTO_TEST_SUITE_END()
