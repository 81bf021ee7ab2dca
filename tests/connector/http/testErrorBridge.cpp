#include <Poco/ErrorHandler.h>
#include <Poco/Exception.h>

#include <boost/test/unit_test.hpp>
#include <optional>

#include "TestServer.h"
#include "connector/http/ErrorBridge.h"

using namespace scim2ldap::connector;

BOOST_AUTO_TEST_SUITE(ErrorBridgeSuite)

BOOST_AUTO_TEST_CASE(logs_every_kind_of_exception_once) {
  LogFile log;
  BurstLog burst(log.logger());
  const ErrorBridge bridge(burst);
  for (int count = 0; count < 1000; ++count)
    Poco::ErrorHandler::handle(Poco::IOException("too many open files"));
  Poco::ErrorHandler::handle(std::runtime_error("standard"));
  Poco::ErrorHandler::handle();
  const auto messages = log.messages("HTTP_INTERNAL_ERROR");
  BOOST_REQUIRE(messages.size() == 3U);
  BOOST_TEST(messages[0].stringAt("error") == "I/O error: too many open files");
  BOOST_TEST(messages[1].stringAt("error") == "standard");
  BOOST_TEST(messages[2].stringAt("error") == "unknown exception");
}

BOOST_AUTO_TEST_CASE(survives_its_end_in_any_order) {
  LogFile first;
  LogFile second;
  BurstLog firstBurst(first.logger());
  BurstLog secondBurst(second.logger());
  std::optional<ErrorBridge> older(std::in_place, firstBurst);
  std::optional<ErrorBridge> newer(std::in_place, secondBurst);
  older.reset();
  Poco::ErrorHandler::handle();
  BOOST_TEST(second.messages("HTTP_INTERNAL_ERROR").size() == 1U);
  newer.reset();
  Poco::ErrorHandler::handle();
  BOOST_TEST(first.messages("HTTP_INTERNAL_ERROR").empty());
  BOOST_TEST(second.messages("HTTP_INTERNAL_ERROR").size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
