// Every write has its row in the audit log, and only what is true is there as done.

#include <sys/resource.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include "connector/store/StateReader.h"
#include "ldap/Directory.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/Folders.h"
#include "tests/support/HttpClient.h"
#include "tests/support/Program.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using connector::LogRow;

namespace {

using namespace std::chrono_literals;

const std::string kPassword = "very-Secret-Passphrase-7391";
const std::string kOther = "other-Secret-Passphrase-8402";
constexpr std::size_t kAll = 10'000;

template <typename Condition>
bool eventually(const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(20ms);
  }
  return true;
}

SlapdOptions withFallbackGroup() {
  SlapdOptions options;
  options.ppolicy = true;
  options.ldif =
      "dn: cn=basic,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n"
      "dn: cn=local,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n";
  return options;
}

/// A service that takes passwords, with what more its endpoint has.
struct Fixture {
  TemporarySlapd slapd;
  TemporaryFolder folder;
  ConnectorProcess connector;
  connector::StateReader state;
  std::string lastId;  ///< request id of the last answer

  explicit Fixture(const std::string& endpointLines = "", const std::string& moreTables = "")
      : slapd(withFallbackGroup()),
        connector(slapd,
                  [&] {
                    ConnectorOptions options;
                    options.mapping = folder
                                          .write("mapping.toml", readFile(SCIM2LDAP_SOURCE_DIR
                                                                          "/mappings/inetorgperson.toml") +
                                                                     "\n[user.password]\nmethod = \"exop\"\n")
                                          .string();
                    options.endpointLines = endpointLines;
                    options.moreTables = moreTables;
                    return options;
                  }()),
        state(connector.configFile().parent_path() / "state" / "scim2ldap.db") {}

  HttpAnswer send(const std::string& method, const std::string& path, const std::string& body = "") {
    HttpAnswer answer = sendHttp(
        method, connector.baseUrl() + path,
        {{"Authorization", "Bearer " + connector.token()}, {"Content-Type", "application/scim+json"}}, body);
    lastId = answer.header("X-Request-Id");
    return answer;
  }
  /// The rows of a request, and of the operations of a bulk.
  [[nodiscard]] std::vector<LogRow> rowsOf(const std::string& requestId) {
    std::vector<LogRow> rows = state.logAfter(0, kAll);
    std::erase_if(rows, [&](const LogRow& row) {
      return row.requestId != requestId && !row.requestId.starts_with(requestId + ":");
    });
    return rows;
  }
  /// Sends a request that leaves exactly one row, which says what the answer says.
  LogRow write(const std::string& method, const std::string& path, const std::string& body, int status) {
    BOOST_TEST_CONTEXT(method << " " << path << " " << body) {
      const HttpAnswer answer = send(method, path, body);
      BOOST_TEST(answer.status == status, answer.body);
      const std::vector<LogRow> rows = rowsOf(lastId);
      BOOST_TEST_REQUIRE(rows.size() == 1U);
      const LogRow& row = rows.front();
      BOOST_TEST(row.endpoint == "tests");
      BOOST_TEST(row.principal == "tests");
      BOOST_TEST(row.method == method);
      BOOST_TEST(row.status == status);
      // What changes the side table alone has words instead.
      BOOST_TEST((status >= 400 ? row.ldif.empty() : !row.ldif.empty() || !row.detail.empty()));
      BOOST_TEST((row.status < 400 || !row.detail.empty()));
      BOOST_TEST((row.duration > 0us && row.duration < 60s));
      BOOST_TEST((row.time > connector::currentTime() - 1min && row.time <= connector::currentTime()));
      BOOST_TEST((connector.log().find(lastId) != std::string::npos), "the process's log has the request id");
      return row;
    }
    return {};
  }
  /// Sends a request that leaves no row.
  void noWrite(const std::string& method, const std::string& path, const std::string& body, int status) {
    BOOST_TEST_CONTEXT(method << " " << path << " " << body) {
      BOOST_TEST(send(method, path, body).status == status);
      BOOST_TEST(rowsOf(lastId).size() == 0U);
    }
  }
  std::string idOf(const HttpAnswer& answer) const {
    return std::string(scim::parseJson(answer.body).stringAt("id"));
  }
};

std::string user(const std::string& name, const std::string& more = "") {
  return R"({"userName":")" + name + R"(","externalId":"ext-)" + name + R"(","displayName":")" + name + "\"" +
         more + "}";
}

std::string patchOf(const std::string& operations) {
  return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" + operations + "]}";
}

std::string replaceOf(const std::string& path, const std::string& value) {
  return patchOf(R"({"op":"Replace","path":")" + path + R"(","value":)" + value + "}");
}

std::string memberOf(const std::string& op, const std::string& id) {
  return patchOf(R"({"op":")" + op + R"(","path":"members","value":[{"value":")" + id + "\"}]}");
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(Audit)

BOOST_AUTO_TEST_CASE(each_write_has_one_row_and_what_changes_nothing_none) {
  Fixture fixture;
  const LogRow made = fixture.write("POST", "/Users", user("ada"), 201);
  BOOST_TEST(made.type == "User");
  BOOST_TEST(made.name == "ada");
  BOOST_TEST(holds(made.ldif, "dn: uid=ada,ou=people,dc=example,dc=com\nchangetype: add\n"));
  const std::string ada = "/Users/" + made.id;
  BOOST_TEST(holds(fixture.write("POST", "/Users", user("ada"), 409).detail, "already in use"));
  fixture.write("POST", "/Users", "{", 400);
  BOOST_TEST(holds(fixture.write("PATCH", ada, replaceOf("title", "\"Boss\""), 200).ldif, "title: Boss"));
  fixture.noWrite("PATCH", ada, replaceOf("title", "\"Boss\""), 200);
  // What the directory does not hold has no LDIF.
  const LogRow linked = fixture.write("PATCH", ada, replaceOf("externalId", "\"ext-new\""), 200);
  BOOST_TEST(linked.ldif == "");
  BOOST_TEST(holds(linked.detail, "-> ext-new"), linked.detail);
  fixture.write("PUT", ada, user("ada", R"(,"title":"Chief")"), 200);
  fixture.noWrite("PUT", ada, user("ada", R"(,"title":"Chief")"), 200);
  BOOST_TEST(fixture.write("PATCH", ada, replaceOf("userName", "\"lovelace\""), 200).name == "lovelace");
  fixture.write("PATCH", ada, replaceOf("active", "false"), 200);
  fixture.write("PATCH", ada, patchOf(R"({"op":"nonsense"})"), 400);
  fixture.write("PATCH", "/Users/nobody", replaceOf("title", "\"x\""), 404);
  fixture.noWrite("GET", ada, "", 200);
  fixture.noWrite("GET", "/Users/nobody", "", 404);
  fixture.noWrite(
      "POST", "/Users/.search",
      R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"userName eq \"x\""})",
      200);

  const LogRow group =
      fixture.write("POST", "/Groups", R"({"displayName":"staff","externalId":"ext-staff"})", 201);
  BOOST_TEST(group.type == "Group");
  const std::string staff = "/Groups/" + group.id;
  const LogRow joined = fixture.write("PATCH", staff, memberOf("Add", made.id), 204);
  BOOST_TEST(joined.id == group.id);
  BOOST_TEST(holds(joined.ldif, "add: member\nmember: uid=lovelace,ou=people,dc=example,dc=com\n"));
  fixture.noWrite("PATCH", staff, memberOf("Add", made.id), 204);
  fixture.write("PATCH", staff, memberOf("Remove", made.id), 204);
  fixture.write("PATCH", staff, memberOf("Add", "nobody"), 400);
  fixture.write("PATCH", staff, replaceOf("displayName", "\"crew\""), 204);
  fixture.write("PATCH", staff + "?attributes=displayName", replaceOf("displayName", "\"staff\""), 200);
  fixture.write("PATCH", staff + "?attributes=displayName", memberOf("Add", made.id), 200);

  fixture.write("DELETE", ada, "", 204);
  fixture.write("DELETE", ada, "", 404);
  fixture.write("DELETE", staff, "", 204);
}

BOOST_AUTO_TEST_CASE(a_post_that_adopts_says_whom) {
  Fixture fixture("known_external_id = \"adopt\"");
  const LogRow made = fixture.write("POST", "/Users", user("ada"), 201);
  const LogRow adopted = fixture.write(
      "POST", "/Users", R"({"userName":"king","externalId":"ext-ada","displayName":"Ada"})", 201);
  BOOST_TEST(adopted.id == made.id);
  BOOST_TEST(adopted.name == "king");
  BOOST_TEST(holds(adopted.ldif, "changetype: modrdn"));
}

BOOST_AUTO_TEST_CASE(the_refusal_of_a_large_group_says_its_name) {
  Fixture fixture;
  std::string members;
  for (int i = 0; i < 3000; ++i)
    members += (i == 0 ? "" : ",") + (R"({"value":"nobody-has-this-id-)" + std::to_string(i) + "\"}");
  const std::string group = R"({"members":[)" + members + R"(],"displayName":"Large"})";
  BOOST_TEST(group.size() > 64U * 1024U);
  BOOST_TEST(fixture.write("POST", "/Groups", group, 400).name == "Large");
}

BOOST_AUTO_TEST_CASE(strangers_leave_no_rows) {
  Fixture fixture;
  const std::size_t before = fixture.state.logAfter(0, kAll).size();
  BOOST_TEST(
      sendHttp("POST", fixture.connector.baseUrl() + "/Users", {{"Authorization", "Bearer x"}}, user("x"))
          .status == 401);
  BOOST_TEST(fixture.state.logAfter(0, kAll).size() == before);
}

BOOST_AUTO_TEST_CASE(each_operation_of_a_bulk_has_a_row_of_its_own) {
  Fixture fixture;
  const auto bulk = [](const std::string& operations) {
    return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[)" + operations +
           "]}";
  };
  const auto post = [](const std::string& name, const std::string& bulkId) {
    return R"({"method":"POST","path":"/Users","bulkId":")" + bulkId + R"(","data":)" + user(name) + "}";
  };
  BOOST_TEST(fixture
                 .send("POST", "/Bulk",
                       bulk(post("a", "1") + "," + post("a", "2") + "," +
                            R"({"method":"DELETE","path":"/Users/nobody"})"))
                 .status == 200);
  std::map<std::string, int> statuses;
  for (const LogRow& row : fixture.rowsOf(fixture.lastId))
    statuses.emplace(row.requestId.substr(fixture.lastId.size()), row.status);
  BOOST_TEST(statuses.size() == 3U);
  BOOST_TEST(statuses[":3"] == 404);
  BOOST_TEST(std::min(statuses[":1"], statuses[":2"]) == 201);
  BOOST_TEST(std::max(statuses[":1"], statuses[":2"]) == 409);
  BOOST_TEST(fixture.write("POST", "/Bulk", "{", 400).type == "Bulk");
}

BOOST_AUTO_TEST_CASE(changes_of_one_group_that_meet_have_a_row_each) {
  Fixture fixture;
  constexpr int kUsers = 8;
  std::vector<std::string> ids;
  for (int i = 0; i < kUsers; ++i)
    ids.push_back(fixture.idOf(fixture.send("POST", "/Users", user("u" + std::to_string(i)))));
  const std::string group = fixture.idOf(fixture.send("POST", "/Groups", R"({"displayName":"g"})"));
  std::vector<std::string> requests(kUsers);
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < kUsers; ++i) {
      clients.emplace_back([&, i] {
        requests[i] = sendHttp("PATCH", fixture.connector.baseUrl() + "/Groups/" + group,
                               {{"Authorization", "Bearer " + fixture.connector.token()},
                                {"Content-Type", "application/scim+json"}},
                               memberOf("Add", ids[i]))
                          .header("X-Request-Id");
      });
    }
  }
  for (int i = 0; i < kUsers; ++i) {
    const std::vector<LogRow> rows = fixture.rowsOf(requests[i]);
    BOOST_TEST_REQUIRE(rows.size() == 1U);
    BOOST_TEST(holds(rows.front().ldif, "member: uid=u" + std::to_string(i) + ","));
    BOOST_TEST(std::count(rows.front().ldif.begin(), rows.front().ldif.end(), '\n') == 6);
  }
}

BOOST_AUTO_TEST_CASE(each_line_of_the_log_says_each_thing_once) {
  Fixture fixture;
  const LogRow made = fixture.write("POST", "/Users", user("ada"), 201);
  fixture.write("PATCH", "/Users/" + made.id, replaceOf("active", "false"), 200);
  fixture.write("DELETE", "/Users/" + made.id, "", 204);
  std::istringstream lines(fixture.connector.log());
  for (std::string line; std::getline(lines, line);) BOOST_CHECK_NO_THROW(scim::parseJson(line));
}

BOOST_AUTO_TEST_CASE(no_secret_stands_in_a_row_or_in_the_log) {
  Fixture fixture;
  const LogRow made =
      fixture.write("POST", "/Users", user("ada", R"(,"password":")" + kPassword + "\""), 201);
  BOOST_TEST(holds(made.ldif, "userPassword: (removed)"));
  const std::string ada = "/Users/" + made.id;
  fixture.write("PATCH", ada, replaceOf("password", "\"" + kOther + "\""), 200);
  // The password is refused for its type, and goes with requests that are refused for something else.
  for (const std::string& value : {"[\"" + kPassword + "\"]", "{\"value\":\"" + kPassword + "\"}"})
    fixture.send("PATCH", ada, replaceOf("password", value));
  fixture.send("POST", "/Users", user("ada", R"(,"password":")" + kPassword + "\""));
  fixture.send("POST", "/Users", R"({"password":")" + kPassword + "\"}");
  fixture.send("POST", "/Users", R"({"userName":"x","password":")" + kPassword + "\"");
  fixture.send("PATCH", ada, patchOf(R"({"op":"nonsense","value":{"password":")" + kPassword + "\"}}"));
  fixture.send("PATCH", ada,
               patchOf(R"({"op":"remove","path":"password[value eq \")" + kPassword + "\\\"]\"}"));
  const std::string rows = fixture.connector.command("log --json --since 1h");
  BOOST_TEST(holds(rows, "ada"));
  for (const std::string& secret :
       {kPassword, kOther, fixture.connector.token(), fixture.slapd.servicePassword()}) {
    BOOST_TEST(!holds(rows, secret), secret << " stands in the audit log");
    const std::string log = fixture.connector.log();
    const std::size_t at = log.find(secret);
    BOOST_TEST((at == std::string::npos),
               secret << " stands in the log: " << log.substr(log.rfind('\n', at) + 1).substr(0, 400));
  }
}

BOOST_AUTO_TEST_CASE(an_outage_leaves_the_refusal) {
  Fixture fixture;
  const std::string ada = "/Users/" + fixture.idOf(fixture.send("POST", "/Users", user("ada")));
  fixture.slapd.stop();
  fixture.write("PATCH", ada, replaceOf("title", "\"Boss\""), 503);
  fixture.write("DELETE", ada, "", 503);
  fixture.slapd.start();
  BOOST_TEST(fixture.send("GET", ada).status == 200);
}

BOOST_AUTO_TEST_CASE(a_refusal_that_cannot_be_noted_is_answered_all_the_same) {
  Fixture fixture;
  const HttpAnswer made = fixture.send("POST", "/Users", user("ada"));
  const auto allowFiles = [&](rlim_t bytes) {
    const rlimit limit{bytes, RLIM_INFINITY};
    const std::string lock = readFile(fixture.connector.configFile().parent_path() / "state" / "serve.lock");
    BOOST_TEST_REQUIRE(::prlimit(std::stoi(lock), RLIMIT_FSIZE, &limit, nullptr) == 0);
  };
  allowFiles(0);  // as on a full disk
  BOOST_TEST(fixture.send("POST", "/Users", user("ada")).status == 409);
  BOOST_TEST(fixture.rowsOf(fixture.lastId).size() == 0U);
  BOOST_TEST(fixture.send("PATCH", "/Users/" + fixture.idOf(made), replaceOf("title", "\"x\"")).status ==
             503);
  allowFiles(RLIM_INFINITY);
  fixture.write("POST", "/Users", user("ada"), 409);
}

BOOST_AUTO_TEST_CASE(after_a_crash_there_is_a_row_for_what_is_done_and_none_for_what_is_not) {
  const TemporaryFolder faults;
  ::setenv("SCIM2LDAP_FAULT_FOLDER", faults.path().c_str(), 1);
  Fixture fixture;
  const std::string ada = "/Users/" + fixture.idOf(fixture.send("POST", "/Users", user("ada")));
  ldap::Directory directory(fixture.slapd.settings());
  std::size_t done = 0;
  for (const std::string point :
       {"journal", "journal-done", "step", "step-done", "commit", "commit-done", "answer"}) {
    BOOST_TEST_CONTEXT(point) {
      faults.write("armed", point + ":1");
      BOOST_CHECK_THROW(fixture.send("PATCH", ada, replaceOf("title", "\"after " + point + "\"")),
                        std::runtime_error);
      std::filesystem::remove(faults.path() / "armed");
      fixture.connector.kill();
      fixture.connector.start();
      const auto entry = directory.read(ldap::Dn::parse("uid=ada,ou=people,dc=example,dc=com"), {"title"});
      const bool isDone = entry->first("title") == "after " + point;
      std::vector<LogRow> rows = fixture.state.logAfter(0, kAll);
      std::erase_if(rows,
                    [&](const LogRow& row) { return !holds(row.ldif, "title: after " + point + "\n"); });
      BOOST_TEST(rows.size() == (isDone ? 1U : 0U));
      if (isDone) {
        BOOST_TEST(rows.front().status == 200);
        BOOST_TEST(rows.front().principal == "tests");
        BOOST_TEST(!rows.front().requestId.empty());
        ++done;
      }
    }
  }
  ::unsetenv("SCIM2LDAP_FAULT_FOLDER");
  BOOST_TEST(done == 6U);  // all but what was killed before it stood in the journal
}

BOOST_AUTO_TEST_CASE(what_the_service_and_commands_do_has_rows_too) {
  Fixture fixture("[endpoint.fallback_group]\ngroup = \"cn=basic,ou=groups\"\ngrace = \"100ms\"\n");
  const std::string ada = fixture.idOf(fixture.send("POST", "/Users", user("ada")));
  const auto rowsBy = [&](const std::string& principal) {
    std::vector<LogRow> rows = fixture.state.logAfter(0, kAll);
    std::erase_if(rows, [&](const LogRow& row) { return row.principal != principal; });
    return rows;
  };
  BOOST_TEST(eventually([&] { return !rowsBy("fallback_group").empty(); }));
  const LogRow moved = rowsBy("fallback_group").front();
  BOOST_TEST(moved.method == "SERVICE");
  BOOST_TEST(moved.requestId == "fallback_group");
  BOOST_TEST(moved.id == ada);
  BOOST_TEST(moved.detail == "is in no synced group");
  BOOST_TEST(holds(moved.ldif, "dn: cn=basic,ou=groups,dc=example,dc=com"));

  // The client's change and what follows from it for the fallback group are two plans of one request.
  const std::string staff =
      fixture.idOf(fixture.send("POST", "/Groups", R"({"displayName":"staff","externalId":"s"})"));
  fixture.send("PATCH", "/Groups/" + staff, memberOf("Add", ada));
  const std::vector<LogRow> rows = fixture.rowsOf(fixture.lastId);
  BOOST_TEST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(holds(rows.front().ldif, "dn: cn=staff"));
  BOOST_TEST(holds(rows.back().ldif, "dn: cn=basic"));
  BOOST_TEST(holds(rows.back().detail, "has joined the synced group"));

  static_cast<void>(fixture.connector.command("group link cn=local,ou=groups,dc=example,dc=com ext-local"));
  BOOST_TEST(rowsBy("group link").size() == 1U);
  // Another group has that id already.
  BOOST_CHECK_THROW((void)fixture.connector.command("group link cn=local,ou=groups,dc=example,dc=com s"),
                    std::runtime_error);
  BOOST_TEST_REQUIRE(rowsBy("group link").size() == 2U);
  BOOST_TEST(rowsBy("group link").back().status == 409);
  BOOST_TEST(holds(rowsBy("group link").back().detail, "already in use"));
  static_cast<void>(fixture.connector.command("state review-fallback"));
  BOOST_TEST(rowsBy("state review-fallback").size() == 1U);
  BOOST_TEST(rowsBy("token create").size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_log_is_kept_as_the_configuration_says_and_read_when_nothing_runs) {
  Fixture fixture("", "");
  const std::filesystem::path file = fixture.connector.configFile();
  const std::string text = readFile(file);
  const std::size_t state = text.find("[state]\n") + 8;
  fixture.connector.stop();
  std::ofstream(file) << text.substr(0, state) << "log_rows = 5\n" << text.substr(state);
  fixture.connector.start();
  for (int i = 0; i < 9; ++i) fixture.send("POST", "/Users", user("u" + std::to_string(i)));
  fixture.connector.stop();
  const std::string rows = fixture.connector.command("log --json");
  BOOST_TEST(std::count(rows.begin(), rows.end(), '\n') == 5);
  BOOST_TEST(holds(rows, "\"u8\""));
  // A command that writes keeps to none of it.
  static_cast<void>(fixture.connector.command("token create another"));
  const std::string after = fixture.connector.command("log --json");
  BOOST_TEST(std::count(after.begin(), after.end(), '\n') == 6);
}

BOOST_AUTO_TEST_SUITE_END()
