#pragma once

#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// When somebody presents a credential.
struct AuthTime {
  TimePoint now;   ///< by which our own tokens and secrets expire
  TimePoint wall;  ///< what the machine's clock says: what others issue goes by their clock

  AuthTime(TimePoint time) : now(time), wall(time) {}  // NOLINT: where there is one time only
  AuthTime(TimePoint time, TimePoint machine) : now(time), wall(machine) {}
};

}  // namespace scim2ldap::connector
