#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "scim/DateTime.h"

using namespace scim2ldap::scim;

BOOST_AUTO_TEST_SUITE(DateTimeSuite)

BOOST_AUTO_TEST_CASE(brings_zones_together) {
  const auto utc = parseDateTime("2011-05-13T04:42:34Z");
  BOOST_REQUIRE(utc);
  BOOST_TEST((utc == parseDateTime("2011-05-13T06:42:34+02:00")));
  BOOST_TEST((utc == parseDateTime("2011-05-12T23:42:34-05:00")));
  BOOST_TEST((utc == parseDateTime("2011-05-13T04:42:34")));
  BOOST_TEST((utc == parseDateTime("2011-05-13T04:42:34.000Z")));
}

BOOST_AUTO_TEST_CASE(orders_by_the_fraction_and_far_years) {
  BOOST_TEST((parseDateTime("2011-05-13T04:42:34.5Z") < parseDateTime("2011-05-13T04:42:34.50000000012Z")) ==
             false);
  BOOST_TEST((parseDateTime("2011-05-13T04:42:34.5Z") < parseDateTime("2011-05-13T04:42:34.51Z")));
  BOOST_TEST((parseDateTime("9999-12-31T23:59:59Z") > parseDateTime("2262-12-31T23:59:59Z")));
  BOOST_TEST((parseDateTime("2012-02-29T00:00:00Z") < parseDateTime("2012-03-01T00:00:00Z")));
}

BOOST_DATA_TEST_CASE(refuses, boost::unit_test::data::make({"", "2011-05-13", "2011-05-13T04:42",
                                                            "2011-13-01T00:00:00Z", "2011-02-29T00:00:00Z",
                                                            "2011-05-13T24:00:00Z", "2011-05-13T04:42:34.Z",
                                                            "2011-05-13T04:42:34z", "2011-05-13T04:42:34+2",
                                                            "2011-05-13 04:42:34Z", "2011-05-13T04:42:34Zx",
                                                            "20110513044234Z"})) {
  BOOST_TEST(!parseDateTime(sample).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
