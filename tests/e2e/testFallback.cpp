// Whatever clients do to groups at the same time, and whenever the service or the directory dies: who is in
// no synced group is in the fallback group.

#include <algorithm>
#include <barrier>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

#include "FallbackPopulation.h"
#include "ldap/Error.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using scim::Json;

namespace {

constexpr unsigned kClients = 4;
constexpr unsigned kRounds = 7;
constexpr unsigned kSteps = 25;  ///< of each client in a round
constexpr int kRaces = 6;        ///< at the end of a round
constexpr auto kPatience = std::chrono::seconds(60);
const std::string kGroup = "basic";

/// A number of the environment, for longer runs and for repeating one.
unsigned setting(const char* name, unsigned otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

SlapdOptions withFallbackGroup() {
  SlapdOptions options;
  options.ppolicy = true;
  options.ldif = "dn: cn=" + kGroup +
                 ",ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n";
  return options;
}

ConnectorOptions withPolicy(bool leave) {
  ConnectorOptions options;
  options.endpointLines = "[endpoint.fallback_group]\ngroup = \"cn=" + kGroup +
                          ",ou=groups\"\ngrace = \"200ms\"\nleave = " + (leave ? "true" : "false") + "\n";
  return options;
}

/// A directory, a service on it, and clients.
class World {
 public:
  World(unsigned seed, bool leave) : random_(seed), leave_(leave), connector_(slapd_, withPolicy(leave)) {
    FallbackClient(client_, population_, random_()).prepare();
  }

  /// The clients play, and meanwhile something dies, or nothing.
  void playRound() {
    std::vector<FallbackClient> clients;
    for (unsigned i = 0; i < kClients; ++i) clients.emplace_back(client_, population_, random_());
    std::jthread witness([&](const std::stop_token& stop) { watch(stop); });
    {
      std::atomic<unsigned> steps{0};
      std::vector<std::jthread> threads;
      for (FallbackClient& client : clients) {
        threads.emplace_back([&] {
          for (unsigned i = 0; i < kSteps; ++i, ++steps) client.step();
        });
      }
      const unsigned when = random_() % (kClients * kSteps);
      while (steps < when) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      // Who starts a program must not be a thread that ends: the program would end with it.
      disturb();
    }
    for (int i = 0; i < kRaces; ++i) race();
    for (const FallbackClient& client : clients)
      faults_.insert(faults_.end(), client.faults().begin(), client.faults().end());
    settle();
    witness.request_stop();
    witness.join();
  }

  /// What went wrong: answers that no client should get, and users who were in no group.
  [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }

 private:
  void disturb() {
    switch (random_() % 4) {
      case 0:
        connector_.kill();
        connector_.start();
        break;
      case 1:
        slapd_.kill();
        slapd_.start();
        break;
      case 2:
        connector_.kill();
        slapd_.stop();
        slapd_.start();
        connector_.start();
        break;
      default:
        break;
    }
  }

  /// Users lose their only two synced groups at the same moment.
  void race() {
    FallbackClient client(client_, population_, random_());
    const std::string users = client.someUsers(5);
    const std::string first = client.makeGroup(true, users);
    const std::string second = client.makeGroup(true, users);
    const std::string removal =
        R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"remove","path":"members","value":)" +
        users + "}]}";
    const bool deletes = random_() % 3 == 0;
    std::barrier start(2);
    std::jthread other([&] {
      start.arrive_and_wait();
      static_cast<void>(deletes ? client_.send("DELETE", "/Groups/" + second)
                                : client_.send("PATCH", "/Groups/" + second, removal));
    });
    start.arrive_and_wait();
    static_cast<void>(client_.send("PATCH", "/Groups/" + first, removal));
  }

  [[nodiscard]] Json all(const std::string& path) const {
    const ScimAnswer answer = client_.send("GET", path);
    return answer.status == 200 ? *answer.body.find("Resources") : Json();
  }

  /// Waits until everybody is where he belongs, and takes stock.
  void settle() {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    std::vector<std::string> wrong{"nothing was looked at"};
    while (!wrong.empty() && std::chrono::steady_clock::now() < end) {
      const Json users = all("/Users?count=1000");
      const Json groups = all("/Groups?count=1000&excludedAttributes=members");
      if (users.isArray() && groups.isArray()) {
        wrong = misplaced(users, groups);
        if (wrong.empty()) population_.restate(users, groups);
      }
      if (!wrong.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    faults_.insert(faults_.end(), wrong.begin(), wrong.end());
  }

  /// Those who are in none, or in too many.
  [[nodiscard]] std::vector<std::string> misplaced(const Json& users, const Json& groups) {
    std::set<std::string> synced;
    for (const Json& group : groups.asArray()) {
      if (group.find("externalId") != nullptr) synced.emplace(group.stringAt("displayName"));
    }
    std::vector<std::string> wrong;
    try {
      for (const Json& user : users.asArray()) {
        const std::string name(user.stringAt("userName"));
        const std::set<std::string> listing = groupsListing(directory_, slapd_.base(), name);
        const bool isSynced = std::any_of(listing.begin(), listing.end(),
                                          [&](const std::string& group) { return synced.contains(group); });
        const bool isInside = listing.contains(kGroup);
        const bool isRight = leave_ ? isSynced != isInside : isSynced || isInside;
        if (isRight) continue;
        std::string text = name + (isSynced ? " is" : " is not") + " in a synced group; listed by";
        for (const std::string& group : listing) text += " " + group;
        wrong.push_back(std::move(text));
      }
    } catch (const ldap::Error& error) {
      wrong.push_back(error.what());
    }
    return wrong;
  }

  /// Looks at users all the time: nobody who has been in a group is ever in none.
  void watch(const std::stop_token& stop) {
    std::mt19937 random(1);
    ldap::Directory directory(slapd_.settings());
    while (!stop.stop_requested()) {
      const auto before = population_.userOf(population_.anyUser(random));
      if (!before || !before->isSettled || before->moving > 0) {
        std::this_thread::yield();
        continue;
      }
      std::set<std::string> listing;
      try {
        listing = groupsListing(directory, slapd_.base(), before->userName);
      } catch (const ldap::Error&) {
        continue;  // killed
      }
      const auto after = population_.userOf(before->id);
      if (!after || after->moves != before->moves || after->userName != before->userName) continue;
      ++looks_;
      const bool isIn = std::any_of(listing.begin(), listing.end(), [](const std::string& group) {
        return group == kGroup || group.starts_with('s');
      });
      if (!isIn) seen_.push_back(before->userName + " was in no group at a moment");
    }
    faults_.insert(faults_.end(), seen_.begin(), seen_.end());
    seen_.clear();
  }

  std::mt19937 random_;
  bool leave_;
  TemporarySlapd slapd_{withFallbackGroup()};
  ConnectorProcess connector_;
  ScimClient client_{connector_};
  ldap::Directory directory_{slapd_.settings()};
  FallbackPopulation population_;
  std::vector<std::string> faults_;
  std::vector<std::string> seen_;
  std::uint64_t looks_ = 0;

 public:
  [[nodiscard]] std::uint64_t looks() const { return looks_; }
};

void play(bool leave, unsigned rounds) {
  const unsigned seed = setting("SCIM2LDAP_FALLBACK_SEED", std::random_device{}());
  World world(seed, leave);
  for (unsigned round = 0; round < setting("SCIM2LDAP_FALLBACK_ROUNDS", rounds); ++round) {
    world.playRound();
    for (const std::string& fault : world.faults())
      BOOST_TEST_CONTEXT("SCIM2LDAP_FALLBACK_SEED=" << seed << ", round " << round) BOOST_ERROR(fault);
    if (!world.faults().empty()) return;
  }
  // The witness has seen something.
  BOOST_TEST(world.looks() > 100U);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(Fallback)

BOOST_AUTO_TEST_CASE(everybody_is_in_a_synced_group_or_in_the_fallback_group) {
  play(true, kRounds);
}

BOOST_AUTO_TEST_CASE(nobody_is_without_a_group_where_nobody_leaves) {
  play(false, 2);
}

BOOST_AUTO_TEST_SUITE_END()
