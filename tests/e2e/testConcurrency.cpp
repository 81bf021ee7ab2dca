#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "ldap/Directory.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;

namespace {

constexpr int kClients = 8;
constexpr int kRounds = 12;
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

}  // namespace

BOOST_AUTO_TEST_SUITE(Concurrency)

BOOST_AUTO_TEST_CASE(eight_clients_on_the_same_users_and_groups_leave_what_they_were_told) {
  SlapdOptions options;
  options.ppolicy = true;
  const TemporarySlapd slapd(options);
  ConnectorProcess connector(slapd);
  const ScimClient client(connector);
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

BOOST_AUTO_TEST_SUITE_END()
