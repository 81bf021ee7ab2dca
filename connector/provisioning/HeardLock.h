#pragma once

#include <chrono>

#include "connector/provisioning/EntryLocks.h"
#include "ldap/Directory.h"

namespace scim2ldap::connector {

/// Takes a lock as `take` does. Who waited for it while the directory left others without an answer does not
/// try as well.
/// \throws ldap::Error  connectError
template <typename Take>
[[nodiscard]] EntryLocks::Guard lockUnlessSilent(ldap::Directory& directory, const Take& take) {
  const auto asked = std::chrono::steady_clock::now();
  EntryLocks::Guard guard = take();
  directory.throwIfSilentSince(asked);
  return guard;
}

}  // namespace scim2ldap::connector
