#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/bench/RawDirectory.h"

namespace scim2ldap::bench {

inline const std::string kBase = "dc=example,dc=com";
inline const std::string kPeople = "ou=people," + kBase;
inline const std::string kGroups = "ou=groups," + kBase;
/// pwdAccountLockedTime of who is disabled (draft-behera-ldap-password-policy-11 §5.3.3).
inline const std::string kLockedForever = "000001010000Z";

/// Users are called by a word and a number, and so is everything about them.
[[nodiscard]] std::string userName(const std::string& word, std::size_t number);
[[nodiscard]] std::string userDn(const std::string& word, std::size_t number);
[[nodiscard]] std::string groupDn(const std::string& name);

[[nodiscard]] std::string externalId(const std::string& word, std::size_t number);

/// All that Microsoft Entra ID sends of a user by default, as the body of a POST.
[[nodiscard]] std::string userBody(const std::string& word, std::size_t number);
/// The entry that the connector makes of it with the mapping inetorgperson.
[[nodiscard]] Attributes userEntry(const std::string& word, std::size_t number);
/// What a client is shown of an entry comes from these.
[[nodiscard]] const std::vector<std::string>& userAttributes();

/// The entry of a group of the known users from `first` on.
[[nodiscard]] Attributes groupEntry(const std::string& name, std::size_t first, std::size_t members);

/// The known users are in one group each, a "team" and a number, of so many.
inline constexpr std::size_t kMembersOfTeam = 100;
/// The first known users, where there are more than that, are also in "everybody".
inline constexpr std::size_t kMembersOfLargeGroup = 50'000;

[[nodiscard]] std::string ldifOf(const std::string& dn, const Attributes& attributes);
/// LDIF of `users` users called "known", and of their groups.
[[nodiscard]] std::string populationLdif(std::size_t users);

}  // namespace scim2ldap::bench
