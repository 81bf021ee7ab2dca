#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "ServiceFixture.h"
#include "connector/provisioning/MappingCheck.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;

namespace {

struct Looking : ServiceFixture {
  Logger quiet{Level::Error, -1};
  DirectoryConfiguration configuration{"main", ldap::Dn::parse(slapd.base()), "entryUUID", slapd.settings()};
  [[nodiscard]] std::vector<std::string> faultsOf(const EndpointConfiguration& of) {
    MappingCheck check(of, configuration, directory, quiet);
    BOOST_TEST(check.faults().empty());
    check.look();
    return check.faults();
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(MappingCheckSuite)

BOOST_FIXTURE_TEST_CASE(a_mapping_that_fits_has_no_faults, Looking) {
  BOOST_TEST(faultsOf(endpoint).empty());
}

BOOST_FIXTURE_TEST_CASE(tells_what_is_missing_with_its_place_in_the_file, Looking) {
  EndpointConfiguration other = endpoint;
  other.mapping.user.container = dn("ou=nowhere");
  other.mapping.user.rules.front().ldap = "noSuchAttribute";
  const std::vector<std::string> faults = faultsOf(other);
  const auto tells = [&](const std::string& text) {
    return std::any_of(faults.begin(), faults.end(), [&](const std::string& fault) {
      return fault.find("mapping.toml:") != std::string::npos && fault.find(text) != std::string::npos;
    });
  };
  BOOST_TEST(tells("ou=nowhere"));
  BOOST_TEST(tells("noSuchAttribute"));
}

BOOST_FIXTURE_TEST_CASE(tells_which_groups_of_roles_are_missing_where_roles_count, Looking) {
  EndpointConfiguration other = endpoint;
  other.mapping.user.role.emplace().groups = {{"admin", dn("cn=nobody,ou=groups"), {"mapping.toml", 7, 1}}};
  BOOST_TEST(faultsOf(other).empty());
  other.roles.emplace();
  const std::vector<std::string> faults = faultsOf(other);
  BOOST_TEST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(
      faults.front().starts_with("mapping.toml:7:1: the group cn=nobody,ou=groups,dc=example,dc=com of the "
                                 "role \"admin\" does not exist"),
      faults.front());
}

BOOST_FIXTURE_TEST_CASE(a_lock_is_proven_by_a_policy_that_makes_it_effective, Looking) {
  BOOST_TEST(!isLockUnproven(endpoint.mapping, configuration.base, directory));
  const ldap::Filter isPolicy{ldap::Equality{"objectClass", "pwdPolicy"}};
  const auto policies = directory.search({configuration.base, ldap::Scope::Subtree, isPolicy, {}});
  BOOST_TEST_REQUIRE(policies.size() == 1U);
  BOOST_TEST(
      directory.modify(policies.front().dn, {{ldap::ModificationType::Replace, "pwdLockout", {"FALSE"}}})
          .ok());
  BOOST_TEST(isLockUnproven(endpoint.mapping, configuration.base, directory));
  EndpointConfiguration other = endpoint;
  other.mapping.user.disable = mappings::BranchMove{dn("ou=people")};
  BOOST_TEST(!isLockUnproven(other.mapping, configuration.base, directory));
}

BOOST_AUTO_TEST_SUITE_END()
