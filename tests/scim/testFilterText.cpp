#include <boost/test/unit_test.hpp>

#include "RandomFilters.h"

using namespace scim2ldap::scim;

BOOST_AUTO_TEST_SUITE(FilterTextSuite)

BOOST_AUTO_TEST_CASE(is_read_back_as_it_was) {
  RandomFilters random(11);
  for (int i = 0; i < 3000; ++i) {
    const Filter filter = random.filter(4, false);
    const std::string text = toString(filter);
    if (text.size() > kMaxFilterBytes) continue;
    BOOST_TEST((parseFilter(text) == filter), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
