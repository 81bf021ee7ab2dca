#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "connector/config/FetchUrl.h"

using namespace scim2ldap::connector;

namespace {

struct Good {
  std::string text;
  bool tls;
  std::string host;
  std::uint16_t port;
  std::string target;
};
std::ostream& operator<<(std::ostream& out, const Good& good) {
  return out << good.text;
}
const std::vector<Good> kGood = {
    {"https://login.example.org/common/keys?v=2", true, "login.example.org", 443, "/common/keys?v=2"},
    {"https://login.example.org", true, "login.example.org", 443, "/"},
    {"https://login.example.org:8443/a", true, "login.example.org", 8443, "/a"},
    {"https://[2001:db8::1]/a", true, "2001:db8::1", 443, "/a"},
    {"http://127.0.0.1:9000/keys", false, "127.0.0.1", 9000, "/keys"},
    {"http://localhost/keys", false, "localhost", 80, "/keys"},
    {"http://[::1]/keys", false, "::1", 80, "/keys"},
};

struct Bad {
  std::string text;
  std::string problem;
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) {
  return out << bad.text;
}
const std::vector<Bad> kBad = {
    {"http://login.example.org/keys", "in plain text"},
    {"http://127.0.0.1.example.org/keys", "in plain text"},
    {"http://[2001:db8::1]/keys", "in plain text"},
    {"ftp://login.example.org/keys", "is not fetched over https"},
    {"file:///etc/keys", "is not fetched over https"},
    {"https:///keys", "names no server"},
    {"https://user:secret@login.example.org/keys", "holds a user name"},
    {"https://login.example.org:x/keys", "is no URL"},
    {"keys", "is not fetched over https"},
    {"https://login.example.org/" + std::string(3000, 'a'), "is too long"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(FetchUrlSuite)

BOOST_DATA_TEST_CASE(is_taken_apart, kGood) {
  const FetchUrl url = parseFetchUrl(sample.text);
  BOOST_TEST(url.tls == sample.tls);
  BOOST_TEST(url.host == sample.host);
  BOOST_TEST(url.port == sample.port);
  BOOST_TEST(url.target == sample.target);
}

BOOST_DATA_TEST_CASE(that_is_none_is_refused, kBad) {
  BOOST_CHECK_EXCEPTION(static_cast<void>(parseFetchUrl(sample.text)), std::invalid_argument,
                        [&](const std::invalid_argument& error) {
                          BOOST_TEST_INFO(error.what());
                          return std::string(error.what()).find(sample.problem) != std::string::npos;
                        });
}

BOOST_AUTO_TEST_SUITE_END()
