#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "Samples.h"
#include "scim/Bulk.h"

using namespace scim2ldap::scim;

namespace {

constexpr std::size_t kMaxOperations = 10;

BulkRequest parse(const std::string& operations, const std::string& more = "") {
  return parseBulk(parseJson(R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],)" + more +
                             R"("Operations":[)" + operations + "]}"),
                   kMaxOperations);
}

struct Fault {
  std::string operations;
  std::string error;
};
std::ostream& operator<<(std::ostream& out, const Fault& fault) {
  return out << fault.operations;
}
const std::string kGood = R"({"method":"POST","path":"/Users","bulkId":"a","data":{}})";
const Fault kFaults[] = {
    {"", "invalidSyntax: \"Operations\" is to be a list of at least one operation"},
    {"1", "invalidSyntax: operation 1 is not a JSON object"},
    {kGood + R"(,{"path":"/Users/1","data":{}})",
     "invalidValue: operation 2 has the method \"\"; it is to be POST, PUT, PATCH or DELETE"},
    {R"({"method":"GET","path":"/Users/1"})",
     "invalidValue: operation 1 has the method \"GET\"; it is to be POST, PUT, PATCH or DELETE"},
    {R"({"method":4,"path":"/Users/1"})", "invalidSyntax: operation 1 has a \"method\" that is not a string"},
    {R"({"method":"POST","path":"/Users","data":{}})",
     "invalidValue: operation 1 is a POST and needs a \"bulkId\""},
    {R"({"method":"POST","path":"/Users","bulkId":"","data":{}})",
     "invalidValue: operation 1 is a POST and needs a \"bulkId\""},
    {R"({"method":"POST","path":"/Users","bulkId":7,"data":{}})",
     "invalidSyntax: operation 1 has a \"bulkId\" that is not a string"},
    {kGood + "," + kGood, "invalidValue: operation 2 has the bulkId \"a\" of an earlier operation"},
    {R"({"method":"POST","path":"/Users","bulkId":"a"})",
     "invalidSyntax: operation 1 needs \"data\", an object of what a single request would send"},
    {R"({"method":"PATCH","path":"/Users/1","data":"{}"})",
     "invalidSyntax: operation 1 needs \"data\", an object of what a single request would send"},
    {R"({"method":"POST","path":"/Users/1","bulkId":"a","data":{}})",
     R"(invalidValue: operation 1 has the "path" "/Users/1"; a POST goes to an endpoint such as "/Users")"},
    {R"({"method":"DELETE","path":"/Users"})",
     "invalidValue: operation 1 has the \"path\" \"/Users\"; a DELETE goes to a resource such as \"/Users/\" "
     "and its id"},
    {R"({"method":"DELETE"})",
     "invalidValue: operation 1 has the \"path\" \"\"; a DELETE goes to a resource such as \"/Users/\" and "
     "its id"},
    {R"({"method":"PUT","path":"https://example.com/v2/Users/1","data":{}})",
     "invalidValue: operation 1 has the \"path\" \"https://example.com/v2/Users/1\"; a PUT goes to a "
     "resource such as \"/Users/\" and its id"},
    {R"({"method":"DELETE","path":"/Users/1?x=y"})",
     "invalidValue: operation 1 has the \"path\" \"/Users/1?x=y\"; a DELETE goes to a resource such as "
     "\"/Users/\" and its id"},
    {R"({"method":"DELETE","path":"/Users/1","version":5})",
     "invalidSyntax: operation 1 has a \"version\" that is not a string"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(BulkSuite)

// RFC 7644 §3.7.3
BOOST_AUTO_TEST_CASE(reads_every_method_with_its_parts) {
  const BulkRequest request = parse(
      R"({"method":"POST","path":"/Users","bulkId":"qwerty","data":{"userName":"Alice"}},
         {"method":"PUT","path":"/Users/b7c14771","version":"W/\"3694e05e9dff591\"","data":{"userName":"Bob"}},
         {"method":"patch","path":"Users/5d8d29d3/","version":null,"data":{"Operations":[]}},
         {"method":"DELETE","path":"/Users/e9025315","version":"W/\"0ee8add0a938e1a\"","data":{"left":"out"}})",
      R"("failOnErrors":1,)");
  const BulkRequest expected{
      1,
      {{BulkMethod::Post, "Users", "", "qwerty", "", parseJson(R"({"userName":"Alice"})")},
       {BulkMethod::Put, "Users", "b7c14771", "", "W/\"3694e05e9dff591\"",
        parseJson(R"({"userName":"Bob"})")},
       {BulkMethod::Patch, "Users", "5d8d29d3", "", "", parseJson(R"({"Operations":[]})")},
       {BulkMethod::Delete, "Users", "e9025315", "", "W/\"0ee8add0a938e1a\"", {}}}};
  BOOST_TEST((request == expected));
  BOOST_TEST(request.operations[0].path() == "/Users");
  BOOST_TEST(request.operations[2].path() == "/Users/5d8d29d3");
}

BOOST_DATA_TEST_CASE(refuses_and_names_the_operation, boost::unit_test::data::make(kFaults)) {
  BOOST_TEST(errorOf([&] { parse(sample.operations); }) == sample.error);
}

BOOST_AUTO_TEST_CASE(asks_for_the_message_schema) {
  const auto error = [](const std::string& body) {
    return errorOf([&] { static_cast<void>(parseBulk(parseJson(body), kMaxOperations)); });
  };
  BOOST_TEST(error("[]") == "invalidSyntax: the body is not a JSON object");
  BOOST_TEST(error(R"({"Operations":[)" + kGood + "]}") ==
             "invalidSyntax: \"schemas\" does not name urn:ietf:params:scim:api:messages:2.0:BulkRequest");
}

BOOST_AUTO_TEST_CASE(only_a_post_uses_its_bulk_id_up) {
  const std::string patch = R"({"method":"PATCH","path":"/Users/bulkId:a","bulkId":"a","data":{}})";
  BOOST_TEST(parse(kGood + "," + patch + "," + patch).operations.size() == 3U);
}

BOOST_AUTO_TEST_CASE(reads_how_many_errors_are_too_many) {
  BOOST_TEST(!parse(kGood).failOnErrors.has_value());
  BOOST_TEST(!parse(kGood, R"("failOnErrors":null,)").failOnErrors.has_value());
  BOOST_TEST(!parse(kGood, R"("failOnErrors":0,)").failOnErrors.has_value());
  BOOST_TEST(parse(kGood, R"("failOnErrors":3,)").failOnErrors.value() == 3U);
  for (const std::string wrong : {"-1", "\"1\"", "1.5"}) {
    BOOST_TEST(errorOf([&] { parse(kGood, "\"failOnErrors\":" + wrong + ","); }) ==
               "invalidValue: \"failOnErrors\" is to be a number from 0 up");
  }
}

// RFC 7644 §3.7.4
BOOST_AUTO_TEST_CASE(names_the_limit_that_a_bulk_exceeds) {
  std::string operations;
  for (std::size_t i = 0; i < kMaxOperations; ++i)
    operations += R"({"method":"DELETE","path":"/Users/)" + std::to_string(i) + "\"},";
  BOOST_TEST(parse(operations.substr(0, operations.size() - 1)).operations.size() == kMaxOperations);
  try {
    parse(operations + kGood);
    BOOST_ERROR("taken");
  } catch (const Error& error) {
    BOOST_TEST(error.status() == 413);
    BOOST_TEST(error.detail() == "the bulk has 11 operations, which exceeds maxOperations (10)");
  }
}

BOOST_AUTO_TEST_CASE(answers_with_what_was_begun) {
  const BulkRequest request = parse(R"({"method":"POST","path":"/Users","bulkId":"qwerty","data":{}},
         {"method":"POST","path":"/Users","bulkId":"taken","data":{}},
         {"method":"DELETE","path":"/Users/1"},
         {"method":"DELETE","path":"/Users/2"})");
  const Json response = bulkResponse(
      request.operations, {BulkResult{201, "https://example.com/v2/Users/92b7", "W/\"4we\"", {}},
                           BulkResult{409, "", "", parseJson(R"({"status":"409"})")},
                           BulkResult{204, "https://example.com/v2/Users/1", "", {}}, std::nullopt});
  BOOST_TEST(printJson(response) ==
             R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkResponse"],"Operations":[)"
             R"({"location":"https://example.com/v2/Users/92b7","method":"POST","bulkId":"qwerty",)"
             R"("version":"W/\"4we\"","status":"201"},)"
             R"({"method":"POST","bulkId":"taken","status":"409","response":{"status":"409"}},)"
             R"({"location":"https://example.com/v2/Users/1","method":"DELETE","status":"204"}]})");
}

BOOST_AUTO_TEST_SUITE_END()
