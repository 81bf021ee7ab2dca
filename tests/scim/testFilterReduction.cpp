#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "Samples.h"
#include "scim/FilterReduction.h"

using namespace scim2ldap::scim;

namespace {

std::string reduced(const ResourceType& type, std::string_view filter) {
  const ReducedFilter result = reduceFilter(type, parseFilter(filter));
  if (const bool* constant = std::get_if<bool>(&result)) return *constant ? "all" : "none";
  return toString(std::get<Filter>(result));
}

struct Case {
  const char* filter;
  const char* users;
  const char* groups;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.filter;
}
const Case kCases[] = {
    {R"(displayName eq "x")", R"(displayName eq "x")", R"(displayName eq "x")"},
    {R"(userName eq "x")", R"(userName eq "x")", "none"},
    {R"(userName ne "x")", R"(userName ne "x")", "all"},
    {R"(userName eq null)", "userName eq null", "all"},
    {R"(userName ne null)", "userName ne null", "none"},
    {R"(userName gt "x")", R"(userName gt "x")", "none"},
    {"members pr", "none", "members pr"},
    {R"(emails[type eq "work"])", R"(emails[type eq "work"])", "none"},
    {R"(name.familyName pr)", "name.familyName pr", "none"},
    {"not (userName pr)", "not (userName pr)", "all"},
    {R"(userName pr and displayName pr)", "userName pr and displayName pr", "none"},
    {R"(userName pr or displayName pr)", "userName pr or displayName pr", "displayName pr"},
    {R"(userName pr or members pr)", "userName pr", "members pr"},
    {R"(userName ne "x" and displayName pr and title ne "x")",
     R"(userName ne "x" and displayName pr and title ne "x")", "displayName pr"},
    {R"(userName ne "x" or displayName pr)", R"(userName ne "x" or displayName pr)", "all"},
    {R"(meta.resourceType eq "Group")", R"(meta.resourceType eq "Group")", R"(meta.resourceType eq "Group")"},
    {R"(department eq "x")", R"(department eq "x")", "none"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(FilterReduction)

BOOST_DATA_TEST_CASE(keeps_what_the_type_has, boost::unit_test::data::make(kCases)) {
  BOOST_TEST(reduced(userType(), sample.filter) == sample.users);
  BOOST_TEST(reduced(groupType(), sample.filter) == sample.groups);
  checkFilterAcross({&userType(), &groupType()}, parseFilter(sample.filter));
}

BOOST_AUTO_TEST_CASE(refuses_what_no_type_has) {
  for (const char* filter : {"nothing pr", "userName pr or (not (name.nothing eq 1))", "nothing[a pr]"}) {
    const std::string error = errorOf([&] {
      checkFilterAcross({&userType(), &groupType()}, parseFilter(filter));
    });
    BOOST_TEST(error.starts_with("invalidFilter: "), filter);
  }
}

BOOST_AUTO_TEST_SUITE_END()
