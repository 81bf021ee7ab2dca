#include <boost/test/unit_test.hpp>
#include <optional>

#include "scim/Bulk.h"
#include "scim/Messages.h"
#include "scim/Query.h"
#include "tests/rfc/Checks.h"
#include "tests/scim/Samples.h"

namespace scim2ldap::test {
namespace {

using namespace scim;

ScimType typeNamed(std::string_view name) {
  for (const ScimType type : {ScimType::Mutability, ScimType::InvalidSyntax})
    if (toString(type) == name) return type;
  BOOST_TEST(name.empty(), name << " is not looked for");
  return ScimType::None;
}

}  // namespace

void checkList(const Json& /*file*/, const Json& example) {
  BOOST_TEST(listResponse(example.find("resources")->asArray(), example.find("total")->asInteger(),
                          example.find("startIndex")->asInteger()) == *example.find("expected"));
}

void checkError(const Json& /*file*/, const Json& example) {
  BOOST_TEST(errorBody(static_cast<int>(example.find("status")->asInteger()),
                       typeNamed(example.stringAt("scimType")),
                       example.stringAt("detail")) == *example.find("expected"));
}

void checkSearch(const Json& /*file*/, const Json& example) {
  const Query asked = parseSearchRequest(*example.find("request"));
  const Query expected = parseQuery(parseQueryString(example.stringAt("query")));
  BOOST_TEST((asked.filter == expected.filter));
  BOOST_TEST((asked.projection.attributes == expected.projection.attributes));
  BOOST_TEST((asked.projection.excludedAttributes == expected.projection.excludedAttributes));
  BOOST_TEST((asked.sorting == expected.sorting));
  BOOST_TEST(asked.startIndex == expected.startIndex);
  BOOST_TEST((asked.count == expected.count));
}

void checkBulk(const Json& /*file*/, const Json& example) {
  const Json& sent = *example.find("request");
  const BulkRequest request = parseBulk(sent, 1000);
  BOOST_TEST(request.failOnErrors.value_or(0) == (sent.find("failOnErrors") == nullptr ? 0U : 1U));
  const Json::Array& operations = sent.find("Operations")->asArray();
  BOOST_TEST_REQUIRE(request.operations.size() == operations.size());
  for (std::size_t i = 0; i < operations.size(); ++i) {
    BOOST_TEST(toString(request.operations[i].method) == operations[i].stringAt("method"));
    BOOST_TEST(request.operations[i].path() == operations[i].stringAt("path"));
    BOOST_TEST(request.operations[i].bulkId == operations[i].stringAt("bulkId"));
    BOOST_TEST(request.operations[i].version == operations[i].stringAt("version"));
    const Json* data = operations[i].find("data");
    BOOST_TEST(request.operations[i].data == (data == nullptr ? Json() : *data));
  }
  std::vector<std::optional<BulkResult>> results;
  for (const Json& result : example.find("results")->asArray()) {
    if (result.isNull()) {
      results.emplace_back();
      continue;
    }
    const Json* response = result.find("response");
    results.push_back(BulkResult{
        static_cast<int>(result.find("status")->asInteger()), std::string(result.stringAt("location")),
        std::string(result.stringAt("version")), response == nullptr ? Json() : *response});
  }
  BOOST_TEST(bulkResponse(request.operations, results) == *example.find("expected"));
}

}  // namespace scim2ldap::test
