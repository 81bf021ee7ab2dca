#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "Samples.h"
#include "scim/Query.h"

using namespace scim2ldap::scim;

namespace {

/// A SearchRequest with these members.
Query request(const std::string& members) {
  return parseSearchRequest(
      parseJson(R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"])" + members + "}"));
}

struct Case {
  const char* in;
  const char* error;  ///< how it begins
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.in;
}
const Case kRefused[] = {
    {R"([])", "invalidSyntax: "},
    {R"("filter")", "invalidSyntax: "},
    {R"({})", "invalidSyntax: "},
    {R"({"filter":"userName pr"})", "invalidSyntax: "},
    {R"({"schemas":"urn:ietf:params:scim:api:messages:2.0:SearchRequest"})", "invalidSyntax: "},
    {R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]})", "invalidSyntax: "},
};
const Case kFaults[] = {
    {R"(,"filter":5)", "invalidValue: \"filter\" "},
    {R"(,"filter":["userName pr"])", "invalidValue: \"filter\" "},
    {R"(,"filter":"")", "invalidFilter: "},
    {R"(,"filter":"userName")", "invalidFilter: "},
    {R"(,"attributes":"userName")", "invalidValue: \"attributes\" "},
    {R"(,"attributes":[1])", "invalidValue: \"attributes\" "},
    {R"(,"attributes":["a.b.c"])", "invalidPath: "},
    {R"(,"excludedAttributes":{"a":1})", "invalidValue: \"excludedAttributes\" "},
    {R"(,"count":"5")", "invalidValue: \"count\" "},
    {R"(,"count":1.5)", "invalidValue: \"count\" "},
    {R"(,"startIndex":true)", "invalidValue: \"startIndex\" "},
    {R"(,"sortBy":["userName"])", "invalidValue: \"sortBy\" "},
    {R"(,"sortBy":"a b")", "invalidPath: "},
    {R"(,"sortOrder":"up")", "invalidValue: \"sortOrder\" "},
    {R"(,"cursor":1)", "invalidValue: \"cursor\" "},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(SearchRequest)

BOOST_AUTO_TEST_CASE(is_the_query_of_a_query_string) {
  const Query q = request(
      R"(,"attributes":["userName","name.familyName"],"excludedAttributes":["emails"],"filter":"title pr",)"
      R"("sortBy":"name.familyName","sortOrder":"descending","startIndex":3,"count":7,"other":{})");
  BOOST_TEST(toString(q.filter.value()) == "title pr");
  BOOST_TEST(q.projection.attributes.size() == 2U);
  BOOST_TEST(toString(q.projection.excludedAttributes.at(0)) == "emails");
  BOOST_TEST(toString(q.sorting.value().by) == "name.familyName");
  BOOST_TEST(q.sorting.value().descending);
  BOOST_TEST(q.startIndex == 3);
  BOOST_TEST(q.count.value() == 7);
  BOOST_TEST(!q.cursor.has_value());
}

BOOST_AUTO_TEST_CASE(has_the_defaults_of_a_query_string) {
  for (const char* members :
       {"", R"(,"filter":null,"attributes":null,"sortBy":null,"count":null,"cursor":null)"}) {
    const Query q = request(members);
    BOOST_TEST(!q.filter.has_value());
    BOOST_TEST(q.projection.attributes.empty());
    BOOST_TEST(!q.sorting.has_value());
    BOOST_TEST(q.startIndex == 1);
    BOOST_TEST(!q.count.has_value());
    BOOST_TEST(!q.cursor.has_value());
  }
}

BOOST_AUTO_TEST_CASE(bounds_page_numbers) {
  BOOST_TEST(request(R"(,"startIndex":-4)").startIndex == 1);
  BOOST_TEST(request(R"(,"count":-4)").count.value() == 0);
}

BOOST_AUTO_TEST_CASE(asks_for_pages_by_cursor) {
  BOOST_TEST(request(R"(,"cursor":"")").cursor.value() == "");
  BOOST_TEST(request(R"(,"cursor":"abc")").cursor.value() == "abc");
}

BOOST_DATA_TEST_CASE(refuses_other_messages, boost::unit_test::data::make(kRefused)) {
  BOOST_TEST(errorOf([&] {
               static_cast<void>(parseSearchRequest(parseJson(sample.in)));
             }).starts_with(sample.error));
}

BOOST_DATA_TEST_CASE(refuses_other_types, boost::unit_test::data::make(kFaults)) {
  const std::string error = errorOf([&] { static_cast<void>(request(sample.in)); });
  BOOST_TEST(error.starts_with(sample.error), error);
}

BOOST_AUTO_TEST_SUITE_END()
