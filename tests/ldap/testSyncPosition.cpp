#include <boost/test/unit_test.hpp>

#include "ldap/SyncPosition.h"

using scim2ldap::ldap::SyncPosition;
using scim2ldap::ldap::withoutProvider;

namespace {

/// The CSN of a second, by the server with that id.
std::string csn(int second, const std::string& sid = "000") {
  return "202611280301" + std::to_string(10 + second) + ".950520Z#000000#" + sid + "#000000";
}

SyncPosition at(const std::vector<std::string>& csns) {
  return SyncPosition::ofContext(csns).value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(SyncPositionSuite)

BOOST_AUTO_TEST_CASE(is_read_from_cookies_and_from_contextCSN) {
  BOOST_TEST((SyncPosition::ofCookie("rid=000,csn=" + csn(1)) == at({csn(1)})));
  BOOST_TEST((SyncPosition::ofCookie("rid=000,sid=001,csn=" + csn(1, "001") + ";" + csn(2, "002")) ==
              at({csn(2, "002"), csn(1, "001")})));
}

BOOST_AUTO_TEST_CASE(what_names_no_csn_is_no_position) {
  for (const char* cookie :
       {"", "rid=000", "rid=000,csn=", "csn=;", "csn=20261128030110.950520Z", "an opaque cookie",
        "csn=20261128030110.950520Z#000000#000#000000#5", "csn=a##b#c"}) {
    BOOST_TEST_CONTEXT(cookie) BOOST_TEST(!SyncPosition::ofCookie(cookie).has_value());
  }
  BOOST_TEST(!SyncPosition::ofContext({}).has_value());
  BOOST_TEST(!SyncPosition::ofContext({csn(1), "?"}).has_value());
}

BOOST_AUTO_TEST_CASE(a_cookie_does_without_the_provider_that_gave_it) {
  const std::string both = csn(1, "001") + ";" + csn(2, "002");
  BOOST_TEST(withoutProvider("rid=000,sid=001,csn=" + both) == "rid=000,csn=" + both);
  BOOST_TEST(withoutProvider("sid=001,csn=" + both + ",delcsn=x") == "csn=" + both + ",delcsn=x");
  for (const char* other : {"", "rid=000,sid=001", "an opaque cookie,sid=1"})
    BOOST_TEST(withoutProvider(other) == other);
}

BOOST_AUTO_TEST_CASE(has_reached_what_each_provider_has_written) {
  const SyncPosition both = at({csn(5, "001"), csn(5, "002")});
  BOOST_TEST(both.hasReached(at({csn(5, "001")})));
  BOOST_TEST(both.hasReached(at({csn(4, "001"), csn(5, "002")})));
  BOOST_TEST(!both.hasReached(at({csn(6, "001")})));
  BOOST_TEST(!both.hasReached(at({csn(4, "001"), csn(6, "002")})));
  BOOST_TEST(!both.hasReached(at({csn(1, "003")})));
}

BOOST_AUTO_TEST_CASE(advances_and_never_goes_back) {
  SyncPosition position = at({csn(5, "001")});
  position.advance(at({csn(3, "001"), csn(1, "002")}));
  BOOST_TEST((position == at({csn(5, "001"), csn(1, "002")})));
  position.advance(at({csn(6, "001")}));
  BOOST_TEST((position == at({csn(6, "001"), csn(1, "002")})));
}

BOOST_AUTO_TEST_CASE(two_meet_where_both_have_come_to) {
  SyncPosition position = at({csn(5, "001"), csn(1, "002"), csn(9, "003")});
  position.meet(at({csn(3, "001"), csn(2, "002")}));
  BOOST_TEST((position == at({csn(3, "001"), csn(1, "002")})));
}

BOOST_AUTO_TEST_SUITE_END()
