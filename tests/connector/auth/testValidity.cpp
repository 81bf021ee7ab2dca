#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <vector>

#include "EntraTokens.h"
#include "connector/auth/Validity.h"

using namespace scim2ldap::connector;
using namespace scim2ldap::test;
using namespace std::chrono_literals;

namespace {

using days = std::chrono::days;

struct Left {
  std::chrono::milliseconds left;
  std::string text;
};
std::ostream& operator<<(std::ostream& out, const Left& left) {
  return out << left.left.count() << " ms";
}
const std::vector<Left> kLeft = {
    {days(31), "valid"},
    {days(30), "expires in 30 days"},
    {days(6) - 1ms, "expires in 5 days"},
    {days(2) - 1ms, "expires in 1 day"},
    {days(1) - 1ms, "expires in 23 hours"},
    {1h, "expires in 1 hour"},
    {1h - 1ms, "expires in 59 minutes"},
    {1ms, "expires in 0 minutes"},
    {0ms, "expired"},
    {-1ms, "expired"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ValiditySuite)

BOOST_DATA_TEST_CASE(says_what_is_left, kLeft) {
  BOOST_TEST(validityText(std::nullopt, kNow + sample.left, kNow) == sample.text);
  BOOST_TEST(validityWord(std::nullopt, kNow + sample.left, kNow) ==
             (sample.left > 0ms ? "valid" : "expired"));
}

BOOST_AUTO_TEST_CASE(has_no_end_where_there_is_none) {
  BOOST_TEST(validityText(std::nullopt, std::nullopt, kNow) == "valid");
}

BOOST_AUTO_TEST_CASE(ends_with_a_revocation) {
  BOOST_TEST(validityText(kNow, kNow + 1h, kNow) == "revoked");
  BOOST_TEST(validityText(kNow, kNow - 1h, kNow) == "revoked");
  BOOST_TEST(validityText(kNow + 1h, kNow + 2h, kNow) == "revoked");  // the clock was set back
}

BOOST_AUTO_TEST_SUITE_END()
