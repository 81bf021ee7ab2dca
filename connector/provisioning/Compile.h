#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "connector/provisioning/DirectoryView.h"
#include "connector/provisioning/Plan.h"
#include "connector/store/Store.h"
#include "ldap/Entry.h"
#include "mappings/Translation.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// The request that a plan answers, as the log names it.
struct RequestContext {
  std::string requestId;
  std::string endpoint;
  std::string directory;  ///< name in the configuration
  std::string principal;
  std::string method;
  TimePoint now{};  ///< by which is decided
  /// What the machine's clock said, for the log; nullopt: the same.
  std::optional<TimePoint> wall{};
  /// When the request began, for its duration in the log.
  std::optional<std::chrono::steady_clock::time_point> begun{};
  bool uniqueExternalId = true;
  std::vector<std::string> scopes{};  ///< of the token; see connector/auth
};

/// A user or group as it stands: its entry, its row, and the resources its entry refers to.
struct CurrentResource {
  Kind kind = Kind::User;
  std::string id;
  ldap::Entry entry;
  std::optional<ResourceRow> row;
  mappings::ReferencedResources references;
};

/// Other entries that name this one.
struct Dependents {
  std::vector<Membership> memberships;
  std::vector<DirectoryView::Referrer> referrers;
};

/// Values of a group's members attribute to add and to remove.
struct MemberValues {
  std::vector<std::string> add;
  std::vector<std::string> remove;
  [[nodiscard]] bool empty() const { return add.empty() && remove.empty(); }
};

/// The role that a request leaves a user with, and what follows from it.
struct RoleChange {
  std::string raw;                   ///< the client's value that it comes from
  std::string before;                ///< the role that the user had; "": none
  std::string after;                 ///< the one that he has now
  bool isUnknown = false;            ///< the request gives a value that is no role
  bool isGiven = true;               ///< the request gives the roles, they are not those from before
  bool isRenewed = false;            ///< the directory is to show it also where it is the one from before
  std::vector<Membership> joins{};   ///< groups that he becomes a member of
  std::vector<Membership> leaves{};  ///< and those that he leaves, afterwards
};

/// More members than this come and go in several steps: one modify of many would outlast the deadline of an
/// operation, or be larger than slapd takes in one message.
inline constexpr std::size_t kMembersAtOnce = 5'000;

// From here on everything is pure: a request, what stands there and the mapping in, a plan out.

/// The resource as clients know it, less what does not stand in the mapping: id, schemas, meta and members.
[[nodiscard]] scim::Json resourceOf(const mappings::ResourceMapping& mapping, const CurrentResource& current);

/// The plan that makes the resource.
/// \param resource    canonical, with externalId, without members and password
/// \param references  the resources that `write` names, for the originals
/// \param password    prepared; nullopt to set none
/// \param role        nullopt where roles mean nothing
/// \throws scim::Error  400 invalidValue naming the attribute that cannot be stored
[[nodiscard]] Plan compileCreate(const RequestContext& context, Kind kind,
                                 const mappings::ResourceMapping& mapping, const scim::Json& resource,
                                 const mappings::WriteInputs& write,
                                 const mappings::ReferencedResources& references,
                                 const std::vector<std::string>& members,
                                 const std::optional<std::string>& password = std::nullopt,
                                 const std::optional<RoleChange>& role = std::nullopt);

/// The name the entry will have once it says `after`. RDN and container change only where the mapping gives
/// another one for `after` than for `before`, so an entry in a branch of its own stays there.
[[nodiscard]] ldap::Dn dnAfter(const mappings::ResourceMapping& mapping, const CurrentResource& current,
                               const scim::Json& before, const scim::Json& after,
                               const mappings::WriteInputs& write);

/// The plan that takes the resource from `before` to `after`: change, rename, the names that others use for
/// it, members, the groups of its role, password. Empty when nothing changes.
/// \param before, after  canonical, with externalId, without members and password
/// \param dependents     needed only where dnAfter gives another name
/// \param password       prepared; nullopt to leave it
/// \param role           nullopt to leave it
[[nodiscard]] Plan compileUpdate(const RequestContext& context, const mappings::ResourceMapping& mapping,
                                 const CurrentResource& current, const scim::Json& before,
                                 const scim::Json& after, const mappings::WriteInputs& write,
                                 const mappings::ReferencedResources& references,
                                 const Dependents& dependents, const MemberValues& members,
                                 const std::optional<std::string>& password = std::nullopt,
                                 const std::optional<RoleChange>& role = std::nullopt);

/// Which versions of an entry may be removed.
enum class OfVersion { Any, AsRead };

/// The plan that takes the resource out of its groups and out of others' references, and then removes it, if
/// the entry of that name is still the one with this id.
/// \param idAttribute  of the directory, for example entryUUID
[[nodiscard]] Plan compileDelete(const RequestContext& context, const mappings::ResourceMapping& mapping,
                                 const CurrentResource& current, const Dependents& dependents,
                                 const std::string& idAttribute, OfVersion version = OfVersion::Any);

/// The plan that takes a name out of entries that list it although nobody has it.
/// \param id, name  of the resource that is to get the name; the id is "" while it does not exist
[[nodiscard]] Plan compileLeftMemberships(const RequestContext& context, Kind kind, const std::string& id,
                                          std::string_view name, const ldap::Dn& dn,
                                          const std::vector<Membership>& memberships);

/// The log line of one caller's member change.
[[nodiscard]] LogRow memberLog(const RequestContext& context, const mappings::MembersRule& rule,
                               const ldap::Dn& group, const std::string& id, const MemberValues& members);

/// The plan that changes who is in a group, whatever else it holds, with the rows of all callers.
[[nodiscard]] Plan compileMembers(const std::string& directory, const mappings::MembersRule& rule,
                                  const ldap::Dn& group, const MemberValues& members,
                                  const StoreChanges& rows);

/// The log line of a request that was refused.
[[nodiscard]] LogRow refusal(const RequestContext& context, Kind kind, const std::string& id,
                             const std::string& name, int status, const std::string& detail);

}  // namespace scim2ldap::connector
