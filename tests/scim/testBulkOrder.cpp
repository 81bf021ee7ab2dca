#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>
#include <sstream>

#include "Samples.h"
#include "scim/BulkOrder.h"

using namespace scim2ldap::scim;

namespace {

/// "POST a < b c" is a group of the bulkId a with these members; "PATCH 1 < b" adds members to the resource
/// with the id 1; a member that is no number is a bulkId. "DELETE a".
BulkOperation operation(const std::string& line) {
  std::istringstream words(line);
  std::string method;
  std::string target;
  words >> method >> target;
  const auto id = [](const std::string& word) {
    return word.find_first_not_of("0123456789") == std::string::npos ? word : "bulkId:" + word;
  };
  BulkOperation result;
  result.endpoint = "Groups";
  for (const BulkMethod known : {BulkMethod::Post, BulkMethod::Put, BulkMethod::Patch, BulkMethod::Delete}) {
    if (toString(known) == method) result.method = known;
  }
  (result.method == BulkMethod::Post ? result.bulkId : result.id) =
      result.method == BulkMethod::Post ? target : id(target);
  if (result.method == BulkMethod::Delete) return result;
  Json::Array members;
  std::string word;
  words >> word;
  while (words >> word) members.push_back(Json(id(word)));
  result.data = Json(Json::Object{{"members", std::move(members)}});
  return result;
}

std::vector<BulkOperation> operations(const std::vector<std::string>& lines) {
  std::vector<BulkOperation> result;
  for (const std::string& line : lines) result.push_back(operation(line));
  return result;
}

/// "0 1(0) 0+(0 1)": the tasks by their operations ("+": what completes it), in brackets the operations that
/// each waits for.
std::string text(const BulkOrder& order) {
  const auto name = [&](std::size_t task) {
    return std::to_string(order.tasks[task].operation) + (order.tasks[task].completes ? "+" : "");
  };
  std::string result;
  for (std::size_t i = 0; i < order.tasks.size(); ++i) {
    std::string waits;
    for (const std::size_t before : order.tasks[i].after) waits += (waits.empty() ? "" : " ") + name(before);
    result += (result.empty() ? "" : " ") + name(i) + (waits.empty() ? "" : "(" + waits + ")");
  }
  return result;
}

struct Case {
  std::string name;
  std::vector<std::string> operations;
  std::string order;
  std::vector<std::vector<std::string>> names{};
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}
const Case kCases[] = {
    {"independent", {"POST a", "POST b", "PATCH 1", "DELETE 2"}, "0 1 2 3"},
    {"reference", {"POST a", "POST b", "POST g < a b"}, "0 1 2(0 1)"},
    {"forward reference", {"POST g < a", "PATCH 1 < a", "POST a"}, "2 0(2) 1(2)"},
    {"chain", {"POST a < b", "POST b < c", "POST c"}, "2 1(2) 0(1)"},
    {"unknown bulkId", {"POST g < nobody", "POST a"}, "0 1"},
    {"path", {"POST a", "PATCH a < 1", "DELETE a"}, "0 1(0) 2(0 1)"},
    {"path to a resource to come", {"PATCH a < 1", "POST a"}, "1 0(1)"},
    {"two groups in each other", {"POST a < b", "POST b < a"}, "1 0(1) 1+(1 0)"},
    {"in itself", {"POST a < a 1"}, "0 0+(0)"},
    {"three in a circle", {"POST a < b", "POST b < c", "POST c < a"}, "2 1(2) 0(1) 2+(2 0)"},
    {"two circles", {"POST a < b c", "POST b < a", "POST c < a"}, "1 2 0(1 2) 1+(1 0) 2+(2 0)"},
    {"after the circle is closed", {"POST a < b", "POST b < a", "PATCH b < 1"}, "1 0(1) 1+(1 0) 2(1 1+)"},
    {"same resource", {"PATCH 1", "PATCH 2", "PUT 1", "DELETE 1", "PATCH 2"}, "0 1 2(0) 3(2) 4(1)"},
    {"same resource with a reference to come", {"PATCH 1 < a", "PUT 1", "POST a"}, "2 0(2) 1(0)"},
    {"member before it is deleted", {"PATCH 1 < 7", "POST a < 7", "DELETE 7"}, "0 1 2(0 1)"},
    {"member after it was deleted", {"DELETE 7", "PATCH 1 < 7", "PATCH 2 < 7"}, "0 1(0) 2(0)"},
    {"member that is changed", {"PATCH 7", "PATCH 1 < 7", "PATCH 7"}, "0 1 2(0)"},
    {"a name given free and taken", {"DELETE 1", "POST a", "POST b"}, "0 1(0) 2", {{"x"}, {"x"}, {"y"}}},
    {"a name that two take", {"POST a", "POST b", "POST c"}, "0 1(0) 2(1)", {{"x"}, {"x", "y"}, {"y"}}},
    {"a name against a reference",
     {"PATCH 1 < a", "DELETE 2", "POST a"},
     "1 2(1) 0(2)",
     {{"x"}, {"y"}, {"x", "y"}}},
    {"names in a circle", {"POST a < b", "POST b < a"}, "1 0(1) 1+(1 0)", {{"x"}, {"x"}}},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(BulkOrderSuite)

BOOST_DATA_TEST_CASE(orders, boost::unit_test::data::make(kCases)) {
  std::vector<std::vector<std::string>> names = sample.names;
  names.resize(sample.operations.size());
  BOOST_TEST(text(orderBulk(operations(sample.operations), names)) == sample.order);
}

BOOST_AUTO_TEST_CASE(tells_what_an_operation_is_made_without) {
  const BulkOrder order = orderBulk(operations({"POST a < b c", "POST b < a c", "POST c"}), {{}, {}, {}});
  BOOST_TEST(order.deferred[0].empty());
  BOOST_TEST((order.deferred[1] == std::set<std::string>{"a"}));
  BOOST_TEST(order.deferred[2].empty());
}

BOOST_AUTO_TEST_CASE(finds_an_order_for_whatever_refers_to_what) {
  std::mt19937 random(7644);
  for (int round = 0; round < 300; ++round) {
    const std::size_t size = 1 + random() % 12;
    std::vector<std::string> lines;
    std::vector<std::vector<std::string>> names(size);
    for (std::size_t i = 0; i < size; ++i) {
      const auto letter = [&] { return std::string(1, static_cast<char>('a' + random() % size)); };
      const char own = static_cast<char>('a' + i);
      const std::array starts{std::string("POST ") + own, "PATCH " + letter(), std::string("PUT 7"),
                              std::string("DELETE 7")};
      std::string line = starts[random() % starts.size()] + " <";
      for (std::size_t member = random() % 4; member > 0; --member) {
        line += ' ' + (random() % 4 == 0 ? "7" : letter());
      }
      lines.push_back(line);
      if (random() % 2 == 0) names[i].push_back(letter());
    }
    const BulkOrder order = orderBulk(operations(lines), names);
    // Every operation stands in it once, behind what it waits for, and what has to be completed is.
    std::vector<int> begun(size, 0);
    std::vector<int> completed(size, 0);
    for (std::size_t i = 0; i < order.tasks.size(); ++i) {
      const BulkTask& task = order.tasks[i];
      ++(task.completes ? completed : begun)[task.operation];
      for (const std::size_t before : task.after) BOOST_TEST(before < i);
    }
    for (std::size_t i = 0; i < size; ++i) {
      BOOST_TEST(begun[i] == 1);
      BOOST_TEST(completed[i] == (order.deferred[i].empty() ? 0 : 1));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
