#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <thread>

#include "ldap/Directory.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

constexpr auto kPatience = std::chrono::seconds(20);

/// Waits until the condition holds; it has to in the end.
template <typename Condition>
bool eventually(const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return true;
}

SlapdOptions withPolicy() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(Outages)

BOOST_AUTO_TEST_CASE(a_stopped_directory_is_503_with_retry_after_and_the_next_call_after_its_return_works) {
  TemporarySlapd slapd(withPolicy());
  const ConnectorProcess connector(slapd);
  const ScimClient client(connector);
  const std::string id = client.makeUser("alice", "Alice A");
  slapd.stop();
  for (const ScimAnswer& answer :
       {client.send("GET", "/Users/" + id), client.send("GET", "/Users?filter=userName+eq+%22alice%22"),
        client.send("POST", "/Users", R"({"userName":"bob","displayName":"Bob"})"),
        client.send("DELETE", "/Users/" + id)}) {
    BOOST_TEST(answer.status == 503);
    BOOST_TEST(!answer.retryAfter.empty());
    BOOST_TEST(answer.body.stringAt("status") == "503");
  }
  BOOST_TEST(sendHttp("GET", connector.adminUrl() + "/readyz").status == 503);
  BOOST_TEST(sendHttp("GET", connector.adminUrl() + "/healthz").status == 200);
  slapd.start();
  BOOST_TEST(client.send("GET", "/Users/" + id).status == 200);
  BOOST_TEST(client.patch("/Users/" + id, "Replace", "title", "\"Boss\"") == 200);
  BOOST_TEST(sendHttp("GET", connector.adminUrl() + "/readyz").status == 200);
}

BOOST_AUTO_TEST_CASE(a_write_without_an_answer_is_503_and_settled_when_the_directory_is_back) {
  TemporarySlapd slapd(withPolicy());
  const ConnectorProcess connector(slapd);
  const ScimClient client(connector);
  const std::string id = client.makeUser("alice", "Alice A");
  slapd.pause();
  BOOST_TEST(client.patch("/Users/" + id, "Replace", "title", "\"Boss\"") == 503);
  slapd.resume();
  BOOST_TEST(eventually([&] { return sendHttp("GET", connector.adminUrl() + "/readyz").status == 200; }));
  // Entra repeats the request; whatever became of the first, this is its end.
  BOOST_TEST(client.patch("/Users/" + id, "Replace", "title", "\"Boss\"") == 200);
  BOOST_TEST(client.send("GET", "/Users/" + id).body.stringAt("title") == "Boss");
}

BOOST_AUTO_TEST_CASE(what_was_acknowledged_is_there_after_kill_9) {
  TemporarySlapd slapd(withPolicy());
  ConnectorProcess connector(slapd);
  const ScimClient client(connector);
  constexpr int kBefore = 5;
  std::vector<std::string> acknowledged;
  std::atomic<int> count = 0;
  std::jthread writer([&] {
    for (int i = 0;; ++i) {
      try {
        acknowledged.push_back(client.makeUser("user" + std::to_string(i), "User " + std::to_string(i)));
        ++count;
      } catch (const std::exception&) {
        return;  // killed
      }
    }
  });
  BOOST_TEST(eventually([&] { return count >= kBefore; }));
  connector.kill();
  writer.join();
  connector.start();
  const ScimClient again(connector);
  for (const std::string& id : acknowledged) {
    const ScimAnswer answer = again.send("GET", "/Users/" + id);
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.body.stringAt("externalId") == "ext-" + std::string(answer.body.stringAt("userName")));
  }
  // The one on its way is wholly there or wholly not: an entry has its row.
  const ScimAnswer all = again.send("GET", "/Users?count=1000");
  for (const scim::Json& user : all.body.find("Resources")->asArray()) {
    BOOST_TEST(user.stringAt("externalId") == "ext-" + std::string(user.stringAt("userName")));
  }
}

BOOST_AUTO_TEST_SUITE_END()
