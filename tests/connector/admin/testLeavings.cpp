#include <boost/test/unit_test.hpp>

#include "connector/admin/Leavings.h"
#include "tests/connector/admin/AdminFixture.h"

using namespace scim2ldap::connector;
using namespace scim2ldap::test;
using scim2ldap::scim::Json;

namespace {

TimePoint now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

/// An endpoint that two users may leave in an hour.
struct Guarded : AdminFixture {
  explicit Guarded(const std::string& limit = "count = 2")
      : AdminFixture(nullptr, "[endpoint.leaving_guard]\n" + limit + "\n") {}

  void leave(const std::string& id, std::chrono::minutes ago) {
    store->commit({.leavings = {{"entra", id, now() - ago}}});
  }
  [[nodiscard]] Json guard() {
    return *getJson("/api/status").find("endpoints")->asArray().front().find("leavingGuard");
  }
};

bool has(const std::string& text, const std::string& line) {
  return text.find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(LeavingsSuite)

BOOST_FIXTURE_TEST_CASE(counts_those_of_the_hour_against_the_limit, Guarded) {
  leave("a", std::chrono::minutes(59));
  leave("b", std::chrono::minutes(61));
  BOOST_TEST(guard().find("left")->asInteger() == 1);
  BOOST_TEST(guard().find("limit")->asInteger() == 2);
  BOOST_TEST(!guard().find("held")->asBool());
  BOOST_TEST(guard().find("confirmedUntil")->isNull());
  leave("c", std::chrono::minutes(0));
  BOOST_TEST(guard().find("left")->asInteger() == 2);
  BOOST_TEST(guard().find("held")->asBool());
}

BOOST_FIXTURE_TEST_CASE(holds_nobody_while_leaving_is_confirmed, Guarded) {
  store->confirmLeaving("entra", now() + std::chrono::hours(1));
  for (const char* id : {"a", "b", "c"}) leave(id, std::chrono::minutes(0));
  BOOST_TEST(!guard().find("held")->asBool());
  BOOST_TEST(guard().find("confirmedUntil")->isString());
  store->confirmLeaving("entra", now() - std::chrono::minutes(1));
  for (const char* id : {"a", "b", "c"}) leave(id, std::chrono::minutes(0));
  BOOST_TEST(guard().find("held")->asBool());
  BOOST_TEST(guard().find("confirmedUntil")->isNull());
}

BOOST_AUTO_TEST_CASE(percent_of_a_number_not_known_yet_is_no_limit) {
  Guarded admin("count = 2\npercent = 10");
  for (const char* id : {"a", "b", "c"}) admin.leave(id, std::chrono::minutes(0));
  BOOST_TEST(admin.guard().find("limit")->isNull());
  BOOST_TEST(!admin.guard().find("held")->asBool());
  const std::string text = admin.get("/metrics").body;
  BOOST_TEST(has(text, "scim2ldap_leavings{endpoint=\"entra\"} 3"));
  BOOST_TEST(text.find("scim2ldap_leaving_limit{") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(are_metrics, Guarded) {
  leave("a", std::chrono::minutes(1));
  const std::string text = get("/metrics").body;
  BOOST_TEST(has(text, "scim2ldap_leavings{endpoint=\"entra\"} 1"));
  BOOST_TEST(has(text, "scim2ldap_leaving_limit{endpoint=\"entra\"} 2"));
}

BOOST_AUTO_TEST_CASE(an_endpoint_without_a_guard_has_no_such_metrics) {
  AdminFixture admin;
  BOOST_TEST(admin.get("/metrics").body.find("scim2ldap_leavings{") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
