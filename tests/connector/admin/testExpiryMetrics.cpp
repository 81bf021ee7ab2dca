#include <boost/test/unit_test.hpp>

#include "connector/admin/ExpiryMetrics.h"
#include "connector/auth/Authenticator.h"
#include "connector/auth/TokenIssuer.h"
#include "tests/connector/admin/AdminFixture.h"

using namespace scim2ldap::connector;
using namespace scim2ldap::test;
using namespace std::chrono_literals;

namespace {

const TimePoint kNow = TimePoint(std::chrono::milliseconds(1'800'000'000'000));

bool holds(const std::string& text, const std::string& line) {
  BOOST_TEST_INFO(text);
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ExpiryMetricsSuite)

BOOST_AUTO_TEST_CASE(tell_how_long_tokens_and_secrets_still_last) {
  AdminFixture admin;
  admin.store->addToken(makeToken("entra", "next", kNow, kNow + 90min).row);
  admin.store->addToken(makeToken("entra", "endless", kNow, std::nullopt).row);
  admin.store->addToken(makeToken("entra", "over", kNow, kNow - 1s).row);
  admin.store->addToken(makeToken("entra", "revoked", kNow, kNow + 1h).row);
  BOOST_TEST(admin.store->revokeToken("entra", "revoked", kNow));
  NewToken issued = makeToken("entra", "app", kNow, kNow + 1h);
  issued.row.client = "app";
  admin.store->addToken(issued.row);
  admin.store->addClient(
      {.endpoint = "entra",
       .id = "app",
       .scopes = "",
       .secrets = {makeClientSecret(kNow, kNow + 2h).row, makeClientSecret(kNow - 1h, kNow - 1s).row},
       .created = kNow});

  const std::string text = expiryMetrics(*admin.store, kNow);
  BOOST_TEST(holds(text, "scim2ldap_token_expires_seconds{endpoint=\"entra\",token=\"next\"} 5400"));
  BOOST_TEST(
      holds(text,
            "scim2ldap_client_secret_expires_seconds{endpoint=\"entra\",client=\"app\",created=\"2027-01-"
            "15T08:00:00Z\"} 7200"));
  for (const char* absent : {"endless", "over", "revoked", "token=\"app\"", "2027-01-15T07"}) {
    BOOST_TEST(text.find(absent) == std::string::npos, absent);
  }
  admin.store->revokeClient("entra", "app", kNow);
  BOOST_TEST(expiryMetrics(*admin.store, kNow).find("{endpoint=\"entra\",client") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(stand_among_the_others) {
  AdminFixture admin;
  BOOST_TEST(holds(admin.get("/metrics").body, "# TYPE scim2ldap_token_expires_seconds gauge"));
}

BOOST_AUTO_TEST_SUITE_END()
