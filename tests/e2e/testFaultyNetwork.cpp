#include <algorithm>
#include <atomic>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <random>
#include <set>
#include <thread>

#include "connector/store/SqliteStore.h"
#include "connector/store/Store.h"
#include "ldap/Directory.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TcpProxy.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using namespace std::chrono_literals;

namespace {

constexpr int kMostTries = 200;
constexpr int kWriters = 4;
constexpr int kUsersEach = 4;

/// The long form: SCIM2LDAP_FAULT_STEPS=2000 SCIM2LDAP_FAULT_SEED=7 test_outages --run_test=FaultyNetwork
int fromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoi(text);
}
const int kSteps = fromEnvironment("SCIM2LDAP_FAULT_STEPS", 40);
const unsigned kSeed = static_cast<unsigned>(fromEnvironment("SCIM2LDAP_FAULT_SEED", 20260309));

SlapdOptions withPolicy() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

std::string asJson(const std::string& text) {
  return scim::printJson(scim::Json(text));
}

std::string patchBody(const std::string& op, const std::string& path, const std::string& value) {
  return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":)" + asJson(op) +
         R"(,"path":)" + asJson(path) + R"(,"value":)" + value + "}]}";
}

/// A connector between two wires that can be damaged, and a look at the directory past all of them.
struct Network {
  TemporarySlapd slapd{withPolicy()};
  TcpProxy ldap{slapd.port()};
  ConnectorProcess connector{slapd, options()};
  TcpProxy http{connector.port()};
  ScimClient client{"http://127.0.0.1:" + std::to_string(http.port()) + "/scim/v2", connector.token()};
  ScimClient undisturbed{connector};
  ldap::Directory directory{slapd.settings()};
  mutable std::atomic<int> repetitions = 0;

  ConnectorOptions options() const {
    ConnectorOptions made;
    made.uris = "[\"ldap://127.0.0.1:" + std::to_string(ldap.port()) + "\"]";
    made.directoryLines =
        "connect_timeout = \"400ms\"\noperation_timeout = \"400ms\"\nlease_timeout = \"400ms\"";
    return made;
  }

  /// What came back; nullopt where no whole answer did.
  [[nodiscard]] std::optional<ScimAnswer> ask(const std::string& method, const std::string& path,
                                              const std::string& body = "") const {
    try {
      ScimAnswer answer = client.send(method, path, body);
      const bool isCut =
          answer.status == 0 || (answer.status < 300 && answer.status != 204 && answer.body.isNull());
      if (!isCut) return answer;
    } catch (const std::exception&) {  // the answer did not come whole
    }
    return std::nullopt;
  }

  /// Repeats a request as a client does, until it is answered by something that is not "later".
  /// \returns the answer, and whether it was to the first try
  [[nodiscard]] std::pair<ScimAnswer, bool> insist(const std::string& method, const std::string& path,
                                                   const std::string& body = "") const {
    for (int attempt = 0; attempt < kMostTries; ++attempt) {
      const std::optional<ScimAnswer> answer = ask(method, path, body);
      if (attempt > 0) ++repetitions;
      if (answer && answer->status != 503) return {*answer, attempt == 0};
      std::this_thread::sleep_for(20ms);
    }
    throw std::runtime_error(method + " " + path + " found no end");
  }

  /// Creates a user, as Entra does: who exists after a try without an answer is looked for. \returns the id
  [[nodiscard]] std::string create(const std::string& userName) const {
    const std::string body = R"({"userName":)" + asJson(userName) + R"(,"externalId":)" +
                             asJson("ext-" + userName) + R"(,"displayName":"D","active":true})";
    const auto [answer, isFirst] = insist("POST", "/Users", body);
    if (answer.status == 201) return answer.id();
    require(answer.status == 409 && !isFirst, "POST", answer);
    const auto found = insist("GET", "/Users?filter=userName+eq+%22" + userName + "%22").first;
    require(found.status == 200 && found.body.find("totalResults")->asInteger() == 1, "lookup", found);
    return std::string(found.body.find("Resources")->asArray().front().stringAt("id"));
  }
  void patch(const std::string& path, const std::string& op, const std::string& attribute,
             const std::string& value) const {
    const ScimAnswer answer = insist("PATCH", path, patchBody(op, attribute, value)).first;
    require(answer.status == 200 || answer.status == 204, "PATCH " + attribute, answer);
  }
  /// The connector dies when it has sent the request's first write, which stays on the wire, and a successor
  /// starts.
  void dieAtWrite(const std::string& method, const std::string& path, const std::string& body) {
    ldap.holdWrites(true);
    std::jthread asking([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) static_cast<void>(ask(method, path, body));
    });
    {
      // Connections are tried with writes as well, so that one is held does not say which.
      const auto store = connector::openSqliteStore(connector.stateFile());
      const auto isSent = [&] { return ldap.heldWrites() > 0 && !store->journal().empty(); };
      const auto end = std::chrono::steady_clock::now() + 30s;
      while (!isSent() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(5ms);
      BOOST_TEST(isSent());
    }
    connector.kill();
    asking.request_stop();
    asking.join();
    ldap.holdWrites(false);
    connector.start();
  }

  void remove(const std::string& path) const {
    const auto [answer, isFirst] = insist("DELETE", path);
    require(answer.status == 204 || (answer.status == 404 && !isFirst), "DELETE", answer);
  }
  static void require(bool holds, const std::string& what, const ScimAnswer& answer) {
    if (!holds)
      throw std::runtime_error(what + " was answered with " + std::to_string(answer.status) + ": " +
                               scim::printJson(answer.body));
  }

  [[nodiscard]] std::optional<ldap::Entry> entry(const std::string& id) {
    const auto found = directory.search({ldap::Dn::parse(slapd.base()),
                                         ldap::Scope::Subtree,
                                         ldap::Filter{ldap::Equality{"entryUUID", id}},
                                         {"*", "pwdAccountLockedTime"}});
    if (found.empty()) return std::nullopt;
    return found.front();
  }

  /// Mends the wires and waits until nothing is open any more.
  void calm() {
    ldap.cutAnswersAfter(ConnectionFate::kNever);
    ldap.setFates({});
    http.setFates({});
    ldap.dropAll();
    http.dropAll();
    const auto end = std::chrono::steady_clock::now() + 30s;
    while (sendHttp("GET", connector.adminUrl() + "/readyz").status != 200 &&
           std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(20ms);
    const auto store = connector::openSqliteStore(connector.stateFile());
    BOOST_TEST(store->journal().empty());
  }
};

/// What one writer holds to be true.
struct Person {
  std::string userName;
  std::string title{};
  bool isActive = true;
  bool isMember = false;
};
using People = std::map<std::string, Person>;  ///< by id

/// Does random things to users of its own until all of them are acknowledged, and looks each time whether the
/// directory has them.
class Writer {
 public:
  Writer(Network& network, std::string group, int number, unsigned seed)
      : network_(network), group_(std::move(group)), number_(number), random_(seed) {}

  People run() {
    for (int step = 0; step < kSteps; ++step) {
      if (people_.size() < 2 || (people_.size() < kUsersEach && below(4) == 0)) {
        create(step);
      } else {
        change(step);
      }
    }
    return people_;
  }

 private:
  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }
  std::string name(const std::string& what, int step) const {
    return what + std::to_string(number_) + "-" + std::to_string(step);
  }

  void create(int step) {
    const Person person{name("user", step)};
    const std::string id = network_.create(person.userName);
    people_[id] = person;
    check(id);
  }

  void change(int step) {
    auto chosen = people_.begin();
    std::advance(chosen, below(static_cast<int>(people_.size())));
    const std::string& id = chosen->first;
    Person& person = chosen->second;
    const std::string path = "/Users/" + id;
    switch (below(6)) {
      case 0:
      case 1:
        person.title = name("title", step);
        network_.patch(path, "replace", "title", asJson(person.title));
        break;
      case 2:
        person.userName = name("renamed", step);
        network_.patch(path, "replace", "userName", asJson(person.userName));
        break;
      case 3:
        person.isActive = !person.isActive;
        network_.patch(path, "replace", "active", person.isActive ? "true" : "false");
        break;
      case 4:
        person.isMember = !person.isMember;
        network_.patch(group_, person.isMember ? "add" : "remove", "members", R"([{"value":")" + id + "\"}]");
        break;
      default:
        network_.remove(path);
        if (network_.entry(id)) throw std::runtime_error("deleted, and there: " + id);
        people_.erase(chosen);
        return;
    }
    check(id);
  }

  void check(const std::string& id) {
    const Person& person = people_.at(id);
    const auto entry = network_.entry(id);
    if (!entry) throw std::runtime_error("acknowledged, and not there: " + person.userName);
    const bool isLocked = entry->first("pwdAccountLockedTime").has_value();
    if (entry->first("uid") != person.userName || entry->first("title").value_or("") != person.title ||
        isLocked == person.isActive)
      throw std::runtime_error("acknowledged, and not so: " + person.userName);
  }

  Network& network_;
  std::string group_;
  int number_;
  std::mt19937 random_;
  People people_;
};

/// A write that is still on its way when the connector dies, and who is there in the end: {userName:title}
struct LateRequest {
  std::string method;
  std::string body;
  std::set<std::string> result;
};
std::ostream& operator<<(std::ostream& stream, const LateRequest& request) {
  return stream << request.method << ' ' << request.body;
}
const std::vector<LateRequest> kLateRequests{
    {"POST", R"({"userName":"bob","externalId":"ext-bob","displayName":"Bob B"})", {"alice:", "bob:"}},
    {"PATCH", patchBody("replace", "title", R"("Boss")"), {"alice:Boss"}},
    {"PATCH", patchBody("replace", "userName", R"("anna")"), {"anna:"}},
    {"DELETE", "", {}},
};

/// Connections that mostly work, and sometimes are cut anywhere or slower than the deadline.
std::function<ConnectionFate()> misfortunes(unsigned seed, std::size_t longest, int slowMs) {
  return [random = std::mt19937(seed), longest, slowMs]() mutable {
    std::uniform_int_distribution<std::size_t> octets(0, longest);
    ConnectionFate fate;
    switch (std::uniform_int_distribution<int>(0, 5)(random)) {
      case 0:
        fate.toClient = octets(random);
        break;
      case 1:
        fate.toServer = octets(random);
        break;
      case 2:
        fate.delayMs = std::uniform_int_distribution<int>(0, 3)(random) == 0 ? slowMs : 5;
        fate.toClient = octets(random);
        break;
      default:
        fate.toClient = octets(random) * 4;
        break;
    }
    return fate;
  };
}

std::set<std::string> membersOf(const ScimAnswer& group) {
  std::set<std::string> ids;
  if (const scim::Json* members = group.body.find("members")) {
    for (const scim::Json& member : members->asArray()) ids.emplace(member.stringAt("value"));
  }
  return ids;
}

/// The clients' view, the service's and the directory's are one.
void expectAll(Network& network, const std::string& group, const People& people) {
  const ScimAnswer all = network.undisturbed.send("GET", "/Users?count=1000");
  BOOST_TEST_REQUIRE(all.status == 200, scim::printJson(all.body));
  BOOST_TEST(all.body.find("totalResults")->asInteger() == static_cast<std::int64_t>(people.size()));
  std::set<std::string> members;
  for (const auto& [id, person] : people) {
    const ScimAnswer user = network.undisturbed.send("GET", "/Users/" + id);
    BOOST_TEST(user.status == 200, person.userName);
    BOOST_TEST(user.body.stringAt("userName") == person.userName);
    BOOST_TEST(user.body.stringAt("title") == person.title);
    BOOST_TEST(user.body.find("active")->asBool() == person.isActive);
    BOOST_TEST(!user.body.stringAt("externalId").empty());
    if (person.isMember) members.insert(id);
  }
  BOOST_TEST((membersOf(network.undisturbed.send("GET", group)) == members));
  const auto entries = network.directory.search(
      {ldap::Dn::parse("ou=people," + network.slapd.base()), ldap::Scope::OneLevel, {}, {"uid"}});
  BOOST_TEST(entries.size() == people.size());
}

void writeAll(Network& network, const std::string& group, unsigned seed) {
  People people;
  std::mutex mutex;
  std::vector<std::jthread> writers;
  for (int number = 0; number < kWriters; ++number) {
    writers.emplace_back([&, number] {
      try {
        Writer writer(network, group, number, seed + static_cast<unsigned>(number));
        People own = writer.run();
        const std::lock_guard lock(mutex);
        people.merge(own);
      } catch (const std::exception& error) {
        const std::lock_guard lock(mutex);
        BOOST_ERROR("writer " << number << ": " << error.what());
      }
    });
  }
  writers.clear();
  network.calm();
  expectAll(network, group, people);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(FaultyNetwork, Network)

BOOST_AUTO_TEST_CASE(between_connector_and_directory_loses_doubles_and_halves_nothing) {
  const std::string group = "/Groups/" + undisturbed.makeGroup("Leads");
  ldap.setFates(misfortunes(kSeed, 6000, 600));
  ldap.dropAll();
  writeAll(*this, group, kSeed);
  BOOST_TEST(ldap.cuts() > 0U);
  BOOST_TEST(repetitions > 0);
}

BOOST_AUTO_TEST_CASE(between_client_and_connector_loses_doubles_and_halves_nothing) {
  const std::string group = "/Groups/" + undisturbed.makeGroup("Leads");
  http.setFates(misfortunes(kSeed + 1, 800, 30));
  writeAll(*this, group, kSeed + 1);
  BOOST_TEST(http.cuts() > 0U);
  BOOST_TEST(repetitions > 0);
}

BOOST_AUTO_TEST_CASE(on_both_sides_loses_doubles_and_halves_nothing) {
  const std::string group = "/Groups/" + undisturbed.makeGroup("Leads");
  ldap.setFates(misfortunes(kSeed + 2, 12000, 600));
  ldap.dropAll();
  http.setFates(misfortunes(kSeed + 3, 1600, 30));
  writeAll(*this, group, kSeed + 2);
  BOOST_TEST(ldap.cuts() > 0U);
  BOOST_TEST(http.cuts() > 0U);
  BOOST_TEST(repetitions > 0);
}

/// Every request is cut at places all over what the directory answers to it: before the write, within the
/// answer to it, and behind it.
BOOST_AUTO_TEST_CASE(that_cuts_anywhere_within_the_answers_leaves_what_a_repetition_completes) {
  constexpr int kCuts = 12;
  const std::array<std::string, 2> groups{"/Groups/" + undisturbed.makeGroup("One"),
                                          "/Groups/" + undisturbed.makeGroup("Two")};
  const std::string peer = undisturbed.makeUser("peer", "Peer");
  const auto join = [&](const std::string& id) {
    for (const std::string& group : groups) patch(group, "add", "members", R"([{"value":")" + id + "\"}]");
  };
  struct Kind {
    std::string name;
    std::function<void(const std::string& id, const std::string& name)> request;
    std::function<void(const std::string& id, const std::string& name)> expect;
  };
  const std::vector<Kind> kinds{
      {"title",
       [&](const std::string& id, const std::string& name) {
         patch("/Users/" + id, "replace", "title", asJson(name));
       },
       [&](const std::string& id, const std::string& name) {
         BOOST_TEST(entry(id)->first("title").value_or("") == name);
       }},
      {"rename",
       [&](const std::string& id, const std::string& name) {
         patch("/Users/" + id, "replace", "userName", asJson("new-" + name));
       },
       [&](const std::string& id, const std::string& name) {
         BOOST_TEST(entry(id)->first("uid").value_or("") == "new-" + name);
         for (const std::string& group : groups)
           BOOST_TEST(membersOf(undisturbed.send("GET", group)).contains(id));
       }},
      {"disable",
       [&](const std::string& id, const std::string&) {
         patch("/Users/" + id, "replace", "active", "false");
       },
       [&](const std::string& id, const std::string&) {
         BOOST_TEST(entry(id)->first("pwdAccountLockedTime").has_value());
       }},
      {"delete", [&](const std::string& id, const std::string&) { remove("/Users/" + id); },
       [&](const std::string& id, const std::string&) {
         BOOST_TEST(!entry(id).has_value());
         for (const std::string& group : groups)
           BOOST_TEST(!membersOf(undisturbed.send("GET", group)).contains(id));
       }},
      {"create", [&](const std::string&, const std::string& name) { (void)create("made-" + name); },
       [&](const std::string&, const std::string& name) {
         const auto found = directory.search({ldap::Dn::parse(slapd.base()),
                                              ldap::Scope::Subtree,
                                              ldap::Filter{ldap::Equality{"uid", "made-" + name}},
                                              {"uid"}});
         BOOST_TEST(found.size() == 1U);
         const ScimAnswer user = undisturbed.send("GET", "/Users?filter=userName+eq+%22made-" + name + "%22");
         BOOST_TEST(user.body.find("Resources")->asArray().front().stringAt("externalId") ==
                    "ext-made-" + name);
       }},
  };
  for (const Kind& kind : kinds) {
    std::size_t octets = ConnectionFate::kNever;
    int reached = 0;
    for (int cut = -2; cut < kCuts; ++cut) {
      const std::string name = kind.name + std::to_string(cut + 2);
      BOOST_TEST_CONTEXT(name) {
        const std::string id = undisturbed.makeUser(name, name);
        join(id);
        const std::size_t before = ldap.answerOctets();
        // The first two show how much there is to be cut; one of them may have met something else on the
        // wire.
        if (cut >= 0) ldap.cutAnswersAfter(octets * static_cast<std::size_t>(cut) / kCuts);
        const std::size_t cutsBefore = ldap.cuts();
        std::jthread mender([&](const std::stop_token& stop) {
          while (ldap.cuts() == cutsBefore && !stop.stop_requested()) std::this_thread::sleep_for(1ms);
          ldap.cutAnswersAfter(ConnectionFate::kNever);
        });
        kind.request(id, name);
        mender.request_stop();
        mender.join();
        if (ldap.cuts() > cutsBefore) ++reached;
        if (cut < 0) octets = std::min(octets, ldap.answerOctets() - before);
        kind.expect(id, name);
      }
    }
    BOOST_TEST(reached > kCuts / 2, kind.name << ": " << reached);
  }
  calm();
}

BOOST_DATA_TEST_CASE_F(Network, what_a_dead_connector_had_sent_changes_nothing_behind_its_successor,
                       boost::unit_test::data::make(kLateRequests), request) {
  const std::string alice = undisturbed.makeUser("alice", "Alice A");
  const std::string path = request.method == "POST" ? "/Users" : "/Users/" + alice;
  dieAtWrite(request.method, path, request.body);
  const ScimClient successor(connector);
  const auto everybody = [&] {
    const ScimAnswer users = successor.send("GET", "/Users?count=10&sortBy=userName");
    BOOST_TEST_REQUIRE(users.status == 200);
    return users.body;
  };
  const scim::Json before = everybody();
  std::set<std::string> found;
  for (const scim::Json& user : before.find("Resources")->asArray()) {
    BOOST_TEST(!user.stringAt("externalId").empty());
    found.emplace(std::string(user.stringAt("userName")) + ":" + std::string(user.stringAt("title")));
  }
  BOOST_TEST(found == request.result, boost::test_tools::per_element());
  ldap.releaseWrites();
  BOOST_TEST(scim::printJson(everybody()) == scim::printJson(before));
  const auto store = connector::openSqliteStore(connector.stateFile());
  BOOST_TEST(store->journal().empty());
  const std::vector<connector::LogRow> log = store->log(100, std::nullopt);
  const auto isDone = [](const connector::LogRow& row) { return row.status < 300; };
  BOOST_TEST(std::ranges::count_if(log, isDone) == 3);  // the token, alice, and the request
}

BOOST_AUTO_TEST_CASE(a_late_member_changes_nothing_behind_a_successor_who_has_added_it) {
  const std::string alice = undisturbed.makeUser("alice", "Alice A");
  const std::string group = "/Groups/" + undisturbed.makeGroup("Leads");
  dieAtWrite("PATCH", group, patchBody("add", "members", R"([{"value":")" + alice + "\"}]"));
  const ScimClient successor(connector);
  const std::string before = scim::printJson(successor.send("GET", group).body);
  BOOST_TEST(before.find(alice) != std::string::npos);
  ldap.releaseWrites();
  BOOST_TEST(scim::printJson(successor.send("GET", group).body) == before);
}

BOOST_AUTO_TEST_SUITE_END()
