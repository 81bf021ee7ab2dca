#include <algorithm>
#include <barrier>
#include <boost/test/unit_test.hpp>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "ldap/Directory.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

constexpr int kClients = 8;
constexpr int kRounds = 12;
constexpr int kRaces = 20;
constexpr int kShared = 4;  ///< users that all clients write to

/// What became of the clients' requests; Boost.Test's macros are not for several threads.
class Faults {
 public:
  void expect(const std::string& what, int status, std::initializer_list<int> allowed) {
    if (std::find(allowed.begin(), allowed.end(), status) != allowed.end()) return;
    const std::lock_guard lock(mutex_);
    texts_.push_back(what + " answered " + std::to_string(status));
  }
  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::mutex mutex_;
  std::vector<std::string> texts_;
};

std::string memberList(const std::string& id) {
  return "[{\"value\":\"" + id + "\"}]";
}

/// One client: writes to users that all share, and moves its own user in and out of the shared group.
/// \returns whether its user is in the group at the end
bool play(const ScimClient& client, int number, const std::vector<std::string>& shared,
          const std::string& group, const std::string& own, Faults& faults) {
  std::mt19937 random(static_cast<unsigned>(number));
  bool isMember = false;
  for (int round = 0; round < kRounds; ++round) {
    const std::string text = std::to_string(number) + "-" + std::to_string(round);
    const std::string& user = shared[random() % shared.size()];
    faults.expect("title", client.patch("/Users/" + user, "Replace", "title", "\"t" + text + "\""), {200});
    faults.expect("rename", client.patch("/Users/" + user, "Replace", "userName", "\"s" + text + "\""),
                  {200});
    isMember = random() % 2 == 0;
    faults.expect("member",
                  client.patch("/Groups/" + group, isMember ? "Add" : "Remove", "members", memberList(own)),
                  {204});
    faults.expect("shared member", client.patch("/Groups/" + group, "Add", "members", memberList(user)),
                  {204});
    const std::string passing = client.makeUser("p" + text, "Passing");
    faults.expect("passing member", client.patch("/Groups/" + group, "Add", "members", memberList(passing)),
                  {204});
    faults.expect("delete", client.send("DELETE", "/Users/" + passing).status, {204});
    faults.expect("get", client.send("GET", "/Groups/" + group).status, {200});
    // The same name for all: one of them has it at a time.
    const ScimAnswer same = client.send("POST", "/Users", R"({"userName":"same","displayName":"Same"})");
    faults.expect("same", same.status, {201, 409});
    if (same.status == 201)
      faults.expect("delete same", client.send("DELETE", "/Users/" + same.id()).status, {204});
  }
  return isMember;
}

/// Requests that change one resource, each another way, for clients that have all read the same version.
struct Race {
  std::string path;
  std::string method;
  std::vector<std::string> bodies;
};

/// All at once, each with the version that the resource has now. \returns the statuses
std::vector<int> run(const ConnectorProcess& connector, const Race& race) {
  const auto send = [&](const std::string& method, const std::string& version, const std::string& body) {
    return sendHttp(method, connector.baseUrl() + race.path,
                    {{"Authorization", "Bearer " + connector.token()}, {"If-Match", version}}, body);
  };
  const std::string version = send("GET", "*", "").header("ETag");
  std::vector<int> statuses(race.bodies.size(), 0);
  std::barrier start(static_cast<std::ptrdiff_t>(race.bodies.size()));
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < race.bodies.size(); ++i) {
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      statuses[i] = send(race.method, version, race.bodies[i]).status;
    });
  }
  threads.clear();
  return statuses;
}

void expectOneWinner(const ConnectorProcess& connector, const Race& race, int success) {
  const std::vector<int> statuses = run(connector, race);
  BOOST_TEST_CONTEXT(race.method << ' ' << race.path) {
    BOOST_TEST(std::count(statuses.begin(), statuses.end(), success) == 1);
    // Who comes when the resource is gone finds nothing; else it finds another version.
    const int failure = race.method == "DELETE" ? 404 : 412;
    BOOST_TEST(std::count(statuses.begin(), statuses.end(), failure) ==
               static_cast<std::ptrdiff_t>(statuses.size()) - 1);
  }
}

std::string patchOf(const std::string& path, const std::string& value) {
  return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":")" +
         path + R"(","value":)" + value + "}]}";
}

struct Fixture {
  const TemporarySlapd slapd{[] {
    SlapdOptions options;
    options.ppolicy = true;
    return options;
  }()};
  ConnectorProcess connector{slapd};
  const ScimClient client{connector};
};

/// A bulk that makes users, a group of them by their bulkIds, and puts each into the shared group as well.
std::string bulkOf(const std::string& prefix, int users, const std::string& sharedGroup) {
  std::string operations;
  std::string members;
  for (int i = 0; i < users; ++i) {
    const std::string name = prefix + std::to_string(i);
    const std::string reference = R"({"value":"bulkId:)" + name + "\"}";
    operations += R"({"method":"POST","path":"/Users","bulkId":")" + name + R"(","data":{"userName":")" +
                  name + R"(","displayName":"B"}},{"method":"PATCH","path":"/Groups/)" + sharedGroup +
                  R"(","data":)" + patchOf("members", "[" + reference + "]") + "},";
    members += (i == 0 ? "" : ",") + reference;
  }
  return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[)" + operations +
         R"({"method":"POST","path":"/Groups","bulkId":"g","data":{"displayName":")" + prefix +
         R"(","members":[)" + members + "]}}]}";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(Concurrency, Fixture)

BOOST_AUTO_TEST_CASE(of_clients_with_the_same_version_one_succeeds) {
  const std::string user = "/Users/" + client.makeUser("raced", "Raced");
  const std::string group = "/Groups/" + client.makeGroup("raced");
  for (int round = 0; round < kRaces; ++round) {
    Race patches{user, "PATCH", {}};
    Race puts{user, "PUT", {}};
    Race members{group, "PATCH", {}};
    Race deletions{"/Users/" + client.makeUser("leaver" + std::to_string(round), "Leaver"), "DELETE", {}};
    for (int number = 0; number < kClients; ++number) {
      const std::string name = std::to_string(round) + '-' + std::to_string(number);
      patches.bodies.push_back(patchOf("title", "\"t" + name + "\""));
      puts.bodies.push_back(R"({"userName":"raced","displayName":"d)" + name + "\"}");
      members.bodies.push_back(patchOf("members", memberList(client.makeUser("m" + name, "Member"))));
      deletions.bodies.emplace_back();
    }
    expectOneWinner(connector, patches, 200);
    expectOneWinner(connector, puts, 200);
    expectOneWinner(connector, members, 204);
    expectOneWinner(connector, deletions, 204);
  }
  const ScimAnswer answer = client.send("GET", group);
  BOOST_TEST(answer.body.find("members")->asArray().size() == static_cast<std::size_t>(kRaces));
  BOOST_TEST(connector.stop() == 0);
}

BOOST_AUTO_TEST_CASE(eight_clients_on_the_same_users_and_groups_leave_what_they_were_told) {
  std::vector<std::string> shared;
  for (int i = 0; i < kShared; ++i) shared.push_back(client.makeUser("shared" + std::to_string(i), "Shared"));
  std::vector<std::string> own;
  for (int i = 0; i < kClients; ++i) own.push_back(client.makeUser("own" + std::to_string(i), "Own"));
  const std::string group = client.makeGroup("everybody");

  Faults faults;
  std::vector<char> isMember(kClients, 0);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kClients; ++i) {
      threads.emplace_back([&, i] {
        try {
          const auto at = static_cast<std::size_t>(i);
          isMember[at] = play(client, i, shared, group, own[at], faults) ? 1 : 0;
        } catch (const std::exception& error) {
          faults.expect(error.what(), 0, {});
        }
      });
    }
    connector.reload();
  }
  for (const std::string& text : faults.texts()) BOOST_ERROR(text);

  // The group holds whom it was told to hold, by the names that they have now, and no one who is gone.
  std::set<std::string> expected;
  ldap::Directory directory(slapd.settings());
  const auto dnOf = [&](const std::string& id) {
    return directory
        .search({ldap::Dn::parse(slapd.base()), ldap::Scope::Subtree, {ldap::Equality{"entryUUID", id}}, {}})
        .at(0)
        .dn.toString();
  };
  const ldap::Entry entry =
      directory.read(ldap::Dn::parse("cn=everybody,ou=groups," + slapd.base()), {"member"}).value();
  const std::set<std::string> members(entry.values("member").begin(), entry.values("member").end());
  for (std::size_t i = 0; i < own.size(); ++i) {
    BOOST_TEST(members.contains(dnOf(own[i])) == (isMember[i] != 0), "own" << i);
    if (isMember[i] != 0) expected.insert(dnOf(own[i]));
  }
  for (const std::string& id : shared) {
    if (members.contains(dnOf(id))) expected.insert(dnOf(id));
  }
  BOOST_TEST(members == expected, boost::test_tools::per_element());
  BOOST_TEST(client.send("GET", "/Users?filter=displayName+eq+%22Passing%22")
                 .body.find("totalResults")
                 ->asInteger() == 0);

  // ThreadSanitizer and LeakSanitizer speak through the exit status.
  BOOST_TEST(connector.stop() == 0);
}

BOOST_AUTO_TEST_CASE(bulks_of_several_clients_at_once_are_each_carried_out_whole) {
  constexpr int kBulks = 4;
  constexpr int kUsers = 25;
  const std::string shared = client.makeGroup("shared");
  std::vector<ScimAnswer> answers(kBulks);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kBulks; ++i) {
      threads.emplace_back([&, i] {
        answers[i] = client.send("POST", "/Bulk", bulkOf("bulk" + std::to_string(i) + "-", kUsers, shared));
      });
    }
  }
  const auto membersOf = [&](const std::string& id) {
    return client.send("GET", "/Groups/" + id).body.find("members")->asArray().size();
  };
  for (const ScimAnswer& answer : answers) {
    BOOST_TEST_REQUIRE(answer.status == 200);
    const auto& operations = answer.body.find("Operations")->asArray();
    BOOST_TEST_REQUIRE(operations.size() == 2U * kUsers + 1);
    for (const scim::Json& operation : operations) {
      const std::string_view status = operation.stringAt("status");
      BOOST_TEST(status == (operation.stringAt("method") == "PATCH" ? "204" : "201"), printJson(operation));
    }
    const std::string_view location = operations.back().stringAt("location");
    BOOST_TEST(membersOf(std::string(location.substr(location.rfind('/') + 1))) == kUsers);
  }
  BOOST_TEST(membersOf(shared) == kBulks * kUsers);
  BOOST_TEST(connector.stop() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
