#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "mappings/Base64.h"
#include "mappings/GeneralizedTime.h"
#include "mappings/PostalAddressText.h"
#include "mappings/ValueConversion.h"
#include "scim/Error.h"
#include "tests/mappings/Fixture.h"

using namespace scim2ldap;
using namespace scim2ldap::mappings;
using scim::Json;
using scim::Type;

namespace {

const Lookup kCountry{"country", {{"Czechia", "CZ"}, {"Österreich", "AT"}}, std::nullopt};
const Lookup kCountryOrNone{"country", {{"Czechia", "CZ"}}, "XX"};

std::string ldapOf(const Conversion& conversion, const Json& value, Type type = Type::String) {
  const WriteInputs inputs{{{"id-1", "uid=a,ou=people"}}, {}};
  return toLdap(conversion, type, value, "title", inputs).value_or("(none)");
}

std::string scimOf(const Conversion& conversion, const std::string& value, Type type = Type::String) {
  ReadInputs inputs;
  inputs.ofDn["uid=a,ou=people"] = {"id-1", "A"};
  const std::optional<Json> read = toScim(conversion, type, value, inputs);
  return read ? printJson(*read) : "(none)";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ValueConversion)

BOOST_AUTO_TEST_CASE(writes_each_kind) {
  BOOST_TEST(ldapOf(AsIs{}, Json("B  x")) == "B  x");
  BOOST_TEST(ldapOf(AsIs{}, Json(7)) == "7");
  BOOST_TEST(ldapOf(AsIs{}, Json("AP8="), Type::Binary) == std::string("\0\xff", 2));
  BOOST_TEST(ldapOf(AsIs{}, Json("A\r\nP8"), Type::Binary) == std::string("\0\xff", 2));
  BOOST_TEST(ldapOf(Lower{}, Json("Žofie@X")) == "žofie@x");
  BOOST_TEST(ldapOf(Upper{}, Json("žofie")) == "ŽOFIE");
  BOOST_TEST(ldapOf(BooleanText{}, Json(true)) == "TRUE");
  BOOST_TEST(ldapOf(BooleanText{"yes", "no"}, Json("False")) == "no");
  BOOST_TEST(ldapOf(Time{}, Json("2026-03-01T10:00:00.50+01:00")) == "20260301090000.5Z");
  BOOST_TEST(ldapOf(PostalAddress{}, Json("A$1\r\n\nB\\2")) == "A\\241$B\\5C2");
  BOOST_TEST(ldapOf(Reference{}, Json("id-1")) == "uid=a,ou=people");
  BOOST_TEST(ldapOf(Reference{}, Json("id-2")) == "(none)");
  BOOST_TEST(ldapOf(kCountry, Json("ÖSTERREICH")) == "AT");
  BOOST_TEST(ldapOf(kCountry, Json("Norge")) == "(none)");
  BOOST_TEST(ldapOf(kCountryOrNone, Json("Norge")) == "XX");
}

BOOST_AUTO_TEST_CASE(reads_each_kind_back) {
  BOOST_TEST(scimOf(AsIs{}, "7", Type::Integer) == "7");
  BOOST_TEST(scimOf(AsIs{}, "7 of 9", Type::Integer) == "(none)");
  BOOST_TEST(scimOf(AsIs{}, "1.5", Type::Decimal) == "1.5");
  BOOST_TEST(scimOf(AsIs{}, std::string("\0\xff", 2), Type::Binary) == "\"AP8=\"");
  BOOST_TEST(scimOf(BooleanText{}, "true") == "true");
  BOOST_TEST(scimOf(BooleanText{}, "maybe") == "(none)");
  BOOST_TEST(scimOf(Time{}, "20260301090000.5Z") == "\"2026-03-01T09:00:00.5Z\"");
  BOOST_TEST(scimOf(PostalAddress{}, "A\\241$B\\5c2") == "\"A$1\\nB\\\\2\"");
  BOOST_TEST(scimOf(Reference{}, "UID=A, ou=People") == "\"id-1\"");
  BOOST_TEST(scimOf(Reference{}, "uid=b,ou=people") == "(none)");
  BOOST_TEST(scimOf(Reference{}, "no DN") == "(none)");
  BOOST_TEST(scimOf(kCountry, "cz") == "\"Czechia\"");
  BOOST_TEST(scimOf(kCountry, "NO") == "(none)");
}

BOOST_AUTO_TEST_CASE(refuses_what_cannot_be_converted_and_names_the_attribute) {
  const auto isInvalid = [](const scim::Error& error) {
    return error.type() == scim::ScimType::InvalidValue && error.detail().rfind("title: ", 0) == 0;
  };
  BOOST_CHECK_EXCEPTION((void)ldapOf(BooleanText{}, Json("yes")), scim::Error, isInvalid);
  BOOST_CHECK_EXCEPTION((void)ldapOf(Time{}, Json("tomorrow")), scim::Error, isInvalid);
  BOOST_CHECK_EXCEPTION((void)ldapOf(PostalAddress{}, Json(" \n ")), scim::Error, isInvalid);
  BOOST_CHECK_EXCEPTION((void)ldapOf(AsIs{}, Json("?"), Type::Binary), scim::Error, isInvalid);
  BOOST_CHECK_EXCEPTION((void)ldapOf(AsIs{}, json(R"({"a":1})")), scim::Error, isInvalid);
}

BOOST_AUTO_TEST_CASE(reads_all_forms_of_generalized_time) {
  struct {
    const char* in;
    const char* out;  ///< nullptr: none
  } const cases[] = {{"2026030109Z", "2026-03-01T09:00:00Z"},
                     {"202603010930Z", "2026-03-01T09:30:00Z"},
                     {"2026030109.25Z", "2026-03-01T09:15:00Z"},
                     {"202603010930,5Z", "2026-03-01T09:30:30Z"},
                     {"20260301000000+0130", "2026-02-28T22:30:00Z"},
                     {"20260301000000-01", "2026-03-01T01:00:00Z"},
                     {"00000101000000Z", "0000-01-01T00:00:00Z"},
                     {"20260230000000Z", nullptr},
                     {"20260301000000", nullptr},
                     {"20260301000000.Z", nullptr},
                     {"20260301000000Zx", nullptr},
                     {"2026030124Z", nullptr},
                     {"", nullptr}};
  for (const auto& c : cases) {
    BOOST_TEST(dateTime(c.in).value_or("(none)") == (c.out == nullptr ? "(none)" : c.out));
  }
}

BOOST_AUTO_TEST_CASE(base64_is_that_of_the_rfc) {
  // RFC 4648 §10
  const std::pair<const char*, const char*> vectors[] = {
      {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [octets, text] : vectors) {
    BOOST_TEST(encodeBase64(octets) == text);
    BOOST_TEST(decodeBase64(text).value_or("(none)") == octets);
    const std::string_view digits(text, std::string_view(text).find_last_not_of('=') + 1);
    BOOST_TEST(decodeBase64(digits).value_or("(none)") == octets);
  }
  for (const char* bad : {"Z", "Zg=", "====", "Z===", "Zm9v=", "Zm 9v", "Zm9v\n"})
    BOOST_TEST(!decodeBase64(bad).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
