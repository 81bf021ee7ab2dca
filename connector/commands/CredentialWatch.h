#pragma once

#include <stop_token>

#include "connector/endpoint/ScimHandler.h"
#include "connector/log/Logger.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// Looks after credentials until it is told to stop: warns of those that are about to expire, forgets tokens
/// of OAuth clients that have expired, and keeps the keys of trusted issuers fresh.
void watchCredentials(const std::stop_token& stop, ScimHandler& scim, Store& store, Logger& logger);

}  // namespace scim2ldap::connector
