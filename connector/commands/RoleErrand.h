#pragma once

#include <string>

#include "connector/config/Configuration.h"
#include "connector/provisioning/Service.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// One user's role, to be brought into line with the policy: what `state resolve-roles` asks the running
/// service for, or, where none runs, itself.
struct RoleErrand {
  std::string endpoint;
  std::string id;
};

/// What became of it.
struct RoleErrandResult {
  std::string role{};   ///< that the user has now; "": none
  std::string error{};  ///< why it could not be given; "" when all went well
};

/// Has the user's role resolved. Never throws for what the directory or the side table answer.
[[nodiscard]] RoleErrandResult carryOut(const RoleErrand& errand, const EndpointConfiguration& endpoint,
                                        Service& service);

// As messages between a command and the service.
[[nodiscard]] scim::Json toJson(const RoleErrand& errand);
[[nodiscard]] scim::Json toJson(const RoleErrandResult& result);
[[nodiscard]] RoleErrand roleErrandFrom(const scim::Json& json);
[[nodiscard]] RoleErrandResult roleErrandResultFrom(const scim::Json& json);

}  // namespace scim2ldap::connector
