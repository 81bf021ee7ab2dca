#include <array>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <set>
#include <sstream>

#include "connector/store/SqliteStore.h"
#include "connector/store/Store.h"
#include "tests/e2e/DirectoryDump.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporaryFolder.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

/// How a directory is made to refuse, and what comes of it.
struct Refusing {
  const char* name;
  std::string lines;   ///< of slapd.conf, in front of the access rules
  int status;          ///< of every write
  const char* result;  ///< of the directory, as the log has it
  const char* says;    ///< to the client
};
std::ostream& operator<<(std::ostream& out, const Refusing& refusing) {
  return out << refusing.name;
}

const Refusing kRefusing[] = {
    {"read_only", "readonly on\n", 503, "unwillingToPerform", "the directory is read-only"},
    // An environment that holds more than that keeps what it has, and gets nothing more.
    {"full", "maxsize 40960\n", 503, "other", "is full (raise its olcDbMaxSize)"},
    {"without_rights", "access to attrs=userPassword by anonymous auth by * none\naccess to * by * read\n",
     500, "insufficientAccessRights", "lacks rights"},
};

/// A slapd whose configuration can be changed by a restart.
struct Changeable {
  TemporaryFolder folder;
  std::string file = folder.write("more.conf", "").string();
  TemporarySlapd slapd{options(file)};

  static SlapdOptions options(const std::string& file) {
    SlapdOptions made;
    made.ppolicy = true;
    made.databaseLines = "include " + file;
    return made;
  }
  void restartWith(const std::string& lines) {
    slapd.stop();
    static_cast<void>(folder.write("more.conf", lines));
    slapd.start();
  }
};

std::string patchBody(const std::string& operation) {
  return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" + operation + "]}";
}

std::vector<std::string> linesWith(const ConnectorProcess& connector, const std::string& part) {
  std::vector<std::string> found;
  std::istringstream log(connector.log());
  for (std::string line; std::getline(log, line);)
    if (line.find(part) != std::string::npos) found.push_back(line);
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(DirectoryRefuses)

BOOST_DATA_TEST_CASE(writes_get_the_right_error_an_alert_is_logged_and_nothing_is_half_done, kRefusing,
                     refusing) {
  Changeable directory;
  const ConnectorProcess connector(directory.slapd);
  const ScimClient client(connector);
  const std::string id = client.makeUser("alice", "Alice A");
  const std::string user = "/Users/" + id;
  const std::array<std::string, 2> groups{"/Groups/" + client.makeGroup("One"),
                                          "/Groups/" + client.makeGroup("Two")};
  const std::string member = R"([{"value":")" + id + "\"}]";
  for (const std::string& group : groups) BOOST_REQUIRE(client.patch(group, "add", "members", member) < 300);
  const std::string peer = "/Users/" + client.makeUser("peer", "Peer");

  directory.restartWith(refusing.lines);
  const std::vector<std::array<std::string, 3>> writes{
      {"POST", "/Users", R"({"userName":"bob","displayName":"Bob","externalId":"ext-bob"})"},
      {"POST", "/Groups", R"({"displayName":"Three","members":)" + member + "}"},
      {"PUT", user, R"({"userName":"alice","displayName":"Alice B","externalId":"other"})"},
      {"PATCH", user,
       patchBody(R"({"op":"replace","path":"title","value":")" + std::string(3000, 'x') + "\"}")},
      {"PATCH", user, patchBody(R"({"op":"replace","path":"userName","value":"alicia"})")},
      {"PATCH", user, patchBody(R"({"op":"replace","path":"active","value":false})")},
      {"PATCH", groups[0],
       patchBody(R"({"op":"add","path":"members","value":[{"value":")" + peer.substr(7) + "\"}]}")},
  };
  // What is full may still have room for little things.
  const bool isFull = std::string_view(refusing.name) == "full";
  for (int count = 0; isFull && count < 1000; ++count) {
    const std::string filler = R"({"userName":"filler)" + std::to_string(count) +
                               R"(","displayName":"F","title":")" + std::string(2000, 'f') + "\"}";
    if (client.send("POST", "/Users", filler).status != 201) break;
  }
  const std::size_t entries = dumpOf(directory.slapd).size();
  std::vector<std::array<std::string, 3>> refused;
  for (const auto& write : writes) {
    const auto& [method, path, body] = write;
    BOOST_TEST_CONTEXT(method << ' ' << path << ' ' << body.substr(0, 150)) {
      const DirectoryDump before = dumpOf(directory.slapd);
      const std::string shown = scim::printJson(client.send("GET", user).body);
      const ScimAnswer answer = client.send(method, path, body);
      if (isFull && answer.status < 300) continue;
      refused.push_back(write);
      BOOST_TEST(answer.status == refusing.status, scim::printJson(answer.body).substr(0, 300));
      BOOST_TEST(answer.retryAfter.empty() == (refusing.status != 503));
      const std::string detail(answer.body.stringAt("detail"));
      BOOST_TEST(detail.find(refusing.says) != std::string::npos, detail);
      BOOST_TEST((dumpOf(directory.slapd) == before));
      BOOST_TEST(scim::printJson(client.send("GET", user).body) == shown);
    }
  }
  BOOST_TEST(refused.size() >= (isFull ? 2U : writes.size()));
  // Who can only not be written to is read all the same.
  BOOST_TEST(sendHttp("GET", connector.adminUrl() + "/readyz").status == 200);
  const std::vector<std::string> alerts = linesWith(connector, "\"id\":\"DIRECTORY_REFUSES\"");
  BOOST_TEST_REQUIRE(!alerts.empty());
  BOOST_TEST((alerts.size() == 1U || alerts.size() < refused.size()));
  for (const std::string& part :
       {std::string(R"("level":"error")"), std::string(R"("directory":"directory")"),
        R"("result":")" + std::string(refusing.result) + "\""})
    BOOST_TEST(alerts.front().find(part) != std::string::npos, alerts.front());
  const auto store = connector::openSqliteStore(connector.stateFile());
  BOOST_TEST(store->journal().empty());

  directory.restartWith("");
  for (const auto& [method, path, body] : refused) {
    const ScimAnswer answer = client.send(method, path, body);
    BOOST_TEST(answer.status < 300,
               method << ' ' << path << ' ' << scim::printJson(answer.body).substr(0, 300));
  }
  BOOST_TEST(client.send("DELETE", user).status == 204);
  BOOST_TEST(dumpOf(directory.slapd).size() == entries + 2 - 1);
}

BOOST_AUTO_TEST_SUITE_END()
