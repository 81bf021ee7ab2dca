#include <sys/wait.h>

#include <algorithm>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <sstream>
#include <thread>

#include "connector/config/Configuration.h"
#include "connector/store/Backup.h"
#include "connector/store/SqliteStore.h"
#include "scim/DateTime.h"
#include "scim/Json.h"
#include "tests/connector/commands/ProgramRun.h"
#include "tests/connector/config/ConfigurationFile.h"
#include "tests/support/Folders.h"
#include "tests/support/Program.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;
using namespace std::chrono_literals;

namespace {

const std::string kAdaDn = "uid=ada,ou=people,dc=example,dc=org";

LogRow row(const std::string& name, int status, std::chrono::hours ago) {
  LogRow made;
  made.time = currentTime() - ago;
  made.requestId = "request-" + name;
  made.endpoint = "entra";
  made.principal = "provisioning";
  made.method = "PATCH";
  made.type = "User";
  made.id = "id-" + name;
  made.name = name;
  made.status = status;
  made.duration = 12'345us;
  made.ldif = "dn: uid=" + name + ",ou=people,dc=example,dc=org\nchangetype: modify\n";
  if (status >= 400) made.detail = "refused: " + name;
  return made;
}

/// A side table that no service has opened, with rows from long ago to now.
struct Fixture {
  ConfigurationFile file;
  std::unique_ptr<Store> store = openSqliteStore(readConfiguration(file.file()).stateFile());

  Fixture() {
    StoreChanges changes;
    changes.log = {row("old", 200, 100h), row("ada", 201, 50h), row("bob", 409, 3h), row("Ada", 200, 1h)};
    LogRow group = row("staff", 204, 1h);
    group.type = "Group";
    group.ldif =
        "dn: cn=staff,ou=groups,dc=example,dc=org\nchangetype: modify\nadd: member\nmember: " + kAdaDn +
        "\n-\n";
    changes.log.push_back(group);
    ResourceRow known{.endpoint = "entra", .type = "User", .id = "id-bob"};
    known.externalId = "ext-bob";
    known.kept = scim::Json::object();
    changes.upserts.push_back(known);
    store->commit(changes);
  }

  ProgramRun log(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "log");
    arguments.insert(arguments.end(), {"--config", file.file().string()});
    return runScim2ldap(arguments);
  }
  /// The names of the rows that it prints, in order.
  [[nodiscard]] std::string names(std::vector<std::string> arguments) const {
    arguments.emplace_back("--json");
    const ProgramRun run = log(arguments);
    BOOST_TEST(run.status == 0, run.errors);
    std::istringstream lines(run.output);
    std::string names;
    for (std::string line; std::getline(lines, line);)
      names += std::string(scim::parseJson(line).stringAt("name")) + " ";
    return names;
  }
};

struct Case {
  std::vector<std::string> arguments;
  std::string names;
};
std::ostream& operator<<(std::ostream& out, const Case& sample) {
  for (const std::string& argument : sample.arguments) out << argument << ' ';
  return out;
}

const std::vector<Case> kCases = {
    {{}, "old ada bob Ada staff "},
    {{"--limit", "2"}, "Ada staff "},
    {{"--failed"}, "bob "},
    {{"--since", "2h"}, "Ada staff "},
    {{"--since", "3d"}, "ada bob Ada staff "},
    {{"--since", "3d", "--until", "2h"}, "ada bob "},
    {{"--since", "2001-02-03"}, "old ada bob Ada staff "},
    {{"--since", "2101-02-03 04:05"}, ""},
    {{"--user", "ADA"}, "ada Ada "},
    {{"--user", "ad"}, ""},
    {{"--user", "id-bob"}, "bob "},
    {{"--user", "ext-bob"}, "bob "},
    {{"--user", "EXT-Bob"}, "bob "},
    {{"--user", "UID=Ada, ou=people,dc=example,dc=org"}, "ada Ada staff "},
    {{"--user", "ada", "--limit", "1"}, "Ada "},
    {{"--endpoint", "entra", "--failed"}, "bob "},
};

struct Refusal {
  std::vector<std::string> arguments;
  std::string says;
};
std::ostream& operator<<(std::ostream& out, const Refusal& sample) {
  return out << sample.says;
}

const std::vector<Refusal> kRefusals = {
    {{"--since", "yesterday"}, "--since: \"yesterday\" is no time"},
    {{"--since", "2026-13-01"}, "is no time"},
    {{"--since", "1w"}, "\"1w\" is no time; write how long ago (30s, 5m, 2h, 3d)"},
    {{"--since", "5"}, "\"5\" is no time: the unit is missing; write how long ago (30s,"},
    {{"--limit", "0"}, "--limit wants a number"},
    {{"--limit", "all"}, "--limit wants a number"},
    {{"--endpoint", "okta"}, "there is no endpoint okta"},
    {{"--user", ""}, "--user is empty"},
    {{"--json", "--ldif"}, "--json has the LDIF"},
    {{"--follow", "--until", "1h"}, "leave out --until"},
    {{"ada"}, "one word too many"},
};

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

template <typename Condition>
bool eventually(const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(20ms);
  }
  return true;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(LogCommandSuite, Fixture)

BOOST_DATA_TEST_CASE(prints_what_is_asked_for_the_newest_last, kCases) {
  BOOST_TEST(names(sample.arguments) == sample.names);
}

BOOST_DATA_TEST_CASE(a_call_that_is_wrong_is_told_so, kRefusals) {
  const ProgramRun run = log(sample.arguments);
  BOOST_TEST(run.status == 2);
  BOOST_TEST(holds(run.errors, sample.says), run.errors);
}

BOOST_AUTO_TEST_CASE(a_line_says_who_what_when_and_why) {
  const ProgramRun run = log({"--failed"});
  std::istringstream lines(run.output);
  std::string head;
  std::string line;
  std::string why;
  std::string end;
  std::getline(lines, head);
  std::getline(lines, line);
  std::getline(lines, why);
  for (const char* column : {"TIME", "STATUS", "METHOD", "TYPE", "NAME", "WHO", "MS", "REQUEST", "ID"})
    BOOST_TEST(holds(head, column));
  for (const char* value : {"409", "PATCH", "User", "bob", "provisioning", "12", "request-bob", "id-bob"})
    BOOST_TEST(holds(line, value));
  BOOST_TEST(head.find("WHO") == line.find("provisioning"));
  BOOST_TEST(why == "    refused: bob");
  BOOST_TEST(!std::getline(lines, end));
}

BOOST_AUTO_TEST_CASE(the_plan_comes_on_request) {
  BOOST_TEST(!holds(log({}).output, "changetype"));
  BOOST_TEST(holds(log({"--ldif"}).output, "    changetype: modify\n"));
}

BOOST_AUTO_TEST_CASE(json_has_every_field) {
  const scim::Json line = scim::parseJson(log({"--failed", "--json"}).output);
  for (const char* field : {"number", "time", "requestId", "endpoint", "principal", "method", "type", "id",
                            "name", "status", "detail", "ldif", "milliseconds"})
    BOOST_TEST(line.find(field) != nullptr, field);
}

BOOST_AUTO_TEST_CASE(a_name_cannot_command_the_terminal) {
  store->commit({.log = {row("x\x1b[2J\n\xc2\x9b", 400, 0h)}});
  const std::string output = log({"--limit", "1"}).output;
  BOOST_TEST(!holds(output, "\x1b"));
  BOOST_TEST(!holds(output, "\xc2\x9b"));
  BOOST_TEST(holds(output, "x?[2J??"));
}

BOOST_AUTO_TEST_CASE(without_a_limit_there_are_fifty_and_a_hint) {
  StoreChanges changes;
  for (int i = 0; i < 1200; ++i) changes.log.push_back(row("many", 200, 0h));
  store->commit(changes);
  const ProgramRun run = log({});
  BOOST_TEST(std::count(run.output.begin(), run.output.end(), '\n') == 51);
  BOOST_TEST(holds(run.errors, "There are older ones"));
  const std::string all = log({"--since", "1h", "--user", "many"}).output;
  BOOST_TEST(std::count(all.begin(), all.end(), '\n') == 1201);
}

BOOST_AUTO_TEST_CASE(says_when_there_is_nothing) {
  const ProgramRun run = log({"--user", "nobody"});
  BOOST_TEST(run.status == 0);
  BOOST_TEST(run.output == "");
  BOOST_TEST(holds(run.errors, "No write in the log"));
  BOOST_TEST(holds(run.errors, "try the id or the externalId"));
  BOOST_TEST(!holds(log({"--since", "2101-02-03"}).errors, "externalId"));
}

BOOST_AUTO_TEST_CASE(a_name_also_finds_what_was_refused_without_it) {
  LogRow refused = row("", 400, 0h);
  refused.id = "id-ada";
  LogRow group = refused;
  group.type = "Group";
  LogRow nameless = row("", 400, 0h);
  nameless.id = "";
  store->commit({.log = {refused, group, nameless}});
  BOOST_TEST(names({"--user", "ADA"}) == "ada Ada  ");
  BOOST_TEST(names({"--user", "ada", "--failed"}) == " ");
}

BOOST_AUTO_TEST_CASE(follows_until_ctrl_c) {
  const std::filesystem::path output = file.folder() / "followed";
  const pid_t pid = startProgram({SCIM2LDAP_BINARY_DIR "/scim2ldap", "log", "--follow", "--user", "ada",
                                  "--json", "--config", file.file().string()},
                                 output);
  BOOST_TEST(eventually([&] { return holds(readFile(output), "\"Ada\""); }));
  store->commit({.log = {row("bob", 200, 0h), row("ADA", 200, 0h)}});
  BOOST_TEST(eventually([&] { return holds(readFile(output), "\"ADA\""); }));
  BOOST_TEST(!holds(readFile(output), "\"bob\""));
  ::kill(pid, SIGINT);
  int status = 0;
  BOOST_TEST(eventually([&] { return ::waitpid(pid, &status, WNOHANG) == pid; }));
  BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
}

BOOST_AUTO_TEST_CASE(follows_a_side_table_that_was_restored) {
  const std::filesystem::path table = readConfiguration(file.file()).stateFile();
  const std::filesystem::path backup = file.folder() / "backup";
  backUp(table, backup);
  store->commit({.log = {row("lost", 200, 0h), row("lost", 200, 0h)}});
  const std::filesystem::path output = file.folder() / "followed";
  const pid_t pid = startProgram(
      {SCIM2LDAP_BINARY_DIR "/scim2ldap", "log", "--follow", "--json", "--config", file.file().string()},
      output);
  BOOST_TEST(eventually([&] { return holds(readFile(output), "\"lost\""); }));
  store.reset();
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(table.string() + end);
  BOOST_TEST(eventually([&] { return holds(readFile(output), "there is no side table yet"); }));
  std::filesystem::rename(backup, table);
  store = openSqliteStore(table);
  store->commit({.log = {row("after", 200, 0h)}});
  BOOST_TEST(eventually([&] { return holds(readFile(output), "\"after\""); }));
  store->commit({.log = {row("last", 200, 0h)}});
  BOOST_TEST(eventually([&] { return holds(readFile(output), "\"last\""); }));
  const std::string printed = readFile(output);
  BOOST_TEST(printed.find("\"old\"") == printed.rfind("\"old\""));
  ::kill(pid, SIGINT);
  int status = 0;
  BOOST_TEST(eventually([&] { return ::waitpid(pid, &status, WNOHANG) == pid; }));
}

BOOST_AUTO_TEST_CASE(ends_when_nobody_reads_any_more) {
  // No row comes meanwhile that could not be written.
  const std::filesystem::path output = file.folder() / "piped";
  const pid_t pid =
      startProgram({"/bin/sh", "-c",
                    std::string("'" SCIM2LDAP_BINARY_DIR "/scim2ldap' log --follow --config '") +
                        file.file().string() + "' | head -n 1"},
                   output);
  int status = 0;
  BOOST_TEST(eventually([&] { return ::waitpid(pid, &status, WNOHANG) == pid; }));
  BOOST_TEST(holds(readFile(output), "TIME"));
  if (!WIFEXITED(status)) ::kill(pid, SIGKILL);
}

BOOST_AUTO_TEST_CASE(what_commands_change_stands_there_too) {
  const auto run = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--config", file.file().string()});
    const ProgramRun ended = runScim2ldap(arguments);
    BOOST_TEST(ended.status == 0, ended.errors);
    return ended.output;
  };
  const std::string secret = run({"token", "create", "first"});
  run({"token", "revoke", "first"});
  const std::string output = log({"--json", "--user", "first"}).output;
  BOOST_TEST(holds(output, "\"token create\""));
  BOOST_TEST(holds(output, "\"token revoke\""));
  BOOST_TEST(!holds(log({"--json"}).output, secret.substr(0, 20)));
}

BOOST_AUTO_TEST_CASE(there_may_be_no_side_table_yet) {
  const ConfigurationFile other;
  const ProgramRun run = runScim2ldap({"log", "--config", other.file().string()});
  BOOST_TEST(run.status == 1);
  BOOST_TEST(holds(run.errors, "there is no side table yet"));
}

BOOST_AUTO_TEST_SUITE_END()
