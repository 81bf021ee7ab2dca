#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "connector/config/Configuration.h"
#include "tests/connector/config/ConfigurationFile.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using scim2ldap::test::ConfigurationFile;

namespace {

const std::string kRolesRule = "[[user.attribute]]\nscim = \"roles\"\n";

std::string withRoles(const std::string& roles) {
  return ConfigurationFile::kText + "[endpoint.roles]\n" + roles;
}

/// \param rule  what the mapping has beside its other rules
Configuration read(const std::string& text, const std::string& rule = kRolesRule) {
  const ConfigurationFile file(text);
  file.write("mapping.toml",
             "[user]\ncontainer = \"ou=people\"\nobjectClass = [\"inetOrgPerson\"]\nrdn = \"uid\"\n"
             "[user.disable]\nmethod = \"ppolicy\"\n[[user.attribute]]\nscim = \"userName\"\nldap = \"uid\"\n"
             "required = true\n" +
                 rule);
  return readConfiguration(file.file());
}

RolePolicy policyOf(const std::string& roles) {
  return read(withRoles(roles)).endpoints.front().roles.value();
}

struct Fault {
  const char* roles;
  const char* where;  ///< line:column in the table, its header being line 0
  const char* message;
};
std::ostream& operator<<(std::ostream& out, const Fault& fault) {
  return out << fault.roles;
}

const Fault kFaults[] = {
    {"tabel = { a = \"b\" }", "1:1", "did you mean \"table\"?"},
    {"table = { a = \"x\", \" A\" = \"y\" }", "1:20", "\" A\" stands there already"},
    {"unknown = \"refuse\"", "1:11", "\"default\" or \"reject\" or \"ignore\""},
    {"allowed = [\"a\", \"A \"]", "1:17", "is empty or listed already"},
    {"allowed = [\"\"]", "1:12", "is empty or listed already"},
    {"allowed = [\"admin\"]\ndefault = \"admn\"", "2:11",
     "\"admn\" is none of those in allowed; did you mean \"admin\"?"},
    {"allowed = [\"admin\"]\ntable = { x = \"qqqqqqq\" }", "2:15",
     "\"qqqqqqq\" is none of those in allowed; add it there, or take it out"},
    {"table = { x = \"admin\", y = \"editor\" }\nconflicts = [{ all = [\"admin\", \"editr\"], keep = "
     "\"admin\" }]",
     "2:32", "\"editr\" is none of those in table; did you mean \"editor\"?"},
    {"conflicts = [{ all = [\"a\"], keep = \"a\" }]", "1:22", "at least two roles"},
    {"conflicts = [{ all = [\"a\", \"b\"] }]", "1:14", "lacks \"keep\""},
    {"conflicts = [{ all = [\"admin\", \"editor\"], keep = \"viewer\" }]", "1:50",
     "none of the roles in all"},
    {"conflicts = [{ all = [\"a\", \"b\"], keep = \"a\", kep = \"b\" }]", "1:46", "did you mean \"keep\"?"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(RoleTableSuite)

BOOST_AUTO_TEST_CASE(without_the_table_roles_mean_nothing) {
  BOOST_TEST(!read(ConfigurationFile::kText).endpoints.front().roles.has_value());
  const RolePolicy empty = policyOf("");
  BOOST_TEST(empty.table.empty());
  BOOST_TEST(empty.allowed.empty());
  BOOST_TEST(empty.defaultRole.empty());
  BOOST_TEST((empty.unknown == UnknownRole::Default));
}

BOOST_AUTO_TEST_CASE(every_key_is_read) {
  const RolePolicy policy = policyOf(
      "table = { \" IdP Admin\" = \"admin\", guest = \"\" }\ndefault = \"viewer\"\n"
      "allowed = [\"admin\", \"editor\", \"viewer\"]\nunknown = \"reject\"\n"
      "conflicts = [{ all = [\"admin\", \"editor\"], keep = \"editor\" }]\n");
  BOOST_TEST(policy.table.size() == 2U);
  BOOST_TEST(policy.table.at("idp admin") == "admin");
  BOOST_TEST(policy.table.at("guest").empty());
  BOOST_TEST(policy.defaultRole == "viewer");
  BOOST_TEST(policy.allowed.size() == 3U);
  BOOST_TEST((policy.unknown == UnknownRole::Reject));
  BOOST_TEST_REQUIRE(policy.conflicts.size() == 1U);
  BOOST_TEST(policy.conflicts.front().all.size() == 2U);
  BOOST_TEST(policy.conflicts.front().keep == "editor");
}

BOOST_DATA_TEST_CASE(says_what_is_wrong_and_where, boost::unit_test::data::make(kFaults), fault) {
  try {
    static_cast<void>(policyOf(fault.roles));
    BOOST_ERROR("no problem was found");
  } catch (const mappings::FileError& error) {
    BOOST_TEST_REQUIRE(error.problems().size() == 1U, error.what());
    const mappings::Problem& problem = error.problems().front();
    const std::string where =
        std::to_string(problem.where.line - 17) + ":" + std::to_string(problem.where.column);
    BOOST_TEST(where == fault.where);
    BOOST_TEST(problem.message.find(fault.message) != std::string::npos, problem.message);
  }
}

BOOST_AUTO_TEST_CASE(the_mapping_has_to_keep_all_roles) {
  const auto isRefused = [](const std::string& rule) {
    try {
      static_cast<void>(read(withRoles(""), rule));
      return false;
    } catch (const mappings::FileError& error) {
      const std::string message = error.problems().front().message;
      BOOST_TEST(message.find("mapping.toml has no rule that keeps them; add [[user.attribute]]") !=
                     std::string::npos,
                 message);
      BOOST_TEST(error.problems().front().where.line == 17U);
      return true;
    }
  };
  BOOST_TEST(isRefused(""));
  BOOST_TEST(isRefused("[[user.attribute]]\nscim = 'roles[primary eq true].value'\nldap = \"title\"\n"));
  BOOST_TEST(!isRefused("[[user.attribute]]\nscim = \"roles\"\nldap = \"title\"\n"));
}

BOOST_AUTO_TEST_CASE(the_fallback_group_is_no_group_of_a_role) {
  const std::string text = withRoles("") + "[endpoint.fallback_group]\ngroup = \"CN=basic, ou=groups\"\n";
  const std::string group =
      "[group]\ncontainer = \"ou=groups\"\nobjectClass = [\"groupOfNames\"]\nrdn = \"cn\"\n"
      "[[group.attribute]]\nscim = \"displayName\"\nldap = \"cn\"\nrequired = true\n";
  const auto problemsWith = [&](const std::string& roleGroup) -> std::string {
    try {
      static_cast<void>(
          read(text, kRolesRule + "[user.role]\ngroups = { viewer = \"" + roleGroup + "\" }\n" + group));
      return "";
    } catch (const mappings::FileError& error) {
      return error.problems().front().message;
    }
  };
  BOOST_TEST(problemsWith("cn=other,ou=groups") == "");
  BOOST_TEST(problemsWith("cn=basic,ou=groups").starts_with("group is the group of the role \"viewer\" too"));
}

BOOST_AUTO_TEST_SUITE_END()
