#pragma once

#include <optional>
#include <stdexcept>
#include <string>

#include "connector/commands/Command.h"
#include "connector/commands/Options.h"
#include "connector/store/Store.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

// What `token` and `client` have in common.

/// When something ends that is made now with --expires; nullopt without it.
/// \throws UsageError
[[nodiscard]] std::optional<TimePoint> expiryOf(const Options& options, TimePoint now);

/// The scopes of --scope as they are stored; the default ones without it.
/// \throws UsageError
[[nodiscard]] std::string scopesOf(const Options& options);

/// What the user typed wrong is wrong usage.
template <typename Parse>
[[nodiscard]] auto parsedOption(const std::string& what, const Parse& parse) {
  try {
    return parse();
  } catch (const std::invalid_argument& error) {
    throw UsageError(what + ": " + error.what());
  }
}

/// A time for people, "-" for none.
[[nodiscard]] std::string timeText(const std::optional<TimePoint>& time);
[[nodiscard]] scim::Json timeOrNull(const std::optional<TimePoint>& time);

}  // namespace scim2ldap::connector
