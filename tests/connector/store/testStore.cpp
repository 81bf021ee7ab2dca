#include <boost/test/unit_test.hpp>

#include "connector/store/Store.h"

using namespace scim2ldap::connector;

BOOST_AUTO_TEST_SUITE(StoreSuite)

BOOST_AUTO_TEST_CASE(names_every_origin) {
  BOOST_TEST(toString(Origin::Scim) == "scim");
  BOOST_TEST(toString(Origin::Adopted) == "adopted");
  BOOST_TEST(toString(Origin::Linked) == "linked");
}

BOOST_AUTO_TEST_CASE(changes_are_empty_only_without_any_part) {
  BOOST_TEST(StoreChanges{}.empty());
  BOOST_TEST(!StoreChanges{.removals = {{}}}.empty());
  BOOST_TEST(!StoreChanges{.finishedJournal = 1}.empty());
  const StoreChanges aside{.setAside = SetAside{1, "refused"}};
  BOOST_TEST(!aside.empty());
}

BOOST_AUTO_TEST_SUITE_END()
