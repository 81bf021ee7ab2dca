#pragma once

#include <algorithm>

#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// When somebody presents a credential.
struct AuthTime {
  TimePoint now;     ///< by which our own tokens and secrets expire
  TimePoint latest;  ///< the later of that and the machine's clock: what others issue goes by their clock

  AuthTime(TimePoint time) : now(time), latest(time) {}  // NOLINT: where there is one time only
  AuthTime(TimePoint time, TimePoint wall) : now(time), latest(std::max(time, wall)) {}
};

}  // namespace scim2ldap::connector
