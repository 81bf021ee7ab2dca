#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "RandomFilters.h"
#include "Samples.h"
#include "scim/Patch.h"

using namespace scim2ldap::scim;

namespace {

struct Case {
  std::string text;
  PatchPath path;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.text;
}
const Filter kWork = parseFilter(R"(type eq "work")");
const Case kPaths[] = {
    {"members", {{"", "members", ""}, {}, ""}},
    {"name.familyName", {{"", "name", "familyName"}, {}, ""}},
    {R"(emails[type eq "work"])", {{"", "emails", ""}, kWork, ""}},
    {R"(emails[type eq "work"].value)", {{"", "emails", ""}, kWork, "value"}},
    {R"(urn:acme:2.0:User:emails[type eq "work"].value)",
     {{"urn:acme:2.0:User", "emails", ""}, kWork, "value"}},
    {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
     {{std::string(kEnterpriseUserSchema), "", ""}, {}, ""}},
    {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
     {{std::string(kEnterpriseUserSchema), "manager", "value"}, {}, ""}},
    {"urn:acme:hr:1.5", {{"urn:acme:hr:1.5", "", ""}, {}, ""}},
    {"urn:acme:hr:1.5:badge.number", {{"urn:acme:hr:1.5", "badge", "number"}, {}, ""}},
};

struct Fault {
  const char* text;
  const char* where;
};
std::ostream& operator<<(std::ostream& out, const Fault& c) {
  return out << '"' << c.text << '"';
}
const Fault kFaults[] = {
    {"", "(at byte 0)"},
    {"emails[type eq \"work\"", "(at byte 21)"},
    {"emails[type eq \"work\"]value", "(at byte 22)"},
    {"emails[type eq \"work\"].value.x", "(at byte 23)"},
    {"emails.value[type pr]", "(at byte 12)"},
    {"name.familyName x", "(at byte 16)"},
    {"/userName", "(at byte 0)"},
    {"emails[]", "(at byte 7)"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(PatchPathSuite)

BOOST_DATA_TEST_CASE(parses_and_prints, boost::unit_test::data::make(kPaths)) {
  BOOST_TEST((parsePatchPath(sample.text) == sample.path));
  BOOST_TEST(toString(sample.path) == sample.text);
}

BOOST_DATA_TEST_CASE(names_the_byte_of_a_fault, boost::unit_test::data::make(kFaults)) {
  const std::string error = errorOf([&] { static_cast<void>(parsePatchPath(sample.text)); });
  BOOST_TEST(error.starts_with("invalidPath: "), error);
  BOOST_TEST(error.ends_with(sample.where), error);
}

BOOST_AUTO_TEST_CASE(is_read_back_as_it_was) {
  RandomFilters random(13);
  for (int i = 0; i < 2000; ++i) {
    PatchPath path{random.path(false), {}, ""};
    if (random.pick(10) == 0) {
      path.attribute = {std::string(kEnterpriseUserSchema), "", ""};
    } else if (random.pick(2) == 0) {
      path.attribute.subAttribute.clear();
      path.valueFilter = random.filter(3, true);
      if (random.pick(2) == 0) path.subAttribute = "value";
    }
    const std::string text = toString(path);
    BOOST_TEST((parsePatchPath(text) == path), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
