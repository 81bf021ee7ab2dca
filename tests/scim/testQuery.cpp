#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "Samples.h"
#include "scim/Query.h"

using namespace scim2ldap::scim;

namespace {

struct Case {
  std::string in;
  std::string out;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.in;
}
const Case kStrings[] = {
    {"", ""},
    {"filter=userName+eq+%22b%2Ba%40x%22", "filter=userName eq \"b+a@x\""},
    {"filter=userName%20eq%20%22x%22&", "filter=userName eq \"x\""},
    {"aadOptscim062020&filter=a%20pr", "aadOptscim062020=|filter=a pr"},
    {"&&a=1&&b=2&", "a=1|b=2"},
    {"a=b=c", "a=b=c"},
    {"a=%2541", "a=%41"},
    {"a=%C4%8D", "a=\xc4\x8d"},
    {"emails[type+eq+%22work%22]=", "emails[type eq \"work\"]="},
};

Query query(std::string_view raw) {
  return parseQuery(parseQueryString(raw));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(QuerySuite)

BOOST_DATA_TEST_CASE(decodes, boost::unit_test::data::make(kStrings)) {
  std::string text;
  for (const auto& [name, value] : parseQueryString(sample.in)) {
    if (!text.empty()) text += '|';
    text += name + '=' + value;
  }
  BOOST_TEST(text == sample.out);
}

BOOST_DATA_TEST_CASE(refuses_broken_escapes,
                     boost::unit_test::data::make({"a=%", "a=%4", "a=%zz", "a=%FF", "%C0%AF=1"})) {
  BOOST_TEST(errorOf([&] { static_cast<void>(parseQueryString(sample)); }).starts_with("invalidSyntax: "));
}

BOOST_AUTO_TEST_CASE(reads_what_scim_knows) {
  const Query q = query(
      "FILTER=title+pr&StartIndex=3&COUNT=7&attributes=userName,+name.familyName,&excludedattributes=members&"
      "x=1");
  BOOST_TEST(toString(q.filter.value()) == "title pr");
  BOOST_TEST(q.startIndex == 3);
  BOOST_TEST(q.count.value() == 7);
  BOOST_REQUIRE(q.projection.attributes.size() == 2U);
  BOOST_TEST(toString(q.projection.attributes[1]) == "name.familyName");
  BOOST_REQUIRE(q.projection.excludedAttributes.size() == 1U);
  BOOST_TEST(toString(q.projection.excludedAttributes[0]) == "members");
}

BOOST_AUTO_TEST_CASE(has_defaults) {
  const Query q = query("aadOptscim062020");
  BOOST_TEST(!q.filter.has_value());
  BOOST_TEST(!q.count.has_value());
  BOOST_TEST(q.startIndex == 1);
}

BOOST_AUTO_TEST_CASE(reads_order_and_cursor) {
  const Query q = query("sortby=name.familyName&SORTORDER=Descending&cursor");
  BOOST_TEST(toString(q.sorting.value().by) == "name.familyName");
  BOOST_TEST(q.sorting.value().descending);
  BOOST_TEST(q.cursor.value() == "");
  BOOST_TEST(query("cursor=a-_.~").cursor.value() == "a-_.~");
  BOOST_TEST(!query("sortBy=&sortOrder=").sorting.has_value());
  BOOST_TEST(errorOf([&] { query("sortBy=userName&sortOrder=down"); }).starts_with("invalidValue: "));
  BOOST_TEST(errorOf([&] { query("sortBy=user Name"); }).starts_with("invalidPath: "));
}

BOOST_AUTO_TEST_CASE(bounds_page_numbers) {
  BOOST_TEST(query("startIndex=0").startIndex == 1);
  BOOST_TEST(query("startIndex=-9").startIndex == 1);
  BOOST_TEST(query("count=-1").count.value() == 0);
  BOOST_TEST(query("count=0").count.value() == 0);
  BOOST_TEST(query("count=99999999999999999999").count.value() == std::numeric_limits<std::int64_t>::max());
  BOOST_TEST(query("count=-99999999999999999999").count.value() == 0);
  BOOST_TEST(query("count=2&count=x").count.value() == 2);
}

BOOST_AUTO_TEST_CASE(refuses_what_it_cannot_read) {
  for (const char* raw : {"count=x", "count=", "count=5x", "startIndex=1.5", "count=99999999999999999999x"}) {
    BOOST_TEST(errorOf([&] { query(raw); }).starts_with("invalidValue: "), raw);
  }
  for (const char* raw : {"filter=", "filter=userName"}) {
    BOOST_TEST(errorOf([&] { query(raw); }).starts_with("invalidFilter: "), raw);
  }
  BOOST_TEST(errorOf([&] { query("attributes=a.b.c"); }).starts_with("invalidPath: "));
}

BOOST_AUTO_TEST_SUITE_END()
