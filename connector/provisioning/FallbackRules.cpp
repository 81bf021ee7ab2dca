#include "connector/provisioning/FallbackRules.h"

namespace scim2ldap::connector {

FallbackDecision decideFallback(FallbackState state, bool inSyncedGroup, bool leaves) {
  if (!inSyncedGroup) return {FallbackMove::Join, FallbackState::Inside};
  if (state != FallbackState::Inside) return {FallbackMove::Stay, FallbackState::None};
  if (!leaves) return {FallbackMove::Stay, FallbackState::Inside};
  return {FallbackMove::Leave, FallbackState::None};
}

}  // namespace scim2ldap::connector
