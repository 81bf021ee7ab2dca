#include <boost/test/unit_test.hpp>
#include <optional>

#include "Pipe.h"
#include "connector/log/BurstLog.h"

using namespace scim2ldap::connector;
using scim2ldap::scim::Json;
using scim2ldap::scim::parseJson;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(BurstLogSuite)

BOOST_AUTO_TEST_CASE(tells_a_flood_in_two_lines) {
  Pipe pipe;
  Logger logger(Level::Info, pipe.writeEnd());
  std::optional<BurstLog> log(std::in_place, logger);
  for (int count = 0; count < 1000; ++count)
    log->log(Level::Warning, "DENIED", "192.0.2.7 400", "No", {{"number", count}});
  log.reset();
  pipe.closeWriteEnd();
  const std::vector<Json> told = lines(pipe.readAll());
  BOOST_REQUIRE(told.size() == 2U);
  BOOST_TEST(told[0].stringAt("id") == "DENIED");
  BOOST_TEST(told[0].find("number")->asInteger() == 0);
  BOOST_TEST(told[1].stringAt("id") == "MESSAGES_LIMITED");
  BOOST_TEST(told[1].stringAt("level") == "warning");
  BOOST_TEST(told[1].stringAt("of") == "DENIED");
  BOOST_TEST(told[1].stringAt("about") == "192.0.2.7 400");
  BOOST_TEST(told[1].find("more")->asInteger() == 999);
}

BOOST_AUTO_TEST_CASE(tells_the_number_of_the_others_though_nothing_else_comes) {
  Pipe pipe;
  Logger logger(Level::Info, pipe.writeEnd());
  BurstLog log(logger, {.silence = 20ms, .longest = 1min});
  for (int round = 0; round < 2; ++round) {
    log.log(Level::Info, "DENIED", "x", "No", {});
    log.log(Level::Info, "DENIED", "x", "No", {});
    BOOST_TEST(parseJson(pipe.readLine()).stringAt("id") == "DENIED");
    const Json summary = parseJson(pipe.readLine());
    if (summary.stringAt("id") == "MESSAGES_LIMITED") BOOST_TEST(summary.find("more")->asInteger() == 1);
  }
}

BOOST_AUTO_TEST_SUITE_END()
