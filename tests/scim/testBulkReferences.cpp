#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "Samples.h"
#include "scim/BulkReferences.h"
#include "scim/Patch.h"

using namespace scim2ldap::scim;

namespace {

std::optional<std::string> idOf(const std::string& bulkId) {
  if (bulkId == "later") return std::nullopt;
  return "id-" + bulkId;
}

struct Case {
  std::string name;
  std::string data;
  std::string withIds;
  std::string now;    ///< without what refers to "a"
  std::string later;  ///< what the PATCH adds
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}
const Case kCases[] = {
    {"member", R"({"displayName":"G","members":[{"type":"User","value":"bulkId:a"},{"value":"7"}]})",
     R"({"displayName":"G","members":[{"type":"User","value":"id-a"},{"value":"7"}]})",
     R"({"displayName":"G","members":[{"value":"7"}]})",
     R"({"members":[{"type":"User","value":"bulkId:a"}]})"},
    {"bare members", R"({"members":["bulkId:a","bulkId:b"]})", R"({"members":["id-a","id-b"]})",
     R"({"members":["bulkId:b"]})", R"({"members":["bulkId:a"]})"},
    {"only member", R"({"displayName":"G","members":[{"value":"bulkId:a"}]})",
     R"({"displayName":"G","members":[{"value":"id-a"}]})", R"({"displayName":"G"})",
     R"({"members":[{"value":"bulkId:a"}]})"},
    {"manager",
     R"({"userName":"u","urn:x:2.0:User":{"department":"d","manager":{"value":"bulkId:a","displayName":"M"}}})",
     R"({"userName":"u","urn:x:2.0:User":{"department":"d","manager":{"value":"id-a","displayName":"M"}}})",
     R"({"userName":"u","urn:x:2.0:User":{"department":"d"}})",
     R"({"urn:x:2.0:User":{"manager":{"value":"bulkId:a","displayName":"M"}}})"},
    {"an extension of nothing else", R"({"urn:x:2.0:User":{"manager":{"value":"bulkId:a"}}})",
     R"({"urn:x:2.0:User":{"manager":{"value":"id-a"}}})", R"({})",
     R"({"urn:x:2.0:User":{"manager":{"value":"bulkId:a"}}})"},
    {"manager by its path", R"({"urn:x:2.0:User:manager":{"value":"bulkId:a"},"title":"t"})",
     R"({"urn:x:2.0:User:manager":{"value":"id-a"},"title":"t"})", R"({"title":"t"})",
     R"({"urn:x:2.0:User:manager":{"value":"bulkId:a"}})"},
    {"bare manager", R"({"manager":"bulkId:a"})", R"({"manager":"id-a"})", R"({})",
     R"({"manager":"bulkId:a"})"},
    {"$ref", R"({"members":[{"$ref":"https://host/v2/Users/bulkId:a"},{"$ref":"../Users/bulkId:b/"}]})",
     R"({"members":[{"$ref":"https://host/v2/Users/id-a"},{"$ref":"../Users/id-b/"}]})",
     R"({"members":[{"$ref":"../Users/bulkId:b/"}]})",
     R"({"members":[{"$ref":"https://host/v2/Users/bulkId:a"}]})"},
    {"no references",
     R"({"title":"see bulkId:a","nickName":"bulkId:","userName":"BULKID:a","n":[1,null,true]})",
     R"({"title":"see bulkId:a","nickName":"bulkId:","userName":"BULKID:a","n":[1,null,true]})",
     R"({"title":"see bulkId:a","nickName":"bulkId:","userName":"BULKID:a","n":[1,null,true]})", R"(null)"},
    {"not yet known", R"({"members":["bulkId:later"]})", R"({"members":["bulkId:later"]})",
     R"({"members":["bulkId:later"]})", R"(null)"},
};

const Json& later(const DeferredData& data) {
  return *data.patch.find("Operations")->asArray().at(0).find("value");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(BulkReferencesSuite)

BOOST_DATA_TEST_CASE(puts_ids_in_place_of_references, boost::unit_test::data::make(kCases)) {
  BOOST_TEST(printJson(withIds(parseJson(sample.data), idOf)) == sample.withIds);
}

BOOST_DATA_TEST_CASE(takes_out_what_refers_to_a_resource_to_come, boost::unit_test::data::make(kCases)) {
  const DeferredData data = deferred(parseJson(sample.data), {"a"});
  BOOST_TEST(printJson(data.now) == sample.now);
  BOOST_TEST(printJson(later(data)) == sample.later);
}

BOOST_AUTO_TEST_CASE(adds_what_was_taken_out_by_a_patch) {
  const DeferredData data =
      deferred(parseJson(R"({"displayName":"G","members":[{"value":"bulkId:a"}]})"), {"a"});
  const auto operations = parsePatch(data.patch);
  BOOST_TEST(operations.size() == 1U);
  BOOST_TEST((operations[0].op == PatchOp::Add));
  BOOST_TEST(toString(operations[0].path.value()) == "members");
}

BOOST_AUTO_TEST_CASE(puts_ids_into_the_paths_of_a_patch) {
  const std::string data =
      R"({"Operations":[{"op":"remove","path":"members[value eq \"bulkId:a\" or value eq \"bulkId:longer\"]"},)"
      R"({"op":"remove","path":"members[value eq \"open"}]})";
  BOOST_TEST(
      printJson(withIds(parseJson(data), idOf)) ==
      R"({"Operations":[{"op":"remove","path":"members[value eq \"id-a\" or value eq \"id-longer\"]"},)"
      R"({"op":"remove","path":"members[value eq \"open"}]})");
}

BOOST_AUTO_TEST_CASE(finds_the_references_of_an_operation) {
  BulkOperation operation{BulkMethod::Patch, "Groups", "bulkId:g", "", "", {}};
  operation.data = parseJson(
      R"({"Operations":[{"op":"add","path":"members","value":[{"value":"bulkId:b"},{"value":"bulkId:a"}]},
                        {"op":"remove","path":"members[value eq \"bulkId:c\"]"},
                        {"op":"add","value":{"members":[{"value":"bulkId:a"},{"value":"7"}]}}]})");
  BOOST_TEST(referredBulkIds(operation) == (std::set<std::string>{"a", "b", "c", "g"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(finds_ids) {
  const auto texts = textsInPlaceOfIds(parseJson(
      R"({"value":"1","$ref":"../Users/2","path":"members[value eq \"3\"]","n":4,"x":{"$REF":"/"}})"));
  BOOST_TEST(texts == (std::vector<std::string>{"1", "2", "3"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
