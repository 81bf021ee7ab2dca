#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "Samples.h"
#include "scim/Membership.h"

using namespace scim2ldap::scim;

namespace {

GroupPatch split(const std::string& operations, Dialect dialect = Dialect::Entra) {
  return splitGroupPatch(
      parsePatch(parseJson(R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" +
                           operations + "]}")),
      dialect);
}

std::string text(const MembershipChange& change) {
  std::string result = change.replaceAll ? "=" : "";
  for (const auto& id : change.add) result += " +" + id;
  for (const auto& id : change.remove) result += " -" + id;
  return result;
}

struct Case {
  std::string operations;
  std::string change;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.operations;
}
const Case kCases[] = {
    {R"({"op":"Add","path":"members","value":[{"$ref":null,"value":"a"}]})", " +a"},
    {R"({"op":"add","path":"Members","value":[{"value":"a"},{"value":"b","display":"B","type":"User"}]})",
     " +a +b"},
    {R"({"op":"add","path":"members","value":["a","b","a"]})", " +a +b"},
    {R"({"op":"add","path":"members","value":{"value":"a"}})", " +a"},
    {R"({"op":"add","path":"members","value":"a"})", " +a"},
    {R"({"op":"add","path":"members.value","value":"a"})", " +a"},
    {R"({"op":"add","path":"urn:ietf:params:scim:schemas:core:2.0:Group:members","value":["a"]})", " +a"},
    {R"({"op":"add","value":{"members":[{"value":"a"}]}})", " +a"},
    {R"({"op":"add","value":{"urn:ietf:params:scim:schemas:core:2.0:Group":{"members":[{"value":"a"}]}}})",
     " +a"},
    {R"({"op":"add","path":"members","value":[{"$ref":"https://host/scim/v2/Users/a"}]})", " +a"},
    {R"({"op":"add","path":"members","value":[{"$ref":"../Users/a/","value":""}]})", " +a"},
    {R"({"op":"add","path":"members","value":[]})", ""},
    {R"({"op":"Remove","path":"members","value":[{"$ref":null,"value":"a"}]})", " -a"},
    {R"({"op":"remove","path":"members[value eq \"a\"]"})", " -a"},
    {R"({"op":"remove","path":"members[value eq \"a\" or value eq b]"})", " -a -b"},
    {R"({"op":"remove","path":"members[value eq \"a\"].value"})", " -a"},
    {R"({"op":"remove","path":"members[value eq 12]"})", " -12"},
    {R"({"op":"remove","path":"members"})", "="},
    {R"({"op":"remove","path":"members","value":null})", "="},
    {R"({"op":"remove","path":"members","value":[]})", ""},
    {R"({"op":"remove","path":"members","value":""})", ""},
    {R"({"op":"replace","path":"members","value":[{"value":"a"}]})", "= +a"},
    {R"({"op":"replace","path":"members","value":[]})", "="},
    {R"({"op":"replace","value":{"members":[{"value":"a"}]}})", "= +a"},
    // folding, in order
    {R"({"op":"remove","path":"members[value eq \"a\"]"},{"op":"add","path":"members","value":["b","a"]})",
     " +a +b"},
    {R"({"op":"add","path":"members","value":["a","b"]},{"op":"remove","path":"members","value":["a"]})",
     " +b -a"},
    {R"({"op":"replace","path":"members","value":["a","b"]},{"op":"remove","path":"members","value":["a"]})",
     "= +b"},
    {R"({"op":"add","path":"members","value":["a"]},{"op":"remove","path":"members"})", "="},
    {R"({"op":"remove","path":"members"},{"op":"add","path":"members","value":["a"]})", "= +a"},
    // for Entra
    {R"({"op":"add","path":"members[value eq \"a\"]","value":null})", " +a"},
    {R"({"op":"replace","path":"members[value eq \"a\"]","value":{"value":"b"}})", " +b -a"},
    {R"({"op":"replace","path":"members[value eq \"a\"].display","value":"A"})", ""},
};

struct Fault {
  std::string operations;
  std::string error;
  Dialect dialect;
};
std::ostream& operator<<(std::ostream& out, const Fault& c) {
  return out << c.operations;
}
const Fault kFaults[] = {
    {R"({"op":"add","path":"members","value":[{}]})", "invalidValue", Dialect::Entra},
    {R"({"op":"add","path":"members","value":[{"display":"x"}]})", "invalidValue", Dialect::Entra},
    {R"({"op":"add","path":"members","value":[null]})", "invalidValue", Dialect::Entra},
    {R"({"op":"add","path":"members","value":[""]})", "invalidValue", Dialect::Entra},
    {R"({"op":"add","path":"members","value":[{"$ref":"///"}]})", "invalidValue", Dialect::Entra},
    {R"({"op":"remove","path":"members[display eq \"x\"]"})", "invalidFilter", Dialect::Entra},
    {R"({"op":"remove","path":"members[value sw \"x\"]"})", "invalidFilter", Dialect::Entra},
    {R"({"op":"remove","path":"members[value eq \"x\" and value eq \"y\"]"})", "invalidFilter",
     Dialect::Entra},
    {R"({"op":"add","path":"members[value eq \"x\"]","value":{"value":"x"}})", "noTarget", Dialect::Rfc},
    {R"({"op":"replace","path":"members[value eq \"x\"].display","value":"X"})", "mutability", Dialect::Rfc},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(MembershipSuite)

BOOST_DATA_TEST_CASE(folds, boost::unit_test::data::make(kCases)) {
  const GroupPatch patch = split(sample.operations);
  BOOST_TEST(text(patch.membership) == sample.change);
  BOOST_TEST(patch.others.empty());
}

BOOST_DATA_TEST_CASE(refuses, boost::unit_test::data::make(kFaults)) {
  const std::string error = errorOf([&] { split(sample.operations, sample.dialect); });
  BOOST_TEST(error.starts_with(sample.error + ": "), error);
}

BOOST_AUTO_TEST_CASE(leaves_other_operations_in_order) {
  const GroupPatch patch =
      split(R"({"op":"replace","value":{"displayName":"D","members":["a"],"externalId":"x"}})");
  BOOST_TEST(text(patch.membership) == "= +a");
  BOOST_REQUIRE(patch.others.size() == 2U);
  BOOST_TEST(toString(*patch.others[0].path) == "displayName");
  BOOST_TEST(toString(*patch.others[1].path) == "externalId");
}

BOOST_AUTO_TEST_CASE(lists_each_id_once) {
  BOOST_TEST(
      memberIds(parseJson(R"([{"value":"b"},"a",{"value":"b"}])")) == (std::vector<std::string>{"b", "a"}),
      boost::test_tools::per_element());
  BOOST_TEST(memberIds(Json()).empty());
}

BOOST_AUTO_TEST_SUITE_END()
