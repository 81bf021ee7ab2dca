#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "Samples.h"
#include "scim/Patch.h"

using namespace scim2ldap::scim;

namespace {

#define ENTERPRISE "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

std::vector<PatchOperation> parse(const std::string& operations) {
  return parsePatch(parseJson(
      R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" + operations + "]}"));
}

Json patch(const std::string& before, const std::string& operations, Dialect dialect, Ignored& ignored) {
  return applyPatch(userType(), parseJson(before), parse(operations), dialect, ignored);
}
Json patch(const std::string& before, const std::string& operations, Dialect dialect) {
  Ignored ignored;
  return patch(before, operations, dialect, ignored);
}

struct Case {
  std::string name;
  std::string before;
  std::string operations;
  std::string after;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

// RFC 7644 §3.5.2, the same in both dialects.
const Case kBoth[] = {
    {"replace a simple value", R"({"title":"a"})", R"({"op":"replace","path":"title","value":"b"})",
     R"({"title":"b"})"},
    {"replace creates", "{}", R"({"op":"replace","path":"title","value":"b"})", R"({"title":"b"})"},
    {"add overwrites a single value", R"({"title":"a"})", R"({"op":"add","path":"TITLE","value":"b"})",
     R"({"title":"b"})"},
    {"remove a simple value", R"({"title":"a","nickName":"n"})", R"({"op":"remove","path":"title"})",
     R"({"nickName":"n"})"},
    {"remove what is not there", "{}", R"({"op":"remove","path":"title"})", "{}"},
    {"a sub-attribute", R"({"name":{"givenName":"B"}})",
     R"({"op":"replace","path":"name.familyName","value":"N"})",
     R"({"name":{"givenName":"B","familyName":"N"}})"},
    {"the last sub-attribute", R"({"name":{"givenName":"B"}})", R"({"op":"remove","path":"name.givenName"})",
     "{}"},
    {"a complex value is merged", R"({"name":{"givenName":"B","familyName":"N"}})",
     R"({"op":"replace","path":"name","value":{"familyName":"M"}})",
     R"({"name":{"givenName":"B","familyName":"M"}})"},
    {"null takes a sub-attribute away", R"({"name":{"givenName":"B","familyName":"N"}})",
     R"({"op":"replace","path":"name","value":{"familyName":null}})", R"({"name":{"givenName":"B"}})"},
    {"an extension attribute", "{}", R"({"op":"add","path":")" ENTERPRISE R"(:department","value":"L"})",
     R"({")" ENTERPRISE R"(":{"department":"L"}})"},
    {"the last extension attribute", R"({")" ENTERPRISE R"(":{"department":"L"}})",
     R"({"op":"remove","path":")" ENTERPRISE R"(:department"})", "{}"},
    {"a whole extension", R"({"title":"t",")" ENTERPRISE R"(":{"department":"L"}})",
     R"({"op":"remove","path":")" ENTERPRISE R"("})", R"({"title":"t"})"},
    {"into a whole extension", R"({")" ENTERPRISE R"(":{"department":"L"}})",
     R"({"op":"replace","path":")" ENTERPRISE R"(","value":{"division":"D"}})",
     R"({")" ENTERPRISE R"(":{"department":"L","division":"D"}})"},
    {"add appends", R"({"emails":[{"value":"a@b"}]})",
     R"({"op":"add","path":"emails","value":[{"value":"c@d"}]})",
     R"({"emails":[{"value":"a@b"},{"value":"c@d"}]})"},
    {"add of a value that is there", R"({"emails":[{"value":"a@b","type":"work"}]})",
     R"({"op":"add","path":"emails","value":[{"value":"a@b"}]})",
     R"({"emails":[{"value":"a@b","type":"work"}]})"},
    {"add of the value for another use", R"({"emails":[{"value":"a@b","type":"work"}]})",
     R"({"op":"add","path":"emails","value":[{"value":"a@b","type":"home"}]})",
     R"({"emails":[{"value":"a@b","type":"work"},{"value":"a@b","type":"home"}]})"},
    {"add of one value without a list", R"({"emails":[{"value":"a@b"}]})",
     R"({"op":"add","path":"emails","value":{"value":"c@d","type":"home"}})",
     R"({"emails":[{"value":"a@b"},{"value":"c@d","type":"home"}]})"},
    {"add of one value without a list, without a path", "{}",
     R"({"op":"add","value":{"emails":{"value":"c@d"}}})", R"({"emails":[{"value":"c@d"}]})"},
    {"add of nothing", R"({"emails":[{"value":"a@b"}]})", R"({"op":"add","path":"emails","value":[]})",
     R"({"emails":[{"value":"a@b"}]})"},
    {"replace a list", R"({"emails":[{"value":"a@b"}]})",
     R"({"op":"replace","path":"emails","value":[{"value":"c@d"}]})", R"({"emails":[{"value":"c@d"}]})"},
    {"replace a list by nothing", R"({"emails":[{"value":"a@b"}]})",
     R"({"op":"replace","path":"emails","value":[]})", "{}"},
    {"remove a list", R"({"emails":[{"value":"a@b"}]})", R"({"op":"remove","path":"emails"})", "{}"},
    {"the new primary wins", R"({"emails":[{"value":"a@b","primary":true}]})",
     R"({"op":"add","path":"emails","value":[{"value":"c@d","primary":true}]})",
     R"({"emails":[{"value":"a@b","primary":false},{"value":"c@d","primary":true}]})"},
    {"primary set on a chosen value",
     R"({"emails":[{"value":"a@b","type":"work","primary":true},{"value":"c@d","type":"home"}]})",
     R"({"op":"replace","path":"emails[type eq \"home\"].primary","value":true})",
     R"({"emails":[{"value":"a@b","type":"work","primary":false},{"value":"c@d","type":"home","primary":true}]})"},
    {"a chosen value's sub-attribute",
     R"({"emails":[{"value":"a@b","type":"work"},{"value":"c@d","type":"home"}]})",
     R"({"op":"replace","path":"emails[type eq \"work\"].value","value":"x@y"})",
     R"({"emails":[{"value":"x@y","type":"work"},{"value":"c@d","type":"home"}]})"},
    {"a chosen value", R"({"emails":[{"value":"a@b","type":"work"},{"value":"c@d","type":"home"}]})",
     R"({"op":"remove","path":"emails[type eq \"work\"]"})", R"({"emails":[{"value":"c@d","type":"home"}]})"},
    {"the last chosen value", R"({"emails":[{"value":"a@b","type":"work"}]})",
     R"({"op":"remove","path":"emails[type eq \"work\" and value ew \"@b\"]"})", "{}"},
    {"add merges into a chosen value", R"({"emails":[{"value":"a@b","type":"work"}]})",
     R"({"op":"add","path":"emails[type eq \"work\"]","value":{"display":"A"}})",
     R"({"emails":[{"value":"a@b","type":"work","display":"A"}]})"},
    {"the content of a value removed", R"({"emails":[{"value":"a@b","type":"work","primary":true}]})",
     R"({"op":"remove","path":"emails[type eq \"work\"].value"})", "{}"},
    {"one part of an address", R"({"addresses":[{"type":"work","locality":"Brno","region":"JMK"}]})",
     R"({"op":"remove","path":"addresses[type eq \"work\"].region"})",
     R"({"addresses":[{"type":"work","locality":"Brno"}]})"},
    {"every value's sub-attribute", R"({"emails":[{"value":"a@b"},{"value":"c@d"}]})",
     R"({"op":"replace","path":"emails.type","value":"other"})",
     R"({"emails":[{"value":"a@b","type":"other"},{"value":"c@d","type":"other"}]})"},
    {"in order", R"({"title":"a"})",
     R"({"op":"remove","path":"title"},{"op":"add","path":"nickName","value":"n"},{"op":"replace","path":"title","value":"z"})",
     R"({"nickName":"n","title":"z"})"},
    {"a new manager's reference", R"({")" ENTERPRISE R"(":{"manager":{"value":"m","$ref":"u/m"}}})",
     R"({"op":"replace","path":")" ENTERPRISE R"(:manager","value":{"value":"n"}})",
     R"({")" ENTERPRISE R"(":{"manager":{"value":"n"}}})"},
    {"schemas follow from what is there", R"({"title":"a"})",
     R"({"op":"add","path":"schemas","value":[")" ENTERPRISE R"("]})", R"({"title":"a"})"},
    {"the operations see what those before them did", R"({"emails":[{"value":"a@b","type":"work"}]})",
     R"({"op":"replace","path":"emails[type eq \"work\"].type","value":"home"},{"op":"remove","path":"emails[type eq \"home\"]"})",
     "{}"},
    {"the same pair twice in a list", "{}",
     R"({"op":"add","path":"emails","value":[{"value":"a@b","type":"work"},{"value":"A@B","type":"WORK","display":"A"}]})",
     R"({"emails":[{"value":"A@B","type":"WORK","display":"A"}]})"},
    {"a type that is no canonical one", "{}",
     R"({"op":"add","path":"emails","value":[{"value":"a@b","type":"club"}]})",
     R"({"emails":[{"value":"a@b","type":"club"}]})"},
};

const std::string kManager = R"({")" ENTERPRISE R"(":{"manager":{"value":"m"}}})";

// What Entra, its validators and other clients send.
const Case kEntra[] = {
    {"active as a string", R"({"active":true})", R"({"op":"Replace","path":"active","value":"False"})",
     R"({"active":false})"},
    {"active in lower case", R"({"active":true})", R"({"op":"replace","path":"active","value":"false"})",
     R"({"active":false})"},
    {"active pathless", R"({"active":true})", R"({"op":"replace","value":{"active":false}})",
     R"({"active":false})"},
    {"a wrapped scalar", "{}",
     R"({"op":"Replace","path":")" ENTERPRISE R"(:department","value":[{"$ref":null,"value":"Supply"}]})",
     R"({")" ENTERPRISE R"(":{"department":"Supply"}})"},
    {"a typed value that is not there", "{}",
     R"({"op":"Add","path":"emails[type eq \"work\"].value","value":"b@c"})",
     R"({"emails":[{"type":"work","value":"b@c"}]})"},
    {"a typed value beside another", R"({"phoneNumbers":[{"type":"work","value":"1"}]})",
     R"({"op":"Replace","path":"phoneNumbers[type eq \"mobile\"].value","value":"2"})",
     R"({"phoneNumbers":[{"type":"work","value":"1"},{"type":"mobile","value":"2"}]})"},
    {"parts of an address that is not there", "{}",
     R"({"op":"Add","path":"addresses[type eq \"work\"].formatted","value":"B2"},{"op":"Add","path":"addresses[type eq \"work\"].locality","value":"Brno"})",
     R"({"addresses":[{"type":"work","formatted":"B2","locality":"Brno"}]})"},
    {"a whole typed value that is not there", "{}",
     R"({"op":"Replace","path":"emails[type eq \"work\"]","value":{"value":"b@c"}})",
     R"({"emails":[{"type":"work","value":"b@c"}]})"},
    {"a whole typed value keeps its type", R"({"emails":[{"type":"work","value":"a@b","display":"A"}]})",
     R"({"op":"Replace","path":"emails[type eq \"work\"]","value":{"value":"b@c"}})",
     R"({"emails":[{"type":"work","value":"b@c"}]})"},
    {"a bare scalar for a chosen value", "{}",
     R"({"op":"Add","path":"emails[type eq \"work\"]","value":"b@c"})",
     R"({"emails":[{"type":"work","value":"b@c"}]})"},
    {"several terms", "{}",
     R"({"op":"Add","path":"emails[type eq \"work\" and primary eq true].value","value":"b@c"})",
     R"({"emails":[{"type":"work","primary":true,"value":"b@c"}]})"},
    {"a list given as an object", "{}", R"({"op":"Add","path":"emails","value":{"value":"b@c"}})",
     R"({"emails":[{"value":"b@c"}]})"},
    // §1.3.5 (B)
    {"everything in one pathless operation", R"({"displayName":"x","name":{"givenName":"B"}})",
     R"({"op":"replace","path":"emails[type eq \"work\"].value","value":"b@c"},
        {"op":"replace","value":{"displayName":"B N","active":false,"name.familyName":"N",")" ENTERPRISE
     R"(:department":"Supply"}})",
     R"({"displayName":"B N","name":{"givenName":"B","familyName":"N"},"emails":[{"type":"work","value":"b@c"}],"active":false,")" ENTERPRISE
     R"(":{"department":"Supply"}})"},
    {"a nested URN object", "{}", R"({"op":"replace","value":{")" ENTERPRISE R"(":{"department":"L"}}})",
     R"({")" ENTERPRISE R"(":{"department":"L"}})"},
    {"an id within the value", R"({"displayName":"a"})",
     R"({"op":"replace","value":{"id":"7","displayName":"b"}})", R"({"displayName":"b"})"},
    // manager: set
    {"manager: bare id", "{}", R"({"op":"Add","path":"manager","value":"m"})", kManager},
    {"manager: other case", "{}", R"({"op":"Add","path":"MANAGER","value":"m"})", kManager},
    {"manager: bare id by URN", "{}", R"({"op":"Add","path":")" ENTERPRISE R"(:manager","value":"m"})",
     kManager},
    {"manager: object", "{}", R"({"op":"Replace","path":")" ENTERPRISE R"(:manager","value":{"value":"m"}})",
     kManager},
    {"manager: list with reference", "{}",
     R"({"op":"Add","path":"manager","value":[{"$ref":null,"value":"m"}]})", kManager},
    {"manager: pathless", "{}", R"({"op":"replace","value":{")" ENTERPRISE R"(:manager":"m"}})", kManager},
    {"manager: pathless without URN", "{}", R"({"op":"replace","value":{"manager":"m"}})", kManager},
    {"manager: by value", "{}", R"({"op":"Add","path":")" ENTERPRISE R"(:manager.value","value":"m"})",
     kManager},
    {"manager: with displayName", "{}",
     R"({"op":"Add","path":"manager","value":{"value":"m","displayName":"M"}})", kManager},
    {"manager: again", kManager, R"({"op":"Add","path":"manager","value":"m"})", kManager},
    // manager: clear
    {"manager: empty string", kManager, R"({"op":"replace","path":")" ENTERPRISE R"(:manager","value":""})",
     "{}"},
    {"manager: empty value", kManager,
     R"({"op":"replace","path":")" ENTERPRISE R"(:manager","value":{"value":""}})", "{}"},
    {"manager: null", kManager, R"({"op":"replace","path":"manager","value":null})", "{}"},
    {"manager: empty list", kManager, R"({"op":"replace","path":"manager","value":[]})", "{}"},
    {"manager: null value in a list", kManager,
     R"({"op":"replace","path":"manager","value":[{"$ref":null,"value":null}]})", "{}"},
    {"manager: remove", kManager, R"({"op":"Remove","path":")" ENTERPRISE R"(:manager"})", "{}"},
    {"manager: remove with the value", kManager,
     R"({"op":"Remove","path":"manager","value":[{"value":"m"}]})", "{}"},
    {"manager: pathless empty", kManager, R"({"op":"replace","value":{")" ENTERPRISE R"(:manager":""}})",
     "{}"},
    // clearing
    {"empty string", R"({"title":"a"})", R"({"op":"replace","path":"title","value":""})", "{}"},
    {"null", R"({"title":"a"})", R"({"op":"replace","path":"title","value":null})", "{}"},
    {"empty list", R"({"title":"a"})", R"({"op":"replace","path":"title","value":[]})", "{}"},
    {"empty value", R"({"title":"a"})", R"({"op":"replace","path":"title","value":{"value":""}})", "{}"},
    {"empty string for a sub-attribute", R"({"name":{"givenName":"B"}})",
     R"({"op":"replace","value":{"name.givenName":""}})", "{}"},
    {"empty string for a typed value", R"({"emails":[{"type":"work","value":"a@b"}]})",
     R"({"op":"replace","path":"emails[type eq \"work\"].value","value":""})", "{}"},
    {"null for a typed value that is not there", "{}",
     R"({"op":"replace","path":"emails[type eq \"work\"].value","value":null})", "{}"},
    {"null for a whole typed value", R"({"emails":[{"type":"work","value":"a@b"}]})",
     R"({"op":"replace","path":"emails[type eq \"work\"]","value":null})", "{}"},
    {"null added to a list", R"({"emails":[{"value":"a@b"}]})",
     R"({"op":"add","path":"emails","value":null})", R"({"emails":[{"value":"a@b"}]})"},
    {"null for a list", R"({"emails":[{"value":"a@b"}]})", R"({"op":"replace","path":"emails","value":null})",
     "{}"},
    {"remove of a typed value that is not there", R"({"title":"a"})",
     R"({"op":"Remove","path":"emails[type eq \"work\"].value"})", R"({"title":"a"})"},
    {"remove of listed values only", R"({"emails":[{"value":"a@b","type":"work"},{"value":"c@d"}]})",
     R"({"op":"Remove","path":"emails","value":[{"$ref":null,"value":"A@B"}]})",
     R"({"emails":[{"value":"c@d"}]})"},
    {"remove of one bare value", R"({"emails":[{"value":"a@b","type":"work"},{"value":"c@d"}]})",
     R"({"op":"Remove","path":"emails","value":"c@d"})", R"({"emails":[{"value":"a@b","type":"work"}]})"},
    {"remove of a described value",
     R"({"addresses":[{"type":"work","locality":"Brno"},{"type":"home","locality":"Praha"}]})",
     R"({"op":"Remove","path":"addresses","value":[{"type":"work"}]})",
     R"({"addresses":[{"type":"home","locality":"Praha"}]})"},
    {"remove of an empty list of values", R"({"emails":[{"value":"a@b"}]})",
     R"({"op":"Remove","path":"emails","value":[]})", R"({"emails":[{"value":"a@b"}]})"},
    // roles
    {"role: primary on an empty user", "{}",
     R"({"op":"Replace","path":"roles[primary eq \"True\"].value","value":"editor"})",
     R"({"roles":[{"primary":true,"value":"editor"}]})"},
    {"role: display and type before value", "{}",
     R"({"op":"Add","path":"roles[primary eq \"True\"].display","value":"Editor"},{"op":"Add","path":"roles[primary eq \"True\"].type","value":"W"},{"op":"Add","path":"roles[primary eq \"True\"].value","value":"editor"})",
     R"({"roles":[{"primary":true,"display":"Editor","type":"W","value":"editor"}]})"},
    {"role: replaced", R"({"roles":[{"primary":true,"value":"editor"}]})",
     R"({"op":"replace","path":"roles[primary eq true].value","value":"admin"})",
     R"({"roles":[{"primary":true,"value":"admin"}]})"},
    {"role: created beside others", R"({"roles":[{"primary":false,"value":"editor"}]})",
     R"({"op":"replace","path":"roles[primary eq \"true\"].value","value":"admin"})",
     R"({"roles":[{"primary":false,"value":"editor"},{"primary":true,"value":"admin"}]})"},
    {"role: JSON in a string", "{}",
     R"({"op":"Add","path":"roles","value":[{"value":"{\"id\":\"1\",\"value\":\"editor\",\"displayName\":\"Editor\"}"}]})",
     R"({"roles":[{"value":"editor","display":"Editor"}]})"},
    {"role: JSON in a chosen value", "{}",
     R"({"op":"Replace","path":"roles[primary eq \"True\"].value","value":"{\"value\":\"editor\",\"displayName\":\"Editor\"}"})",
     R"({"roles":[{"primary":true,"value":"editor","display":"Editor"}]})"},
    {"role: one app role as a document becomes the primary one",
     R"({"roles":[{"value":"a","primary":true},{"value":"c"}]})",
     R"({"op":"Add","path":"roles","value":[{"value":"{\"value\":\"b\"}"}]})",
     R"({"roles":[{"value":"a","primary":false},{"value":"c"},{"value":"b","primary":true}]})"},
    {"role: the document alone, and again", R"({"roles":[{"value":"a"},{"value":"c"}]})",
     R"({"op":"Add","path":"roles","value":"{\"value\":\"c\"}"},{"op":"Add","path":"roles","value":"{\"value\":\"c\"}"})",
     R"({"roles":[{"value":"a"},{"value":"c","primary":true}]})"},
    {"role: without a path", R"({"roles":[{"value":"a"}]})",
     R"({"op":"add","value":{"roles":[{"value":"{\"value\":\"b\"}"}]}})",
     R"({"roles":[{"value":"a"},{"value":"b","primary":true}]})"},
    {"role: a document of the only role", R"({"roles":[{"value":"a"}]})",
     R"({"op":"Add","path":"roles","value":[{"value":"{\"value\":\"a\"}"}]})",
     R"({"roles":[{"value":"a"}]})"},
    {"role: several documents gather", R"({"roles":[{"value":"a"}]})",
     R"({"op":"Add","path":"roles","value":[{"value":"{\"value\":\"b\"}"},{"value":"{\"value\":\"c\"}"}]})",
     R"({"roles":[{"value":"a"},{"value":"b"},{"value":"c"}]})"},
    {"role: a document that is not to be primary", R"({"roles":[{"value":"a"}]})",
     R"({"op":"Add","path":"roles","value":[{"value":"{\"value\":\"b\"}","primary":"False"}]})",
     R"({"roles":[{"value":"a"},{"value":"b","primary":false}]})"},
    {"role: a plain value gathers", R"({"roles":[{"value":"a"}]})",
     R"({"op":"Add","path":"roles","value":[{"value":"b"}]})", R"({"roles":[{"value":"a"},{"value":"b"}]})"},
    {"role: accumulates", R"({"roles":[{"value":"a","primary":false}]})",
     R"({"op":"Add","path":"roles","value":[{"value":"b","primary":"False"},{"value":"a","primary":"False"}]})",
     R"({"roles":[{"value":"a","primary":false},{"value":"b","primary":false}]})"},
    {"role: assertive", R"({"roles":[{"value":"a"},{"value":"b"}]})",
     R"({"op":"replace","path":"roles","value":[{"primary":false,"type":"W","display":"C","value":"c"}]})",
     R"({"roles":[{"primary":false,"type":"W","display":"C","value":"c"}]})"},
    {"role: a new primary", R"({"roles":[{"value":"a","primary":true}]})",
     R"({"op":"Add","path":"roles","value":[{"value":"b","primary":"True"}]})",
     R"({"roles":[{"value":"a","primary":false},{"value":"b","primary":true}]})"},
    {"role: a label without value", "{}",
     R"({"op":"Add","path":"roles[primary eq \"True\"].display","value":"Editor"})", "{}"},
};

struct Fault {
  std::string name;
  std::string before;
  std::string operations;
  std::string error;
};
std::ostream& operator<<(std::ostream& out, const Fault& c) {
  return out << c.name;
}

const Fault kRfcFaults[] = {
    {"an unknown attribute", "{}", R"({"op":"add","path":"shoeSize","value":1})", "invalidPath"},
    {"a name that is no path", "{}", R"({"op":"add","value":{"no path":1}})", "invalidPath"},
    {"an extension attribute without URN", "{}", R"({"op":"add","path":"manager","value":{"value":"m"}})",
     "invalidPath"},
    {"replace with a filter that matches nothing", "{}",
     R"({"op":"replace","path":"emails[type eq \"work\"].value","value":"x"})", "noTarget"},
    {"replace of a value that matches nothing", "{}",
     R"({"op":"replace","path":"emails[type eq \"work\"]","value":{"value":"x"}})", "noTarget"},
    {"remove of a value that matches nothing", R"({"emails":[{"value":"a"}]})",
     R"({"op":"remove","path":"emails[type eq \"work\"]"})", "noTarget"},
    {"a boolean in a string", "{}", R"({"op":"replace","path":"active","value":"False"})", "invalidValue"},
    {"a list for a single value", "{}", R"({"op":"replace","path":"title","value":["x"]})", "invalidValue"},
    {"a list replaced by one value", "{}", R"({"op":"replace","path":"emails","value":{"value":"a"}})",
     "invalidValue"},
    {"a simple value for a complex one", "{}", R"({"op":"add","path":"emails","value":"a@b"})",
     "invalidValue"},
    {"add without a value", "{}", R"({"op":"add","path":"title"})", "invalidValue"},
    {"two primaries", "{}",
     R"({"op":"add","path":"emails","value":[{"value":"a","primary":true},{"value":"b","primary":true}]})",
     "invalidValue"},
    {"a read-only attribute", "{}", R"({"op":"add","path":"groups","value":[{"value":"g"}]})", "mutability"},
    {"the id", "{}", R"({"op":"replace","path":"id","value":"7"})", "mutability"},
};

const Fault kFaults[] = {
    {"remove of a required attribute", R"({"userName":"a"})", R"({"op":"remove","path":"userName"})",
     "mutability"},
    {"a required attribute emptied", R"({"userName":"a"})",
     R"({"op":"replace","path":"userName","value":""})", "invalidValue"},
    {"a required attribute set to null", R"({"userName":"a"})",
     R"({"op":"replace","value":{"userName":null}})", "invalidValue"},
    {"a wrong type", "{}", R"({"op":"replace","path":"active","value":"maybe"})", "invalidValue"},
    {"a wrong type in a list", "{}", R"({"op":"replace","path":"emails","value":[{"value":{"a":1}}]})",
     "invalidValue"},
    {"a value that no term describes", "{}",
     R"({"op":"replace","path":"emails[type ne \"work\"].value","value":"x"})", "noTarget"},
    {"alternatives that match nothing", "{}",
     R"({"op":"replace","path":"emails[type eq \"a\" or type eq \"b\"].value","value":"x"})", "noTarget"},
    {"a scalar for an extension", "{}", R"({"op":"replace","path":")" ENTERPRISE R"(","value":"x"})",
     "invalidValue"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(PatchApplySuite)

BOOST_DATA_TEST_CASE(does_what_the_rfc_says, boost::unit_test::data::make(kBoth)) {
  BOOST_TEST(patch(sample.before, sample.operations, Dialect::Rfc) == parseJson(sample.after));
  BOOST_TEST(patch(sample.before, sample.operations, Dialect::Entra) == parseJson(sample.after));
}

BOOST_DATA_TEST_CASE(takes_what_entra_sends, boost::unit_test::data::make(kEntra)) {
  const Json after = patch(sample.before, sample.operations, Dialect::Entra);
  BOOST_TEST(after == parseJson(sample.after));
  BOOST_TEST(canonicalUser(printJson(after)) == after, "the outcome is canonical");
}

BOOST_DATA_TEST_CASE(refuses_by_the_rfc, boost::unit_test::data::make(kRfcFaults)) {
  const std::string error = errorOf([&] { patch(sample.before, sample.operations, Dialect::Rfc); });
  BOOST_TEST(error.starts_with(sample.error + ": "), error);
  BOOST_TEST(errorOf([&] { patch(sample.before, sample.operations, Dialect::Entra); }) == "");
}

BOOST_DATA_TEST_CASE(refuses_always, boost::unit_test::data::make(kFaults)) {
  for (const Dialect dialect : {Dialect::Entra, Dialect::Rfc}) {
    const std::string error = errorOf([&] { patch(sample.before, sample.operations, dialect); });
    BOOST_TEST(error.starts_with(sample.error + ": "), error);
  }
}

BOOST_AUTO_TEST_CASE(sets_aside_what_is_unknown_and_does_the_rest) {
  Ignored ignored;
  const Json after = patch(R"({"active":true})",
                           R"({"op":"Add","path":"shoeSize","value":9},
                              {"op":"Add","path":"emails[shoe eq \"x\"].value","value":"a"},
                              {"op":"Add","path":"title[type eq \"x\"]","value":"a"},
                              {"op":"Add","path":"urn:nobody:2.0:User:a","value":"a"},
                              {"op":"Add","value":{"no path":1,"urn:nobody:2.0:User":{"b":1}}},
                              {"op":"Add","path":"groups","value":[{"value":"g"}]},
                              {"op":"Add","path":"manager.displayName","value":"M"},
                              {"op":"Replace","path":"active","value":"False"})",
                           Dialect::Entra, ignored);
  BOOST_TEST(after == parseJson(R"({"active":false})"));
  BOOST_TEST(ignored.unknown == (std::vector<std::string>{"shoeSize", R"(emails[shoe eq "x"].value)",
                                                          R"(title[type eq "x"])", "urn:nobody:2.0:User:a",
                                                          "no path", "urn:nobody:2.0:User:b"}),
             boost::test_tools::per_element());
  BOOST_TEST(ignored.readOnly == (std::vector<std::string>{"groups", ENTERPRISE ":manager.displayName"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(holds_to_a_type_with_the_mapped_attributes_only) {
  ResourceType type = userType();
  std::erase_if(type.schema.attributes,
                [](const Attribute& a) { return a.name != "userName" && a.name != "active"; });
  type.extensions.clear();
  Ignored ignored;
  const Json after =
      applyPatch(type, parseJson(R"({"userName":"a"})"),
                 parse(R"({"op":"replace","value":{"title":"t","active":"True","manager":"m"}})"),
                 Dialect::Entra, ignored);
  BOOST_TEST(after == parseJson(R"({"userName":"a","active":true})"));
  BOOST_TEST(ignored.unknown.size() == 2U);
}

// One type with an immutable and a required part, by itself and in a list.
const ResourceType& strictType() {
  static const ResourceType type = [] {
    Attribute fixed{.name = "fixed", .mutability = Mutability::Immutable};
    Attribute needed{.name = "needed", .required = true};
    Attribute whole{
        .name = "whole", .type = Type::Complex, .subAttributes = {fixed, needed, {.name = "free"}}};
    Attribute list = whole;
    list.name = "list";
    list.multiValued = true;
    list.subAttributes.push_back({.name = "value"});
    ResourceType result = userType();
    result.schema.attributes.push_back(whole);
    result.schema.attributes.push_back(list);
    result.extensions.push_back({"urn:x:2.0:User", "", "", {needed, {.name = "free"}}});
    return result;
  }();
  return type;
}

/// Before, the operation, and the resource afterwards or the error.
const Case kStrict[] = {
    {"an immutable part: set", R"({"whole":{"needed":"n"}})",
     R"({"op":"add","path":"whole.fixed","value":"a"})", R"({"whole":{"needed":"n","fixed":"a"}})"},
    {"an immutable part: the same again", R"({"whole":{"needed":"n","fixed":"a"}})",
     R"({"op":"replace","path":"whole","value":{"fixed":"a","free":"f"}})",
     R"({"whole":{"needed":"n","fixed":"a","free":"f"}})"},
    {"an immutable part: another", R"({"whole":{"needed":"n","fixed":"a"}})",
     R"({"op":"replace","path":"whole.fixed","value":"b"})", "mutability"},
    {"an immutable part: another in the whole", R"({"whole":{"needed":"n","fixed":"a"}})",
     R"({"op":"replace","path":"whole","value":{"fixed":"b"}})", "mutability"},
    {"an immutable part: null in the whole", R"({"whole":{"needed":"n","fixed":"a"}})",
     R"({"op":"replace","path":"whole","value":{"fixed":null}})", "mutability"},
    {"an immutable part: removed", R"({"whole":{"needed":"n","fixed":"a"}})",
     R"({"op":"remove","path":"whole.fixed"})", "mutability"},
    {"an immutable part: removed with the whole", R"({"whole":{"needed":"n","fixed":"a"}})",
     R"({"op":"remove","path":"whole"})", "mutability"},
    {"an immutable part of an element: another", R"({"list":[{"value":"1","needed":"n","fixed":"a"}]})",
     R"({"op":"replace","path":"list[value eq \"1\"].fixed","value":"b"})", "mutability"},
    {"an immutable part of an element: replaced with it",
     R"({"list":[{"value":"1","needed":"n","fixed":"a"}]})",
     R"({"op":"replace","path":"list[value eq \"1\"]","value":{"value":"1","needed":"n","fixed":"b"}})",
     "mutability"},
    {"an immutable part of an element: merged into it",
     R"({"list":[{"value":"1","needed":"n","fixed":"a"}]})",
     R"({"op":"add","path":"list","value":[{"value":"1","fixed":"b"}]})", "mutability"},
    {"an element with an immutable part: removed", R"({"list":[{"value":"1","needed":"n","fixed":"a"}]})",
     R"({"op":"remove","path":"list[value eq \"1\"]"})", "{}"},
    {"a required part: removed", R"({"whole":{"needed":"n","free":"f"}})",
     R"({"op":"remove","path":"whole.needed"})", "mutability"},
    {"a required part: emptied", R"({"whole":{"needed":"n","free":"f"}})",
     R"({"op":"replace","path":"whole.needed","value":""})", "invalidValue"},
    {"a required part: null in the whole", R"({"whole":{"needed":"n","free":"f"}})",
     R"({"op":"replace","path":"whole","value":{"needed":null}})", "invalidValue"},
    {"a required part: left out of something new", "{}", R"({"op":"add","path":"whole.free","value":"f"})",
     "invalidValue"},
    {"a required part: left out of a new element", R"({"list":[{"value":"1","needed":"n"}]})",
     R"({"op":"add","path":"list","value":[{"value":"2"}]})", "invalidValue"},
    {"a required part: given in a later operation", "{}",
     R"({"op":"add","path":"whole.free","value":"f"},{"op":"add","path":"whole.needed","value":"n"})",
     R"({"whole":{"free":"f","needed":"n"}})"},
    {"a required part: wanting before", R"({"list":[{"value":"1"}]})",
     R"({"op":"add","path":"list","value":[{"value":"2","needed":"n"}]})",
     R"({"list":[{"value":"1"},{"value":"2","needed":"n"}]})"},
    {"a new extension without what it requires", "{}",
     R"({"op":"add","path":"urn:x:2.0:User:free","value":"f"})", "invalidValue"},
    {"a required attribute of an extension: removed", R"({"urn:x:2.0:User":{"needed":"n","free":"f"}})",
     R"({"op":"remove","path":"urn:x:2.0:User:needed"})", "mutability"},
    {"a whole extension: removed", R"({"urn:x:2.0:User":{"needed":"n"}})",
     R"({"op":"remove","path":"urn:x:2.0:User"})", "{}"},
};

BOOST_DATA_TEST_CASE(holds_to_what_schemas_demand, boost::unit_test::data::make(kStrict)) {
  for (const Dialect dialect : {Dialect::Entra, Dialect::Rfc}) {
    Ignored ignored;
    Json after;
    const std::string error = errorOf([&] {
      after = applyPatch(strictType(), parseJson(sample.before), parse(sample.operations), dialect, ignored);
    });
    if (sample.after.starts_with('{')) {
      BOOST_TEST(error == "");
      BOOST_TEST(after == parseJson(sample.after));
    } else {
      BOOST_TEST(error.starts_with(sample.after + ": \""), error);
    }
  }
}

BOOST_AUTO_TEST_CASE(keeps_immutable_values) {
  ResourceType type = userType();
  for (Attribute& attribute : type.schema.attributes) {
    if (attribute.name == "nickName") attribute.mutability = Mutability::Immutable;
  }
  Ignored ignored;
  const auto apply = [&](const char* before, const char* operation) {
    return applyPatch(type, parseJson(before), parse(operation), Dialect::Entra, ignored);
  };
  BOOST_TEST(apply("{}", R"({"op":"add","path":"nickName","value":"n"})") ==
             parseJson(R"({"nickName":"n"})"));
  BOOST_CHECK_NO_THROW(apply(R"({"nickName":"n"})", R"({"op":"add","path":"nickName","value":"n"})"));
  for (const char* operation :
       {R"({"op":"replace","path":"nickName","value":"m"})", R"({"op":"remove","path":"nickName"})"}) {
    BOOST_TEST(errorOf([&] { apply(R"({"nickName":"n"})", operation); }).starts_with("mutability: "),
               operation);
  }
}

BOOST_AUTO_TEST_SUITE_END()
