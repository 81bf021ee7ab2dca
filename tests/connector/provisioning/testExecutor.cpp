#include <fcntl.h>
#include <algorithm>
#include <atomic>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>
#include <thread>

#include "connector/provisioning/Executor.h"
#include "connector/provisioning/PlanJson.h"
#include "connector/provisioning/PlanLdif.h"
#include "connector/store/Database.h"
#include "connector/store/SqliteStore.h"
#include "ldap/Error.h"
#include "tests/ldap/DirectoryFixture.h"
#include "tests/support/TcpProxy.h"
#include "tests/support/TemporaryFolder.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using ldap::ModificationType;
using ldap::ResultCode;
using Outcome = Execution::Outcome;
using WhenUntouched = UnsettledPlans::WhenUntouched;

namespace {

const std::string kDirectory = "d";
const std::string kPlaceholder = "cn=empty-group";

/// An executor on a real directory and a real side table, with the people that the plans below are about.
struct Fixture : ldap::DirectoryFixture {
  test::TemporaryFolder folder;
  std::unique_ptr<Store> store = openSqliteStore(folder.path() / "state.db");
  UnsettledPlans unsettled;
  Logger logger{Level::Error, ::open((folder.path() / "log").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600)};
  Executor executor{kDirectory, directory, "entryUUID", *store, unsettled, logger};

  ldap::Dn alice = personDn("alice");
  ldap::Dn anna = personDn("anna");
  ldap::Dn report = personDn("report");
  ldap::Dn team = groups.child("cn", "team");

  Fixture() {
    BOOST_REQUIRE(directory.add(person("alice")).ok());
    ldap::Entry subordinate = person("report");
    subordinate.attributes["manager"] = {alice.toString()};
    BOOST_REQUIRE(directory.add(subordinate).ok());
    BOOST_REQUIRE(
        directory.add({team, {{"objectClass", {"groupOfNames"}}, {"member", {alice.toString()}}}}).ok());
  }

  [[nodiscard]] bool exists(const ldap::Dn& dn) { return directory.read(dn, {}).has_value(); }
  [[nodiscard]] std::string member() { return stored(team, "member"); }
  [[nodiscard]] std::string manager() { return stored(report, "manager"); }
  [[nodiscard]] std::string title() { return stored(alice, "title") + stored(anna, "title"); }
  [[nodiscard]] bool hasRow(const std::string& id) { return store->find({"e", "User", id}).has_value(); }

  [[nodiscard]] static ResourceRow row(const std::string& id) {
    ResourceRow row;
    row.endpoint = "e";
    row.type = "User";
    row.id = id;
    row.externalId = "ext";
    return row;
  }

  [[nodiscard]] Plan creation() const {
    Plan plan{kDirectory, {AddEntry{person("new")}}};
    plan.changes.upserts = {row("")};
    plan.changes.upserts.front().externalId = "ext-new";
    return plan;
  }
  [[nodiscard]] Plan marriage() const {
    Plan plan{kDirectory,
              {ModifyEntry{alice, ldap::replace("title", {"Boss"}), ldap::replace("title", {})},
               RenameEntry{alice, anna},
               ChangeMembers{team, "member", {anna.toString()}, {alice.toString()}, kPlaceholder},
               ModifyEntry{report,
                           {{ModificationType::Delete, "manager", {alice.toString()}},
                            {ModificationType::Add, "manager", {anna.toString()}}},
                           {{ModificationType::Delete, "manager", {anna.toString()}},
                            {ModificationType::Add, "manager", {alice.toString()}}}}}};
    plan.changes.upserts = {row("alice")};
    plan.changes.log = {LogRow{.requestId = "marriage", .name = "alice", .status = 200}};
    return plan;
  }
  /// The rows of the audit log that say so.
  [[nodiscard]] std::size_t toldAs(int status) {
    const std::vector<LogRow> rows = store->log(100, std::nullopt);
    return static_cast<std::size_t>(
        std::ranges::count_if(rows, [&](const LogRow& each) { return each.status == status; }));
  }
  /// What the newest message of this id holds as its LDIF.
  [[nodiscard]] std::string ldifToldAs(const std::string& id) const {
    std::string ldif;
    std::ifstream lines(folder.path() / "log");
    for (std::string line; std::getline(lines, line);) {
      if (line.find(id) != std::string::npos) ldif = scim::parseJson(line).stringAt("ldif");
    }
    return ldif;
  }
  [[nodiscard]] Plan departure() const {
    Plan plan{kDirectory,
              {ChangeMembers{team, "member", {}, {alice.toString()}, kPlaceholder},
               ModifyEntry{report, {{ModificationType::Delete, "manager", {alice.toString()}}}, {}},
               DeleteEntry{alice}}};
    plan.changes.removals = {{"e", "User", "alice"}};
    return plan;
  }

  /// The state in which a process that was killed leaves things: the plan in the journal, and the first
  /// steps of it carried out.
  void cutShort(const Plan& plan, std::size_t steps, WhenUntouched whenUntouched) {
    const std::int64_t journal = store->beginJournal(toJson(plan));
    const Plan begun{kDirectory,
                     {plan.steps.begin(), plan.steps.begin() + static_cast<std::ptrdiff_t>(steps)}};
    if (steps > 0) BOOST_REQUIRE(executor.execute(begun, {}, executor.begin()).done());
    unsettled.add(kDirectory, journal, {whenUntouched});
  }
  void settle() {
    BOOST_TEST(executor.settle());
    BOOST_TEST(store->journal().empty());
    BOOST_TEST(!unsettled.any(kDirectory));
  }

  void expectNothingOfMarriage() {
    BOOST_TEST(title().empty());
    BOOST_TEST(exists(alice));
    BOOST_TEST(!exists(anna));
    BOOST_TEST(member() == alice.toString());
    BOOST_TEST(manager() == alice.toString());
    BOOST_TEST(!hasRow("alice"));
    BOOST_TEST(toldAs(200) == 0U);
  }
  void expectMarriage() {
    BOOST_TEST(title() == "Boss");
    BOOST_TEST(!exists(alice));
    BOOST_TEST(exists(anna));
    BOOST_TEST(member() == anna.toString());
    BOOST_TEST(manager() == anna.toString());
    BOOST_TEST(hasRow("alice"));
    BOOST_TEST(toldAs(200) == 1U);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ExecutorSuite, Fixture)

BOOST_AUTO_TEST_CASE(a_plan_is_carried_out_and_its_journal_row_removed) {
  const Execution execution = executor.execute(creation(), {"cn"}, executor.begin());
  BOOST_TEST_REQUIRE(execution.done());
  BOOST_TEST(execution.id == stored(personDn("new"), "entryUUID"));
  BOOST_TEST_REQUIRE(execution.entry.has_value());
  BOOST_TEST(execution.entry->first("cn").value_or("") == "new");
  BOOST_TEST(hasRow(execution.id));
  BOOST_TEST(store->journal().empty());
}

BOOST_AUTO_TEST_CASE(what_was_refused_half_way_is_taken_back) {
  Plan plan = marriage();
  BOOST_REQUIRE(directory.add(person("anna")).ok());
  const Execution execution = executor.execute(plan, {}, executor.begin());
  BOOST_TEST((execution.outcome == Outcome::Refused));
  BOOST_TEST((execution.refusal.code == ResultCode::EntryAlreadyExists));
  BOOST_TEST(execution.refusedStep == 1U);
  BOOST_TEST(title().empty());
  BOOST_TEST(store->journal().empty());
}

BOOST_AUTO_TEST_CASE(an_entry_to_delete_that_is_not_there_is_refused_for_the_caller_to_read_anew) {
  const Plan plan{kDirectory, {DeleteEntry{personDn("nobody")}}};
  const Execution execution = executor.execute(plan, {}, executor.begin());
  BOOST_TEST((execution.outcome == Outcome::Refused));
  BOOST_TEST((execution.refusal.code == ResultCode::NoSuchObject));
}

BOOST_DATA_TEST_CASE(a_change_cut_after_any_step_is_wholly_there_or_wholly_not,
                     boost::unit_test::data::xrange(5), steps) {
  cutShort(marriage(), static_cast<std::size_t>(steps), WhenUntouched::Drop);
  settle();
  steps == 0 ? expectNothingOfMarriage() : expectMarriage();
}

BOOST_DATA_TEST_CASE(a_removal_cut_after_any_step_is_wholly_there_or_wholly_not,
                     boost::unit_test::data::xrange(4), steps) {
  store->commit({.upserts = {row("alice")}});
  cutShort(departure(), static_cast<std::size_t>(steps), WhenUntouched::Drop);
  settle();
  const bool untouched = steps == 0;
  BOOST_TEST(exists(alice) == untouched);
  BOOST_TEST(member() == (untouched ? alice.toString() : kPlaceholder));
  BOOST_TEST(manager() == (untouched ? alice.toString() : ""));
  BOOST_TEST(hasRow("alice") == untouched);
}

BOOST_DATA_TEST_CASE(a_new_entry_cut_short_has_its_row_or_is_not_there, boost::unit_test::data::xrange(2),
                     steps) {
  cutShort(creation(), static_cast<std::size_t>(steps), WhenUntouched::Drop);
  settle();
  const std::string id = stored(personDn("new"), "entryUUID");
  BOOST_TEST(id.empty() == (steps == 0));
  if (!id.empty()) BOOST_TEST(hasRow(id));
}

BOOST_AUTO_TEST_CASE(a_plan_without_an_answer_is_carried_on_even_where_nothing_of_it_shows) {
  cutShort(marriage(), 0, WhenUntouched::CarryOn);
  settle();
  expectMarriage();
}

BOOST_AUTO_TEST_CASE(a_young_plan_of_an_earlier_process_is_carried_on_where_nothing_of_it_shows) {
  const UnsettledPlans::Waiting young{.whenUntouched = WhenUntouched::CarryOn, .isInherited = true};
  unsettled.add(kDirectory, store->beginJournal(toJson(creation())), young);
  settle();
  BOOST_TEST(hasRow(stored(personDn("new"), "entryUUID")));
  store->commit({.upserts = {row("alice")}});
  unsettled.add(kDirectory, store->beginJournal(toJson(departure())), young);
  settle();
  BOOST_TEST(!exists(alice));
  BOOST_TEST(!hasRow("alice"));
}

/// The directory comes to what it had in its queue behind the look, and before what is sent on account of it.
BOOST_AUTO_TEST_CASE(a_plan_whose_step_is_refused_as_it_was_done_meanwhile_is_carried_on) {
  test::TcpProxy wire(slapd.port());
  ldap::DirectorySettings settings = slapd.settings();
  settings.uris = {"ldap://127.0.0.1:" + std::to_string(wire.port())};
  ldap::Directory far(settings);
  Executor successor{kDirectory, far, "entryUUID", *store, unsettled, logger};
  // A new connection is tried with writes, too.
  BOOST_TEST_REQUIRE(far.modify(report, ldap::replace("description", {"x"})).ok());
  unsettled.add(kDirectory, store->beginJournal(toJson(creation())),
                {.whenUntouched = WhenUntouched::CarryOn, .isInherited = true});
  wire.holdWrites(true);
  std::atomic<bool> isSettled = false;
  std::atomic<bool> isOver = false;
  std::jthread settling([&] {
    try {
      isSettled = successor.settle();
    } catch (const std::exception&) {  // it is not settled
    }
    isOver = true;
  });
  while (wire.heldWrites() == 0 && !isOver) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  BOOST_TEST(directory.add(person("new")).ok());
  wire.releaseWrites();
  settling.join();
  BOOST_TEST(isSettled);
  BOOST_TEST(store->journal().empty());
  BOOST_TEST(hasRow(stored(personDn("new"), "entryUUID")));
}

BOOST_AUTO_TEST_CASE(ten_minutes_make_a_plan_of_an_earlier_process_old) {
  const TimePoint now = currentTime();
  using std::chrono::minutes;
  BOOST_TEST(UnsettledPlans::isYoung(now, now));
  BOOST_TEST(UnsettledPlans::isYoung(now - minutes(9), now));
  BOOST_TEST(!UnsettledPlans::isYoung(now - minutes(10), now));
  BOOST_TEST(UnsettledPlans::isYoung(now + minutes(9), now));  // the clock was set back a little
  BOOST_TEST(!UnsettledPlans::isYoung(now + minutes(10), now));
}

/// Old, or with a password.
BOOST_DATA_TEST_CASE(a_plan_to_be_dropped_is_not_while_the_directory_is_at_it_for_a_dead_process,
                     boost::unit_test::data::make({true, false}), isOld) {
  Plan plan = creation();
  if (!isOld) plan.steps.push_back(SetPassword{personDn("new"), "", "x"});
  unsettled.add(kDirectory, store->beginJournal(toJson(plan)),
                {.whenUntouched = isOld ? WhenUntouched::Drop : WhenUntouched::CarryOn, .isInherited = true});
  bool isAdded = false;
  bool isInTime = false;
  const auto begun = std::chrono::steady_clock::now();
  std::jthread late([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    isAdded = directory.add(person("new")).ok();
    isInTime = std::chrono::steady_clock::now() - begun < std::chrono::milliseconds(800);
  });
  settle();
  late.join();
  BOOST_TEST(isAdded);
  if (!isInTime) return;  // the machine was busy with something else: it shows nothing
  const std::string id = stored(personDn("new"), "entryUUID");
  BOOST_TEST(id.empty() == !isOld);
  BOOST_TEST(hasRow(id) == isOld);
}

BOOST_AUTO_TEST_CASE(a_plan_that_cannot_be_carried_on_is_taken_back) {
  BOOST_REQUIRE(directory.add(person("anna")).ok());
  cutShort(marriage(), 1, WhenUntouched::Drop);
  BOOST_TEST(title() == "Boss");
  settle();
  BOOST_TEST(title().empty());
  BOOST_TEST(member() == alice.toString());
  BOOST_TEST(!hasRow("alice"));
}

BOOST_AUTO_TEST_CASE(what_was_read_before_plans_were_settled_is_read_anew) {
  const Epoch before = executor.begin();
  cutShort(marriage(), 1, WhenUntouched::CarryOn);
  // Neither while the other plan waits nor after it was settled.
  BOOST_TEST((executor.execute(departure(), {}, before).outcome == Outcome::Overtaken));
  settle();
  BOOST_TEST((executor.execute(departure(), {}, before).outcome == Outcome::Overtaken));
  expectMarriage();
  BOOST_TEST(executor.execute(creation(), {}, executor.begin()).done());
}

BOOST_AUTO_TEST_CASE(what_can_neither_be_ended_nor_taken_back_is_set_aside_until_people_mend_it) {
  BOOST_REQUIRE(directory.add(person("anna")).ok());
  Plan plan = marriage();
  std::get<ModifyEntry>(plan.steps.front()).undo = ldap::replace("noSuchAttribute", {"x"});
  BOOST_TEST((executor.execute(plan, {}, executor.begin()).outcome == Outcome::Refused));
  const auto setAside = [&] {
    BOOST_TEST_REQUIRE(store->journal().size() == 1U);
    BOOST_TEST(store->journal().front().setAside.find("noSuchAttribute") != std::string::npos);
    return store->journal().front().number;
  };
  const std::int64_t journal = setAside();
  BOOST_TEST(toldAs(200) == 0U);
  BOOST_TEST_REQUIRE(toldAs(500) == 1U);
  BOOST_TEST(store->log(1, std::nullopt).front().detail.starts_with("half-done"));
  // It stands in nobody's way,
  BOOST_TEST(executor.execute(creation(), {}, executor.begin()).done());
  // is neither carried out nor forgotten at the next start,
  unsettled.add(kDirectory, journal, {WhenUntouched::Drop});
  BOOST_TEST(executor.settle());
  BOOST_TEST(setAside() == journal);
  BOOST_TEST(title() == "Boss");
  BOOST_TEST(member() == alice.toString());
  // and goes when nothing of it is left, and nobody stands at the new name who could be the one renamed.
  BOOST_REQUIRE(directory.modify(alice, ldap::replace("title", {})).ok());
  BOOST_REQUIRE(directory.remove(anna).ok());
  unsettled.add(kDirectory, journal, {WhenUntouched::Drop});
  settle();
}

BOOST_AUTO_TEST_CASE(a_plan_is_set_aside_and_told_in_the_audit_log_at_once_or_not_at_all) {
  BOOST_REQUIRE(directory.add(person("anna")).ok());
  Plan plan = marriage();
  std::get<ModifyEntry>(plan.steps.front()).undo = ldap::replace("noSuchAttribute", {"x"});
  Database broken(folder.path() / "state.db", Database::Access::Write);
  broken.execute("CREATE TRIGGER full BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'full'); END");
  BOOST_TEST((executor.execute(plan, {}, executor.begin()).outcome == Outcome::Refused));
  BOOST_TEST(toldAs(500) == 0U);
  BOOST_TEST(unsettled.any(kDirectory));
  broken.execute("DROP TRIGGER full");
  BOOST_TEST(executor.settle());
  BOOST_TEST(toldAs(500) == 1U);
  BOOST_TEST_REQUIRE(store->journal().size() == 1U);
  BOOST_TEST(!store->journal().front().setAside.empty());
}

BOOST_AUTO_TEST_CASE(people_are_told_what_is_left_of_a_plan_that_was_set_aside) {
  const Plan plan = marriage();
  const auto behind = [&](std::ptrdiff_t steps) {
    return toLdif(Plan{kDirectory, {plan.steps.begin() + steps, plan.steps.end()}});
  };
  const std::int64_t journal = store->beginJournal(toJson(plan));
  store->commit({.setAside = SetAside{journal, "refused"}});
  for (std::ptrdiff_t steps = 1; steps < 4; ++steps) {
    const Plan next{kDirectory, {plan.steps[static_cast<std::size_t>(steps) - 1]}};
    BOOST_TEST_REQUIRE(executor.execute(next, {}, executor.begin()).done());
    unsettled.add(kDirectory, journal, {WhenUntouched::Drop});
    BOOST_TEST(executor.settle());
    BOOST_TEST(ldifToldAs("JOURNAL_SET_ASIDE") == behind(steps));
  }
}

BOOST_AUTO_TEST_CASE(a_step_that_the_directory_may_still_be_at_is_waited_for_and_not_sent_again) {
  const auto now = UnsettledPlans::Clock::now();
  const std::int64_t journal = store->beginJournal(toJson(marriage()));
  unsettled.add(kDirectory, journal,
                {WhenUntouched::CarryOn, UnsettledPlans::Sent{0, now, now + std::chrono::hours(1)}});
  BOOST_CHECK_EXCEPTION(static_cast<void>(executor.begin()), ldap::Error,
                        [](const ldap::Error& error) { return isUnavailable(error.code()); });
  expectNothingOfMarriage();
  // The directory comes to its end: the other steps follow at once.
  BOOST_REQUIRE(directory.modify(alice, ldap::replace("title", {"Boss"})).ok());
  settle();
  expectMarriage();
}

BOOST_AUTO_TEST_CASE(a_step_that_does_not_show_in_time_is_sent_again) {
  const auto now = UnsettledPlans::Clock::now();
  unsettled.add(kDirectory, store->beginJournal(toJson(marriage())),
                {WhenUntouched::CarryOn, UnsettledPlans::Sent{0, now - std::chrono::seconds(2), now}});
  settle();
  expectMarriage();
}

BOOST_AUTO_TEST_CASE(a_write_without_an_answer_within_the_deadline_is_not_sent_again_at_once) {
  slapd.pause();
  BOOST_TEST((executor.execute(marriage(), {}, unsettled.epoch(kDirectory)).outcome == Outcome::Unsettled));
  slapd.resume();
  const auto waiting = unsettled.of(kDirectory);
  BOOST_TEST_REQUIRE(waiting.size() == 1U);
  const UnsettledPlans::Waiting& plan = waiting.begin()->second;
  BOOST_TEST_REQUIRE(plan.sent.has_value());
  BOOST_TEST(plan.sent->step == 0U);
  BOOST_CHECK(plan.sent->notBefore - plan.sent->first >= slapd.settings().operationTimeout * 3 / 2);
  while (!executor.settle()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  expectMarriage();
}

BOOST_AUTO_TEST_CASE(what_was_cut_short_at_its_password_is_taken_back_as_far_as_it_had_come) {
  Plan plan = marriage();
  plan.steps.push_back(SetPassword{anna, "", "x"});
  for (std::size_t steps = 1; steps < plan.steps.size(); ++steps) {
    cutShort(plan, steps, WhenUntouched::Drop);
    settle();
    expectNothingOfMarriage();
  }
}

BOOST_AUTO_TEST_CASE(a_lock_that_a_password_took_off_before_a_crash_is_put_on_again) {
  const std::vector<ldap::Modification> lock = ldap::replace("description", {"locked"});
  const Plan plan{kDirectory, {SetPassword{alice, "", "x"}, ModifyEntry{alice, lock, lock}}};
  unsettled.add(kDirectory, store->beginJournal(toJson(plan)), {WhenUntouched::Drop});
  settle();  // alice is as the password left her
  BOOST_TEST(stored(alice, "description") == "locked");
}

BOOST_AUTO_TEST_CASE(who_was_to_be_locked_with_a_new_password_is_not_where_the_plan_had_not_begun) {
  const std::vector<ldap::Modification> lock = ldap::replace("description", {"locked"});
  const Plan plan{kDirectory,
                  {ModifyEntry{alice, lock, ldap::replace("description", {})}, SetPassword{alice, "", "x"},
                   ModifyEntry{alice, lock, lock}}};
  unsettled.add(kDirectory, store->beginJournal(toJson(plan)), {WhenUntouched::Drop});
  settle();
  BOOST_TEST(stored(alice, "description").empty());
}

BOOST_AUTO_TEST_CASE(who_comes_while_the_last_member_leaves_is_not_listed_beside_the_placeholder) {
  BOOST_REQUIRE(directory.modify(team, ldap::replace("member", {kPlaceholder})).ok());
  std::atomic<int> refused = 0;
  std::atomic<int> underWay = 2;
  const auto comeAndGo = [&](const std::string& member) {
    for (int change = 0; change < 200; ++change) {
      std::vector<std::string> coming{member};
      std::vector<std::string> leaving;
      if (change % 2 == 1) std::swap(coming, leaving);
      const Plan plan{kDirectory, {ChangeMembers{team, "member", coming, leaving, kPlaceholder}}};
      try {
        if (!executor.execute(plan, {}, executor.begin()).done()) ++refused;
      } catch (const std::exception&) {
        ++refused;
      }
    }
    --underWay;
  };
  {
    const std::jthread one(comeAndGo, "cn=one");
    const std::jthread other(comeAndGo, "cn=other");
    int beside = 0;
    while (underWay > 0) {
      const std::optional<ldap::Entry> group = directory.read(team, {"member"});
      const std::vector<std::string>& members = group->values("member");
      if (members.size() > 1 && std::ranges::find(members, kPlaceholder) != members.end()) ++beside;
    }
    BOOST_TEST(beside == 0);
  }
  BOOST_TEST(refused == 0);
  BOOST_TEST(member() == kPlaceholder);
}

BOOST_AUTO_TEST_CASE(a_group_that_lists_neither_name_any_more_does_not_undo_a_rename) {
  Plan plan = marriage();
  auto& change = std::get<ChangeMembers>(plan.steps[2]);
  change.assertion = ldap::Filter{ldap::Or{{ldap::Filter{ldap::Equality{"member", alice.toString()}},
                                            ldap::Filter{ldap::Equality{"member", anna.toString()}}}}};
  cutShort(plan, plan.steps.size(), WhenUntouched::Drop);
  const std::vector<ldap::Modification> out{{ModificationType::Replace, "member", {kPlaceholder}}};
  BOOST_REQUIRE(directory.modify(team, out).ok());
  settle();
  BOOST_TEST(exists(anna));
  BOOST_TEST(manager() == anna.toString());
  BOOST_TEST(member() == kPlaceholder);
  BOOST_TEST(hasRow("alice"));
}

BOOST_AUTO_TEST_CASE(a_journal_row_that_is_no_plan_is_set_aside_and_blocks_nothing) {
  const std::int64_t journal = store->beginJournal(scim::Json::object());
  unsettled.add(kDirectory, journal, {WhenUntouched::Drop});
  BOOST_TEST(executor.execute(creation(), {}, executor.begin()).done());
  BOOST_TEST_REQUIRE(store->journal().size() == 1U);
  BOOST_TEST(store->journal().front().number == journal);
  BOOST_TEST(!store->journal().front().setAside.empty());
}

BOOST_AUTO_TEST_CASE(a_plan_that_was_set_aside_and_that_people_ended_is_dropped) {
  for (const bool withPassword : {false, true}) {
    Plan plan = withPassword ? creation() : marriage();
    BOOST_TEST_REQUIRE(executor.execute(plan, {}, executor.begin()).done());
    if (withPassword) plan.steps.push_back(SetPassword{personDn("new"), "", "x"});
    const std::int64_t journal = store->beginJournal(toJson(plan));
    store->commit({.setAside = SetAside{journal, "refused"}});
    unsettled.add(kDirectory, journal, {WhenUntouched::Drop});
    settle();
  }
}

BOOST_AUTO_TEST_CASE(somebody_else_at_the_old_name_does_not_make_a_half_done_rename_undone) {
  const std::int64_t journal = store->beginJournal(toJson(marriage()));
  store->commit({.setAside = SetAside{journal, "refused"}});
  const ldap::WriteResult renamed = directory.rename(alice, anna.rdn(), std::nullopt);
  BOOST_TEST_REQUIRE(renamed.ok());
  BOOST_TEST_REQUIRE(directory.add(person("alice")).ok());
  unsettled.add(kDirectory, journal, {WhenUntouched::Drop});
  BOOST_TEST(executor.settle());
  BOOST_TEST(store->journal().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_stands_behind_a_password_that_got_no_answer_is_carried_out_again) {
  const std::vector<ldap::Modification> lock = ldap::replace("description", {"locked"});
  BOOST_REQUIRE(directory.modify(alice, lock).ok());
  const Plan plan{kDirectory, {SetPassword{alice, "", "x"}, ModifyEntry{alice, lock, lock}}};
  const std::string before = stored(alice, "entryCSN");
  const auto now = UnsettledPlans::Clock::now();
  const std::int64_t journal = store->beginJournal(toJson(plan));
  unsettled.add(kDirectory, journal,
                {WhenUntouched::CarryOn, UnsettledPlans::Sent{0, now, now + std::chrono::hours(1)}});
  BOOST_TEST(!executor.settle());  // it may still come
  unsettled.remove(kDirectory, journal);
  unsettled.add(kDirectory, journal, {WhenUntouched::CarryOn, UnsettledPlans::Sent{0, now, now}});
  settle();
  BOOST_TEST(stored(alice, "entryCSN") != before);
}

BOOST_AUTO_TEST_CASE(nothing_begins_while_a_plan_waits_for_a_directory_that_is_away) {
  cutShort(marriage(), 1, WhenUntouched::Drop);
  slapd.stop();
  BOOST_CHECK_EXCEPTION(static_cast<void>(executor.begin()), ldap::Error,
                        [](const ldap::Error& error) { return isUnavailable(error.code()); });
  slapd.start();
  settle();
  expectMarriage();
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(a_plan_whose_entry_may_no_longer_be_read_keeps_nothing_else_from_being_written) {
  test::SlapdOptions options;
  options.databaseLines = "access to dn.base=\"cn=secret,ou=groups,dc=example,dc=com\" by * disclose\n";
  options.ldif = "dn: cn=secret,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=x\n\n";
  ldap::DirectoryFixture fixture(options);
  const test::TemporaryFolder folder;
  const std::unique_ptr<Store> store = openSqliteStore(folder.path() / "state.db");
  UnsettledPlans unsettled;
  Logger logger{Level::Error};
  Executor executor{kDirectory, fixture.directory, "entryUUID", *store, unsettled, logger};
  const ldap::Dn secret = fixture.groups.child("cn", "secret");
  const ChangeMembers unseen{secret, "member", {"cn=y"}, {}, kPlaceholder};
  const ModifyEntry seen{fixture.groups, ldap::replace("description", {"x"}),
                         ldap::replace("description", {})};
  BOOST_REQUIRE(fixture.directory.modify(seen.dn, seen.modifications).ok());
  Plan plan{kDirectory, {seen, unseen, SetPassword{fixture.groups, "", "x"}}};
  plan.changes.log = {LogRow{.name = "secret"}};
  const std::int64_t journal = store->beginJournal(toJson(plan));
  for (int start = 0; start < 2; ++start) {
    unsettled.add(kDirectory, journal, {WhenUntouched::Drop});
    BOOST_TEST(executor.settle());
    BOOST_TEST_REQUIRE(store->journal().size() == 1U);
    BOOST_TEST(!store->journal().front().setAside.empty());
    // The audit log is told once.
    const std::vector<LogRow> told = store->log(9, std::nullopt);
    BOOST_TEST_REQUIRE(told.size() == 1U);
    // It has what may be left, and no password in the place of one that nobody has any more.
    BOOST_TEST(told.front().ldif == toLdif(Plan{kDirectory, {unseen}}));
    BOOST_TEST(told.front().detail.find("cannot be read") != std::string::npos);
  }
}
