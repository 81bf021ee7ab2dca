#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <random>
#include <set>

#include "mappings/MappingFile.h"
#include "scim/FilterMatch.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/Folders.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using scim::Json;

namespace {

constexpr unsigned kUsers = 60;
constexpr unsigned kGroups = 15;
constexpr unsigned kFilters = 2000;
const std::string kEnterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// A number of the environment, for longer runs and for repeating one.
unsigned setting(const char* name, unsigned otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

SlapdOptions withPolicy() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

/// Users and groups such as clients make them, and filters over what they hold. One seed gives the same.
class Population {
 public:
  explicit Population(unsigned seed) : random_(seed), connector_(slapd_), client_(connector_) {
    for (unsigned i = 0; i < kUsers; ++i) users_.push_back(make("/Users", user(i)));
    for (unsigned i = 0; i < kGroups; ++i) groups_.push_back(make("/Groups", group(i)));
  }

  [[nodiscard]] Json all(const std::string& path) const {
    const ScimAnswer answer = client_.send("GET", path + "?count=1000");
    BOOST_TEST_REQUIRE(answer.status == 200);
    return *answer.body.find("Resources");
  }

  [[nodiscard]] ScimAnswer search(const std::string& path, const std::string& filter) const {
    Json body = Json::object();
    body.set("schemas", Json::Array{Json("urn:ietf:params:scim:api:messages:2.0:SearchRequest")});
    body.set("filter", filter);
    body.set("count", 1000);
    body.set("attributes", Json::Array{Json("id")});
    return client_.send("POST", path + "/.search", printJson(body));
  }

  /// \param resources  whose values the filter is likely to name
  [[nodiscard]] std::string filter(bool ofUsers, const Json& resources, int depth) {
    switch (depth > 0 ? pick(7) : 6) {
      case 0:
        return "not (" + filter(ofUsers, resources, depth - 1) + ")";
      case 1:
      case 2:
        return "(" + filter(ofUsers, resources, depth - 1) + (one(2) ? ") and (" : ") or (") +
               filter(ofUsers, resources, depth - 1) + ")";
      default:
        return one(4) ? valuePath(ofUsers, resources) : term(ofUsers, resources);
    }
  }

 private:
  [[nodiscard]] unsigned pick(std::size_t below) { return static_cast<unsigned>(random_() % below); }
  [[nodiscard]] bool one(unsigned of) { return pick(of) == 0; }

  [[nodiscard]] std::string text() {
    static const std::vector<std::string> words = {"novak",   "Novak",        "NOVÁK", "žofie",
                                                   "O'Brien", "R&D (EU), #1", "a+b",   "x\\y",
                                                   "*",       "42",           "B",     "straße"};
    std::string text = words[pick(words.size())];
    if (one(3)) text += (one(3) ? "  " : " ") + words[pick(words.size())];
    return text;
  }
  [[nodiscard]] std::string asciiText() {
    static const std::vector<std::string> words = {"novak", "Bara", "b.novak", "X1", "a-b"};
    return words[pick(words.size())];
  }

  [[nodiscard]] Json user(unsigned n) {
    Json user = Json::object();
    user.set("userName", (one(2) ? "User" : "user") + std::to_string(n) + (one(3) ? " " + text() : ""));
    if (one(2)) user.set("externalId", (one(2) ? "Ext-" : "ext-") + std::to_string(n));
    user.set("active", !one(4));
    for (const char* name : {"displayName", "title"}) {
      if (one(2)) user.set(name, text());
    }
    if (one(3)) user.set("preferredLanguage", one(2) ? "cs-CZ" : "en");
    Json name = Json::object();
    for (const char* part : {"formatted", "familyName", "givenName"}) {
      if (one(2)) name.set(part, text());
    }
    if (!name.asObject().empty()) user.set("name", name);
    const auto value = [](const std::string& type, const std::string& part, const std::string& of) {
      Json element = Json::object();
      element.set("type", type);
      element.set(part, of);
      return element;
    };
    if (one(2))
      user.set("emails",
               Json::Array{value("work", "value", asciiText() + std::to_string(pick(5)) + "@x.example")});
    Json::Array phones;
    for (const char* type : {"work", "mobile", "fax"}) {
      if (one(3)) phones.push_back(value(type, "value", "+420 555 010 10" + std::to_string(pick(4))));
    }
    if (!phones.empty()) user.set("phoneNumbers", phones);
    if (one(2)) {
      Json address = value("work", one(2) ? "locality" : "formatted", text());
      if (one(2)) address.set("country", one(2) ? "Czechia" : "Austria");
      user.set("addresses", Json::Array{address});
    }
    if (one(3)) user.set("roles", Json::Array{value(one(2) ? "a" : "b", "value", text())});
    Json enterprise = Json::object();
    if (one(2)) enterprise.set("department", text());
    if (one(3)) enterprise.set("employeeNumber", std::to_string(pick(30)));
    if (!users_.empty() && one(2)) {
      Json manager = Json::object();
      manager.set("value", users_[pick(users_.size())]);
      enterprise.set("manager", manager);
    }
    if (!enterprise.asObject().empty()) user.set(kEnterprise, enterprise);
    return user;
  }

  [[nodiscard]] Json group(unsigned n) {
    Json group = Json::object();
    group.set("displayName", (one(2) ? "Group" : "group") + std::to_string(n) + (one(2) ? " " + text() : ""));
    if (one(2)) group.set("externalId", "gext-" + std::to_string(n));
    Json::Array members;
    std::set<std::string> ids;
    for (unsigned i = pick(6); i > 0; --i) ids.insert(users_[pick(users_.size())]);
    if (!groups_.empty() && one(3)) ids.insert(groups_[pick(groups_.size())]);
    for (const std::string& id : ids) {
      Json member = Json::object();
      member.set("value", id);
      members.push_back(member);
    }
    group.set("members", members);
    return group;
  }

  [[nodiscard]] std::string make(const std::string& path, const Json& resource) {
    const ScimAnswer answer = client_.send("POST", path, printJson(resource));
    BOOST_TEST_REQUIRE(answer.status == 201, printJson(resource) << printJson(answer.body));
    return answer.id();
  }

  /// A text that is in one of the resources at that path, perhaps in part or in other letters.
  [[nodiscard]] std::string comparand(const Json& resources, const std::string& path) {
    const Json& resource = resources.asArray()[pick(resources.asArray().size())];
    const Json* value = &resource;
    std::string rest = path;
    if (rest.starts_with(kEnterprise)) {
      value = value->find(kEnterprise);
      rest.erase(0, kEnterprise.size() + 1);
    }
    while (value != nullptr && !rest.empty()) {
      if (value->isArray())
        value = value->asArray().empty() ? nullptr : &value->asArray()[pick(value->asArray().size())];
      if (value == nullptr) break;
      const std::size_t dot = rest.find('.');
      value = value->find(rest.substr(0, dot));
      rest = dot == std::string::npos ? "" : rest.substr(dot + 1);
    }
    if (value != nullptr && value->isArray() && !value->asArray().empty()) value = &value->asArray().front();
    if (value != nullptr && value->isObject()) value = value->find("value");
    if (value == nullptr || !value->isString()) return text();
    std::string found = value->asString();
    const auto isAscii =
        std::all_of(found.begin(), found.end(), [](char c) { return static_cast<signed char>(c) > 0; });
    if (isAscii && one(3))
      std::transform(found.begin(), found.end(), found.begin(),
                     [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (isAscii && one(4) && found.size() > 2) found = found.substr(pick(2), found.size() - 2);
    if (one(12)) found += ' ';
    if (one(20)) found.insert(0, " ");
    return found;
  }

  [[nodiscard]] std::string term(bool ofUsers, const Json& resources) {
    static const std::vector<std::string> ofUser = {"userName",
                                                    "externalId",
                                                    "id",
                                                    "displayName",
                                                    "title",
                                                    "preferredLanguage",
                                                    "name.formatted",
                                                    "name.familyName",
                                                    "name.givenName",
                                                    "emails",
                                                    "emails.value",
                                                    "emails.type",
                                                    "phoneNumbers.value",
                                                    "phoneNumbers.type",
                                                    "addresses.locality",
                                                    "addresses.formatted",
                                                    "addresses.country",
                                                    "roles.value",
                                                    "roles.type",
                                                    kEnterprise + ":department",
                                                    "department",
                                                    kEnterprise + ":employeeNumber",
                                                    kEnterprise + ":manager",
                                                    "manager.value",
                                                    "schemas",
                                                    "meta.location",
                                                    "meta.resourceType"};
    static const std::vector<std::string> ofGroup = {"displayName",  "externalId",    "id",
                                                     "members",      "members.value", "members.type",
                                                     "members.$ref", "meta.location", "schemas"};
    static const std::vector<std::string> operators = {"eq", "eq", "eq", "ne", "co", "sw",
                                                       "ew", "gt", "ge", "lt", "le"};
    const std::vector<std::string>& paths = ofUsers ? ofUser : ofGroup;
    if (ofUsers && one(12))
      return std::string("active ") + (one(3) ? "ne " : "eq ") + (one(2) ? "true" : "\"False\"");
    if (one(16)) return std::string("meta.created ") + (one(2) ? "gt" : "le") + " \"2020-01-01T00:00:00Z\"";
    if (ofUsers && one(20)) return "emails.primary eq true";
    if (ofUsers && one(20)) {
      return "manager[value eq " + printJson(Json(comparand(resources, kEnterprise + ":manager"))) + "]";
    }
    const std::string& path = paths[pick(paths.size())];
    if (one(8)) return path + " pr";
    if (one(20)) return path + (one(2) ? " eq null" : " ne null");
    return path + " " + operators[pick(operators.size())] + " " + printJson(Json(comparand(resources, path)));
  }

  [[nodiscard]] std::string valuePath(bool ofUsers, const Json& resources) {
    static const std::vector<std::string> operators = {"eq", "eq", "ne", "co", "sw", "ew", "gt"};
    static const std::vector<std::string> lists = {"emails", "phoneNumbers", "roles"};
    const std::string list = ofUsers ? lists[pick(lists.size())] : "members";
    const std::string value = "value " + operators[pick(operators.size())] + " " +
                              printJson(Json(comparand(resources, list + ".value")));
    const std::string type = std::string("type ") + (one(3) ? "ne" : "eq") +
                             (ofUsers  ? one(2) ? " \"work\"" : " \"Mobile\""
                              : one(2) ? " \"User\""
                                       : " \"Group\"");
    switch (pick(5)) {
      case 0:
        return list + "[" + type + " and " + value + "]";
      case 1:
        return list + "[" + type + " or " + value + "]";
      case 2:
        return list + "[not (" + value + ")]";
      case 3:
        return list + "[" + type + "]";
      default:
        return list + "[" + value + "]";
    }
  }

  std::mt19937 random_;
  TemporarySlapd slapd_{withPolicy()};
  ConnectorProcess connector_;
  ScimClient client_;
  std::vector<std::string> users_;
  std::vector<std::string> groups_;
};

std::set<std::string> idsOf(const Json& resources) {
  std::set<std::string> ids;
  for (const Json& resource : resources.asArray()) ids.emplace(resource.stringAt("id"));
  return ids;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(FilterExactness)

BOOST_AUTO_TEST_CASE(a_list_holds_what_meets_its_filter_and_nothing_else) {
  const unsigned seed = setting("SCIM2LDAP_FILTER_SEED", std::random_device{}());
  const unsigned count = setting("SCIM2LDAP_FILTERS", kFilters);
  BOOST_TEST_MESSAGE("SCIM2LDAP_FILTER_SEED=" << seed);
  Population population(seed);
  const mappings::Mapping mapping =
      mappings::readMappingFile(SCIM2LDAP_SOURCE_DIR "/mappings/inetorgperson.toml");
  const Json users = population.all("/Users");
  const Json groups = population.all("/Groups");
  BOOST_TEST_REQUIRE(users.asArray().size() == kUsers);
  BOOST_TEST_REQUIRE(groups.asArray().size() == kGroups);

  unsigned selective = 0;
  for (unsigned i = 0; i < count; ++i) {
    const bool ofUsers = i % 4 != 0;
    const Json& all = ofUsers ? users : groups;
    const scim::ResourceType& type = ofUsers ? mapping.user.type : mapping.group->type;
    const std::string text = population.filter(ofUsers, all, 3);
    const scim::Filter filter = scim::parseFilter(text);
    std::set<std::string> expected;
    for (const Json& resource : all.asArray()) {
      if (matches(type, resource, filter)) expected.emplace(resource.stringAt("id"));
    }
    const ScimAnswer answer = population.search(ofUsers ? "/Users" : "/Groups", text);
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST_REQUIRE(answer.status == 200, printJson(answer.body));
      BOOST_TEST(idsOf(*answer.body.find("Resources")) == expected, boost::test_tools::per_element());
    }
    if (!expected.empty() && expected.size() < all.asArray().size()) ++selective;
  }
  // Filters that find everything or nothing prove little.
  BOOST_TEST(selective > count / 4);
}

BOOST_AUTO_TEST_SUITE_END()
