#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <optional>
#include <string>

#include "connector/provisioning/Preconditions.h"
#include "scim/Error.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

const scim::EntityTag kState{"now", true};

/// What a client may say, and what becomes of its change and of its reading.
struct Case {
  std::optional<std::string> ifMatch;
  std::optional<std::string> ifNoneMatch;
  int change;
  int read;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.ifMatch.value_or("-") << " and " << c.ifNoneMatch.value_or("-");
}

const Case kCases[] = {
    {{}, {}, 200, 200},
    {"*", {}, 200, 200},
    {"W/\"now\"", {}, 200, 200},
    {"\"now\"", {}, 200, 200},
    {"\"then\", \"now\"", {}, 200, 200},
    {"\"then\"", {}, 412, 412},
    {{}, "*", 412, 304},
    {{}, "\"now\"", 412, 304},
    {{}, "\"then\"", 200, 200},
    {"\"now\"", "\"now\"", 412, 304},
    {"\"then\"", "\"now\"", 412, 412},
    {"\"now\"", "\"then\"", 200, 200},
};

std::optional<scim::EntityTagList> parsed(const std::optional<std::string>& list) {
  if (!list) return std::nullopt;
  return scim::parseEntityTags("If-Match", *list);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(PreconditionsSuite)

BOOST_DATA_TEST_CASE(decide, boost::unit_test::data::make(kCases)) {
  const Preconditions preconditions{parsed(sample.ifMatch), parsed(sample.ifNoneMatch)};
  BOOST_TEST(preconditions.empty() == (!sample.ifMatch && !sample.ifNoneMatch));
  const auto statusOf = [](const auto& call) {
    try {
      return call();
    } catch (const scim::Error& error) {
      BOOST_TEST(error.detail().find("W/\"now\"") != std::string::npos, error.detail());
      return error.status();
    }
  };
  BOOST_TEST(statusOf([&] {
               preconditions.check(kState);
               return 200;
             }) == sample.change);
  BOOST_TEST(statusOf([&] { return preconditions.isKnown(kState) ? 304 : 200; }) == sample.read);
}

BOOST_AUTO_TEST_SUITE_END()
