#include <boost/test/unit_test.hpp>

#include "connector/endpoint/Metrics.h"

using namespace scim2ldap::connector;

BOOST_AUTO_TEST_SUITE(MetricsSuite)

BOOST_AUTO_TEST_CASE(counts_by_class_of_status_and_by_duration) {
  Metrics metrics;
  metrics.count(201, std::chrono::milliseconds(2));
  metrics.count(204, std::chrono::milliseconds(70));
  metrics.count(503, std::chrono::seconds(9));
  metrics.countTurnedAway(503);
  metrics.countTurnedAway(413);
  metrics.countTurnedAway(408);
  const std::string text = metrics.exposition();
  BOOST_TEST(metrics.requests() == 3U);
  for (const char* line :
       {"scim2ldap_requests_total{status=\"2xx\"} 2\n", "scim2ldap_requests_total{status=\"5xx\"} 1\n",
        "scim2ldap_request_seconds_bucket{le=\"0.005\"} 1\n",
        "scim2ldap_request_seconds_bucket{le=\"0.1\"} 2\n", "scim2ldap_request_seconds_bucket{le=\"5\"} 2\n",
        "scim2ldap_request_seconds_bucket{le=\"+Inf\"} 3\n",
        "scim2ldap_turned_away_total{status=\"4xx\"} 2\n",
        "scim2ldap_turned_away_total{status=\"5xx\"} 1\n"}) {
    BOOST_TEST(text.find(line) != std::string::npos, line);
  }
}

BOOST_AUTO_TEST_SUITE_END()
