#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/fault/matrix/FaultWorld.h"

namespace scim2ldap::test {

/// One play of a scenario: who is there, by name, and requests about them.
struct FaultCase {
  FaultWorld& world;
  std::map<std::string, std::string> ids{};

  [[nodiscard]] ScimAnswer send(const std::string& method, const std::string& path,
                                const std::string& body = "") const;
  /// PATCH of these operations (JSON, without brackets).
  [[nodiscard]] ScimAnswer patch(const std::string& path, const std::string& operations) const;
  /// POST, as Entra does it: it looks first, and changes what it finds.
  [[nodiscard]] ScimAnswer provision(const std::string& type, const std::string& body) const;
  [[nodiscard]] std::string user(const std::string& name) const { return "/Users/" + ids.at(name); }
  [[nodiscard]] std::string group(const std::string& name) const { return "/Groups/" + ids.at(name); }
  /// [{"value": id}, ...]
  [[nodiscard]] std::string members(const std::vector<std::string>& names) const;

  /// Makes somebody; the name is kept in `ids`. \throws std::runtime_error  when the answer is not 201
  void makeUser(const std::string& name, const std::string& more = "");
  void makeGroup(const std::string& name, const std::vector<std::string>& members = {},
                 const std::string& more = "");
  /// Adds an entry as others do it.
  void addByOthers(const std::string& name, const ldap::Attributes& attributes);
  /// Makes a change that has to succeed.
  void change(const std::string& path, const std::string& operations) const;
};

/// Bodies of a POST.
[[nodiscard]] std::string userBody(const std::string& name, const std::string& more = "");
[[nodiscard]] std::string groupBody(const std::string& name, const std::string& members,
                                    const std::string& more = "");
/// {"op":"replace","path":...,"value":...}
[[nodiscard]] std::string replaceOf(const std::string& path, const std::string& value);

/// A request, what is there before it, and how its client repeats it.
struct FaultScenario {
  std::string name;
  std::function<void(FaultCase&)> prepare;
  std::function<ScimAnswer(FaultCase&)> request;
  std::function<ScimAnswer(FaultCase&)> retry{};  ///< without one: the request once more
  int status = 0;                                 ///< what it is refused with; 0: it is not
  /// The request is several, each of which is there or not: all lines of one name what no other's do.
  std::vector<std::string> parts{""};
  /// Makes of what was there before what stands between two plans of the request.
  std::function<void(FaultState&)> between{};
  /// Name of a user and the password that he has in the end; whether it was set is not kept anywhere.
  std::pair<std::string, std::string> password{};
};

/// Scenarios of one world.
struct FaultChapter {
  WorldOptions world;
  std::vector<FaultScenario> scenarios;
};

[[nodiscard]] FaultChapter usersChapter();      ///< users, locked by a password policy
[[nodiscard]] FaultChapter groupsChapter();     ///< groups, and several requests in one
[[nodiscard]] FaultChapter refusalsChapter();   ///< refused half-way by rules of the directory
[[nodiscard]] FaultChapter policiesChapter();   ///< policies of an endpoint, and commands
[[nodiscard]] FaultChapter posixChapter();      ///< allocated numbers
[[nodiscard]] FaultChapter movesChapter();      ///< disabled by a move, brought back by a POST
[[nodiscard]] FaultChapter attributeChapter();  ///< disabled by an attribute
[[nodiscard]] FaultChapter fallbackChapter();   ///< fallback group, and roles with groups
[[nodiscard]] std::vector<FaultChapter> faultChapters();

}  // namespace scim2ldap::test
