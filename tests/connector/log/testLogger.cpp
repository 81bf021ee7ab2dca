#include <boost/test/unit_test.hpp>
#include <thread>
#include <vector>

#include "connector/log/Logger.h"
#include "Pipe.h"

using namespace scim2ldap::connector;
using scim2ldap::scim::Json;

BOOST_AUTO_TEST_SUITE(LoggerSuite)

BOOST_AUTO_TEST_CASE(writes_messages_from_its_threshold_on) {
  Pipe pipe;
  Logger logger(Level::Warning, pipe.writeEnd());
  logger.debug("D", "debug");
  logger.info("I", "info");
  logger.warning("W", "warning");
  logger.error("E", "error", {{"count", 3}});
  pipe.closeWriteEnd();
  const auto written = lines(pipe.readAll());
  BOOST_REQUIRE(written.size() == 2U);
  BOOST_TEST(written[0].stringAt("id") == "W");
  BOOST_TEST(written[1].stringAt("level") == "error");
  BOOST_TEST(written[1].find("count")->asInteger() == 3);
}

BOOST_AUTO_TEST_CASE(keeps_long_lines_of_many_threads_whole) {
  constexpr int kThreads = 4;
  constexpr int kMessages = 25;
  Pipe pipe;
  Logger logger(Level::Info, pipe.writeEnd());
  std::string all;
  std::jthread reader([&] { all = pipe.readAll(); });
  {
    std::vector<std::jthread> writers;
    for (int at = 0; at < kThreads; ++at) {
      writers.emplace_back([&logger, at] {
        // More than a pipe takes at once.
        const std::string ldif(100'000, static_cast<char>('a' + at));
        for (int count = 0; count < kMessages; ++count) logger.info("LONG", "Text", {{"ldif", ldif}});
      });
    }
  }
  pipe.closeWriteEnd();
  reader.join();
  const auto written = lines(all);
  BOOST_TEST(written.size() == std::size_t{kThreads * kMessages});
  for (const Json& line : written) {
    const std::string_view ldif = line.stringAt("ldif");
    BOOST_TEST(ldif.find_first_not_of(ldif.front()) == std::string_view::npos);
  }
}

BOOST_AUTO_TEST_CASE(survives_a_descriptor_that_takes_nothing) {
  Logger logger(Level::Info, -1);
  BOOST_CHECK_NO_THROW(logger.info("ID", "Text"));
}

BOOST_AUTO_TEST_SUITE_END()
