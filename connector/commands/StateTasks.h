#pragma once

#include "connector/commands/Options.h"

namespace scim2ldap::connector {

// What `scim2ldap state` does. \returns the exit status
// \throws UsageError, or anything else that is told to the user

/// Gives users the roles that a changed table makes of theirs.
[[nodiscard]] int resolveRoles(const Options& options);
/// Lets users leave although the guard against mass leaving holds them.
[[nodiscard]] int confirmLeaving(const Options& options);
/// Has the service look who belongs into the fallback group, whatever it knows of them.
[[nodiscard]] int reviewFallback(const Options& options);

/// Compares side table and directory, and tells what is off.
[[nodiscard]] int verifyState(const Options& options);
/// Mends what is off where that is safe, and tells what is left for people.
[[nodiscard]] int repairState(const Options& options);
/// Makes rows for users and groups that have none, as after a loss of the side table.
[[nodiscard]] int rebuildState(const Options& options);
/// Saves the side table as it is into a file.
[[nodiscard]] int backUpState(const Options& options);

}  // namespace scim2ldap::connector
