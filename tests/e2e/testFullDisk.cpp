// No room for the side table: told, nothing half-done, and over without a restart as soon as there is room.

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <thread>

#include "connector/store/SqliteStore.h"
#include "ldap/Directory.h"
#include "tests/e2e/SmallDisk.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/ScimClient.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

struct Fixture {
  TemporarySlapd slapd{{.ppolicy = true}};
  ConnectorProcess connector{slapd};
  ScimClient client{connector};
  ldap::Directory directory{slapd.settings()};

  [[nodiscard]] ScimAnswer make(const std::string& userName) const {
    return client.send(
        "POST", "/Users",
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":")" + userName + R"("})");
  }
  [[nodiscard]] bool isInDirectory(const std::string& userName) {
    return directory.read(ldap::Dn::parse("uid=" + userName + ",ou=people," + slapd.base()), {}).has_value();
  }
  [[nodiscard]] HttpAnswer readiness() const { return sendHttp("GET", connector.adminUrl() + "/readyz"); }
  void waitUntilReady() const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (readiness().status != 200) {
      BOOST_REQUIRE(std::chrono::steady_clock::now() < deadline);
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  [[nodiscard]] std::size_t logged(const std::string& text) const {
    const std::string log = connector.log();
    std::size_t count = 0;
    for (std::size_t at = log.find(text); at != std::string::npos; at = log.find(text, at + 1)) ++count;
    return count;
  }

  void refusesWritesUntilThereIsRoom(SmallDisk::By by) {
    SmallDisk disk(connector, by);
    const std::string ann = client.makeUser("ann", "Ann");
    disk.fill();
    for (int i = 0; i < 3; ++i) {
      const ScimAnswer answer = make("bob");
      BOOST_TEST(answer.status == 503);
      BOOST_TEST(!answer.retryAfter.empty());
      BOOST_TEST(answer.body.stringAt("status") == "503");
    }
    BOOST_TEST(client.patch("/Users/" + ann, "Replace", "active", "false") == 503);
    BOOST_TEST(client.send("DELETE", "/Users/" + ann).status == 503);
    BOOST_TEST(!isInDirectory("bob"));
    // Who only reads is not concerned.
    BOOST_TEST(client.send("GET", "/Users/" + ann).body.find("active")->asBool());
    BOOST_TEST(client.send("GET", "/Users?filter=userName+eq+%22ann%22").status == 200);
    const HttpAnswer unready = readiness();
    BOOST_TEST(unready.status == 503);
    BOOST_TEST(unready.body.find("side table: ") != std::string::npos, unready.body);
    const std::string metrics = sendHttp("GET", connector.adminUrl() + "/metrics").body;
    BOOST_TEST(metrics.find("\nscim2ldap_store_ready 0\n") != std::string::npos, metrics);
    const auto awaitLogged = [&](const std::string& text) {
      const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
      while (logged(text) == 0 && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    };
    awaitLogged("The side table cannot be written");
    BOOST_TEST(logged("The side table cannot be written") == 1U);

    disk.giveRoom();
    waitUntilReady();
    BOOST_TEST(make("bob").status == 201);
    BOOST_TEST(client.patch("/Users/" + ann, "Replace", "active", "false") == 200);
    awaitLogged("\"STORE_MENDED\"");
    BOOST_TEST(logged("\"STORE_MENDED\"") == 1U);
    BOOST_TEST(connector.command("state verify").empty());
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(FullDisk, Fixture)

BOOST_AUTO_TEST_CASE(writes_wait_for_room_in_the_file_system) {
  if (!SmallDisk::mayMount()) return;
  refusesWritesUntilThereIsRoom(SmallDisk::By::FileSystem);
}

BOOST_AUTO_TEST_CASE(writes_wait_for_the_end_of_a_limit) {
  refusesWritesUntilThereIsRoom(SmallDisk::By::FileLimit);
}

BOOST_AUTO_TEST_CASE(what_the_directory_has_taken_already_is_settled_when_there_is_room) {
  if (!SmallDisk::mayMount()) return;
  SmallDisk disk(connector, SmallDisk::By::FileSystem);
  static_cast<void>(client.makeUser("first", "First"));
  std::size_t halfDone = 0;
  std::size_t untouched = 0;
  // Somewhere the room ends between the plan's first row and its last.
  for (std::size_t pages = 0; pages < 24; ++pages) {
    const std::string name = "user" + std::to_string(pages);
    disk.fill(pages);
    const ScimAnswer answer = make(name);
    BOOST_TEST((answer.status == 201 || answer.status == 503), answer.status);
    if (answer.status == 503) ++(isInDirectory(name) ? halfDone : untouched);
    disk.giveRoom();
    waitUntilReady();
    // As Entra asks again.
    const int again = make(name).status;
    BOOST_TEST((again == 201 || again == 409), again);
    BOOST_TEST(isInDirectory(name));
  }
  BOOST_TEST(halfDone > 0U);
  BOOST_TEST(untouched > 0U);
  BOOST_TEST(
      client.send("GET", "/Users?filter=userName+sw+%22user%22").body.find("totalResults")->asInteger() ==
      24);
  // What is left of writes that failed does not look like damage behind a crash.
  connector.kill();
  connector.start();
  const auto store =
      scim2ldap::connector::openSqliteStore(connector.configFile().parent_path() / "state" / "scim2ldap.db");
  BOOST_TEST(store->journal().empty());
  BOOST_TEST(store->countResources("tests")["User"] == 25);
  BOOST_TEST(connector.command("state verify").empty());
}

BOOST_AUTO_TEST_SUITE_END()
