#include <boost/test/unit_test.hpp>

#include "connector/provisioning/IdKey.h"

using namespace scim2ldap::connector;
using scim2ldap::ldap::Entry;

BOOST_AUTO_TEST_SUITE(IdKeySuite)

BOOST_AUTO_TEST_CASE(the_older_comes_first_then_the_smaller_id) {
  BOOST_CHECK((IdKey{1, "b"} < IdKey{2, "a"}));
  BOOST_CHECK((IdKey{1, "a"} < IdKey{1, "b"}));
}

BOOST_AUTO_TEST_CASE(its_text_is_read_back) {
  for (const IdKey& key : {IdKey{1795774273, "597ae2f6-16a6-1027-98f4-d28b5365dc14"}, IdKey{0, "x.y"},
                           IdKey{-5, "before 1970"}}) {
    BOOST_CHECK(IdKey::parse(key.toString()) == key);
  }
  BOOST_TEST((IdKey{12, "a"}.toString()) == "12.a");
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_key) {
  for (const char* text :
       {"", "12", "12.", ".a", "a.b", "012.a", "12 .a", "99999999999999999999.a", "+1.a"}) {
    BOOST_TEST_CONTEXT(text) BOOST_TEST(!IdKey::parse(text).has_value());
  }
}

BOOST_AUTO_TEST_CASE(comes_from_an_entry) {
  const Entry entry{{}, {{"entryUUID", {"u"}}, {"createTimestamp", {"19700101000102Z"}}}};
  BOOST_CHECK((keyOf(entry, "entryUUID") == IdKey{62, "u"}));
  BOOST_CHECK((keyOf(Entry{{}, {{"entryUUID", {"u"}}}}, "entryuuid") == IdKey{0, "u"}));
  BOOST_TEST(!keyOf(Entry{}, "entryUUID").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
