#include "scim/SimpleFolding.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

using namespace scim2ldap::scim;

namespace {

struct Pair {
  const char* name;
  const char* left;
  const char* right;
  bool same;
};
std::ostream& operator<<(std::ostream& out, const Pair& pair) {
  return out << pair.name;
}

const Pair kPairs[] = {
    {"ASCII", "Portal ADMIN", "portal admin", true},
    {"Latin", "Ředitel ŠKOLY", "ŘEDITEL školy", true},
    {"Greek final sigma", "ΔΙΑΧΕΙΡΙΣΤΗΣ", "διαχειριστης", true},
    {"Cyrillic", "АДМИН", "админ", true},
    {"long s", "adminiſtrator", "administrator", true},
    {"Kelvin sign", "\u212Aing", "king", true},
    {"Cherokee", "\u13A0", "\uAB70", true},
    {"capital sharp s", "Gro\u1E9E", "groß", true},
    {"sharp s is no double s", "groß", "gross", false},
    {"dotless i is no i", "adm\u0131n", "admin", false},
    {"dotted capital I is no i", "ADM\u0130N", "admin", false},
    {"accents count", "editör", "editor", false},
    {"a letter in two characters is not the one in one", "e\u0301", "\u00E9", false},
    {"full width is another width", "\uFF21", "a", false},
    {"full width in both cases", "\uFF21", "\uFF41", true},
    {"no UTF-8", "A\xff", "a\xff", true},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(SimpleFoldingSuite)

BOOST_DATA_TEST_CASE(tells_which_texts_are_the_same, boost::unit_test::data::make(kPairs), pair) {
  BOOST_TEST((foldSimply(pair.left) == foldSimply(pair.right)) == pair.same);
}

BOOST_AUTO_TEST_CASE(folding_twice_is_folding_once) {
  for (const Pair& pair : kPairs) BOOST_TEST(foldSimply(foldSimply(pair.left)) == foldSimply(pair.left));
}

BOOST_AUTO_TEST_SUITE_END()
