#include <boost/test/unit_test.hpp>

#include "connector/review/RebuiltRow.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

mappings::AttributeRule rule(const std::string& ldap, const std::string& value) {
  mappings::AttributeRule made;
  made.ldap = ldap;
  made.value = mappings::Template::parse(value);
  return made;
}

const ldap::Entry kEntry{ldap::Dn::parse("uid=ann,dc=x"),
                         {{"entryUUID", {"u-1"}},
                          {"employeeNumber", {"x-1"}},
                          {"createTimestamp", {"20260301090000Z"}},
                          {"modifyTimestamp", {"20260302090000Z"}}}};

}  // namespace

BOOST_AUTO_TEST_SUITE(RebuiltRowSuite)

BOOST_AUTO_TEST_CASE(an_external_id_comes_back_only_from_where_it_was_written_as_it_is) {
  mappings::ResourceMapping mapping;
  BOOST_TEST(externalIdAttribute(mapping) == "");
  mapping.rules = {rule("description", "{externalId | lower}"), rule("title", "id {externalId}")};
  BOOST_TEST(externalIdAttribute(mapping) == "");
  mapping.rules.push_back(rule("employeeNumber", "{externalId}"));
  BOOST_TEST(externalIdAttribute(mapping) == "employeeNumber");
  mapping.rules.back().conversion = mappings::Upper{};
  BOOST_TEST(externalIdAttribute(mapping) == "");
}

BOOST_AUTO_TEST_CASE(a_row_says_what_the_entry_tells_and_no_more) {
  mappings::ResourceMapping mapping;
  mapping.rules = {rule("employeeNumber", "{externalId}")};
  EndpointConfiguration endpoint;
  endpoint.name = "e";
  const ResourceRow row = rebuiltRow(endpoint, Kind::User, mapping, kEntry, "entryUUID", TimePoint{});
  using namespace std::chrono;
  const TimePoint created = sys_days(March / 1 / 2026) + 9h;
  BOOST_TEST(row.endpoint == "e");
  BOOST_TEST(row.type == "User");
  BOOST_TEST(row.id == "u-1");
  BOOST_TEST(row.externalId.value_or("") == "x-1");
  BOOST_TEST((row.origin == Origin::Adopted));
  BOOST_TEST((row.created == created));
  BOOST_TEST((row.modified == created + 24h));
  BOOST_TEST(row.role == "");
  BOOST_TEST(row.home == "");
}

BOOST_AUTO_TEST_SUITE_END()
