#pragma once

#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/fault/Findings.h"
#include "tests/fault/Model.h"
#include "tests/fault/SharedGroups.h"
#include "tests/fault/SteadySender.h"
#include "tests/fault/WriteBook.h"

namespace scim2ldap::test {

/// How many a client keeps: below half of it makes some, above it removes some.
struct PopulationSize {
  std::size_t users = 12;
  std::size_t groups = 2;
};

/// One of several clients that work at once as Entra does: looks, makes, changes, disables and removes users
/// of its own, and moves them in and out of the groups of all. It knows exactly what its users are to be, and
/// compares every answer with that. Not thread-safe.
class EntraClient {
 public:
  /// \param number  part of all names that it gives
  EntraClient(int number, SteadySender sender, SharedGroups& groups, Findings& findings, WriteBook& book,
              PopulationSize size, unsigned seed);

  /// A random operation: one to some ten requests, every one brought to its end.
  /// \throws std::runtime_error  when the service stays away
  void step();

  [[nodiscard]] const Users& users() const { return users_; }
  /// Which of its users are in which groups, by the group's id. Groups may be gone.
  [[nodiscard]] const std::map<std::string, std::set<std::string>>& memberships() const {
    return memberships_;
  }

 private:
  using Sight = SteadySender::Sight;
  using Written = SteadySender::Written;

  // Operations on users.
  void makeUser();
  void changeUser();
  void renameUser();
  void changeManager();
  void switchUser();
  void softDelete();
  void removeUser();
  void lookAtUser();
  void probe();
  // Operations on groups.
  void makeGroup();
  void renameGroup();
  void removeGroup();
  void addMembers();
  void removeMembers();
  void lookAtGroup();

  void patchUser(const std::string& id, const UserState& after, const std::string& body);
  /// What the service shows of a user of that id; nullopt when there is none.
  [[nodiscard]] std::optional<UserState> shownUser(const std::string& id);
  /// The id of the one whom a query finds, "" for nobody. Two are a fault.
  [[nodiscard]] std::string find(const std::string& path, const std::string& filter,
                                 scim::Json* found = nullptr);
  void changeMembers(const std::string& group, const std::vector<std::string>& ids, bool adds);
  /// Whether these are in the group.
  [[nodiscard]] Sight sightOf(const std::string& group, const std::vector<std::string>& ids, bool adds);
  void compare(const std::string& id, const UserState& expected, const UserState& shown);

  [[nodiscard]] std::string anyUser();
  [[nodiscard]] std::string text(const std::string& prefix);
  [[nodiscard]] unsigned roll(unsigned below) { return static_cast<unsigned>(random_() % below); }

  int number_;
  SteadySender sender_;
  SharedGroups& groups_;
  Findings& findings_;
  WriteBook& book_;
  PopulationSize size_;
  std::mt19937 random_;
  int names_ = 0;
  Users users_;
  std::map<std::string, std::set<std::string>> memberships_;
};

}  // namespace scim2ldap::test
