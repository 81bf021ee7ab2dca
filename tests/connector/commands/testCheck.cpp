#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/store/SqliteStore.h"
#include "ldap/Directory.h"
#include "tests/connector/commands/CommandSetup.h"
#include "tests/support/Folders.h"
#include "tests/support/JwtIssuer.h"
#include "tests/support/KeyServer.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

const std::string kCounters =
    "dn: ou=counters,dc=example,dc=com\nobjectClass: organizationalUnit\n\n"
    "dn: cn=uidNext,ou=counters,dc=example,dc=com\nobjectClass: applicationProcess\n"
    "objectClass: extensibleObject\nuidNumber: 10000\n\n"
    "dn: cn=gidNext,ou=counters,dc=example,dc=com\nobjectClass: applicationProcess\n"
    "objectClass: extensibleObject\ngidNumber: 10000\n\n";

SlapdOptions plain() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

SlapdOptions posix() {
  SlapdOptions options = plain();
  options.schemas = {"core", "cosine", "inetorgperson",
                     SCIM2LDAP_SOURCE_DIR "/etc/ldap/schema/rfc2307bis.schema"};
  options.ldif = kCounters;
  return options;
}

SlapdOptions withAccess(const std::string& rules) {
  SlapdOptions options = plain();
  options.databaseLines = rules;
  return options;
}

std::string service() {
  return "dn.exact=\"cn=scim2ldap,ou=services,dc=example,dc=com\"";
}

/// Runs the check, and makes sure that it leaves nothing behind.
CommandRun check(const TemporarySlapd& directory, const CommandSetup& setup,
                 const std::string& options = "") {
  CommandRun result = setup.run("check " + options);
  BOOST_TEST_MESSAGE(result.output << result.errors);
  BOOST_TEST(dump(directory).find("scim2ldap-check") == std::string::npos, "a scratch entry is left behind");
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(CheckSuite)

BOOST_AUTO_TEST_CASE(passes_on_a_good_directory_for_inetorgperson) {
  const TemporarySlapd directory(plain());
  const CommandRun result = check(directory, CommandSetup(directory));
  BOOST_TEST(result.status == 0);
  BOOST_TEST(result.says("a locked user cannot log in"));
  BOOST_TEST(result.says("may add a member to cn=scim2ldap-check-"));
  BOOST_TEST(result.says("may rename uid=scim2ldap-check-"));
  BOOST_TEST(result.says("0 errors, 0 warnings"));
}

BOOST_AUTO_TEST_CASE(passes_on_a_good_directory_for_posix_and_takes_no_number) {
  const TemporarySlapd directory(posix());
  const CommandRun result = check(directory, CommandSetup(directory, "posix.toml"));
  BOOST_TEST(result.status == 0);
  BOOST_TEST(result.says("may take numbers from cn=uidNext"));
  BOOST_TEST(result.says("0 errors, 0 warnings"));
  BOOST_TEST(dump(directory).find("uidNumber: 10000") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(offline_reads_files_only_and_names_the_place_of_a_fault) {
  TemporarySlapd directory;
  CommandSetup setup(directory);
  directory.stop();
  BOOST_TEST(setup.run("check --offline").status == 0);
  setup.replaceInMapping("rdn         = \"uid\"", "rnd         = \"uid\"");
  const CommandRun result = setup.run("check --offline");
  BOOST_TEST(result.status == 1);
  BOOST_TEST(result.says("mapping.toml:10:1: "), result.errors);
}

BOOST_AUTO_TEST_CASE(read_only_writes_nothing) {
  const TemporarySlapd directory(plain());
  const CommandSetup setup(directory);
  const std::string before = dump(directory);
  const CommandRun result = check(directory, setup, "--read-only");
  BOOST_TEST(result.status == 0);
  BOOST_TEST(!result.says("may add"));
  BOOST_TEST((dump(directory) == before));
}

BOOST_AUTO_TEST_CASE(a_wrong_password_is_told_with_the_dn) {
  const TemporarySlapd directory(plain());
  CommandSetup setup(directory);
  setup.setPassword("not-it");
  const CommandRun result = check(directory, setup);
  BOOST_TEST(result.status == 1);
  BOOST_TEST(result.says("as cn=scim2ldap,ou=services,dc=example,dc=com: invalidCredentials (49)"));
  BOOST_TEST(result.says("password_file"));
}

BOOST_AUTO_TEST_CASE(a_certificate_of_another_authority_is_told) {
  SlapdOptions options = plain();
  options.tls = true;
  const TemporarySlapd directory(options);
  CommandSetup setup(directory);
  setup.replaceInConfiguration(directory.uri(), directory.ldapsUri());
  setup.replaceInConfiguration("[[endpoint]]", "ca_file = \"" + directory.otherCaFile() + "\"\n[[endpoint]]");
  const CommandRun wrong = check(directory, setup);
  BOOST_TEST(wrong.status == 1);
  BOOST_TEST(wrong.says("an authority in the CA file?"));
  setup.replaceInConfiguration(directory.otherCaFile(), directory.caFile());
  BOOST_TEST(check(directory, setup).status == 0);
}

BOOST_AUTO_TEST_CASE(a_server_that_is_away_is_a_warning_while_another_stands_in) {
  const TemporarySlapd directory(plain());
  CommandSetup setup(directory);
  setup.replaceInConfiguration("uris = [", "uris = [\"ldap://127.0.0.1:1\", ");
  const CommandRun result = check(directory, setup);
  BOOST_TEST(result.status == 0);
  BOOST_TEST(result.says("cannot connect to ldap://127.0.0.1:1"));
  BOOST_TEST(result.says("0 errors, 1 warning\n"));
}

struct MappingFault {
  const char* name;
  const char* text;
  const char* by;
  const char* told;
};

const std::vector<MappingFault> kMappingFaults{
    {"missing container", "\"ou=people\"", "\"ou=staff\"",
     "mapping.toml:7:1: ou=staff,dc=example,dc=com does not exist"},
    {"missing disabled branch", "method = \"ppolicy\"", "method = \"move\"\ncontainer = \"ou=gone\"",
     "ou=gone,dc=example,dc=com does not exist"},
    {"unknown attribute", "ldap = \"title\"", "ldap = \"titel\"",
     "the directory has no attribute \"titel\"; did you mean \"title\"?"},
    {"missing MUST attribute", "ldap    = \"sn\"", "ldap    = \"description\"",
     "the object classes require \"sn\", which no rule writes"},
    {"unknown object class", "[\"inetOrgPerson\"]", "[\"inetOrgPersom\"]",
     "the directory has no object class \"inetOrgPersom\""},
};
std::ostream& operator<<(std::ostream& out, const MappingFault& fault) {
  return out << fault.name;
}

BOOST_DATA_TEST_CASE(a_mapping_that_does_not_fit_is_told_with_its_place, kMappingFaults, fault) {
  const TemporarySlapd directory(plain());
  CommandSetup setup(directory);
  setup.replaceInMapping(fault.text, fault.by);
  const CommandRun result = check(directory, setup);
  BOOST_TEST(result.status == 1);
  BOOST_TEST(result.says(fault.told));
  BOOST_TEST(result.says("mapping.toml:"));
}

BOOST_AUTO_TEST_CASE(a_counter_that_is_missing_or_used_up_is_told) {
  SlapdOptions options = posix();
  options.ldif =
      "dn: ou=counters,dc=example,dc=com\nobjectClass: organizationalUnit\n\n"
      "dn: cn=uidNext,ou=counters,dc=example,dc=com\nobjectClass: applicationProcess\n"
      "objectClass: extensibleObject\nuidNumber: 60000\n\n";
  const TemporarySlapd directory(options);
  const CommandRun result = check(directory, CommandSetup(directory, "posix.toml"));
  BOOST_TEST(result.status == 1);
  BOOST_TEST(result.says("the counter cn=gidNext,ou=counters,dc=example,dc=com does not exist"));
  BOOST_TEST(result.says("would give 60000, outside of the mapping's range 10000 to 59999"));
}

struct AccessFault {
  const char* name;
  std::string rules;
  const char* told;
};

const std::vector<AccessFault> kAccessFaults{
    {"no user may be made",
     "access to dn.base=\"ou=people,dc=example,dc=com\" attrs=children by " + service() +
         " read by * break\n",
     "lacks the right to add uid=scim2ldap-check-"},
    {"one attribute is out of reach",
     "access to dn.children=\"ou=people,dc=example,dc=com\" attrs=title by " + service() +
         " read by * read\n",
     "lacks the right to change title of uid=scim2ldap-check-"},
    {"the lock is out of reach",
     "access to dn.children=\"ou=people,dc=example,dc=com\" attrs=pwdAccountLockedTime by " + service() +
         " read by * read\n",
     "lacks the right to disable uid=scim2ldap-check-"},
    {"no group may be made",
     "access to dn.base=\"ou=groups,dc=example,dc=com\" attrs=children by " + service() +
         " read by * break\n",
     "lacks the right to add cn=scim2ldap-check-"},
    {"members are out of reach",
     "access to dn.children=\"ou=groups,dc=example,dc=com\" attrs=member by " + service() +
         " read by * read\n",
     "lacks the right to add a member to cn=scim2ldap-check-"},
};
std::ostream& operator<<(std::ostream& out, const AccessFault& fault) {
  return out << fault.name;
}

BOOST_DATA_TEST_CASE(a_missing_right_is_found_by_use, kAccessFaults, fault) {
  const TemporarySlapd directory(withAccess(fault.rules));
  const CommandRun result = check(directory, CommandSetup(directory));
  BOOST_TEST(result.status == 1);
  BOOST_TEST(result.says(fault.told));
  BOOST_TEST(result.says("etc/ldap/access.ldif"));
}

const std::string kFallback =
    "mapping = \"mapping.toml\"\n[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups\"\n";
const std::string kFallbackGroup =
    "dn: cn=basic,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n";

struct FallbackFault {
  std::string name;
  std::string ldif;
  std::string rules;
  int status;
  std::string told;
};
const std::vector<FallbackFault> kFallbackFaults = {
    {"all is well", kFallbackGroup, "", 0,
     "the fallback group cn=basic,ou=groups,dc=example,dc=com takes members"},
    {"it is missing", "", "", 1,
     "the fallback group cn=basic,ou=groups,dc=example,dc=com does not exist, or the service account may not "
     "see it: make it as etc/ldap/fallback-group.ldif does"},
    {"it lists no members", "dn: cn=basic,ou=groups,dc=example,dc=com\nobjectClass: organizationalRole\n\n",
     "", 1, "is of no object class with member"},
    {"it may not be written", kFallbackGroup,
     "access to dn.base=\"cn=basic,ou=groups,dc=example,dc=com\" by * read\n", 1,
     "the service account lacks the right to change member of the fallback group"},
};
std::ostream& operator<<(std::ostream& out, const FallbackFault& fault) {
  return out << fault.name;
}

BOOST_DATA_TEST_CASE(a_fallback_group_has_to_take_members, kFallbackFaults, fault) {
  SlapdOptions options = withAccess(fault.rules);
  options.ldif = fault.ldif;
  const TemporarySlapd directory(options);
  CommandSetup setup(directory);
  setup.replaceInConfiguration("mapping = \"mapping.toml\"\n", kFallback);
  const CommandRun result = check(directory, setup);
  BOOST_TEST(result.status == fault.status);
  BOOST_TEST(result.says(fault.told));
}

BOOST_AUTO_TEST_CASE(the_keys_of_a_trusted_issuer_have_to_be_there) {
  const TemporarySlapd directory(plain());
  KeyServer keys(JwtIssuer("k").jwkSet());
  CommandSetup setup(directory);
  setup.replaceInConfiguration(
      "mapping = \"mapping.toml\"\n",
      "mapping = \"mapping.toml\"\n[endpoint.oauth]\n[[endpoint.oauth.trusted]]\n"
      "use = \"assertion\"\nissuer = \"https://login.example.org/\"\ntenant = \"t\"\n"
      "audiences = [\"a\"]\nsubject = \"s\"\nkeys = \"" +
          keys.url() + "\"\n");
  const CommandRun good = check(directory, setup, "--read-only");
  BOOST_TEST(good.status == 0);
  BOOST_TEST(good.says("  ok       " + keys.url() + " has 1 key of https://login.example.org/"));
  keys.setAway(true);
  const CommandRun away = check(directory, setup, "--read-only");
  BOOST_TEST(away.status == 1);
  BOOST_TEST(away.says("  error    the keys of https://login.example.org/ cannot be read from " + keys.url() +
                       ": the server answered with 503"));
  BOOST_TEST(check(directory, setup, "--offline").status == 0);
}

BOOST_AUTO_TEST_CASE(a_fallback_group_that_a_client_takes_for_its_own_is_an_error) {
  SlapdOptions options = plain();
  options.ldif = kFallbackGroup;
  const TemporarySlapd directory(options);
  CommandSetup setup(directory);
  setup.replaceInConfiguration("mapping = \"mapping.toml\"\n", kFallback);
  BOOST_TEST(setup.run("token create any --endpoint tests").status == 0);
  ldap::Directory reader(directory.settings());
  const auto group = reader.read(ldap::Dn::parse("cn=basic,ou=groups,dc=example,dc=com"), {"entryUUID"});
  connector::StoreChanges changes;
  changes.upserts.push_back({.endpoint = "tests",
                             .type = "Group",
                             .id = group->first("entryUUID").value(),
                             .externalId = "x-basic"});
  connector::openSqliteStore(setup.file("state") / "scim2ldap.db")->commit(changes);
  const CommandRun result = check(directory, setup);
  BOOST_TEST(result.status == 1);
  BOOST_TEST(result.says("has the externalId \"x-basic\""));
}

BOOST_AUTO_TEST_CASE(a_scratch_entry_that_cannot_be_removed_is_named) {
  const TemporarySlapd directory(
      withAccess("access to dn.base=\"ou=people,dc=example,dc=com\" attrs=children by " + service() +
                 " =acsra by * break\n"));
  const CommandRun result = CommandSetup(directory).run("check");
  BOOST_TEST(result.status == 1);
  BOOST_TEST(result.says("lacks the right to delete uid=scim2ldap-check-"));
  BOOST_TEST(result.says("is left behind, remove it by hand"));
}

BOOST_AUTO_TEST_CASE(a_lock_without_a_policy_in_force_is_an_error) {
  SlapdOptions options;
  options.globalLines = "moduleload ppolicy\n";
  options.databaseLines = "overlay ppolicy\n";
  const TemporarySlapd directory(options);
  const CommandRun result = check(directory, CommandSetup(directory));
  BOOST_TEST(result.status == 1);
  BOOST_TEST(result.says("the lock has no effect"));
  BOOST_TEST(result.says("pwdLockout TRUE"));
}

BOOST_AUTO_TEST_CASE(a_lock_is_seen_by_an_account_that_may_not_set_passwords) {
  const TemporarySlapd directory(
      withAccess("access to attrs=userPassword by " + service() + " none by * break\n"));
  const CommandRun result = check(directory, CommandSetup(directory));
  BOOST_TEST(result.status == 0);
  BOOST_TEST(result.says("a locked user cannot log in"));
}

BOOST_AUTO_TEST_CASE(a_lock_that_cannot_be_seen_is_a_warning) {
  const TemporarySlapd directory(
      withAccess("add_content_acl on\naccess to attrs=userPassword by " + service() + " none by * break\n"));
  const CommandRun result = check(directory, CommandSetup(directory));
  BOOST_TEST(result.status == 0);
  BOOST_TEST(result.says("whether a lock keeps users out was not seen"));
  BOOST_TEST(result.says("0 errors, 1 warning\n"));
}

std::string people(int count) {
  std::string ldif;
  for (int i = 0; i < count; ++i) {
    const std::string uid = "person" + std::to_string(i);
    ldif += "dn: uid=" + uid + ",ou=people,dc=example,dc=com\nobjectClass: inetOrgPerson\nuid: " + uid +
            "\ncn: " + uid + "\nsn: " + uid + "\n\n";
  }
  return ldif;
}

BOOST_AUTO_TEST_CASE(a_size_limit_below_what_there_is_is_an_error) {
  SlapdOptions options = withAccess("limits " + service() + " size=5\n");
  options.ldif = people(8);
  const TemporarySlapd directory(options);
  const CommandRun result = check(directory, CommandSetup(directory));
  BOOST_TEST(result.status == 1);
  BOOST_TEST(
      result.says("listing the Users below ou=people,dc=example,dc=com is cut short: sizeLimitExceeded (4)"));
  BOOST_TEST(result.says("etc/ldap/limits.ldif"));
}

BOOST_AUTO_TEST_CASE(a_size_limit_is_seen_by_entries_that_are_not_mapped_too) {
  SlapdOptions options = withAccess("limits " + service() + " size=5\n");
  const TemporarySlapd directory(options);
  const CommandRun result = check(directory, CommandSetup(directory));
  BOOST_TEST(result.status == 1);
  BOOST_TEST(result.says("a search below dc=example,dc=com ends after 5 entries: sizeLimitExceeded (4)"));
}

BOOST_AUTO_TEST_CASE(a_limit_on_single_searches_alone_is_an_error) {
  SlapdOptions options =
      withAccess("limits " + service() + " size.soft=5 size.hard=5 size.prtotal=unlimited\n");
  options.ldif = people(8);
  const TemporarySlapd directory(options);
  const CommandRun result = check(directory, CommandSetup(directory));
  BOOST_TEST(result.status == 1);
  BOOST_TEST(result.says("ends after 5 entries"));
}

BOOST_AUTO_TEST_CASE(few_entries_show_no_limit_and_more_than_the_default_do) {
  const TemporarySlapd few(plain());
  BOOST_TEST(
      check(few, CommandSetup(few)).says("whether searches are limited cannot be seen with 7 entries"));
  SlapdOptions options = plain();
  options.ldif = people(600);
  const TemporarySlapd many(options);
  BOOST_TEST(
      check(many, CommandSetup(many)).says("searches find 607 entries, all there are, without a limit"));
}

BOOST_AUTO_TEST_CASE(other_ways_to_disable_are_carried_out_without_a_bind) {
  SlapdOptions options;
  options.ldif = "dn: ou=disabled,dc=example,dc=com\nobjectClass: organizationalUnit\n\n";
  const TemporarySlapd directory(options);
  CommandSetup branch(directory);
  branch.replaceInMapping("method = \"ppolicy\"", "method = \"move\"\ncontainer = \"ou=disabled\"");
  const CommandRun moved = check(directory, branch);
  BOOST_TEST(moved.status == 0);
  BOOST_TEST(moved.says("below ou=disabled,dc=example,dc=com"));
  BOOST_TEST(moved.says("no bind was tried"));
  CommandSetup attribute(directory);
  attribute.replaceInMapping("method = \"ppolicy\"",
                             "method = \"attribute\"\nattribute = \"employeeType\"\ndisabled = \"left\"");
  const CommandRun marked = check(directory, attribute);
  BOOST_TEST(marked.status == 0);
  BOOST_TEST(marked.says("(employeeType)"));
  BOOST_TEST(marked.says("no bind was tried"));
}

SlapdOptions withOtherGroups(const std::string& rules) {
  SlapdOptions options = withAccess(rules);
  options.ldif =
      "dn: ou=apps,dc=example,dc=com\nobjectClass: organizationalUnit\n\n"
      "dn: cn=vpn,ou=apps,dc=example,dc=com\nobjectClass: groupOfNames\n"
      "member: uid=someone,ou=people,dc=example,dc=com\n\n"
      "dn: cn=old,ou=apps,dc=example,dc=com\nobjectClass: groupOfUniqueNames\n"
      "uniqueMember: uid=someone,ou=people,dc=example,dc=com\n\n";
  return options;
}

BOOST_AUTO_TEST_CASE(groups_outside_of_the_mapped_ones_are_told_where_they_would_keep_who_leaves) {
  const TemporarySlapd open(withOtherGroups(""));
  CommandSetup setup(open);
  const CommandRun unlisted = check(open, setup);
  BOOST_TEST(unlisted.status == 0);
  BOOST_TEST(
      unlisted.says("1 group outside of the mapped ones will be left (member) by users who are deleted"));
  BOOST_TEST(
      unlisted.says("1 group, such as cn=old,ou=apps,dc=example,dc=com, would go on listing in "
                    "uniqueMember who is deleted: write [memberships] with attributes = "
                    "[\"uniqueMember\"] into "));
  setup.replaceInMapping("[user]", "[memberships]\nattributes = [\"uniqueMember\"]\n\n[user]");
  const CommandRun listed = check(open, setup);
  BOOST_TEST(listed.status == 0);
  BOOST_TEST(!listed.says("would go on listing"));
  setup.replaceInMapping("[\"uniqueMember\"]", "[\"uniqueMembr\", \"description\"]");
  const CommandRun wrong = check(open, setup);
  BOOST_TEST(wrong.status == 1);
  BOOST_TEST(wrong.says("the directory has no attribute \"uniqueMembr\" of [memberships]"));
  BOOST_TEST(wrong.says("\"description\" of [memberships] does not hold DNs"));

  const TemporarySlapd locked(
      withOtherGroups("access to dn.subtree=\"ou=apps,dc=example,dc=com\" by * read\n"));
  const CommandRun kept = check(locked, CommandSetup(locked));
  BOOST_TEST(kept.status == 0);
  BOOST_TEST(
      kept.says("1 group outside of the mapped ones, such as cn=vpn,ou=apps,dc=example,dc=com, would go "
                "on listing in member who is deleted: give the service account the right"));
}

BOOST_AUTO_TEST_CASE(looks_at_the_groups_of_roles) {
  SlapdOptions options =
      withAccess("access to dn.base=\"cn=locked,ou=groups,dc=example,dc=com\" by * read\n");
  options.ldif =
      "dn: cn=admins,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=x\n\n"
      "dn: cn=locked,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=x\n\n"
      "dn: cn=writers,ou=groups,dc=example,dc=com\nobjectClass: groupOfUniqueNames\nuniqueMember: cn=x\n\n";
  const TemporarySlapd directory(options);
  CommandSetup setup(directory);
  setup.replaceInMapping(
      "rdn         = \"uid\"",
      "rdn = \"uid\"\nrole = { ldap = \"employeeType\", groups = { admin = \"cn=admins,ou=groups\", "
      "ghost = \"cn=ghosts,ou=groups\", writer = \"cn=writers,ou=groups\", "
      "chief = \"cn=locked,ou=groups\" } }");
  const CommandRun without = check(directory, setup);
  BOOST_TEST(without.status == 0);
  BOOST_TEST(without.says("role has no effect: the endpoint tests has no [endpoint.roles]"));

  setup.replaceInConfiguration(
      "mapping = \"mapping.toml\"\n",
      "mapping = \"mapping.toml\"\n[endpoint.roles]\ntable = { a = \"admin\", g = \"ghost\", w = "
      "\"writer\" }\n");
  const CommandRun result = check(directory, setup);
  BOOST_TEST(result.status == 1);
  BOOST_TEST(result.says("the group cn=admins,ou=groups,dc=example,dc=com of the role \"admin\" exists"));
  BOOST_TEST(result.says("cn=ghosts,ou=groups,dc=example,dc=com of the role \"ghost\" does not exist"));
  BOOST_TEST(
      result.says("of the role \"writer\" has no object class that allows member; name its attribute in"));
  BOOST_TEST(result.says("nobody gets the role \"chief\" by [endpoint.roles] of the endpoint tests"));
  BOOST_TEST(result.says("lacks the right to change member of the group cn=locked"));

  setup.replaceInMapping("employeeType", "employeeTyp");
  BOOST_TEST(check(directory, setup, "--read-only").says("has no attribute \"employeeTyp\"; did you mean"));
}

BOOST_AUTO_TEST_SUITE_END()
