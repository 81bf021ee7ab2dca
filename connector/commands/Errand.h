#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "connector/config/Configuration.h"
#include "connector/provisioning/Service.h"
#include "connector/review/Finding.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// Something that a command has the running service do, which alone may write; or, where none runs, does
/// itself.
struct Errand {
  enum class Task { ResolveRole, LinkGroup, UnlinkGroup, Mend, Rebuild };
  Task task = Task::ResolveRole;
  std::string endpoint;
  std::string id;                    ///< of the user or group
  std::string externalId{};          ///< for LinkGroup
  std::optional<Finding> finding{};  ///< for Mend
  std::string type{};                ///< for Rebuild, "User" or "Group"
  std::vector<std::string> ids{};    ///< for Rebuild
};

/// What became of it.
struct ErrandResult {
  std::string role{};                  ///< that the user has now; "": none
  bool isMended = false;               ///< whether there was still something to mend
  std::int64_t made = 0;               ///< rows
  std::int64_t externalIds = 0;        ///< that these rows have
  std::vector<std::string> clashes{};  ///< ids of rows that go without theirs, as others have it
  std::optional<TimePoint> now{};      ///< by which the service decides; nullopt where none runs
  std::string error{};                 ///< why it could not be done; "" when all went well
};

/// What errands are carried out with: the parts of one endpoint.
struct ErrandPlace {
  const EndpointConfiguration& endpoint;
  const DirectoryConfiguration& directoryConfiguration;
  ldap::Directory& directory;
  Store& store;
  PlanSink& sink;
  Coordination& coordination;
  Service& service;
  TimePoint now{};  ///< by which the service decides
};

/// Does it. Never throws for what the directory or the side table answer.
[[nodiscard]] ErrandResult carryOut(const Errand& errand, const ErrandPlace& place);

// As messages between a command and the service.
[[nodiscard]] scim::Json toJson(const Errand& errand);
[[nodiscard]] scim::Json toJson(const ErrandResult& result);
/// \throws std::invalid_argument  when the message is of another release
[[nodiscard]] Errand errandFrom(const scim::Json& json);
[[nodiscard]] ErrandResult errandResultFrom(const scim::Json& json);

/// The context of what a command does, for the log.
[[nodiscard]] RequestContext contextOf(const Errand& errand, const EndpointConfiguration& endpoint,
                                       TimePoint now);

}  // namespace scim2ldap::connector
