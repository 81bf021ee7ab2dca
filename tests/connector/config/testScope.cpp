#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "connector/config/Scope.h"

using namespace scim2ldap::connector;

BOOST_AUTO_TEST_SUITE(ScopeSuite)

BOOST_AUTO_TEST_CASE(without_any_a_token_reads_and_writes_but_changes_nothing_protected) {
  const Scopes expected{"user.read", "user.write", "group.read", "group.write"};
  BOOST_TEST(defaultScopes() == expected);
  BOOST_TEST(parseScopes("") == expected);
  BOOST_TEST(parseScopes("  ") == expected);
}

BOOST_AUTO_TEST_CASE(are_read_once_each_and_in_one_order) {
  const Scopes expected{"user.read", "group.write", "user.protected"};
  BOOST_TEST(parseScopes("user.protected group.write  user.read user.read ") == expected);
  BOOST_TEST(printScopes(expected) == "user.read group.write user.protected");
  BOOST_TEST(parseScopes(printScopes(expected)) == expected);
}

BOOST_AUTO_TEST_CASE(that_do_not_exist_are_refused_with_the_nearest) {
  for (const char* text : {"user.reed", "User.Read", "user.read,user.write", "user.read\tuser.write"}) {
    BOOST_CHECK_EXCEPTION(parseScopes(text), std::invalid_argument, [](const std::invalid_argument& error) {
      const std::string what = error.what();
      return what.find("there is no scope \"") != std::string::npos &&
             what.find("there are user.read user.write group.read group.write user.protected") !=
                 std::string::npos;
    });
  }
  BOOST_CHECK_EXCEPTION(
      parseScopes("user.reed"), std::invalid_argument, [](const std::invalid_argument& error) {
        return std::string(error.what()).find("did you mean \"user.read\"?") != std::string::npos;
      });
}

BOOST_AUTO_TEST_CASE(cover_what_is_among_them) {
  const Scopes granted = parseScopes("user.read group.read");
  BOOST_TEST(hasScope(granted, kUserRead));
  BOOST_TEST(!hasScope(granted, kUserWrite));
  BOOST_TEST(coversScopes(granted, {"group.read"}));
  BOOST_TEST(coversScopes(granted, {}));
  BOOST_TEST(!coversScopes(granted, {"group.read", "group.write"}));
}

BOOST_AUTO_TEST_SUITE_END()
