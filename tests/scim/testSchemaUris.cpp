#include "scim/SchemaUris.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "Samples.h"

using namespace scim2ldap::scim;

namespace {

#define CORE R"("urn:ietf:params:scim:schemas:core:2.0:User")"
#define ENTERPRISE R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")"

const char* const kRight[] = {
    R"({"schemas":[)" CORE "]}",
    R"({"schemas":[)" ENTERPRISE "," CORE "]}",
    R"({"schemas":[)" CORE "," ENTERPRISE "]," ENTERPRISE R"(:{"department":"L"}})",
    R"({"schemas":[)" CORE "]," ENTERPRISE ":{}}",
    R"({"schemas":[)" CORE "]," ENTERPRISE ":null}",
    R"({"schemas":[)" CORE R"(],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:Users":{"a":1}})",
    R"({"SCHEMAS":["URN:ietf:params:scim:schemas:core:2.0:user"]})",
};

struct Fault {
  const char* name;
  const char* body;
  const char* error;
};
std::ostream& operator<<(std::ostream& out, const Fault& c) {
  return out << c.name;
}

const Fault kWrong[] = {
    {"none", R"({"userName":"a"})", "invalidSyntax"},
    {"null", R"({"schemas":null})", "invalidSyntax"},
    {"an empty list", R"({"schemas":[]})", "invalidSyntax"},
    {"a string", R"({"schemas":)" CORE "}", "invalidSyntax"},
    {"an object", R"({"schemas":{"a":1}})", "invalidSyntax"},
    {"a number in the list", R"({"schemas":[)" CORE ",7]}", "invalidSyntax"},
    {"a list in the list", R"({"schemas":[[)" CORE "]]}", "invalidSyntax"},
    {"an unknown one", R"({"schemas":[)" CORE R"(,"urn:nobody:2.0:User"]})", "invalidValue"},
    {"another type's", R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"]})", "invalidValue"},
    {"an extension alone", R"({"schemas":[)" ENTERPRISE "]}", "invalidValue"},
    {"one twice", R"({"schemas":[)" CORE "," CORE "]}", "invalidValue"},
    {"an extension is not named", R"({"schemas":[)" CORE "]," ENTERPRISE R"(:{"department":"L"}})",
     "invalidValue"},
    {"an extension in another case is not named",
     R"({"schemas":[)" CORE
     R"(],"URN:ietf:params:scim:schemas:extension:Enterprise:2.0:User":{"department":"L"}})",
     "invalidValue"},
    {"an attribute of an extension that is not named",
     R"({"schemas":[)" CORE
     R"(],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department":"L"})",
     "invalidValue"},
    {"one twice in another case", R"({"schemas":[)" CORE R"(,"urn:ietf:params:scim:schemas:core:2.0:USER"]})",
     "invalidValue"},
};

/// A PATCH of `schemas` in a user that has an extension.
struct Change {
  const char* name;
  const char* operation;
  const char* outcome;  ///< the resource, or the error
};
std::ostream& operator<<(std::ostream& out, const Change& c) {
  return out << c.name;
}

constexpr auto kBefore = R"({"userName":"a",)" ENTERPRISE R"(:{"department":"L"}})";
constexpr auto kWithout = R"({"userName":"a"})";

const Change kChanges[] = {
    {"add an extension", R"({"op":"add","path":"schemas","value":[)" ENTERPRISE "]}", kBefore},
    {"add what is there", R"({"op":"add","path":"schemas","value":)" CORE "}", kBefore},
    {"add an unknown one", R"({"op":"add","path":"schemas","value":["urn:x:y"]})", "invalidValue"},
    {"add a number", R"({"op":"add","path":"schemas","value":[1]})", "invalidSyntax"},
    {"remove an extension by filter",
     R"({"op":"remove","path":"schemas[value eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"]"})",
     kWithout},
    {"remove an extension by value", R"({"op":"remove","path":"schemas","value":[)" ENTERPRISE "]}",
     kWithout},
    {"remove what is not there", R"({"op":"remove","path":"schemas[value eq \"urn:x:y\"]"})", "noTarget"},
    {"remove the core schema", R"({"op":"remove","path":"schemas","value":[)" CORE "]}", "mutability"},
    {"remove all", R"({"op":"remove","path":"schemas"})", "mutability"},
    {"replace by the same", R"({"op":"replace","path":"schemas","value":[)" CORE "," ENTERPRISE "]}",
     kBefore},
    {"replace by the core schema", R"({"op":"replace","path":"schemas","value":[)" CORE "]}", kWithout},
    {"replace by an extension", R"({"op":"replace","path":"schemas","value":[)" ENTERPRISE "]}",
     "mutability"},
    {"replace by an unknown one", R"({"op":"replace","path":"schemas","value":[)" CORE R"(,"urn:x:y"]})",
     "invalidValue"},
    {"replace by nothing", R"({"op":"replace","path":"schemas","value":[]})", "mutability"},
};

Json patched(const char* operation, Dialect dialect) {
  Ignored ignored;
  const Json body =
      parseJson(R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" +
                std::string(operation) + "]}");
  return applyPatch(userType(), parseJson(kBefore), parsePatch(body), dialect, ignored);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(SchemaUrisSuite)

BOOST_DATA_TEST_CASE(takes, boost::unit_test::data::make(kRight)) {
  BOOST_CHECK_NO_THROW(checkSchemas(userType(), parseJson(sample), Dialect::Rfc));
}

BOOST_DATA_TEST_CASE(refuses_by_the_rfc, boost::unit_test::data::make(kWrong)) {
  const std::string error = errorOf([&] { checkSchemas(userType(), parseJson(sample.body), Dialect::Rfc); });
  BOOST_TEST(error.starts_with(std::string(sample.error) + ": \"schemas\""), error);
  BOOST_CHECK_NO_THROW(checkSchemas(userType(), parseJson(sample.body), Dialect::Entra));
}

BOOST_DATA_TEST_CASE(are_patched_by_the_rfc, boost::unit_test::data::make(kChanges)) {
  if (*sample.outcome == '{') {
    BOOST_TEST(patched(sample.operation, Dialect::Rfc) == parseJson(sample.outcome));
  } else {
    const std::string error = errorOf([&] { patched(sample.operation, Dialect::Rfc); });
    BOOST_TEST(error.starts_with(std::string(sample.outcome) + ": \"schemas"), error);
  }
  BOOST_TEST(patched(sample.operation, Dialect::Entra) == parseJson(kBefore), "without effect for Entra");
}

BOOST_AUTO_TEST_CASE(hold_for_the_operations_behind) {
  const char* operations = R"({"op":"remove","path":"schemas","value":)" ENTERPRISE R"(},
      {"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division","value":"D"})";
  BOOST_TEST(patched(operations, Dialect::Rfc) ==
             parseJson(R"({"userName":"a",)" ENTERPRISE R"(:{"division":"D"}})"));
}

BOOST_AUTO_TEST_SUITE_END()
