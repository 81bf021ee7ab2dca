#pragma once

#include <chrono>

#include "ldap/Dn.h"

namespace scim2ldap::connector {

/// The group of the users who are in no synced group.
struct FallbackPolicy {
  ldap::Dn group;                                ///< absolute
  std::chrono::milliseconds grace{30 * 60'000};  ///< from a user's creation, for the first group to come
  bool leave = true;                             ///< who joins a synced group leaves this one
};

}  // namespace scim2ldap::connector
