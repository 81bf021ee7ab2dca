#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>

#include "Samples.h"
#include "scim/Sort.h"

using namespace scim2ldap::scim;

namespace {

/// A user with attributes of every type.
const ResourceType& sortableType() {
  static const ResourceType type = [] {
    ResourceType result = userType();
    const auto add = [&](const char* name, Type kind, bool caseExact) {
      Attribute attribute;
      attribute.name = name;
      attribute.type = kind;
      attribute.caseExact = caseExact;
      result.schema.attributes.push_back(attribute);
    };
    add("level", Type::Integer, false);
    add("ratio", Type::Decimal, false);
    add("hired", Type::DateTime, false);
    add("badge", Type::String, true);
    return result;
  }();
  return type;
}

AttributeLocation location(const std::string& sortBy) {
  return findSortAttribute(sortableType(), parseAttributePath(sortBy)).value();
}

/// The ids of the resources in the order that the query asks for.
std::string sorted(const std::string& sortBy, bool descending, const std::string& resources) {
  const AttributeLocation attribute = location(sortBy);
  std::vector<SortPosition> positions;
  const Json list = parseJson(resources);
  for (const Json& resource : list.asArray()) {
    positions.push_back({sortKey(attribute, resource), 0, 0, std::string(resource.stringAt("id"))});
  }
  std::sort(positions.begin(), positions.end(),
            [&](const auto& left, const auto& right) { return precedes(left, right, descending); });
  std::string ids;
  for (const SortPosition& position : positions) ids += position.id;
  return ids;
}

struct Case {
  const char* name;
  const char* sortBy;
  const char* resources;
  const char* ascending;
  const char* descending;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}
const Case kCases[] = {
    {"text without case", "userName",
     R"([{"id":"a","userName":"beta"},{"id":"b","userName":"Alpha"},{"id":"c","userName":"GAMMA"}])", "bac",
     "cab"},
    {"text without case beyond ASCII", "displayName",
     R"([{"id":"a","displayName":"Žofie"},{"id":"b","displayName":"ž"},{"id":"c","displayName":"y"}])", "cba",
     "abc"},
    {"text with case", "badge", R"([{"id":"a","badge":"b"},{"id":"b","badge":"B"},{"id":"c","badge":"a"}])",
     "bca", "acb"},
    {"a text before its continuation", "title",
     R"([{"id":"a","title":"ab"},{"id":"b","title":"a"},{"id":"c","title":"a b"}])", "bca", "acb"},
    {"integers by value", "level", R"([{"id":"a","level":10},{"id":"b","level":9},{"id":"c","level":-11}])",
     "cba", "abc"},
    {"integers that a double cannot tell apart", "level",
     R"([{"id":"a","level":9007199254740993},{"id":"b","level":9007199254740992}])", "ba", "ab"},
    {"decimals and integers together", "ratio",
     R"([{"id":"a","ratio":1.5},{"id":"b","ratio":1},{"id":"c","ratio":2}])", "bac", "cab"},
    {"booleans", "active", R"([{"id":"a","active":true},{"id":"b","active":false}])", "ba", "ab"},
    {"dates by moment", "hired",
     R"([{"id":"a","hired":"2026-03-01T10:00:00+02:00"},{"id":"b","hired":"2026-03-01T09:00:00Z"},)"
     R"({"id":"c","hired":"2026-03-01T08:00:00.5Z"}])",
     "acb", "bca"},
    {"dates before 1970 with fractions", "hired",
     R"([{"id":"a","hired":"1969-12-31T23:59:58.9Z"},{"id":"b","hired":"1969-12-31T23:59:58.1Z"}])", "ba",
     "ab"},
    {"without a value last, and first", "title",
     R"([{"id":"a"},{"id":"b","title":"x"},{"id":"c","title":"y"}])", "bca", "acb"},
    {"false is a value", "active", R"([{"id":"a"},{"id":"b","active":false}])", "ba", "ab"},
    {"ties by id in both directions", "title",
     R"([{"id":"c","title":"X"},{"id":"a","title":"x"},{"id":"b","title":"x"}])", "abc", "abc"},
    {"no values at all: by id", "title", R"([{"id":"c"},{"id":"a"}])", "ac", "ac"},
    {"a sub-attribute", "name.familyName",
     R"([{"id":"a","name":{"familyName":"Z"}},{"id":"b","name":{"familyName":"y"}},{"id":"c","name":{}}])",
     "bac", "cab"},
    {"the primary value", "emails.value",
     R"([{"id":"a","emails":[{"value":"a@x"},{"value":"z@x","primary":true}]},{"id":"b","emails":[{"value":"m@x"}]}])",
     "ba", "ab"},
    {"the first value where none is primary", "emails.value",
     R"([{"id":"a","emails":[{"value":"m@x"},{"value":"a@x"}]},{"id":"b","emails":[{"value":"b@x"}]}])", "ba",
     "ab"},
    {"a complex attribute stands for its value", "emails",
     R"([{"id":"a","emails":[{"value":"b@x"}]},{"id":"b","emails":[{"value":"A@x"}]},{"id":"c","emails":[]}])",
     "bac", "cab"},
    {"an attribute of an extension", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
     R"([{"id":"a","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"b"}},{"id":"c"},)"
     R"({"id":"b","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"A"}}])",
     "bac", "cab"},
    {"an extension's attribute without its URN", "department",
     R"([{"id":"a","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"b"}},)"
     R"({"id":"b","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"A"}}])",
     "ba", "ab"},
    {"what the server knows", "META.lastModified",
     R"([{"id":"a","meta":{"lastModified":"2026-01-02T00:00:00Z"}},{"id":"b","meta":{"lastModified":"2026-01-01T00:00:00Z"}}])",
     "ba", "ab"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(Sort)

BOOST_DATA_TEST_CASE(orders, boost::unit_test::data::make(kCases)) {
  BOOST_TEST(sorted(sample.sortBy, false, sample.resources) == sample.ascending);
  BOOST_TEST(sorted(sample.sortBy, true, sample.resources) == sample.descending);
}

BOOST_AUTO_TEST_CASE(knows_what_can_be_sorted_by) {
  const auto find = [](std::string_view path) {
    return findSortAttribute(userType(), parseAttributePath(path));
  };
  BOOST_TEST(!find("nothing").has_value());
  BOOST_TEST(!find("name.nothing").has_value());
  BOOST_TEST(!find("members").has_value());
  BOOST_TEST(!find(kEnterpriseUserSchema).has_value());
  BOOST_TEST(
      errorOf([&] { static_cast<void>(find("name")); }).starts_with("invalidPath: \"name\" is complex"));
  BOOST_TEST(errorOf([&] { static_cast<void>(find("password")); }).starts_with("invalidPath: "));
  BOOST_TEST(toString(find("EMAILS").value()) == "emails.value");
}

BOOST_AUTO_TEST_CASE(keys_of_long_texts_end_between_two_characters) {
  const AttributeLocation attribute = location("userName");
  Json user = Json::object();
  user.set("userName", std::string(kMaxSortKeyBytes - 1, 'X') + "\xc4\x8d\xc4\x8d");
  BOOST_TEST(sortKey(attribute, user) == Json(std::string(kMaxSortKeyBytes - 1, 'x')));
  user.set("userName", std::string(kMaxSortKeyBytes, 'X'));
  BOOST_TEST(sortKey(attribute, user) == Json(std::string(kMaxSortKeyBytes, 'x')));
}

BOOST_AUTO_TEST_CASE(among_equal_values_types_come_before_age_and_age_before_ids) {
  BOOST_TEST(precedes({Json("a"), 0, 9, "z"}, {Json("a"), 1, 2, "b"}, false));
  BOOST_TEST(precedes({Json("a"), 0, 9, "z"}, {Json("a"), 1, 2, "b"}, true));
  BOOST_TEST(precedes({Json("a"), 1, 9, "z"}, {Json("b"), 0, 2, "b"}, false));
  BOOST_TEST(precedes({Json("a"), 0, 1, "z"}, {Json("a"), 0, 2, "b"}, true));
  BOOST_TEST(precedes({Json("a"), 0, 1, "b"}, {Json("a"), 0, 1, "z"}, true));
}

BOOST_AUTO_TEST_CASE(is_a_strict_order) {
  std::mt19937 random(7);
  const auto key = [&]() -> Json {
    switch (random() % 3) {
      case 0:
        return {};
      case 1:
        return {static_cast<std::int64_t>(random() % 3)};
      default:
        return {static_cast<double>(random() % 5) / 2};
    }
  };
  const auto position = [&] {
    return SortPosition{key(), static_cast<int>(random() % 2), static_cast<std::int64_t>(random() % 2),
                        std::string(1, static_cast<char>('a' + random() % 3))};
  };
  for (int i = 0; i < 5000; ++i) {
    const SortPosition a = position(), b = position(), c = position();
    for (const bool descending : {false, true}) {
      BOOST_TEST(!(precedes(a, b, descending) && precedes(b, a, descending)));
      if (precedes(a, b, descending) && precedes(b, c, descending)) BOOST_TEST(precedes(a, c, descending));
    }
  }
}

struct Asked {
  const char* sortBy;
  const char* sortOrder;
  const char* result;
};
std::ostream& operator<<(std::ostream& out, const Asked& asked) {
  return out << asked.sortBy << " " << asked.sortOrder;
}
const Asked kAsked[] = {
    {"userName", "", "userName up"},
    {"userName", "ascending", "userName up"},
    {"name.familyName", "DESCENDING", "name.familyName down"},
    {"", "descending", "none"},
    {"", "", "none"},
    {"userName", "desc", "invalidValue: \"sortOrder\" is to be \"ascending\" or \"descending\""},
    {"", "up", "invalidValue: \"sortOrder\" is to be \"ascending\" or \"descending\""},
    {"a b", "", "invalidPath: unexpected character in an attribute path (at byte 1)"},
};

BOOST_DATA_TEST_CASE(reads_what_is_asked_for, boost::unit_test::data::make(kAsked)) {
  std::string result;
  const std::string error = errorOf([&] {
    const std::optional<Sorting> sorting = sortingFrom(sample.sortBy, sample.sortOrder);
    result = !sorting ? "none" : toString(sorting->by) + (sorting->descending ? " down" : " up");
  });
  BOOST_TEST(result + error == sample.result);
}

BOOST_AUTO_TEST_SUITE_END()
