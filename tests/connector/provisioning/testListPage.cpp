#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <limits>

#include "connector/provisioning/ListPage.h"
#include "scim/Error.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using scim::Json;
using scim::SortPosition;

namespace {

const scim::ResourceType& users() {
  static const scim::ResourceType type{"User", "/Users", scim::userSchema(), {}};
  return type;
}
const scim::ResourceType& groups() {
  static const scim::ResourceType type{"Group", "/Groups", scim::groupSchema(), {}};
  return type;
}

struct Case {
  std::int64_t startIndex;
  std::int64_t count;
  std::size_t begin;
  std::size_t end;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.startIndex << " " << c.count;
}
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
const Case kPagesOfSeven[] = {{1, 3, 0, 3},         {4, 3, 3, 6},  {7, 3, 6, 7}, {8, 3, 7, 7},
                              {kMost, kMost, 7, 7}, {1, 0, 0, 0},  {3, 0, 2, 2}, {1, 7, 0, 7},
                              {2, kMost, 1, 7},     {1, 100, 0, 7}};

scim::Query query(const std::string& parameters) {
  return scim::parseQuery(scim::parseQueryString(parameters));
}

std::string faultOf(const std::function<void()>& call) {
  try {
    call();
    return "";
  } catch (const scim::Error& error) {
    return std::string(toString(error.type()));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ListPage)

BOOST_DATA_TEST_CASE(cuts_pages_by_index, boost::unit_test::data::make(kPagesOfSeven)) {
  BOOST_TEST((pageAt(7, sample.startIndex, sample.count) == PageBounds{sample.begin, sample.end}));
}

BOOST_AUTO_TEST_CASE(goes_on_behind_a_position_that_is_gone) {
  const ListOrder order({&users()}, std::nullopt);
  std::vector<SortPosition> positions{{{}, 0, 7, "b"}, {{}, 0, 7, "d"}, {{}, 0, 8, "a"}};
  BOOST_TEST((pageBehind(positions, order, {{}, 0, 6, "z"}, 2) == PageBounds{0, 2}));
  BOOST_TEST((pageBehind(positions, order, {{}, 0, 7, "b"}, 2) == PageBounds{1, 3}));
  BOOST_TEST((pageBehind(positions, order, {{}, 0, 7, "c"}, 2) == PageBounds{1, 3}));
  BOOST_TEST((pageBehind(positions, order, {{}, 0, 8, "a"}, 2) == PageBounds{3, 3}));
}

BOOST_AUTO_TEST_CASE(orders_types_one_after_the_other) {
  const ListOrder order({&users(), &groups()}, std::nullopt);
  BOOST_TEST(!order.isByValue());
  BOOST_TEST(order(order.position(0, {2, "z"}, {}), order.position(1, {1, "a"}, {})));
  BOOST_TEST(order(order.position(0, {1, "b"}, {}), order.position(0, {2, "a"}, {})));
  BOOST_TEST(order(order.position(0, {1, "a"}, {}), order.position(0, {1, "b"}, {})));
}

BOOST_AUTO_TEST_CASE(orders_types_together_by_a_value) {
  const ListOrder order({&users(), &groups()}, scim::Sorting{{"", "displayName", ""}, false});
  BOOST_TEST(order.isByValue());
  const auto named = [](const char* name) {
    Json resource = Json::object();
    resource.set("displayName", name);
    return resource;
  };
  BOOST_TEST(order(order.position(1, {2, "x"}, named("a")), order.position(0, {1, "a"}, named("B"))));
  BOOST_TEST(order(order.position(0, {2, "z"}, named("A")), order.position(1, {1, "a"}, named("a"))));
}

BOOST_AUTO_TEST_CASE(what_a_type_does_not_have_comes_last) {
  const ListOrder order({&users(), &groups()}, scim::Sorting{{"", "userName", ""}, false});
  Json user = Json::object();
  user.set("userName", "z");
  BOOST_TEST(order(order.position(0, {2, "z"}, user), order.position(1, {1, "a"}, Json::object())));
  const auto byMembersOfUsers = [] { ListOrder({&users()}, scim::Sorting{{"", "members", ""}, false}); };
  BOOST_TEST(faultOf(byMembersOfUsers) == "invalidPath");
}

BOOST_AUTO_TEST_CASE(a_cursor_holds_for_its_query_its_count_and_its_time) {
  using namespace std::chrono_literals;
  const CursorSeal seal;
  const TimePoint made{1'000'000ms};
  const std::string scope = queryScope("entra", {Kind::User}, query("filter=title+pr&sortBy=title"));
  const std::string text = seal.seal({{Json("a"), 0, 1, "id"}, 5, made}, scope);
  const auto open = [&](const std::string& asked, const std::vector<Kind>& kinds, TimePoint now) {
    const scim::Query parsed = query(asked + "&cursor=" + text);
    return faultOf(
        [&] { static_cast<void>(cursorOf(seal, queryScope("entra", kinds, parsed), parsed, now, 60s)); });
  };
  BOOST_TEST(open("filter=TITLE+PR&sortBy=title&count=5", {Kind::User}, made + 60s) == "invalidCursor");
  BOOST_TEST(open("filter=title++pr&sortBy=title&count=5", {Kind::User}, made + 60s) == "");
  BOOST_TEST(open("filter=title+pr&sortBy=title&count=5", {Kind::User}, made + 60s + 1ms) == "expiredCursor");
  BOOST_TEST(open("filter=title+pr&sortBy=title&count=6", {Kind::User}, made) == "invalidCount");
  BOOST_TEST(open("filter=title+pr&sortBy=title", {Kind::User}, made) == "invalidCount");
  BOOST_TEST(open("filter=title+pr&sortBy=title&sortOrder=descending&count=5", {Kind::User}, made) ==
             "invalidCursor");
  BOOST_TEST(open("sortBy=title&count=5", {Kind::User}, made) == "invalidCursor");
  BOOST_TEST(open("filter=title+pr&sortBy=title&count=5", {Kind::Group}, made) == "invalidCursor");
  BOOST_TEST(open("filter=title+pr&sortBy=title&count=5", {Kind::User, Kind::Group}, made) ==
             "invalidCursor");
}

BOOST_AUTO_TEST_SUITE_END()
