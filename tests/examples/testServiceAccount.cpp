// What etc/ldap lets the connector's identity do: all that it needs, and nothing else.

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <functional>
#include <thread>

#include "connector/provisioning/Secrets.h"
#include "ldap/Directory.h"
#include "ldap/TryBind.h"
#include "tests/examples/AccessRules.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/Folders.h"
#include "tests/support/PosixDirectory.h"
#include "tests/support/Program.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using ldap::Dn;
using ldap::ResultCode;

namespace {

const std::string kBase = "dc=example,dc=com";
const std::string kSecret = "ada-Secret-5521";

std::string shipped(const std::string& file) {
  return readFile(SCIM2LDAP_SOURCE_DIR "/etc/ldap/" + file);
}

/// A directory with the shipped rules, people of before, roles' groups, and what is nobody's business.
SlapdOptions withShippedRules(SlapdOptions options = posixDirectory()) {
  options.ppolicy = true;
  options.ldif +=
      "dn: ou=disabled," + kBase + "\nobjectClass: organizationalUnit\n\n" +  //
      "dn: ou=north,ou=people," + kBase + "\nobjectClass: organizationalUnit\n\n" +
      "dn: cn=root,ou=services," + kBase +
      "\nobjectClass: applicationProcess\nobjectClass: simpleSecurityObject\nuserPassword: root-secret\n\n" +
      "dn: uid=old,ou=people," + kBase +
      "\nobjectClass: inetOrgPerson\nsn: Old\ncn: Old\nuserPassword: " + kSecret + "\n\n" +
      shipped("fallback-group.ldif") + "\n";
  // Each file puts its rules in front of those that are there.
  options.databaseLines =
      accessRules(shipped("disabled-branch-access.ldif")) + accessRules(shipped("access.ldif"));
  return options;
}

Dn dn(const std::string& relative) {
  return Dn::parse(relative + (relative.empty() ? "" : ",") + kBase);
}

ldap::Entry person(const std::string& parent) {
  return {dn("uid=new," + parent), {{"objectClass", {"inetOrgPerson"}}, {"sn", {"New"}}, {"cn", {"New"}}}};
}

std::vector<ldap::Modification> replace(const std::string& attribute, const std::string& value) {
  return {{ldap::ModificationType::Replace, attribute, {value}}};
}

std::vector<ldap::Modification> describe() {
  return replace("description", "changed");
}

/// Bound as the connector's identity.
struct Identity {
  TemporarySlapd slapd{withShippedRules()};
  ldap::Directory directory{slapd.settings()};

  /// Whether it is refused for want of rights.
  [[nodiscard]] bool isDenied(const ldap::WriteResult& result) const {
    return result.code == ResultCode::InsufficientAccessRights;
  }
};

template <typename Condition>
bool eventually(const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return true;
}

std::string patchOf(const std::string& operation) {
  return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" + operation + "]}";
}

std::string memberOf(const std::string& op, const std::string& id) {
  return patchOf(R"({"op":")" + op + R"(","path":"members","value":[{"value":")" + id + "\"}]}");
}

/// Plays what Entra does with a user in his life, where users are disabled in this way.
void playLife(const std::string& disable, const std::string& whereDisabled) {
  TemporarySlapd slapd(withShippedRules());
  const TemporaryFolder folder;
  std::string mapping = readFile(SCIM2LDAP_SOURCE_DIR "/mappings/posix.toml");
  const std::string shippedWay = "method = \"ppolicy\"";
  const std::size_t at = mapping.find(shippedWay);
  BOOST_REQUIRE(at != std::string::npos);
  mapping.replace(at, shippedWay.size(), disable);
  ConnectorOptions options;
  options.mapping = folder.write("mapping.toml", mapping).string();
  options.endpointLines =
      "known_external_id = \"adopt\"\n[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups\"\n"
      "grace = \"100ms\"\n";
  const ConnectorProcess connector(slapd, options);
  const ScimClient client(connector);
  ldap::Directory directory(slapd.settings());
  const auto isMember = [&](const std::string& group, const Dn& user) {
    const auto entry = directory.read(dn("cn=" + group + ",ou=groups"), {"member"});
    if (!entry) return false;
    const std::vector<std::string> members = entry->values("member");
    return std::ranges::any_of(members, [&](const std::string& value) { return Dn::parse(value) == user; });
  };

  const std::string ada = client.makeUser("ada", "Ada");
  const std::string path = "/Users/" + ada;
  // Numbers come from the counters; who is in no group comes into the fallback group.
  BOOST_TEST(directory.read(dn("uid=ada,ou=people"), {"uidNumber"})->first("uidNumber").value_or("") ==
             "10000");
  BOOST_TEST(eventually([&] { return isMember("basic", dn("uid=ada,ou=people")); }));
  const ScimAnswer staff =
      client.send("POST", "/Groups", R"({"displayName":"staff","externalId":"ext-staff"})");
  BOOST_TEST(staff.status == 201, scim::printJson(staff.body));
  BOOST_TEST(client.send("PATCH", "/Groups/" + staff.id(), memberOf("Add", ada)).status == 204);
  BOOST_TEST(isMember("staff", dn("uid=ada,ou=people")));
  BOOST_TEST(!isMember("basic", dn("uid=ada,ou=people")));
  BOOST_TEST(client.patch(path, "Replace", "title", "\"Countess\"") == 200);
  BOOST_TEST(client.patch(path, "Replace", "userName", "\"lovelace\"") == 200);
  BOOST_TEST(isMember("staff", dn("uid=lovelace,ou=people")));
  BOOST_TEST(client.patch(path, "Replace", "active", "false") == 200);
  BOOST_TEST(directory.read(dn("uid=lovelace," + whereDisabled), {}).has_value());
  BOOST_TEST(client.patch(path, "Replace", "active", "true") == 200);
  BOOST_TEST(directory.read(dn("uid=lovelace,ou=people"), {}).has_value());
  BOOST_TEST(client.patch("/Groups/" + staff.id(), "Replace", "displayName", "\"crew\"") == 204);
  BOOST_TEST(isMember("crew", dn("uid=lovelace,ou=people")));
  // A POST with a known externalId adopts.
  const ScimAnswer again =
      client.send("POST", "/Users", R"({"userName":"king","externalId":"ext-ada","displayName":"Ada King"})");
  BOOST_TEST(again.status == 201, scim::printJson(again.body));
  BOOST_TEST(again.id() == ada);
  BOOST_TEST(client.send("DELETE", path).status == 204);
  BOOST_TEST(!directory.read(dn("uid=king,ou=people"), {}).has_value());
  BOOST_TEST(client.send("DELETE", "/Groups/" + staff.id()).status == 204);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ServiceAccount)

BOOST_AUTO_TEST_CASE(may_do_all_that_a_user_needs_in_his_life) {
  playLife("method = \"ppolicy\"", "ou=people");
}

BOOST_AUTO_TEST_CASE(may_move_who_is_disabled_and_bring_him_back) {
  playLife("method = \"move\"\ncontainer = \"ou=disabled\"", "ou=disabled");
}

BOOST_FIXTURE_TEST_CASE(the_shipped_entry_is_the_one_that_is_tried_out, Identity) {
  const std::string ldif = shipped("service-account.ldif");
  BOOST_TEST(ldif.find("dn: " + slapd.serviceDn() + "\n") != std::string::npos);
  BOOST_TEST(ldif.find("objectClass: applicationProcess\nobjectClass: simpleSecurityObject\n") !=
             std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(writes_nothing_outside_of_its_branches, Identity) {
  for (const char* parent : {"ou=services", "ou=policies", "ou=counters"}) {
    BOOST_TEST_CONTEXT(parent) {
      BOOST_TEST(isDenied(directory.add(person(parent))));
      BOOST_TEST(
          isDenied(directory.rename(dn("uid=old,ou=people"), dn("uid=old,ou=people").rdn(), dn(parent))));
    }
  }
  BOOST_TEST(isDenied(directory.add({dn("ou=mine"), {{"objectClass", {"organizationalUnit"}}}})));
  // Base, containers, its own entry, those of others, the policies of passwords.
  for (const char* name : {"", "ou=people", "ou=groups", "ou=counters", "ou=disabled", "ou=services",
                           "cn=scim2ldap,ou=services", "cn=root,ou=services", "cn=default,ou=policies"}) {
    BOOST_TEST_CONTEXT(name) {
      BOOST_TEST(isDenied(directory.modify(dn(name), describe())));
      BOOST_TEST(isDenied(directory.modify(dn(name), replace("userPassword", "mine-Secret-1"))));
    }
  }
  for (const char* name : {"cn=scim2ldap,ou=services", "cn=root,ou=services", "cn=default,ou=policies",
                           "cn=uidNext,ou=counters"}) {
    BOOST_TEST_CONTEXT(name) {
      BOOST_TEST(isDenied(directory.remove(dn(name))));
      BOOST_TEST(isDenied(directory.rename(dn(name), {{{"cn", "other"}}}, std::nullopt)));
    }
  }
}

BOOST_FIXTURE_TEST_CASE(neither_makes_nor_removes_containers, Identity) {
  for (const char* parent : {"ou=people", "ou=groups", "ou=disabled"}) {
    BOOST_TEST(isDenied(directory.add(
                   {dn(std::string("ou=mine,") + parent), {{"objectClass", {"organizationalUnit"}}}})),
               parent);
  }
  BOOST_TEST(isDenied(directory.remove(dn("ou=north,ou=people"))));
  BOOST_TEST(isDenied(directory.rename(dn("ou=north,ou=people"), {{{"ou", "south"}}}, std::nullopt)));
  // People in containers that others have made are as good as all others.
  BOOST_TEST(directory.add(person("ou=north,ou=people")).ok());
  BOOST_TEST(directory.modify(dn("uid=new,ou=north,ou=people"), describe()).ok());
  BOOST_TEST(directory.remove(dn("uid=new,ou=north,ou=people")).ok());
}

BOOST_FIXTURE_TEST_CASE(neither_reads_nor_sets_passwords, Identity) {
  for (const char* name : {"uid=old,ou=people", "cn=root,ou=services", "cn=scim2ldap,ou=services"}) {
    const auto entry = directory.read(dn(name), {"*", "+"});
    BOOST_TEST_REQUIRE(entry.has_value());
    BOOST_TEST(entry->values("userPassword").empty(), name);
    BOOST_TEST(isDenied(directory.modify(dn(name), replace("userPassword", "mine-Secret-1"))), name);
    BOOST_TEST(!directory.setPassword(dn(name), "mine-Secret-1", {}).ok(), name);
  }
  // Not by a search either.
  ldap::SearchRequest request;
  request.base = dn("");
  request.filter = ldap::Filter{ldap::Equality{"userPassword", kSecret}};
  BOOST_TEST(directory.search(request).empty());
  BOOST_CHECK(ldap::tryBind(slapd.settings(), dn("uid=old,ou=people"), kSecret) == ResultCode::Success);
}

BOOST_FIXTURE_TEST_CASE(reads_no_former_password_either, Identity) {
  ldap::DirectorySettings settings = slapd.settings();
  settings.bindDn = slapd.adminDn();
  settings.bindPassword = slapd.adminPassword();
  ldap::Directory admin(settings);
  BOOST_TEST(admin.modify(dn("cn=default,ou=policies"), replace("pwdInHistory", "5")).ok());
  BOOST_TEST(admin.add(person("ou=disabled")).ok());
  for (const char* name : {"uid=old,ou=people", "uid=new,ou=disabled"}) {
    // The first as it is, which is how it is kept from then on.
    BOOST_TEST(admin.modify(dn(name), replace("userPassword", "former-Secret-1")).ok());
    BOOST_TEST(admin.setPassword(dn(name), "former-Secret-2", {}).ok());
    BOOST_TEST(admin.setPassword(dn(name), "former-Secret-3", {}).ok());
    const auto whole = admin.read(dn(name), {"*", "+"});
    BOOST_TEST_REQUIRE(whole.has_value());
    BOOST_TEST(whole->values("pwdHistory").size() >= 2U, name);
    const auto seen = directory.read(dn(name), {"*", "+", "pwdHistory"});
    BOOST_TEST_REQUIRE(seen.has_value());
    for (const auto& [attribute, values] : seen->attributes)
      BOOST_TEST(!connector::isSecret(attribute), name << ": " << attribute);
  }
  ldap::SearchRequest request;
  request.base = dn("");
  request.filter = ldap::Filter{ldap::Present{"pwdHistory"}};
  BOOST_TEST(directory.search(request).empty());
}

BOOST_FIXTURE_TEST_CASE(of_a_counter_it_changes_the_number, Identity) {
  BOOST_TEST(directory.takeNumber(dn("cn=uidNext,ou=counters"), "uidNumber") == 10000);
  BOOST_TEST(isDenied(directory.modify(dn("cn=uidNext,ou=counters"), describe())));
}

BOOST_FIXTURE_TEST_CASE(sees_and_changes_nothing_of_the_servers_configuration, Identity) {
  BOOST_TEST(
      !directory
           .modify(Dn::parse("olcDatabase={1}mdb,cn=config"), replace("olcAccess", "to * by * write"))
           .ok());
}

BOOST_AUTO_TEST_SUITE_END()
