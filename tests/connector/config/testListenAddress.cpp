#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/config/ListenAddress.h"

using namespace scim2ldap::connector;

namespace {

struct Case {
  std::string text;
  std::string address;
  std::uint16_t port;
  bool loopback;
};

std::ostream& operator<<(std::ostream& stream, const Case& c) {
  return stream << c.text;
}

const std::vector<Case> kGood = {
    {"127.0.0.1:8080", "127.0.0.1", 8080, true},
    {"127.9.9.9:1", "127.9.9.9", 1, true},
    {"localhost:8080", "127.0.0.1", 8080, true},
    {"0.0.0.0:65535", "0.0.0.0", 65535, false},
    {"192.0.2.1:443", "192.0.2.1", 443, false},
    {"[::1]:8080", "::1", 8080, true},
    {"[::]:0", "::", 0, false},
    {"[2001:db8::1]:443", "2001:db8::1", 443, false},
};

const std::vector<std::string> kBad = {"",
                                       "8080",
                                       ":8080",
                                       "127.0.0.1",
                                       "127.0.0.1:",
                                       "::1",
                                       "::1:8080",
                                       "[::1]",
                                       "[]:8080",
                                       "[127.0.0.1]:80",
                                       "*:8080",
                                       "example.org:80",
                                       "127.1:80",
                                       "127.0.0.1:65536",
                                       "127.0.0.1:-1",
                                       "127.0.0.1:80x",
                                       "http://127.0.0.1:80"};

}  // namespace

BOOST_AUTO_TEST_SUITE(ListenAddressSuite)

BOOST_DATA_TEST_CASE(reads_address_and_port, kGood) {
  BOOST_TEST((parseListenAddress(sample.text) == ListenAddress{sample.address, sample.port}));
  BOOST_TEST(isLoopback(sample.address) == sample.loopback);
}

BOOST_DATA_TEST_CASE(refuses_anything_else_and_says_what_to_write, kBad) {
  BOOST_CHECK_EXCEPTION((void)parseListenAddress(sample), std::invalid_argument, [](const auto& error) {
    return std::string(error.what()).find("; write for example \"127.0.0.1:8080\"") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(knows_loopback_hosts) {
  BOOST_TEST(isLoopback("localhost"));
  BOOST_TEST(!isLoopback("localhost.example.org"));
  BOOST_TEST(!isLoopback("127.0.0.1.example.org"));
  BOOST_TEST(!isLoopback(""));
}

BOOST_AUTO_TEST_SUITE_END()
