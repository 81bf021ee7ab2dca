#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "Samples.h"

using namespace scim2ldap::scim;

namespace {

struct Case {
  const char* name;
  const char* in;
  const char* out;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

// Both dialects.
const Case kCanonical[] = {
    {"names and URNs as the schema spells them",
     R"({"USERNAME":"a","Name":{"FAMILYNAME":"N"},"URN:ietf:params:scim:schemas:extension:Enterprise:2.0:user":{"DEPARTMENT":"L"}})",
     R"({"userName":"a","name":{"familyName":"N"},"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"L"}})"},
    {"values as they were sent",
     R"({"userName":" B.Novak ","phoneNumbers":[{"value":"+420 (555) 010-100"}]})",
     R"({"userName":" B.Novak ","phoneNumbers":[{"value":"+420 (555) 010-100"}]})"},
    {"core attributes with the core URN", R"({"urn:ietf:params:scim:schemas:core:2.0:User:title":"t"})",
     R"({"title":"t"})"},
    {"core attributes below the core URN", R"({"urn:ietf:params:scim:schemas:core:2.0:User":{"title":"t"}})",
     R"({"title":"t"})"},
    {"extension attributes as keys",
     R"({"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department":"L",
         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value":"m"})",
     R"({"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"L","manager":{"value":"m"}}})"},
    {"dotted keys", R"({"name.familyName":"N","name":{"givenName":"B"},"name.formatted":"B N"})",
     R"({"name":{"familyName":"N","givenName":"B","formatted":"B N"}})"},
    {"what is not assigned",
     R"({"title":null,"nickName":"","emails":[],"name":{"familyName":null},"addresses":null})", "{}"},
    {"what the server writes",
     R"({"schemas":["x"],"id":"1","meta":{"resourceType":"User"},"groups":[],"title":"t"})",
     R"({"title":"t"})"},
    {"unknown things",
     R"({"shoeSize":9,"urn:nobody:2.0:User":{"a":1},"no name":1,"name":{"x":1},"title":"t"})",
     R"({"title":"t"})"},
    {"elements without content",
     R"({"emails":[{"type":"work","primary":true},{"value":"a@b","type":"home"}]})",
     R"({"emails":[{"value":"a@b","type":"home"}]})"},
    {"primary as it was sent",
     R"({"emails":[{"value":"a@b","primary":false},{"value":"c@d","primary":true}]})",
     R"({"emails":[{"value":"a@b","primary":false},{"value":"c@d","primary":true}]})"},
    {"externalId", R"({"externalId":"X"})", R"({"externalId":"X"})"},
    {"a type that is no canonical one", R"({"emails":[{"value":"a@b","type":"club"}]})",
     R"({"emails":[{"value":"a@b","type":"club"}]})"},
    {"the same type and value twice",
     R"({"emails":[{"value":"a@b","type":"work"},{"value":"A@b","type":"Work","primary":true},{"value":"a@b"}]})",
     R"({"emails":[{"value":"A@b","type":"Work","primary":true},{"value":"a@b"}]})"},
    {"the same address twice",
     R"({"addresses":[{"type":"work","locality":"Brno"},{"locality":"Brno","type":"work"},{"type":"work","locality":"Praha"}]})",
     R"({"addresses":[{"type":"work","locality":"Brno"},{"type":"work","locality":"Praha"}]})"},
    {"references as they were sent", R"({"profileUrl":"../people/b%20n"})",
     R"({"profileUrl":"../people/b%20n"})"},
    {"an empty reference", R"({"profileUrl":""})", "{}"},
};

// Dialect::Entra only: the RFC refuses these.
const Case kCoerced[] = {
    {"True", R"({"active":"True"})", R"({"active":true})"},
    {"false", R"({"active":"false"})", R"({"active":false})"},
    {"0", R"({"active":"0"})", R"({"active":false})"},
    {"primary as a string", R"({"emails":[{"value":"a@b","primary":"True"}]})",
     R"({"emails":[{"value":"a@b","primary":true}]})"},
    {"a scalar in a list", R"({"title":["Planner"]})", R"({"title":"Planner"})"},
    {"a value object in a list", R"({"title":[{"$ref":null,"value":"Planner"}]})", R"({"title":"Planner"})"},
    {"a value object", R"({"title":{"value":"Planner"}})", R"({"title":"Planner"})"},
    {"a number in a string attribute", R"({"title":70112})", R"({"title":"70112"})"},
    {"a single element without its list", R"({"emails":{"value":"a@b"}})", R"({"emails":[{"value":"a@b"}]})"},
    {"bare values in a list", R"({"emails":["a@b"]})", R"({"emails":[{"value":"a@b"}]})"},
    {"a bare manager id", R"({"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":"m"}})",
     R"({"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"m"}}})"},
    {"a manager in a list",
     R"({"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":[{"$ref":null,"value":"m"}]}})",
     R"({"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"m"}}})"},
};

const Case kEntraOnly[] = {
    {"a reference with blanks", R"({"profileUrl":"https://host/Bara Novak"})",
     R"({"profileUrl":"https://host/Bara Novak"})"},
    {"two primaries", R"({"emails":[{"value":"a@b","primary":true},{"value":"c@d","primary":true}]})",
     R"({"emails":[{"value":"a@b","primary":true},{"value":"c@d","primary":false}]})"},
    {"an extension attribute without its URN", R"({"Manager":"m"})",
     R"({"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"m"}}})"},
    {"an emptied manager",
     R"({"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":""}}})", "{}"},
    {"a role in a JSON document",
     R"({"roles":[{"value":"{\"id\":\"1\",\"value\":\"editor\",\"displayName\":\"Editor\"}"}]})",
     R"({"roles":[{"value":"editor","display":"Editor"}]})"},
    {"a role with displayName", R"({"roles":[{"value":"editor","displayName":"Editor","primary":"False"}]})",
     R"({"roles":[{"value":"editor","display":"Editor","primary":false}]})"},
    {"a role that only looks like JSON", R"({"roles":[{"value":"{editor"}]})",
     R"({"roles":[{"value":"{editor"}]})"},
};

const Case kWrong[] = {
    {"an object for a string", R"({"title":{"a":1}})", "\"title\""},
    {"two values for one", R"({"title":["a","b"]})", "\"title\""},
    {"a boolean for a string", R"({"title":true})", "\"title\""},
    {"a word for a boolean", R"({"active":"maybe"})", "\"active\""},
    {"a number for a boolean", R"({"active":1})", "\"active\""},
    {"a scalar for a complex value", R"({"name":"Bara"})", "\"name\""},
    {"no base64", R"({"x509Certificates":[{"value":"a b!"}]})", "\"x509Certificates.value\""},
    {"a number for a URI", R"({"profileUrl":7})", "\"profileUrl\""},
    {"a list for an extension", R"({"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":[1]})",
     "enterprise:2.0:User\""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ResourceSuite)

BOOST_DATA_TEST_CASE(keeps, boost::unit_test::data::make(kCanonical)) {
  BOOST_TEST(printJson(canonicalUser(sample.in)) == sample.out);
  BOOST_TEST(printJson(canonicalUser(sample.in, Dialect::Rfc)) == sample.out);
}

BOOST_DATA_TEST_CASE(coerces_for_entra_what_the_rfc_refuses, boost::unit_test::data::make(kCoerced)) {
  BOOST_TEST(printJson(canonicalUser(sample.in)) == sample.out);
  BOOST_TEST(errorOf([&] { canonicalUser(sample.in, Dialect::Rfc); }).starts_with("invalidValue: "));
}

BOOST_DATA_TEST_CASE(coerces_for_entra, boost::unit_test::data::make(kEntraOnly)) {
  BOOST_TEST(printJson(canonicalUser(sample.in)) == sample.out);
  BOOST_TEST(printJson(canonicalUser(sample.out)) == sample.out);
}

BOOST_DATA_TEST_CASE(refuses_other_types, boost::unit_test::data::make(kWrong)) {
  for (const Dialect dialect : {Dialect::Entra, Dialect::Rfc}) {
    const std::string error = errorOf([&] { canonicalUser(sample.in, dialect); });
    BOOST_TEST(error.starts_with("invalidValue: "), error);
    BOOST_TEST(error.find(sample.out) != std::string::npos, error);
  }
}

BOOST_AUTO_TEST_CASE(tells_what_it_set_aside) {
  Ignored ignored;
  static_cast<void>(canonicalResource(
      userType(),
      parseJson(R"({"schemas":[],"id":"1","shoeSize":9,"name":{"nick":"x"},"urn:nobody:2.0:User":{"a":1},
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0User":{"department":"L"},
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
                        {"salary":1,"manager":{"value":"m","displayName":"M"}}})"),
      Dialect::Rfc, ignored));
  BOOST_TEST(ignored.unknown == (std::vector<std::string>{
                                    "shoeSize", "name.nick", "urn:nobody:2.0:User",
                                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0User",
                                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:salary"}),
             boost::test_tools::per_element());
  BOOST_TEST(ignored.readOnly ==
                 (std::vector<std::string>{
                     "id", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(takes_numbers_in_strings_for_numeric_attributes) {
  ResourceType type = userType();
  type.schema.attributes.push_back({.name = "rank", .type = Type::Integer});
  type.schema.attributes.push_back({.name = "score", .type = Type::Decimal});
  type.schema.attributes.push_back({.name = "hired", .type = Type::DateTime});
  Ignored ignored;
  const Json sent = parseJson(R"({"rank":"7","score":"2.5","hired":"2020-02-01T00:00:00Z"})");
  BOOST_TEST(printJson(canonicalResource(type, sent, Dialect::Entra, ignored)) ==
             R"({"rank":7,"score":2.5,"hired":"2020-02-01T00:00:00Z"})");
  for (const char* wrong : {R"({"rank":"7.5"})", R"({"rank":"seven"})", R"({"rank":1e30})",
                            R"({"score":"x"})", R"({"hired":"yesterday"})"}) {
    BOOST_TEST(errorOf([&] {
                 static_cast<void>(canonicalResource(type, parseJson(wrong), Dialect::Entra, ignored));
               }).starts_with("invalidValue: "),
               wrong);
  }
  BOOST_TEST(!errorOf([&] {
                static_cast<void>(
                    canonicalResource(type, parseJson(R"({"rank":1.0})"), Dialect::Rfc, ignored));
              }).empty());
}

BOOST_AUTO_TEST_CASE(wants_uris_by_the_rfc) {
  const std::string error =
      errorOf([] { canonicalUser(R"({"profileUrl":"https://host/Bara Novak"})", Dialect::Rfc); });
  BOOST_TEST(error == "invalidValue: \"profileUrl\": a URI in a string is expected");
}

BOOST_AUTO_TEST_CASE(holds_to_numbers_times_and_binaries) {
  ResourceType type = userType();
  type.schema.attributes.push_back({.name = "rank", .type = Type::Integer});
  type.schema.attributes.push_back({.name = "score", .type = Type::Decimal});
  type.schema.attributes.push_back({.name = "hired", .type = Type::DateTime});
  type.schema.attributes.push_back({.name = "key", .type = Type::Binary});
  type.schema.attributes.push_back({.name = "tags", .multiValued = true});
  const auto canonical = [&](const char* body) {
    Ignored ignored;
    return printJson(canonicalResource(type, parseJson(body), Dialect::Rfc, ignored));
  };
  for (const char* right :
       {R"({"rank":-7})", R"({"score":1})", R"({"score":1.5})", R"({"hired":"2020-02-01T00:00:00.5+01:00"})",
        R"({"key":"AAE="})", R"({"key":"AAE"})", R"({"tags":["a","b"]})"}) {
    BOOST_TEST(canonical(right) == right);
  }
  BOOST_TEST(canonical(R"({"tags":["a","A","b"]})") == R"({"tags":["a","b"]})");
  for (const char* wrong :
       {R"({"rank":1.0})", R"({"rank":1.5})", R"({"rank":1e2})", R"({"rank":"1"})", R"({"score":"1"})",
        R"({"hired":"2020-02-01"})", R"({"hired":"2020-02-30T00:00:00Z"})", R"({"hired":1580515200})",
        R"({"key":"A"})", R"({"key":"AAE=="})", R"({"key":"A_E="})", R"({"tags":"a"})", R"({"tags":[["a"]]})",
        R"({"tags":[1]})"}) {
    const std::string error = errorOf([&] { static_cast<void>(canonical(wrong)); });
    BOOST_TEST(error.starts_with("invalidValue: \""), wrong << ' ' << error);
  }
}

BOOST_AUTO_TEST_CASE(wants_an_object) {
  for (const char* body : {"[]", "null", "\"x\"", "1"}) {
    BOOST_TEST(errorOf([&] { canonicalUser(body); }).starts_with("invalidSyntax: "), body);
  }
}

BOOST_AUTO_TEST_CASE(wants_required_attributes) {
  BOOST_CHECK_NO_THROW(checkRequired(userType(), parseJson(R"({"userName":"a"})")));
  const std::string error = errorOf([] { checkRequired(userType(), canonicalUser(R"({"userName":""})")); });
  BOOST_TEST(error == "invalidValue: \"userName\" is required");
}

BOOST_AUTO_TEST_CASE(wants_required_parts_only_of_what_is_there) {
  ResourceType type = userType();
  for (Attribute& attribute : type.schema.attributes) {
    if (attribute.name == "emails") attribute.subAttributes.front().required = true;
  }
  type.extensions.front().attributes.front().required = true;
  BOOST_CHECK_NO_THROW(checkRequired(type, parseJson(R"({"userName":"a"})")));
  BOOST_TEST(errorOf([&] {
               checkRequired(type, parseJson(R"({"userName":"a","emails":[{"type":"x"}]})"));
             }) == "invalidValue: \"emails.value\" is required");
  BOOST_TEST(errorOf([&] {
               checkRequired(type, parseJson(R"({"userName":"a",
                   "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"L"}})"));
             }).ends_with("2.0:User:employeeNumber\" is required"));
}

BOOST_AUTO_TEST_SUITE_END()
