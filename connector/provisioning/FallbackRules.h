#pragma once

#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// What a user does about the fallback group.
enum class FallbackMove { Stay, Join, Leave };

struct FallbackDecision {
  FallbackMove move = FallbackMove::Stay;
  FallbackState state = FallbackState::None;  ///< once the move is made

  bool operator==(const FallbackDecision&) const = default;
};

/// What becomes of a user whose time has come: who is in no synced group belongs into the fallback group.
/// \param state           where the connector has him
/// \param inSyncedGroup   whether a synced group lists him, or will once the change at hand is made
/// \param leaves          whether members of a synced group leave the fallback group
[[nodiscard]] FallbackDecision decideFallback(FallbackState state, bool inSyncedGroup, bool leaves);

}  // namespace scim2ldap::connector
