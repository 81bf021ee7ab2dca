#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "tests/bench/MadeUsers.h"
#include "tests/bench/Stage.h"

namespace scim2ldap::bench {

// What operations left in the directory, read straight. std::runtime_error: it is not what they had to leave.

/// A hundred of the users, spread over all, have the very entry that they have to have.
void verifyEntries(const Stage& stage, const std::string& word, std::span<const MadeUser> users);
/// None of the users has an entry, and none is in a group.
void verifyGone(const Stage& stage, const std::string& word, std::span<const MadeUser> users);
/// The group has these members and no others. \param members  DNs
void verifyMembers(const Stage& stage, const std::string& group, std::vector<std::string> members);
/// The groups have so many members together. \param prefix  of their names
void verifyMemberships(const Stage& stage, const std::string& prefix, std::size_t memberships);

}  // namespace scim2ldap::bench
