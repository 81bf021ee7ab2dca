#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <random>
#include <set>
#include <thread>

#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using scim::Json;

namespace {

const std::string kSearchRequest = R"("schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"])";

SlapdOptions withPolicy() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

/// Nine users and three groups, which no case changes for good.
struct World {
  TemporarySlapd slapd;
  ConnectorProcess connector;
  ScimClient client;
  std::string firstUser;

  World() : slapd(withPolicy()), connector(slapd), client(connector) {
    const char* titles[] = {"Zookeeper", "actor", "Baker", "", "baker", "Žurnalist", "", "cook", "Actor"};
    for (int i = 0; i < 9; ++i) {
      const std::string name = "query" + std::to_string((i * 5) % 9);
      const std::string title = titles[i];
      const ScimAnswer made =
          client.send("POST", "/Users",
                      R"({"userName":")" + name + R"(","displayName":"Name )" + std::to_string(9 - i) +
                          R"(")" + (title.empty() ? "" : R"(,"title":")" + title + R"(")") + "}");
      BOOST_TEST_REQUIRE(made.status == 201, printJson(made.body));
      if (i == 0) firstUser = made.id();
    }
    for (const char* name : {"Name 5.5", "crew", "Board"}) static_cast<void>(client.makeGroup(name));
  }

  [[nodiscard]] Json get(const std::string& target) const {
    const ScimAnswer answer = client.send("GET", target);
    BOOST_TEST_REQUIRE(answer.status == 200, target << ": " << printJson(answer.body));
    return answer.body;
  }
  /// "400 invalidPath" of an answer.
  [[nodiscard]] std::string refusal(const std::string& method, const std::string& target,
                                    const std::string& body = "") const {
    const ScimAnswer answer = client.send(method, target, body);
    return std::to_string(answer.status) + " " + std::string(answer.body.stringAt("scimType"));
  }
};

const World& world() {
  static const World world;
  return world;
}

/// The texts of one attribute, "-" where there is none.
std::vector<std::string> column(const Json& list, std::string_view attribute) {
  std::vector<std::string> texts;
  for (const Json& resource : list.find("Resources")->asArray()) {
    const std::string_view text = resource.stringAt(attribute);
    texts.emplace_back(text.empty() ? "-" : text);
  }
  return texts;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : " ") + text;
  return all;
}

std::int64_t number(const Json& list, std::string_view name) {
  const Json* value = list.find(name);
  return value == nullptr ? -1 : value->asInteger();
}

/// Reads a query to its end by cursors; `betweenPages` may change what there is.
std::vector<std::string> idsByCursor(
    const ScimClient& client, const std::string& target, const std::function<void()>& betweenPages = [] {}) {
  std::vector<std::string> ids;
  std::string cursor;
  for (int page = 0; page < 200; ++page) {
    const ScimAnswer answer = client.send("GET", target + "&cursor=" + cursor);
    BOOST_TEST_REQUIRE(answer.status == 200, printJson(answer.body));
    for (const std::string& id : column(answer.body, "id")) ids.push_back(id);
    cursor = answer.body.stringAt("nextCursor");
    if (cursor.empty()) return ids;
    betweenPages();
  }
  BOOST_FAIL("the pages have no end");
  return ids;
}

struct Sorted {
  const char* target;
  const char* attribute;
  const char* column;
};
std::ostream& operator<<(std::ostream& out, const Sorted& sorted) {
  return out << sorted.target;
}
const Sorted kSorted[] = {
    {"/Users?sortBy=userName&filter=userName+lt+%22query4%22", "userName", "query0 query1 query2 query3"},
    {"/Users?sortBy=userName&sortOrder=descending&count=3", "userName", "query8 query7 query6"},
    {"/Users?sortBy=displayName&startIndex=8", "displayName", "Name 8 Name 9"},
    {"/Users?sortby=title&sortorder=Ascending&filter=title+sw+%22B%22+or+title+sw+%22c%22+or+not(title+pr)",
     "title", "Baker baker cook - -"},
    {"/Users?sortBy=title&sortOrder=descending&count=4", "title", "- - Žurnalist Zookeeper"},
    {"/Groups?sortBy=displayName", "displayName", "Board crew Name 5.5"},
    {"/Groups?sortBy=displayName&excludedAttributes=members&sortOrder=descending", "displayName",
     "Name 5.5 crew Board"},
    {"/?sortBy=displayName&startIndex=1&count=3", "displayName", "Board crew Name 1"},
    {"/?sortBy=displayName&filter=displayName+sw+%22Name+5%22", "displayName", "Name 5 Name 5.5"},
    {"/?sortBy=userName&sortOrder=descending&filter=userName+eq+%22query0%22+or+displayName+eq+%22crew%22",
     "displayName", "crew Name 9"},
};

struct Refused {
  const char* target;
  const char* status;
};
std::ostream& operator<<(std::ostream& out, const Refused& refused) {
  return out << refused.target;
}
const Refused kRefused[] = {
    {"/Users?sortBy=nothing", "400 invalidPath"},
    {"/Users?sortBy=name", "400 invalidPath"},
    {"/Users?sortBy=members", "400 invalidPath"},
    {"/Users?sortBy=a%20b", "400 invalidPath"},
    {"/Users?sortBy=userName&sortOrder=up", "400 invalidValue"},
    {"/Users?count=x", "400 invalidValue"},
    {"/Users?filter=nothing+pr", "400 invalidFilter"},
    {"/Users?filter=members+pr", "400 invalidFilter"},
    {"/?filter=nothing+pr", "400 invalidFilter"},
    {"/?filter=userName+gt+true", "400 invalidFilter"},
    {"/?sortBy=nothing", "400 invalidPath"},
    {"/Users?cursor=AAAA", "400 invalidCursor"},
    {"/Users?cursor=&count=1001", "400 invalidCount"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(Queries)

BOOST_DATA_TEST_CASE(sorts, boost::unit_test::data::make(kSorted)) {
  BOOST_TEST(joined(column(world().get(sample.target), sample.attribute)) == sample.column);
}

BOOST_DATA_TEST_CASE(refuses, boost::unit_test::data::make(kRefused)) {
  BOOST_TEST(world().refusal("GET", sample.target) == sample.status);
}

BOOST_AUTO_TEST_CASE(does_not_sort_more_than_it_may) {
  ConnectorOptions options;
  options.endpointLines = "max_sorted = 8";
  const ConnectorProcess connector(world().slapd, options);
  const ScimClient client(connector);
  for (const char* target :
       {"/Users?sortBy=userName", "/Users?sortBy=userName&filter=userName+pr", "/?sortBy=id"}) {
    const ScimAnswer answer = client.send("GET", target);
    BOOST_TEST(answer.status == 400);
    BOOST_TEST(answer.body.stringAt("scimType") == "tooMany", target);
    BOOST_TEST(answer.body.stringAt("detail").find("narrow the filter") != std::string::npos);
  }
  BOOST_TEST(client.send("GET", "/Users?sortBy=userName&filter=userName+ne+%22query0%22").status == 200);
  BOOST_TEST(client.send("GET", "/Groups?sortBy=displayName").status == 200);
  BOOST_TEST(client.send("GET", "/Users").status == 200);
}

BOOST_AUTO_TEST_CASE(does_not_decide_on_more_than_it_may) {
  ConnectorOptions options;
  options.endpointLines = "max_candidates = 8";
  const ConnectorProcess connector(world().slapd, options);
  const ScimClient client(connector);
  for (const char* filter : {"userName+pr", "meta.resourceType+eq+%22User%22", "not(title+eq+%22actor%22)"}) {
    for (const char* target : {"/Users?filter=", "/Users?sortBy=title&filter=", "/?filter="}) {
      const ScimAnswer answer = client.send("GET", target + std::string(filter));
      BOOST_TEST(answer.status == 400, target << filter);
      BOOST_TEST(answer.body.stringAt("scimType") == "tooMany", target << filter);
      BOOST_TEST(answer.body.stringAt("detail").find("add a condition") != std::string::npos);
    }
  }
  BOOST_TEST(client.send("GET", "/Users?filter=userName+ne+%22x%22+and+title+pr").status == 200);
  BOOST_TEST(client.send("GET", "/Groups?filter=meta.resourceType+eq+%22Group%22").status == 200);
  BOOST_TEST(client.send("GET", "/Users").status == 200);
  BOOST_TEST(client.send("GET", "/Users?sortBy=title").status == 200);
}

BOOST_AUTO_TEST_CASE(refuses_filters_that_are_built_to_be_slow) {
  const auto anyOf = [](int count, const std::string& term) {
    std::string filter = term;
    for (int i = 1; i < count; ++i) filter += " or " + term;
    return filter;
  };
  const auto refusal = [&](const std::string& path, const std::string& filter) {
    return world().refusal("POST", path + "/.search",
                           "{" + kSearchRequest + R"(,"filter":)" + printJson(Json(filter)) + "}");
  };
  const std::string name = R"(userName eq "query3")";
  BOOST_TEST(refusal("/Users", anyOf(100, name)) == "200 ");
  for (const char* path : {"", "/Users", "/Groups"}) {
    BOOST_TEST(refusal(path, anyOf(101, R"(displayName eq "a")")) == "400 invalidFilter");
  }
  BOOST_TEST(refusal("/Users", anyOf(21, R"(displayName co "a")")) == "400 invalidFilter");
  BOOST_TEST(refusal("/Users", anyOf(51, R"(emails[value eq "a"])")) == "400 invalidFilter");
  ConnectorOptions options;
  options.endpointLines = "max_filter_comparisons = 2";
  const ConnectorProcess connector(world().slapd, options);
  const ScimClient client(connector);
  BOOST_TEST(client.send("GET", "/Users?filter=title+pr+and+id+pr").status == 200);
  BOOST_TEST(client.send("GET", "/Users?filter=title+pr+and+id+pr+and+userName+pr").status == 400);
}

BOOST_AUTO_TEST_CASE(keeps_to_the_bounds_of_pages) {
  for (const char* base : {"/Users?", "/Users?filter=userName+sw+%22query%22&", "/Users?sortBy=userName&"}) {
    const auto page = [&](const std::string& parameters) { return world().get(base + parameters); };
    for (const char* none :
         {"count=0", "count=-3", "startIndex=10", "startIndex=9223372036854775807&count=5"}) {
      const Json list = page(none);
      BOOST_TEST(number(list, "totalResults") == 9, base << none);
      BOOST_TEST(number(list, "itemsPerPage") == 0, base << none);
      BOOST_TEST(list.find("Resources")->asArray().empty(), base << none);
    }
    BOOST_TEST(number(page("startIndex=-2&count=4"), "startIndex") == 1);
    BOOST_TEST(number(page("startIndex=-2&count=4"), "itemsPerPage") == 4);
    BOOST_TEST(number(page("startIndex=8&count=4"), "itemsPerPage") == 2);
  }
}

BOOST_AUTO_TEST_CASE(queries_of_the_root_go_across_the_types) {
  const Json all = world().get("/");
  BOOST_TEST(number(all, "totalResults") == 12);
  std::string kinds;
  for (const Json& resource : all.find("Resources")->asArray()) {
    kinds += resource.find("meta")->stringAt("resourceType").front();
  }
  BOOST_TEST(kinds == "UUUUUUUUUGGG");
  std::vector<std::string> paged;
  for (int start = 1; start <= 12; start += 5) {
    const Json page = world().get("/?count=5&startIndex=" + std::to_string(start));
    for (const std::string& id : column(page, "id")) paged.push_back(id);
  }
  BOOST_TEST(paged == column(all, "id"), boost::test_tools::per_element());

  const auto found = [](const std::string& filter) {
    return number(world().get("/?filter=" + filter), "totalResults");
  };
  BOOST_TEST(found("userName+eq+%22query3%22") == 1);
  BOOST_TEST(found("displayName+sw+%22Name%22") == 10);
  BOOST_TEST(found("not(userName+pr)") == 3);
  BOOST_TEST(found("userName+ne+%22query3%22") == 11);
  BOOST_TEST(found("meta.resourceType+eq+%22Group%22") == 3);
  BOOST_TEST(found("members.value+eq+%22" + world().firstUser + "%22") == 0);
  BOOST_TEST(found("id+eq+%22" + world().firstUser + "%22") == 1);
  const Json projected = world().get("/?attributes=userName&filter=displayName+sw+%22Name+5%22");
  BOOST_TEST(joined(column(projected, "displayName")) == "- -");
  BOOST_TEST(joined(column(projected, "userName")) == "query2 -");
}

BOOST_AUTO_TEST_CASE(groups_that_are_filtered_show_their_members) {
  const std::string group = column(world().get("/Groups?filter=displayName+eq+%22crew%22"), "id").at(0);
  const std::string member = R"([{"value":")" + world().firstUser + R"("}])";
  BOOST_TEST(world().client.patch("/Groups/" + group, "add", "members", member) == 204);
  const auto shown = [&](const std::string& parameters) {
    const Json list = world().get("/Groups?filter=" + parameters);
    for (const Json& found : list.find("Resources")->asArray()) {
      const Json* members = found.find("members");
      if (found.stringAt("id") == group) return members == nullptr ? "none" : printJson(*members);
    }
    return std::string("not found");
  };
  for (const std::string filter : {"displayName+eq+%22crew%22", "id+pr", "members.value+pr"}) {
    BOOST_TEST(shown(filter).find(world().firstUser) != std::string::npos, filter << ": " << shown(filter));
    BOOST_TEST(shown(filter + "&sortBy=displayName").find(world().firstUser) != std::string::npos, filter);
    BOOST_TEST(shown(filter + "&excludedAttributes=members") == "none", filter);
  }
  BOOST_TEST(world().client.patch("/Groups/" + group, "remove", "members", member) == 204);
}

BOOST_AUTO_TEST_CASE(a_query_by_post_is_the_query_by_get) {
  const auto post = [](const std::string& path, const std::string& members) {
    const ScimAnswer answer =
        world().client.send("POST", path + "/.search", "{" + kSearchRequest + members + "}");
    BOOST_TEST_REQUIRE(answer.status == 200, printJson(answer.body));
    return printJson(answer.body);
  };
  const auto get = [](const std::string& target) { return printJson(world().get(target)); };
  BOOST_TEST(post("/Users", "") == get("/Users"));
  BOOST_TEST(post("/Groups", R"(,"excludedAttributes":["members"],"sortBy":"displayName")") ==
             get("/Groups?excludedAttributes=members&sortBy=displayName"));
  BOOST_TEST(post("/Users", R"(,"attributes":["userName"],"filter":"title pr","sortBy":"userName",)"
                            R"("sortOrder":"descending","startIndex":2,"count":3)") ==
             get("/Users?attributes=userName&filter=title+pr&sortBy=userName&sortOrder=descending&startIndex="
                 "2&count=3"));
  BOOST_TEST(post("", R"(,"filter":"displayName sw \"Name 5\"")") ==
             get("/?filter=displayName+sw+%22Name+5%22"));

  BOOST_TEST(world().refusal("POST", "/.search", "{}") == "400 invalidSyntax");
  BOOST_TEST(world().refusal("POST", "/Users/.search", "{" + kSearchRequest + R"(,"count":"3"})") ==
             "400 invalidValue");
  BOOST_TEST(world().refusal("POST", "/Users/.search", "no JSON") == "400 invalidSyntax");
  BOOST_TEST(world().refusal("GET", "/Users/.search") == "405 ");
  // What it refuses is a query, and stands in no log of changes.
  const HttpAnswer log = sendHttp("GET", world().connector.adminUrl() + "/api/log");
  BOOST_TEST(log.status == 200);
  BOOST_TEST(log.body.find("query0") != std::string::npos);
  BOOST_TEST(log.body.find(".search") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_list_that_is_not_sorted_has_the_same_order) {
  // Older than everybody else, whatever its id is.
  static_cast<void>(world());
  std::this_thread::sleep_until(std::chrono::ceil<std::chrono::seconds>(std::chrono::system_clock::now()) +
                                std::chrono::milliseconds(50));  // createTimestamp counts seconds
  const std::string youngest = world().client.makeUser("youngest", "Youngest");
  const std::vector<std::string> users = column(world().get("/Users"), "id");
  BOOST_TEST(users.back() == youngest);
  std::vector<std::string> all = users;
  for (const std::string& id : column(world().get("/Groups"), "id")) all.push_back(id);
  BOOST_TEST(column(world().get("/"), "id") == all, boost::test_tools::per_element());
  BOOST_TEST(column(world().get("/Users?filter=userName+pr"), "id") == users,
             boost::test_tools::per_element());
  BOOST_TEST(column(world().get("/?filter=id+pr"), "id") == all, boost::test_tools::per_element());
  BOOST_TEST(column(world().get("/?filter=userName+ne+%22x%22"), "id") == all,
             boost::test_tools::per_element());
  for (const std::string target :
       {"/?count=1", "/?count=4&filter=id+pr", "/?count=3&filter=userName+ne+%22x%22"}) {
    BOOST_TEST(idsByCursor(world().client, target) == all, boost::test_tools::per_element());
  }
  BOOST_TEST(world().client.send("DELETE", "/Users/" + youngest).status == 204);
}

BOOST_AUTO_TEST_CASE(pages_by_cursor_are_the_whole_list_once) {
  for (const std::string target :
       {"/Users?count=2", "/Users?count=3", "/Groups?count=1", "/?count=5", "/Users?count=2&filter=title+pr",
        "/Users?count=2&sortBy=title", "/Users?count=1&sortBy=title&sortOrder=descending",
        "/?count=2&sortBy=userName", "/Users?filter=userName+eq+%22nobody%22", "/Users?count=9"}) {
    const std::string whole =
        target.substr(0, target.find('?') + 1) +
        (target.find('&') == std::string::npos ? "" : target.substr(target.find('&') + 1));
    BOOST_TEST_CONTEXT(target) {
      BOOST_TEST(idsByCursor(world().client, target) ==
                     column(world().get(target.starts_with("/Users?filter") ? target : whole), "id"),
                 boost::test_tools::per_element());
    }
  }
  const Json first = world().get("/Users?cursor&count=8");
  BOOST_TEST(number(first, "totalResults") == 9);
  BOOST_TEST(number(first, "itemsPerPage") == 8);
  BOOST_TEST(first.find("startIndex") == nullptr);
  BOOST_TEST(world().get("/Users?cursor=&count=9").find("nextCursor") == nullptr);
  BOOST_TEST(world().get("/Users?cursor=&count=0").find("nextCursor") == nullptr);
  const std::string next(first.stringAt("nextCursor"));
  const ScimAnswer second = world().client.send(
      "POST", "/Users/.search", "{" + kSearchRequest + R"(,"count":8,"cursor":")" + next + R"("})");
  BOOST_TEST(number(second.body, "itemsPerPage") == 1);
}

BOOST_AUTO_TEST_CASE(a_cursor_is_good_for_nothing_else) {
  const std::string next(world().get("/Users?cursor=&count=2&filter=title+pr").stringAt("nextCursor"));
  const auto refusal = [&](const std::string& target) {
    return world().refusal("GET", target + "&cursor=" + next);
  };
  BOOST_TEST(refusal("/Users?count=2&filter=title+pr") == "200 ");
  BOOST_TEST(refusal("/Users?count=3&filter=title+pr") == "400 invalidCount");
  BOOST_TEST(refusal("/Users?filter=title+pr") == "400 invalidCount");
  BOOST_TEST(refusal("/Users?count=2") == "400 invalidCursor");
  BOOST_TEST(refusal("/Users?count=2&filter=title+pr&sortBy=title") == "400 invalidCursor");
  BOOST_TEST(refusal("/?count=2&filter=title+pr") == "400 invalidCursor");

  ConnectorOptions options;
  options.endpointLines = "cursor_timeout = \"1ms\"";
  const ConnectorProcess hasty(world().slapd, options);
  const ScimClient client(hasty);
  BOOST_TEST(client.send("GET", "/Users?count=2&filter=title+pr&cursor=" + next).body.stringAt("scimType") ==
             "invalidCursor");
  const std::string own(client.send("GET", "/Users?count=2&cursor=").body.stringAt("nextCursor"));
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  BOOST_TEST(client.send("GET", "/Users?count=2&cursor=" + own).body.stringAt("scimType") == "expiredCursor");
}

BOOST_AUTO_TEST_CASE(what_comes_and_goes_between_pages_moves_nobody_else) {
  const ScimClient& client = world().client;
  const std::vector<std::string> staying = column(world().get("/Users"), "id");
  std::mt19937 random(11);
  int made = 0;
  std::vector<std::string> passing;
  const auto change = [&] {
    if (passing.empty() || random() % 2 == 0) {
      const std::string name =
          std::string(1, static_cast<char>('a' + random() % 26)) + std::to_string(made++);
      passing.push_back(client.makeUser(name, name));
    } else {
      const std::size_t gone = random() % passing.size();
      BOOST_TEST(client.send("DELETE", "/Users/" + passing[gone]).status == 204);
      passing.erase(passing.begin() + static_cast<std::ptrdiff_t>(gone));
    }
  };
  for (const std::string target :
       {"/Users?count=2", "/Users?count=1&filter=userName+pr", "/Users?count=2&sortBy=displayName",
        "/Users?count=3&sortBy=title&sortOrder=descending", "/?count=2", "/?count=3&sortBy=displayName"}) {
    for (int i = 0; i < 4; ++i) change();
    std::vector<std::string> seen = idsByCursor(client, target, change);
    const std::set<std::string> once(seen.begin(), seen.end());
    BOOST_TEST(once.size() == seen.size(), target);
    for (const std::string& id : staying) BOOST_TEST(once.contains(id), target);
  }
  for (const std::string& id : passing) BOOST_TEST(client.send("DELETE", "/Users/" + id).status == 204);
}

BOOST_AUTO_TEST_SUITE_END()
