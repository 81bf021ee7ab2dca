#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <ostream>

#include "connector/commands/InheritedPlans.h"
#include "connector/provisioning/PlanJson.h"
#include "connector/store/SqliteStore.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using WhenUntouched = UnsettledPlans::WhenUntouched;

namespace {

const ldap::Dn kAda = ldap::Dn::parse("uid=ada,dc=example,dc=com");
const ldap::Dn kTeam = ldap::Dn::parse("cn=team,dc=example,dc=com");
const ldap::Dn kThirdTeam = ldap::Dn::parse("cn=third,dc=example,dc=com");
const ldap::Dn kOtherTeam = ldap::Dn::parse("cn=other,dc=example,dc=com");

Step joining(const ldap::Dn& group) {
  return ChangeMembers{group, "member", {kAda.toString()}, {}, ""};
}

LogRow row(const std::string& method, const std::string& type, const std::string& endpoint = "entra") {
  LogRow made;
  made.endpoint = endpoint;
  made.method = method;
  made.type = type;
  return made;
}

/// A plan that was found, what the endpoint takes by now, and whether it is carried on.
struct Case {
  std::string what;
  std::vector<LogRow> rows;
  std::vector<Step> steps;
  std::function<void(EndpointPolicies& policies)> set;
  bool isCarriedOn;
};
std::ostream& operator<<(std::ostream& stream, const Case& each) {
  return stream << each.what;
}

void nothing(EndpointPolicies&) {}
void switchOff(EndpointPolicies& policies) {
  policies.enabled = false;
}
void takeNoGroups(EndpointPolicies& policies) {
  policies.groups = GroupSync::Off;
}
std::function<void(EndpointPolicies&)> ignoring(VerbPolicy VerbPolicies::*verb) {
  return [verb](EndpointPolicies& policies) { policies.verbs.*verb = VerbPolicy::Ignore; };
}

const Step kAdd = AddEntry{{kAda, {{"objectClass", {"inetOrgPerson"}}, {"uid", {"ada"}}}}};
const Step kDescribe = ModifyEntry{kTeam, {{ldap::ModificationType::Replace, "description", {"x"}}}, {}};
const Step kDelete = DeleteEntry{kAda};
const Step kDeleteTeam = DeleteEntry{kTeam};
const LogRow kCreation = row("POST", "User");
const LogRow kChange = row("PATCH", "User");
const LogRow kGroupChange = row("PATCH", "Group");

const std::vector<Case> kCases{
    {"a creation", {kCreation}, {kAdd}, nothing, true},
    {"a creation that is ignored", {kCreation}, {kAdd}, ignoring(&VerbPolicies::userCreate), false},
    {"a creation where deletions are ignored",
     {kCreation},
     {kAdd},
     ignoring(&VerbPolicies::userDelete),
     true},
    {"a deletion that is ignored",
     {row("DELETE", "User")},
     {kDelete},
     ignoring(&VerbPolicies::userDelete),
     false},
    {"a user who leaves a group on being deleted",
     {row("DELETE", "User")},
     {joining(kTeam), kDelete},
     ignoring(&VerbPolicies::groupMembers),
     true},
    {"members that are ignored",
     {kGroupChange},
     {joining(kTeam)},
     ignoring(&VerbPolicies::groupMembers),
     false},
    {"members where deletions of groups are ignored",
     {kGroupChange},
     {joining(kTeam)},
     ignoring(&VerbPolicies::groupDelete),
     true},
    {"a group that leaves another on being deleted, where members are ignored",
     {row("DELETE", "Group")},
     {joining(kOtherTeam), kDeleteTeam},
     ignoring(&VerbPolicies::groupMembers),
     true},
    {"a group's description and members, where members are ignored",
     {row("PUT", "Group")},
     {kDescribe, joining(kTeam)},
     ignoring(&VerbPolicies::groupMembers),
     false},
    {"a group's new name, in a group that lists it, where members are ignored",
     {row("PUT", "Group")},
     {RenameEntry{kTeam, kThirdTeam}, joining(kOtherTeam)},
     ignoring(&VerbPolicies::groupMembers),
     true},
    {"a group's new name and members, where members are ignored",
     {row("PUT", "Group")},
     {RenameEntry{kTeam, kThirdTeam}, joining(kThirdTeam)},
     ignoring(&VerbPolicies::groupMembers),
     false},
    {"the service, where groups are not synced",
     {row("SERVICE", "User")},
     {joining(kTeam)},
     takeNoGroups,
     false},
    {"a group where groups are not synced", {kGroupChange}, {joining(kTeam)}, takeNoGroups, false},
    {"a user where groups are not synced", {kChange}, {kAdd}, takeNoGroups, true},
    {"an endpoint that is switched off", {kChange}, {kAdd}, switchOff, false},
    {"an endpoint that is gone", {row("PATCH", "User", "gone")}, {kAdd}, nothing, false},
    {"the service, at an endpoint that is switched off",
     {row("SERVICE", "Group")},
     {joining(kTeam)},
     switchOff,
     false},
    {"the service, whom no verb concerns",
     {row("SERVICE", "Group")},
     {joining(kTeam)},
     ignoring(&VerbPolicies::groupMembers),
     true},
    {"a command, at an endpoint that is switched off", {row("COMMAND", "User")}, {kDelete}, switchOff, true},
    {"two requests, of which one is of an endpoint that is gone",
     {kGroupChange, row("PATCH", "Group", "gone")},
     {joining(kTeam)},
     nothing,
     false},
    {"nobody's plan", {}, {kAdd}, switchOff, true},
};

struct Fixture {
  test::TemporaryFolder folder;
  std::unique_ptr<Store> store = openSqliteStore(folder.path() / "state.db");
  Logger logger{Level::Error};
  Configuration configuration;
  UnsettledPlans unsettled;

  Fixture() {
    configuration.directories.resize(1);
    configuration.directories.front().name = "main";
    configuration.endpoints.resize(1);
    configuration.endpoints.front().name = "entra";
  }
  std::int64_t leave(const std::string& directory, std::vector<LogRow> rows, std::vector<Step> steps) {
    Plan plan{directory, std::move(steps)};
    plan.changes.log = std::move(rows);
    return store->beginJournal(toJson(plan));
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(InheritedPlansSuite)

BOOST_DATA_TEST_CASE(what_an_endpoint_takes_no_more_is_dropped_where_nothing_of_it_shows,
                     boost::unit_test::data::make(kCases), each) {
  Fixture f;
  each.set(f.configuration.endpoints.front().policies);
  const std::int64_t journal = f.leave("main", each.rows, each.steps);
  InheritedPlans(*f.store, f.logger).queue(f.configuration, f.unsettled);
  const UnsettledPlans::Waiting waiting = f.unsettled.of("main").at(journal);
  BOOST_TEST(waiting.isInherited);
  BOOST_TEST((waiting.whenUntouched == WhenUntouched::CarryOn) == each.isCarriedOn);
}

BOOST_AUTO_TEST_CASE(a_plan_waits_for_a_configuration_that_names_its_directory) {
  Fixture f;
  const std::int64_t journal = f.leave("other", {kCreation}, {kAdd});
  InheritedPlans plans(*f.store, f.logger);
  plans.queue(f.configuration, f.unsettled);
  BOOST_TEST(!f.unsettled.any("other"));
  f.configuration.directories.front().name = "other";
  plans.queue(f.configuration, f.unsettled);
  BOOST_TEST(f.unsettled.of("other").contains(journal));
}

BOOST_AUTO_TEST_CASE(what_names_no_directory_is_set_aside) {
  Fixture f;
  const std::int64_t journal = f.store->beginJournal(scim::parseJson(R"({"steps":[]})"));
  InheritedPlans(*f.store, f.logger).queue(f.configuration, f.unsettled);
  BOOST_TEST(!f.store->journalRow(journal)->setAside.empty());
}

BOOST_AUTO_TEST_SUITE_END()
