#include <boost/test/unit_test.hpp>

#include "connector/log/PeerNetwork.h"

using namespace scim2ldap::connector;

BOOST_AUTO_TEST_SUITE(PeerNetworkSuite)

BOOST_AUTO_TEST_CASE(is_the_64_of_an_ipv6_address_and_an_ipv4_address_itself) {
  BOOST_TEST(networkOf("2001:db8:1:2::1") == "2001:db8:1:2::/64");
  BOOST_TEST(networkOf("2001:db8:1:2:ffff:ffff:ffff:ffff") == "2001:db8:1:2::/64");
  BOOST_TEST(networkOf("2001:db8:1:3::1") == "2001:db8:1:3::/64");
  BOOST_TEST(networkOf("::ffff:192.0.2.1") == "192.0.2.1");
  BOOST_TEST(networkOf("192.0.2.1") == "192.0.2.1");
  BOOST_TEST(networkOf("fe80::1%eth0") == networkOf("fe80::2"));
  BOOST_TEST(networkOf("no address") == "no address");
}

BOOST_AUTO_TEST_SUITE_END()
