#pragma once

#include <string>

#include "connector/config/Configuration.h"
#include "connector/provisioning/Service.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// Something that a command has the running service do, which alone may write; or, where none runs, does
/// itself.
struct Errand {
  enum class Task { ResolveRole, LinkGroup, UnlinkGroup };
  Task task = Task::ResolveRole;
  std::string endpoint;
  std::string id;            ///< of the user or group
  std::string externalId{};  ///< for LinkGroup
};

/// What became of it.
struct ErrandResult {
  std::string role{};   ///< that the user has now; "": none
  std::string error{};  ///< why it could not be done; "" when all went well
};

/// Does it. Never throws for what the directory or the side table answer.
[[nodiscard]] ErrandResult carryOut(const Errand& errand, const EndpointConfiguration& endpoint,
                                    Service& service);

// As messages between a command and the service.
[[nodiscard]] scim::Json toJson(const Errand& errand);
[[nodiscard]] scim::Json toJson(const ErrandResult& result);
/// \throws std::invalid_argument  when the message is of another release
[[nodiscard]] Errand errandFrom(const scim::Json& json);
[[nodiscard]] ErrandResult errandResultFrom(const scim::Json& json);

}  // namespace scim2ldap::connector
