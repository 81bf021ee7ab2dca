#include <boost/test/unit_test.hpp>

#include "connector/provisioning/PlanJson.h"
#include "connector/provisioning/PlanLdif.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using ldap::ModificationType;

namespace {

Plan everything() {
  const ldap::Dn dn = ldap::Dn::parse("uid=al\\2Cice,ou=people,dc=example");
  const ldap::Filter assertion{ldap::Equality{"entryCSN", "2026#1*()"}};
  Plan plan;
  plan.directory = "main";
  plan.steps = {
      AddEntry{{dn, {{"uid", {"al,ice"}}, {"jpegPhoto", {std::string("\xFF\x00\x01", 3)}}}}},
      ModifyEntry{dn,
                  {{ModificationType::Add, "cn", {"Älice", ""}}, {ModificationType::Delete, "sn", {}}},
                  {{ModificationType::Replace, "cn", {}}},
                  assertion},
      RenameEntry{dn, ldap::Dn::parse("uid=b,dc=example"), assertion},
      ChangeMembers{dn, "member", {"uid=a"}, {"uid=b"}, "cn=none"},
      ChangeMembers{dn, "memberUid", {}, {"b"}, std::nullopt, assertion},
      SetPassword{dn, "secretary"},
      DeleteEntry{dn, std::nullopt}};
  ResourceRow row{"entra", "User", "id-1"};
  row.externalId = "x";
  row.externalIdUnique = false;
  row.origin = Origin::Adopted;
  row.originals = {{"displayName", "A  B", {{"displayName", {"A B"}}}},
                   {"name", scim::Json(), {{"sn", {"B"}}}}};
  row.kept = scim::Json::object();
  row.kept.set("nickName", "al");
  row.rawRole = " Admin";
  row.role = "admin";
  row.created = TimePoint(std::chrono::milliseconds(1700000000123));
  plan.changes.upserts = {row};
  plan.changes.removals = {{"entra", "Group", "id-2"}};
  LogRow log;
  log.time = row.created;
  log.requestId = "r";
  log.name = "alice";
  log.status = 201;
  log.ldif = "dn: x\n";
  plan.changes.log = {log};
  plan.changes.fallback = {{"entra", "id-1", FallbackState::Waiting, row.created},
                           {"entra", "id-3", FallbackState::Inside, std::nullopt}};
  plan.changes.leavings = {{"entra", "id-1", row.created}};
  return plan;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(PlanJsonSuite)

BOOST_AUTO_TEST_CASE(a_plan_comes_back_from_the_journal_as_it_was) {
  const Plan plan = everything();
  const Plan read = planFromJson(scim::parseJson(scim::printJson(toJson(plan))));
  BOOST_TEST(read.directory == plan.directory);
  BOOST_TEST_REQUIRE(read.steps.size() == plan.steps.size());
  for (std::size_t i = 0; i < plan.steps.size(); ++i) BOOST_CHECK_MESSAGE(read.steps[i] == plan.steps[i], i);
  BOOST_CHECK(read.changes.upserts == plan.changes.upserts);
  BOOST_CHECK(read.changes.removals == plan.changes.removals);
  BOOST_CHECK(read.changes.log == plan.changes.log);
  BOOST_CHECK(read.changes.fallback == plan.changes.fallback);
  BOOST_CHECK(read.changes.leavings == plan.changes.leavings);
}

BOOST_AUTO_TEST_CASE(what_the_steps_tell_is_not_written_twice) {
  Plan plan = everything();
  plan.changes.log.front().ldif = toLdif(plan);
  plan.changes.log.push_back({});
  const std::string text = scim::printJson(toJson(plan));
  BOOST_TEST(text.find("changetype") == std::string::npos, text);
  BOOST_CHECK(planFromJson(scim::parseJson(text)).changes.log == plan.changes.log);
}

BOOST_AUTO_TEST_CASE(a_password_does_not_go_into_the_journal) {
  const ldap::Dn dn = ldap::Dn::parse("uid=alice,dc=example");
  const Plan plan{"main", {SetPassword{dn, "", "hunter2"}, SetPassword{dn, "userPassword", "hunter2"}}};
  const std::string text = scim::printJson(toJson(plan));
  BOOST_TEST(text.find("hunter2") == std::string::npos, text);
  const Plan read = planFromJson(scim::parseJson(text));
  BOOST_CHECK(read.steps == (std::vector<Step>{SetPassword{dn, "", std::nullopt},
                                               SetPassword{dn, "userPassword", std::nullopt}}));
}

BOOST_AUTO_TEST_CASE(rejects_what_is_no_plan) {
  for (const char* text :
       {"{}", R"({"directory":"d","steps":[{"op":"fly","dn":"dc=x"}],"upserts":[],"removals":[],"log":[]})",
        R"({"directory":7,"steps":[],"upserts":[],"removals":[],"log":[]})"}) {
    BOOST_CHECK_THROW(static_cast<void>(planFromJson(scim::parseJson(text))), StoreError);
  }
}

BOOST_AUTO_TEST_SUITE_END()
