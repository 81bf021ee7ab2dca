#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "ldap/Directory.h"
#include "ldap/TryBind.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/Folders.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using ldap::ResultCode;

namespace {

const std::string kPassword = "a-long-secret";

/// The shipped mapping with another way to disable.
std::string mappingWith(const TemporaryFolder& folder, const std::string& disable) {
  std::ostringstream text;
  text << std::ifstream(SCIM2LDAP_SOURCE_DIR "/mappings/inetorgperson.toml").rdbuf();
  std::string mapping = text.str();
  const std::string shipped = "method = \"ppolicy\"";
  BOOST_TEST_REQUIRE(mapping.find(shipped) != std::string::npos);
  mapping.replace(mapping.find(shipped), shipped.size(), disable);
  const std::filesystem::path file = folder.path() / "mapping.toml";
  std::ofstream(file) << mapping;
  return file.string();
}

/// A user in a group, and his bind.
struct Leaver {
  TemporarySlapd slapd;
  TemporaryFolder folder;
  ConnectorProcess connector;
  ScimClient client;
  ldap::Directory directory;
  std::string id;
  std::string group;

  Leaver(const SlapdOptions& options, const std::string& disable)
      : slapd(options),
        connector(slapd,
                  [&] {
                    ConnectorOptions with;
                    with.mapping = mappingWith(folder, disable);
                    return with;
                  }()),
        client(connector),
        directory(slapd.settings()),
        id(client.makeUser("leaver", "Lea Ver")),
        group(client.makeGroup("staff")) {
    BOOST_TEST(client.patch("/Groups/" + group, "Add", "members", "[{\"value\":\"" + id + "\"}]") == 204);
    BOOST_TEST(directory.setPassword(dn("ou=people"), kPassword).ok());
  }

  [[nodiscard]] ldap::Dn dn(const std::string& container) const {
    return ldap::Dn::parse("uid=leaver," + container + "," + slapd.base());
  }
  [[nodiscard]] ResultCode bind(const std::string& container) const {
    return ldap::tryBind(slapd.settings(), dn(container), kPassword);
  }
  [[nodiscard]] bool setActive(const std::string& value) const {
    return client.patch("/Users/" + id, "Replace", "active", value) == 200;
  }
  [[nodiscard]] bool active() const {
    return client.send("GET", "/Users/" + id).body.find("active")->asBool();
  }
  [[nodiscard]] std::string member() {
    const ldap::Dn name = ldap::Dn::parse("cn=staff,ou=groups," + slapd.base());
    return directory.read(name, {"member"}).value().first("member").value();
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(Disable)

BOOST_AUTO_TEST_CASE(by_ppolicy_lock_the_bind_fails_and_the_groups_stay) {
  SlapdOptions options;
  options.ppolicy = true;
  Leaver leaver(options, "method = \"ppolicy\"");
  BOOST_CHECK(leaver.bind("ou=people") == ResultCode::Success);
  BOOST_TEST(leaver.setActive("\"False\""));
  BOOST_TEST(!leaver.active());
  BOOST_CHECK(leaver.bind("ou=people") == ResultCode::InvalidCredentials);
  BOOST_TEST(leaver.member() == leaver.dn("ou=people").toString());
  BOOST_TEST(leaver.setActive("true"));
  BOOST_TEST(leaver.active());
  BOOST_CHECK(leaver.bind("ou=people") == ResultCode::Success);
}

BOOST_AUTO_TEST_CASE(a_lock_by_wrong_passwords_is_not_taken_for_a_disabled_user) {
  SlapdOptions options;
  options.ppolicy = true;
  const Leaver leaver(options, "method = \"ppolicy\"");
  for (int i = 0; i < 10; ++i) {
    static_cast<void>(ldap::tryBind(leaver.slapd.settings(), leaver.dn("ou=people"), "wrong-password"));
  }
  BOOST_TEST(leaver.active());
}

BOOST_AUTO_TEST_CASE(by_attribute_value_as_applications_filter_for_it) {
  // The directory itself lets nobody in who carries the mark, as an ACL does it in the field.
  SlapdOptions options;
  options.databaseLines =
      "access to dn.children=\"ou=people,dc=example,dc=com\" attrs=userPassword "
      "filter=(employeeType=disabled)\n"
      "  by dn.exact=\"cn=scim2ldap,ou=services,dc=example,dc=com\" write by * none\n";
  Leaver leaver(options, "method = \"attribute\"\nattribute = \"employeeType\"\ndisabled = \"disabled\"");
  BOOST_CHECK(leaver.bind("ou=people") == ResultCode::Success);
  BOOST_TEST(leaver.setActive("false"));
  BOOST_TEST(!leaver.active());
  BOOST_TEST(
      leaver.directory.read(leaver.dn("ou=people"), {"employeeType"}).value().first("employeeType").value() ==
      "disabled");
  BOOST_CHECK(leaver.bind("ou=people") != ResultCode::Success);
  BOOST_TEST(leaver.setActive("true"));
  BOOST_CHECK(leaver.bind("ou=people") == ResultCode::Success);
}

BOOST_AUTO_TEST_CASE(by_move_the_entry_leaves_its_branch_keeps_its_id_and_takes_its_groups_along) {
  SlapdOptions options;
  options.ldif = "dn: ou=disabled,dc=example,dc=com\nobjectClass: organizationalUnit\nou: disabled\n\n";
  // As in etc/ldap/disabled-branch-access.ldif.
  options.databaseLines =
      "access to dn.children=\"ou=disabled,dc=example,dc=com\" attrs=userPassword by * none\n";
  Leaver leaver(options, "method = \"move\"\ncontainer = \"ou=disabled\"");
  BOOST_CHECK(leaver.bind("ou=people") == ResultCode::Success);
  BOOST_TEST(leaver.setActive("false"));
  BOOST_TEST(!leaver.active());
  // Who looks users up below ou=people, as applications do, finds no one to bind as.
  BOOST_CHECK(leaver.bind("ou=people") == ResultCode::InvalidCredentials);
  // Nor does the new name help.
  BOOST_CHECK(leaver.bind("ou=disabled") == ResultCode::InvalidCredentials);
  BOOST_TEST(leaver.member() == leaver.dn("ou=disabled").toString());
  BOOST_TEST(leaver.setActive("true"));
  BOOST_TEST(leaver.active());
  BOOST_CHECK(leaver.bind("ou=people") == ResultCode::Success);
  BOOST_TEST(leaver.member() == leaver.dn("ou=people").toString());
}

BOOST_AUTO_TEST_CASE(a_leaver_is_locked_out_even_when_the_rest_of_the_patch_is_refused) {
  SlapdOptions options;
  options.ppolicy = true;
  const Leaver leaver(options, "method = \"ppolicy\"");
  const ScimAnswer answer = leaver.client.send(
      "PATCH", "/Users/" + leaver.id,
      R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)"
      R"({"op":"Replace","path":"emails[type eq \"work\"].value","value":"größe@x.example"},)"
      R"({"op":"Replace","path":"active","value":"False"}]})");
  BOOST_TEST(answer.status == 400);
  BOOST_TEST(answer.body.stringAt("detail").find("emails") != std::string::npos,
             scim::printJson(answer.body));
  BOOST_TEST(!leaver.active());
  BOOST_CHECK(leaver.bind("ou=people") == ResultCode::InvalidCredentials);
}

BOOST_AUTO_TEST_CASE(a_leaver_is_locked_out_even_when_the_new_name_in_the_same_patch_is_taken) {
  SlapdOptions options;
  options.ppolicy = true;
  const Leaver leaver(options, "method = \"ppolicy\"");
  static_cast<void>(leaver.client.makeUser("taken", "Taken"));
  const ScimAnswer answer =
      leaver.client.send("PATCH", "/Users/" + leaver.id,
                         R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)"
                         R"({"op":"replace","value":{"active":false,"userName":"taken"}}]})");
  BOOST_TEST(answer.status == 409);
  BOOST_CHECK(leaver.bind("ou=people") == ResultCode::InvalidCredentials);
}

BOOST_AUTO_TEST_CASE(names_that_no_directory_should_hold_are_refused) {
  SlapdOptions options;
  options.ppolicy = true;
  const Leaver leaver(options, "method = \"ppolicy\"");
  for (const std::string name : {"   ", "nul\\u0000x", "line\\nbreak"}) {
    const ScimAnswer answer = leaver.client.send("POST", "/Users", R"({"userName":")" + name + R"("})");
    BOOST_TEST(answer.status == 400, name);
    BOOST_TEST(answer.body.stringAt("scimType") == "invalidValue");
  }
  const ScimAnswer answer =
      leaver.client.send("POST", "/Users", R"({"userName":")" + std::string(300, 'x') + R"("})");
  BOOST_TEST(answer.status == 400);
}

BOOST_AUTO_TEST_SUITE_END()
