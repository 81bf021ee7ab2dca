// `scim2ldap state backup`, and what becomes of a side table that is restored from one.

#include <sys/stat.h>
#include <sys/wait.h>

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <thread>

#include "connector/store/Database.h"
#include "connector/store/SqliteStore.h"
#include "ldap/Directory.h"
#include "tests/connector/commands/CommandSetup.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/Program.h"
#include "tests/support/ScimClient.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

struct Fixture {
  TemporarySlapd slapd{{.ppolicy = true}};
  ConnectorProcess connector{slapd};
  ScimClient client{connector};
  TemporaryFolder folder;
  std::filesystem::path backup = folder.path() / "backup.db";

  [[nodiscard]] CommandRun run(const std::string& arguments) const {
    return runCommand("state " + arguments, connector.configFile(), folder);
  }
  [[nodiscard]] CommandRun save() const { return run("backup '" + backup.string() + "'"); }
  [[nodiscard]] std::filesystem::path stateFile() const {
    return connector.configFile().parent_path() / "state" / "scim2ldap.db";
  }
  /// By README.md's very lines, on the folders of this test; the service is started and ended here.
  void restore() {
    connector.kill();
    const std::string readme = readFile(SCIM2LDAP_SOURCE_DIR "/README.md");
    const std::size_t begin = readme.find("```\n", readme.find("**Restore**")) + 4;
    std::string lines = readme.substr(begin, readme.find("```", begin) - begin);
    for (const auto& [text, by] : std::vector<std::pair<std::string, std::string>>{
             {"/var/lib/scim2ldap", "'" + stateFile().parent_path().string() + "'"},
             {"/var/backups/scim2ldap-2026-11-27.db", "'" + backup.string() + "'"},
             {"-o scim2ldap -g scim2ldap ", ""}}) {
      BOOST_TEST_REQUIRE(lines.find(text) != std::string::npos, lines);
      lines.replace(lines.find(text), text.size(), by);
    }
    const auto script = folder.write("restore.sh", "systemctl() { :; }\nscim2ldap() { :; }\n" + lines);
    BOOST_REQUIRE_NO_THROW(runProgram({"/bin/sh", script.string()}, folder.path() / "restore.log"));
    BOOST_TEST(!std::filesystem::exists(stateFile().string() + "-wal"));
    connector.start();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(BackUp, Fixture)

BOOST_AUTO_TEST_CASE(a_copy_for_its_owner_alone_that_overwrites_nothing) {
  static_cast<void>(client.makeUser("ann", "Ann"));
  const CommandRun first = save();
  BOOST_TEST(first.status == 0, first.errors);
  BOOST_TEST(first.says("1 users and groups"), first.errors);
  struct stat status {};
  BOOST_TEST_REQUIRE(::stat(backup.c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 07777) == 0600);
  const std::string content = readFile(backup);
  const CommandRun second = save();
  BOOST_TEST(second.status == 1);
  BOOST_TEST(second.says("overwrites nothing"), second.errors);
  BOOST_TEST(readFile(backup) == content);
  // Nothing else stands there.
  std::size_t files = 0;
  for (const auto& each : std::filesystem::directory_iterator(folder.path()))
    files += each.path().filename().string().starts_with("backup.db") ? 1 : 0;
  BOOST_TEST(files == 1U);
  BOOST_TEST(run("backup").status == 2);
  const CommandRun nowhere = run("backup /nowhere/at/all");
  BOOST_TEST(nowhere.status == 1);
  BOOST_TEST(nowhere.says("/nowhere/at/all: cannot be written: No such file or directory; name a file in"),
             nowhere.errors);
}

BOOST_AUTO_TEST_CASE(who_ends_it_finds_nothing_half_copied) {
  connector.kill();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    // It waits for a file that another process has for itself.
    connector::Database other(stateFile(), connector::Database::Access::Write);
    other.execute("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM log; COMMIT;");
    const pid_t pid = startProgram({SCIM2LDAP_BINARY_DIR "/scim2ldap", "state", "backup", backup.string(),
                                    "--config", connector.configFile().string()},
                                   folder.path() / "backup.log");
    const std::filesystem::path half = backup.string() + ".unfinished-" + std::to_string(pid);
    int status = 0;
    while (!std::filesystem::exists(half)) {
      BOOST_TEST_REQUIRE(::waitpid(pid, &status, WNOHANG) == 0, readFile(folder.path() / "backup.log"));
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    ::kill(pid, signal);
    BOOST_TEST_REQUIRE(::waitpid(pid, &status, 0) == pid);
    BOOST_TEST((WIFSIGNALED(status) && WTERMSIG(status) == signal), readFile(folder.path() / "backup.log"));
    BOOST_TEST(!std::filesystem::exists(half));
    BOOST_TEST(!std::filesystem::exists(backup));
  }
}

BOOST_AUTO_TEST_CASE(restored_twice_it_is_whole) {
  static_cast<void>(client.makeUser("ann", "Ann"));
  BOOST_TEST(save().status == 0);
  for (int times = 0; times < 2; ++times) {
    // A log of the old file is left where the service was killed.
    for (int i = 0; i < 20; ++i)
      static_cast<void>(client.makeUser("u" + std::to_string(times) + "-" + std::to_string(i), "U"));
    restore();
    BOOST_TEST(connector::openSqliteStore(stateFile())->countResources("tests")["User"] == 1);
    BOOST_TEST(!run("verify").says("damaged"));
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_saved_leaves_nothing) {
  connector.kill();
  std::filesystem::remove(stateFile());
  const CommandRun missing = save();
  BOOST_TEST(missing.status == 1);
  BOOST_TEST(missing.says("there is no side table"), missing.errors);
  BOOST_TEST(!std::filesystem::exists(backup));
}

BOOST_AUTO_TEST_CASE(plans_that_are_under_way_are_not_taken_up_again) {
  connector.kill();
  scim::Json plan = scim::Json::object();
  plan.set("directory", "main");
  {
    const auto store = connector::openSqliteStore(stateFile());
    scim::Json large = plan;
    large.set("note", std::string(20'000, ' ') + "Ada's alone");
    static_cast<void>(store->beginJournal(large));
    store->commit({.setAside = connector::SetAside{store->beginJournal(plan), "refused"}});
  }
  const CommandRun saved = save();
  BOOST_TEST(saved.says("Writes that were under way (1) are not in it"), saved.errors);
  BOOST_TEST(readFile(backup).find("Ada's alone") == std::string::npos);
  std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
  const auto copy = connector::openSqliteStore(backup);
  const std::vector<connector::JournalRow> journal = copy->journal();
  BOOST_TEST_REQUIRE(journal.size() == 1U);
  BOOST_TEST(journal.front().setAside == "refused");
}

BOOST_AUTO_TEST_CASE(restored_after_writes_went_on_it_is_reconciled) {
  // Saved again and again under writes: each copy is whole.
  std::atomic<bool> stops = false;
  std::vector<std::thread> clients;
  for (int n = 0; n < 2; ++n) {
    clients.emplace_back([&, n] {
      for (int i = 0; !stops; ++i)
        static_cast<void>(client.makeUser("u" + std::to_string(n) + "-" + std::to_string(i), "U"));
    });
  }
  for (int i = 0; i < 5; ++i) {
    std::filesystem::remove(backup);
    const CommandRun saved = save();
    BOOST_TEST(saved.status == 0, saved.errors);
  }
  stops = true;
  for (std::thread& each : clients) each.join();

  const std::string stays = client.makeUser("stays", "Stays");
  const std::string goes = client.makeUser("goes", "Goes");
  std::filesystem::remove(backup);
  BOOST_TEST(save().status == 0);
  const std::string comes = client.makeUser("comes", "Comes");
  BOOST_TEST(client.send("DELETE", "/Users/" + goes).status == 204);
  BOOST_TEST(client.patch("/Users/" + stays, "Replace", "userName", "\"stayed\"") == 200);

  restore();
  // The token is from before, the ids are the directory's.
  BOOST_TEST(client.send("GET", "/Users/" + comes).status == 200);
  BOOST_TEST(client.send("GET", "/Users/" + stays).body.stringAt("userName") == "stayed");
  const CommandRun verified = run("verify");
  BOOST_TEST(verified.status == 1);
  BOOST_TEST(verified.output.starts_with("orphan-row: User " + goes), verified.output);
  BOOST_TEST(verified.errors == "1 finding\n");
  BOOST_TEST(run("repair").errors.ends_with("1 mended, 0 left for people\n"));
  BOOST_TEST(run("rebuild").says(": 1 of "));
  const auto store = connector::openSqliteStore(stateFile());
  BOOST_TEST(store->find({"tests", "User", comes}).has_value());
  BOOST_TEST(!store->find({"tests", "User", goes}));
  BOOST_TEST(run("verify").status == 0);
}

BOOST_AUTO_TEST_SUITE_END()
