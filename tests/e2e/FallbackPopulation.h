#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "ldap/Directory.h"
#include "scim/Json.h"
#include "tests/support/ScimClient.h"

namespace scim2ldap::test {

/// What several clients know of the users and groups that they change all at once. Groups whose names begin
/// with "s" have an externalId, at least at times, those with "p" never. Thread-safe.
class FallbackPopulation {
 public:
  struct User {
    std::string id;
    std::string userName;
    /// He has been in a group, and is to be in one at each moment from then on.
    bool isSettled = false;
    /// Requests that give him another name, or remove him: in between, groups may list another one.
    int moving = 0;
    std::uint64_t moves = 0;  ///< how many such requests there have been
  };

  using Random = std::mt19937;

  // An id that no one has where there is none.
  [[nodiscard]] std::string anyUser(Random& random);
  [[nodiscard]] std::string anyGroup(Random& random, bool syncedOnly = false);
  [[nodiscard]] std::optional<User> userOf(const std::string& id);
  [[nodiscard]] std::string nextName(const std::string& prefix) { return prefix + std::to_string(++names_); }

  void addUser(const std::string& id, const std::string& userName);
  void addGroup(const std::string& id, const std::string& displayName);
  void removeGroup(const std::string& id);

  /// A user is about to be renamed or removed.
  void beginMove(const std::string& id);
  /// \param userName  the new one; "": he is gone
  void endMove(const std::string& id, const std::string& userName);
  /// What the service says there is, at a time when nobody changes anything: everybody is settled then.
  void restate(const scim::Json& users, const scim::Json& groups);

 private:
  std::mutex mutex_;
  std::map<std::string, User> users_;
  std::map<std::string, std::string> groups_;  ///< id -> displayName
  std::atomic<int> names_{0};
};

/// One of the clients. Not thread-safe.
class FallbackClient {
 public:
  FallbackClient(const ScimClient& client, FallbackPopulation& population, unsigned seed)
      : client_(client), population_(population), random_(seed) {}

  /// Makes users and groups to begin with.
  void prepare();
  /// Makes one random request, and ignores it when the service dies meanwhile.
  void step();
  /// \returns its id, or one that no one has
  std::string makeGroup(bool synced, const std::string& members);
  /// Members as JSON, at most that many.
  [[nodiscard]] std::string someUsers(std::size_t most);
  /// Answers that no client should get.
  [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }

 private:
  void makeUser();
  void renameUser();
  void disableUser();
  void removeUser();
  void changeMembers(const std::string& operation);
  void putGroup();
  void toggleExternalId();
  void renameGroup();
  void removeGroup();

  [[nodiscard]] ScimAnswer send(const std::string& method, const std::string& path,
                                const std::string& body = "");
  [[nodiscard]] ScimAnswer patch(const std::string& path, const std::string& operation);
  [[nodiscard]] std::string someUsersOrNone() { return random_() % 2 == 0 ? someUsers(4) : "[]"; }

  const ScimClient& client_;
  FallbackPopulation& population_;
  std::mt19937 random_;
  std::vector<std::string> faults_;
};

/// Which groups list the user, by name; looked at in one search, so at one moment.
[[nodiscard]] std::set<std::string> groupsListing(ldap::Directory& directory, const std::string& base,
                                                  const std::string& userName);

}  // namespace scim2ldap::test
