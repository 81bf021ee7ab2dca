#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "mappings/Template.h"
#include "mappings/TemplateFilters.h"
#include "tests/mappings/Fixture.h"

using namespace scim2ldap;
using mappings::Template;

namespace {

struct Case {
  const char* in;
  const char* out;  ///< nullptr: no value
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.in;
}
const Case kCases[] = {
    {"/bin/bash", "/bin/bash"},
    {"{{{userName}}}", "{B.Novak@corp.example}"},
    {"/home/{userName | before '@' | lower}", "/home/b.novak"},
    {"{userName|after '@'|upper}", "CORP.EXAMPLE"},
    {"{userName | after '#'}", nullptr},
    {"{nickName}", nullptr},
    {"x{nickName}", nullptr},
    {"{nickName ?? displayName | lastWord}", "Novák"},
    {"{nickName ?? 'none'}", "none"},
    {"{nickName ?? ''}-", "-"},
    {"{displayName | firstWord}", "Žofie"},
    {"{displayName | first 1}", "Ž"},
    {"{displayName | first 99}", "Žofie  Anna Novák"},
    {"{displayName | ascii | replace '  ' ' '}", "Zofie Anna Novak"},
    {"{phoneNumbers[type eq \"work\"].value | digits}", "42055501"},
    {"{userName | fileName}", "B.Novakcorp.example"},
    {"{'../../.etc/x y' | fileName}", "etcxy"},
    {"{'-..' | fileName}", nullptr},
    {"{displayName | fileName ?? 'none'}", "ofieAnnaNovk"},
    {"{phoneNumbers[type eq \"a|b}\"].value}", "7"},
    {"{urn:x:2.0:User:level}", "3"},
    {"{active}", "true"},
    {"{title | trim}", "Planner"},
    {"{name}", nullptr},
};

struct Fault {
  const char* in;
  std::size_t offset;
  const char* text;
};
std::ostream& operator<<(std::ostream& out, const Fault& c) {
  return out << c.in;
}
const Fault kFaults[] = {
    {"a}b", 1, "twice"},
    {"{userName", 9, "not closed"},
    {"{}", 1, "expected"},
    {"{userName displayName}", 10, "expected"},
    {"{userName | lowr}", 12, "did you mean \"lower\""},
    {"{userName | lower 'x'}", 12, "takes 0 arguments"},
    {"{userName | before}", 12, "takes 1 argument"},
    {"{userName | first 'x'}", 12, "number of characters"},
    {"{userName | replace '' 'x'}", 12, "must not be empty"},
    {"{userName | before 'x}", 19, "not closed"},
    {"ab{emails[type}", 3, "bracket"},
};

const scim::Json& resource() {
  static const scim::Json value = mappings::json(R"({"userName":"B.Novak@corp.example",
    "displayName":"Žofie  Anna Novák","title":" Planner\n","active":true,"name":{"familyName":"x"},
    "phoneNumbers":[{"type":"work","value":"+420 555-01"},{"type":"a|b}","value":"7"}],"urn:x:2.0:User":{"level":3}})");
  return value;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(TemplateText)

BOOST_DATA_TEST_CASE(evaluates, boost::unit_test::data::make(kCases), c) {
  const std::optional<std::string> text = Template::parse(c.in).evaluate(resource());
  BOOST_TEST(text.value_or("(none)") == (c.out == nullptr ? "(none)" : c.out));
}

BOOST_DATA_TEST_CASE(refuses_and_names_the_byte, boost::unit_test::data::make(kFaults), c) {
  BOOST_CHECK_EXCEPTION((void)Template::parse(c.in), mappings::TemplateError,
                        [&](const mappings::TemplateError& error) {
                          BOOST_TEST(error.offset() == c.offset);
                          BOOST_TEST_MESSAGE(error.what());
                          return std::string_view(error.what()).find(c.text) != std::string_view::npos;
                        });
}

BOOST_AUTO_TEST_CASE(tells_constants_and_sources) {
  BOOST_TEST(Template::parse("a{{b}}").isConstant());
  const Template mixed = Template::parse("{nickName ?? name.familyName | lower}-{userName}");
  BOOST_TEST(!mixed.isConstant());
  BOOST_REQUIRE(mixed.sources().size() == 3U);
  BOOST_TEST(toString(mixed.sources()[1]) == "name.familyName");
}

BOOST_AUTO_TEST_CASE(is_total_when_every_expression_has_a_sure_alternative) {
  const auto userName = [](const mappings::ScimTarget& target) { return target.attribute == "userName"; };
  BOOST_TEST(Template::parse("x{title ?? userName}").isTotal(userName));
  BOOST_TEST(Template::parse("{title ?? 'none'}").isTotal(userName));
  BOOST_TEST(!Template::parse("{userName}{title}").isTotal(userName));
}

BOOST_AUTO_TEST_CASE(takes_accents_off) {
  struct {
    const char* in;
    const char* out;
  } const cases[] = {{"Příliš žluťoučký kůň", "Prilis zlutoucky kun"},
                     {"Straße Ærø Øl Łódź", "Strasse AEro Ol Lodz"},
                     {"Nguyễn Thị Đào", "Nguyen Thi Dao"},
                     {"Șerban Ţepeş ĳ", "Serban Tepes ij"},
                     {"O’Brien – Ğül", "O'Brien - Gul"},
                     {"日本 x😀y", " xy"}};
  for (const auto& c : cases) BOOST_TEST(mappings::asciiOf(c.in) == c.out);
}

BOOST_AUTO_TEST_SUITE_END()
