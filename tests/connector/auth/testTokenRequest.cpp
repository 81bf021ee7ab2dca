#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <vector>

#include "connector/auth/TokenRequest.h"

using namespace scim2ldap::connector;

namespace {

const std::string kForm = "application/x-www-form-urlencoded";
const std::string kGrant = "grant_type=client_credentials";
const std::string kType =
    "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";
// entra:s3cret
const std::string kBasic = "Basic ZW50cmE6czNjcmV0";

struct Good {
  std::string name;
  std::string body;
  std::string authorization;
  TokenRequest request;
  std::string contentType = kForm;
};
std::ostream& operator<<(std::ostream& out, const Good& good) {
  return out << good.name;
}
const TokenRequest kEntra{.clientId = "entra", .secret = "s3cret"};
const std::vector<Good> kGood = {
    {"in the body", kGrant + "&client_id=entra&client_secret=s3cret", "", kEntra},
    {"in the header", kGrant, kBasic, kEntra},
    {"in the header, the id in both", kGrant + "&client_id=entra", kBasic, kEntra},
    {"scheme in another case", kGrant, "bAsIc  ZW50cmE6czNjcmV0", kEntra},
    {"with scopes",
     kGrant + "&client_id=entra&client_secret=s3cret&scope=user.read+group.read",
     "",
     {.clientId = "entra", .secret = "s3cret", .scope = "user.read group.read"}},
    {"empty scope, unknown parameters", kGrant + "&scope=&resource=x&client_id=entra&client_secret=s3cret",
     "", kEntra},
    {"encoded in the body",
     kGrant + "&client_id=en%74ra&client_secret=a%2Bb+c%26",
     "",
     {.clientId = "entra", .secret = "a+b c&"}},
    {"encoded in the header", kGrant, "Basic ZW4lNzRyYTphJTJCYg==", {.clientId = "entra", .secret = "a+b"}},
    {"line break at the end", kGrant + "&client_id=entra&client_secret=s3cret\r\n", "", kEntra},
    {"charset", kGrant, kBasic, kEntra, kForm + " ; charset=UTF-8"},
    {"no content type", kGrant, kBasic, kEntra, ""},
    {"assertion",
     kGrant + kType + "&client_assertion=a.b.c&client_id=x",
     "",
     {.clientId = "x", .assertion = "a.b.c"}},
};

struct Bad {
  std::string name;
  std::string body;
  std::string authorization;
  int status;
  std::string error;
  std::string contentType = kForm;
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) {
  return out << bad.name;
}
const std::string kBoth = "&client_id=entra&client_secret=s3cret";
const std::vector<Bad> kBad = {
    {"empty", "", "", 400, "invalid_request"},
    {"no grant type", "client_id=a&client_secret=b", "", 400, "invalid_request"},
    {"authorization code", "grant_type=authorization_code" + kBoth, "", 400, "unsupported_grant_type"},
    {"password", "grant_type=password" + kBoth, "", 400, "unsupported_grant_type"},
    {"no credentials", kGrant, "", 401, "invalid_client"},
    {"no secret", kGrant + "&client_id=entra", "", 401, "invalid_client"},
    {"empty secret", kGrant + "&client_id=entra&client_secret=", "", 401, "invalid_client"},
    {"no id", kGrant + "&client_secret=s3cret", "", 401, "invalid_client"},
    {"a parameter twice", kGrant + "&client_id=a" + kBoth, "", 400, "invalid_request"},
    {"grant type twice", kGrant + "&" + kGrant + kBoth, "", 400, "invalid_request"},
    {"JSON", R"({"grant_type":"client_credentials"})", "", 400, "invalid_request", "application/json"},
    {"broken escape", kGrant + "&client_id=%4&client_secret=b", "", 400, "invalid_request"},
    {"no UTF-8", kGrant + "&client_id=%FF&client_secret=b", "", 400, "invalid_request"},
    {"too large", kGrant + "&x=" + std::string(70'000, 'x'), "", 400, "invalid_request"},
    {"secret twice", kGrant + kBoth, kBasic, 400, "invalid_request"},
    {"two clients", kGrant + "&client_id=okta", kBasic, 400, "invalid_request"},
    {"bearer in the header", kGrant, "Bearer abc", 401, "invalid_client"},
    {"no base64", kGrant, "Basic !!!!", 401, "invalid_client"},
    {"base64 of odd length", kGrant, "Basic ZW50c", 401, "invalid_client"},
    {"no colon", kGrant, "Basic ZW50cmE=", 401, "invalid_client"},
    {"header only", kGrant, "Basic ", 401, "invalid_client"},
    {"empty header secret", kGrant, "Basic ZW50cmE6", 401, "invalid_client"},
    {"broken escape in the header", kGrant, "Basic ZW50cmE6JTQ=", 401, "invalid_client"},
    {"assertion and secret", kGrant + kBoth + kType + "&client_assertion=a.b.c", "", 400, "invalid_request"},
    {"assertion and header", kGrant + kType + "&client_assertion=a.b.c", kBasic, 400, "invalid_request"},
    {"assertion of no type", kGrant + "&client_assertion=a.b.c", "", 401, "invalid_client"},
    {"assertion of another type", kGrant + "&client_assertion_type=saml&client_assertion=a.b.c", "", 401,
     "invalid_client"},
    {"type without assertion", kGrant + kType, "", 401, "invalid_client"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(TokenRequestSuite)

BOOST_DATA_TEST_CASE(is_read, kGood) {
  BOOST_TEST((parseTokenRequest(sample.body, sample.authorization, sample.contentType) == sample.request));
}

BOOST_DATA_TEST_CASE(that_is_wrong_is_refused, kBad) {
  BOOST_CHECK_EXCEPTION(
      static_cast<void>(parseTokenRequest(sample.body, sample.authorization, sample.contentType)), OAuthError,
      [&](const OAuthError& error) {
        BOOST_TEST_INFO(error.error() << ": " << error.detail());
        return error.status() == sample.status && error.error() == sample.error &&
               error.detail().find("s3cret") == std::string::npos;
      });
}

BOOST_AUTO_TEST_SUITE_END()
