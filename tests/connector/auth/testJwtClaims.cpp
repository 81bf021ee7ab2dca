#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <vector>

#include "EntraTokens.h"
#include "connector/auth/JwtClaims.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;
using namespace std::chrono_literals;
using scim::Json;

namespace {

struct Change {
  std::string name;
  Json value;        ///< null: left out
  std::string told;  ///< "": it is still right
};
std::ostream& operator<<(std::ostream& out, const Change& change) {
  return out << change.name << " " << printJson(change.value);
}

std::int64_t at(std::chrono::seconds fromNow) {
  return secondsOf(kNow + fromNow);
}

const std::vector<Change> kClaimChanges = {
    {"iss", "https://login.microsoftonline.com/other/v2.0",
     "iss is \"https://login.microsoftonline.com/other"},
    {"iss", Json(), "iss is \"\""},
    {"iss", Json(Json::Array{"https://login.microsoftonline.com/x/v2.0"}), "iss is \"\""},
    {"tid", "00000000-0000-0000-0000-000000000000", "tid is \"00000000"},
    {"tid", Json(), "tid is \"\""},
    {"aud", "api://somebody-else", "aud is \"api://somebody-else\""},
    {"aud", Json(), "aud is \"\""},
    {"aud", "", "aud is \"\""},
    {"aud", 1, "aud is \"\""},
    {"aud", Json(Json::Array{}), "aud is \"\""},
    {"aud", Json(Json::Array{"a", "b"}), "aud is \"a b\""},
    {"aud", Json(Json::Array{"5d6c7b8a-1111-4e2f-9a0b-c1d2e3f4a5b6", 1}), "not a list of texts"},
    {"aud", Json(Json::Array{"a", "5d6c7b8a-1111-4e2f-9a0b-c1d2e3f4a5b6"}), ""},
    {"aud", "api://5d6c7b8a-1111-4e2f-9a0b-c1d2e3f4a5b6", ""},
    {"aud", "API://5d6c7b8a-1111-4e2f-9a0b-c1d2e3f4a5b6", "aud is"},
    {"exp", Json(), "does not say when it expires"},
    {"exp", "4102444800", "does not say when it expires"},
    {"exp", -1, "does not say when it expires"},
    {"exp", Json(1e300), "does not say when it expires"},
    {"exp", at(-60s), "has expired at 2027-01-15T07:59:00Z"},
    {"exp", at(-59s), ""},
    {"exp", Json(1'800'000'000.5), ""},
    {"nbf", at(60s), ""},
    {"nbf", at(61s), "not valid yet: nbf is 2027-01-15T08:01:01Z"},
    {"nbf", "soon", "nbf is no time"},
    {"nbf", Json(), ""},
    {"iat", at(61s), "not valid yet: iat"},
    {"iat", Json(), ""},
};

const std::vector<Change> kPartyChanges = {
    {"azp", "another", "azp is \"another\""},
    {"azp", Json(), "names no application"},
    {"azp", 1, "azp is \"\""},
    {"appid", "another", "appid is \"another\""},  // beside the right azp
    {"appid", "5d6c7b8a-1111-4e2f-9a0b-c1d2e3f4a5b6", ""},
    {"sub", "another", "sub is \"another\""},
    {"sub", Json(), "sub is \"\""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(JwtClaimsSuite)

BOOST_AUTO_TEST_CASE(are_valid_where_one_of_two_clocks_is_right) {
  const Json claims = with(assertionClaims(), "exp", at(3000s));
  const auto fault = [&](std::chrono::seconds now, std::chrono::seconds wall) {
    return claimFault(claims, trustedAssertions(""), AuthTime(kNow + now, kNow + wall));
  };
  BOOST_TEST(fault(0s, 2h) == "");    // the machine's clock is ahead, and not believed
  BOOST_TEST(fault(0s, -72h) == "");  // or back
  BOOST_TEST(fault(-72h, 0s) == "");  // it is right again, and not believed yet
  BOOST_TEST(fault(1h, 0s) == "");
  BOOST_TEST(fault(2h, 3h).find("has expired") != std::string::npos);
  BOOST_TEST(fault(-72h, 2h) != "");
}

BOOST_AUTO_TEST_CASE(that_have_long_expired_are_not_revived_by_a_clock_that_is_set_back) {
  const Json claims = with(assertionClaims(), "exp", at(0s));
  const auto fault = [&](std::chrono::seconds now) {
    return claimFault(claims, trustedAssertions(""), AuthTime(kNow + now, kNow - 10s));
  };
  BOOST_TEST(fault(3600s + 59s) == "");
  BOOST_TEST(fault(3600s + 60s).find("has expired") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(are_those_that_entra_sends) {
  BOOST_TEST(claimFault(assertionClaims(), trustedAssertions(""), kNow) == "");
  BOOST_TEST(partyFault(assertionClaims(), trustedAssertions("")) == "");
  BOOST_TEST(claimFault(bearerClaims(), trustedBearers(""), kNow) == "");
  BOOST_TEST(partyFault(bearerClaims(), trustedBearers("")) == "");
}

BOOST_DATA_TEST_CASE(are_compared_one_by_one, kClaimChanges) {
  const std::string fault =
      claimFault(with(assertionClaims(), sample.name, sample.value), trustedAssertions(""), kNow);
  BOOST_TEST((sample.told.empty() ? fault.empty() : fault.find(sample.told) != std::string::npos), fault);
}

BOOST_DATA_TEST_CASE(name_application_and_subject, kPartyChanges) {
  const std::string fault =
      partyFault(with(assertionClaims(), sample.name, sample.value), trustedAssertions(""));
  BOOST_TEST((sample.told.empty() ? fault.empty() : fault.find(sample.told) != std::string::npos), fault);
}

BOOST_AUTO_TEST_CASE(of_a_foreign_tenant_are_not_ours_though_the_audience_is_everybodys) {
  Json claims = with(bearerClaims(), "tid", "11111111-0000-0000-0000-000000000000");
  claims.set("iss", "https://sts.windows.net/11111111-0000-0000-0000-000000000000/");
  BOOST_TEST(claimFault(claims, trustedBearers(""), kNow) != "");
}

BOOST_AUTO_TEST_CASE(need_no_application_where_none_is_configured) {
  TrustedIssuer trusted = trustedAssertions("");
  trusted.app = "";
  BOOST_TEST(partyFault(with(assertionClaims(), "azp", Json()), trusted) == "");
  BOOST_TEST(partyFault(with(assertionClaims(), "sub", Json()), trusted) != "");
}

BOOST_AUTO_TEST_CASE(that_are_long_are_told_in_part) {
  const Json claims = with(assertionClaims(), "iss", std::string(5000, 'x'));
  BOOST_TEST(claimFault(claims, trustedAssertions(""), kNow).size() < 500U);
}

BOOST_AUTO_TEST_SUITE_END()
