#include "scim/Put.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "Samples.h"

using namespace scim2ldap::scim;

namespace {

/// A type that has one attribute, or one part, of each mutability.
const ResourceType& type() {
  static const ResourceType type = [] {
    Attribute fixed{.name = "fixed", .mutability = Mutability::Immutable};
    Attribute shown{.name = "shown", .mutability = Mutability::ReadOnly};
    Attribute list{.name = "list", .multiValued = true, .mutability = Mutability::Immutable};
    Attribute whole{
        .name = "whole", .type = Type::Complex, .subAttributes = {fixed, shown, {.name = "free"}}};
    Attribute parts = whole;
    parts.name = "parts";
    parts.multiValued = true;
    Schema core{"urn:x:core:2.0:Thing", "Thing", "", {{.name = "free"}, fixed, shown, list, whole, parts}};
    Schema extension{"urn:x:extension:2.0:Thing", "", "", {{.name = "free"}, fixed, shown}};
    return ResourceType{"Thing", "/Things", core, {extension}};
  }();
  return type;
}

#define EXTENSION R"("urn:x:extension:2.0:Thing")"

/// Before, what the client sends, and after; "": refused.
struct Case {
  const char* name;
  const char* before;
  const char* sent;
  const char* after;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

const Case kCases[] = {
    {"readWrite: replaced", R"({"free":"a"})", R"({"free":"b"})", R"({"free":"b"})"},
    {"readWrite: left out", R"({"free":"a"})", "{}", "{}"},
    {"readWrite: new", "{}", R"({"free":"b"})", R"({"free":"b"})"},
    {"readOnly: left out", R"({"shown":"a"})", "{}", R"({"shown":"a"})"},
    {"readOnly: sent all the same", R"({"shown":"a"})", R"({"shown":"b"})", R"({"shown":"a"})"},
    {"readOnly: sent where there is none", "{}", R"({"shown":"b"})", "{}"},
    {"immutable: the same", R"({"fixed":"a"})", R"({"fixed":"a"})", R"({"fixed":"a"})"},
    {"immutable: left out", R"({"fixed":"a"})", "{}", R"({"fixed":"a"})"},
    {"immutable: new", "{}", R"({"fixed":"a"})", R"({"fixed":"a"})"},
    {"immutable: another", R"({"fixed":"a"})", R"({"fixed":"b"})", ""},
    {"immutable list: in another order", R"({"list":["a","b"]})", R"({"list":["b","a"]})",
     R"({"list":["a","b"]})"},
    {"immutable list: one more", R"({"list":["a"]})", R"({"list":["a","b"]})", ""},
    {"a complex value", R"({"whole":{"fixed":"a","shown":"s","free":"f"}})",
     R"({"whole":{"fixed":"a","free":"g"}})", R"({"whole":{"fixed":"a","shown":"s","free":"g"}})"},
    {"a complex value left out", R"({"whole":{"fixed":"a","shown":"s","free":"f"}})", "{}",
     R"({"whole":{"fixed":"a","shown":"s"}})"},
    {"a complex value without anything to keep", R"({"whole":{"free":"f"}})", "{}", "{}"},
    {"an immutable part: another", R"({"whole":{"fixed":"a"}})", R"({"whole":{"fixed":"b"}})", ""},
    {"the elements of a list are whole", R"({"parts":[{"fixed":"a","free":"f"}]})",
     R"({"parts":[{"fixed":"b"}]})", R"({"parts":[{"fixed":"b"}]})"},
    {"an extension", "{" EXTENSION R"(:{"free":"a","shown":"s"}})", "{" EXTENSION R"(:{"free":"b"}})",
     "{" EXTENSION R"(:{"free":"b","shown":"s"}})"},
    {"an extension left out", "{" EXTENSION R"(:{"free":"a"}})", "{}", "{}"},
    {"an extension left out that has something to keep", "{" EXTENSION R"(:{"free":"a","fixed":"x"}})", "{}",
     "{" EXTENSION R"(:{"fixed":"x"}})"},
    {"an extension: immutable", "{" EXTENSION R"(:{"fixed":"a"}})", "{" EXTENSION R"(:{"fixed":"b"}})", ""},
    {"externalId", R"({"externalId":"1"})", R"({"externalId":"2"})", R"({"externalId":"2"})"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(PutSuite)

BOOST_DATA_TEST_CASE(heeds_mutability, boost::unit_test::data::make(kCases)) {
  if (*sample.after != '\0') {
    BOOST_TEST(applyPut(type(), parseJson(sample.before), parseJson(sample.sent)) == parseJson(sample.after));
    return;
  }
  const std::string error =
      errorOf([&] { static_cast<void>(applyPut(type(), parseJson(sample.before), parseJson(sample.sent))); });
  BOOST_TEST(error.starts_with("mutability: \""), error);
}

BOOST_AUTO_TEST_CASE(names_the_path_that_cannot_be_changed) {
  BOOST_TEST(errorOf([] {
               static_cast<void>(applyPut(type(), parseJson(R"({"whole":{"fixed":"a"}})"),
                                          parseJson(R"({"whole":{"fixed":"b"}})")));
             }).starts_with("mutability: \"whole.fixed\" "));
}

BOOST_AUTO_TEST_SUITE_END()
