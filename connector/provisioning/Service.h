#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "connector/config/Configuration.h"
#include "connector/log/Logger.h"
#include "connector/provisioning/Compile.h"
#include "connector/provisioning/DirectoryView.h"
#include "connector/provisioning/EntryLocks.h"
#include "connector/provisioning/FallbackGroup.h"
#include "connector/provisioning/IdIndexes.h"
#include "connector/provisioning/IdPages.h"
#include "connector/provisioning/LeavingGate.h"
#include "connector/provisioning/ListPage.h"
#include "connector/provisioning/MembershipQueue.h"
#include "connector/provisioning/PlanSink.h"
#include "connector/provisioning/Preconditions.h"
#include "connector/provisioning/RequestPolicy.h"
#include "connector/provisioning/ResourceReader.h"
#include "connector/provisioning/SharedAnswers.h"
#include "connector/provisioning/UnsettledPlans.h"
#include "connector/provisioning/UserGroups.h"
#include "connector/store/Store.h"
#include "ldap/Directory.h"
#include "scim/Membership.h"
#include "scim/Patch.h"
#include "scim/Query.h"

namespace scim2ldap::connector {

/// What requests of one process share whatever the configuration: locks, queues, indexes and keys that a
/// reload keeps.
struct Coordination {
  EntryLocks locks;
  MembershipQueue memberships;
  UnsettledPlans unsettled;
  IdIndexes indexes;
  CursorSeal cursors;
  LeavingGate leavings;
};

/// A request, authenticated and parsed.
struct ServiceRequest {
  RequestContext context;
  std::string baseUrl;  ///< of the endpoint, without trailing slash
  scim::Projection projection{};
  Preconditions preconditions{};
};

/// What a request for one resource is answered with.
struct ResourceAnswer {
  scim::Json resource{};  ///< as the client asked to see it; null when it is not shown
  std::string version{};  ///< the tag of the resource's state; "" when it is not known
};

/// The users and groups of one endpoint: reads what is there, compiles the request to a plan, has it carried
/// out, and answers with the resource as the directory then holds it. Thread-safe.
/// \throws scim::Error  from every function: 404 for an unknown id, 400 and 409 for what the request asks,
///                      412 for preconditions that do not hold, 503 when the directory is away
class Service {
 public:
  /// Everything passed in must outlive the service.
  Service(const EndpointConfiguration& endpoint, const DirectoryConfiguration& directoryConfiguration,
          ldap::Directory& directory, Store& store, PlanSink& sink, Coordination& coordination,
          Logger& logger);

  [[nodiscard]] bool has(Kind kind) const { return view_.has(kind); }
  /// Every kind that the endpoint lets its client see, users first.
  [[nodiscard]] std::vector<Kind> kinds() const;
  [[nodiscard]] const scim::ResourceType& type(Kind kind) const { return view_.mapping(kind).type; }

  /// POST. \returns no resource where the endpoint's policy is to take no notice of it. RFC 7644 §3.3
  [[nodiscard]] ResourceAnswer create(Kind kind, const ServiceRequest& request, const scim::Json& body);
  /// GET by id. \returns no resource where the client has this version already. RFC 7644 §3.4.1, §3.14
  [[nodiscard]] ResourceAnswer get(Kind kind, const ServiceRequest& request, const std::string& id);
  /// Query across these types, in this order: a ListResponse. RFC 7644 §3.4.2, RFC 9865 §2
  [[nodiscard]] scim::Json list(const std::vector<Kind>& kinds, const ServiceRequest& request,
                                const scim::Query& query);
  /// PUT. RFC 7644 §3.5.1
  [[nodiscard]] ResourceAnswer replace(Kind kind, const ServiceRequest& request, const std::string& id,
                                       const scim::Json& body);
  /// PATCH. \returns the resource; for a group null unless the client asked for attributes. RFC 7644 §3.5.2
  [[nodiscard]] ResourceAnswer patch(Kind kind, const ServiceRequest& request, const std::string& id,
                                     const scim::Json& body);
  /// DELETE. RFC 7644 §3.6
  void remove(Kind kind, const ServiceRequest& request, const std::string& id);

  /// Puts users into the fallback group, and takes them out of it, whose time has come by `now`: a portion of
  /// them. \returns whether there may be more
  /// \throws ldap::Error, StoreError
  bool settleFallback(TimePoint now);

  // Roles, where the endpoint has a policy for them. They follow the policy when a user is written; after a
  // change of the policy those of all others can be brought into line.
  /// A user whose role is not what the policy now makes of the roles that he was given, or whose entry and
  /// group do not show it.
  struct RoleDifference {
    std::string id;
    std::string userName;
    std::string before;  ///< "": none
    std::string after;
  };
  /// Those of the users that have another role than they should, or do not show it. Nothing is changed.
  [[nodiscard]] std::vector<RoleDifference> roleDifferences(const std::vector<std::string>& ids);
  /// Gives the user the role that the policy now makes of his roles. \returns it; "": none
  [[nodiscard]] std::string resolveRole(const ServiceRequest& request, const std::string& id);

  /// Gives a group the id that the client knows it by, or takes it away.
  /// \throws scim::Error  409 when another group has it
  void linkGroup(const ServiceRequest& request, const std::string& id,
                 const std::optional<std::string>& externalId);

  // For administrators.
  /// What there is to see of a user or group at a glance.
  struct Glimpse {
    std::string name;  ///< userName or displayName
    ldap::Dn dn;
    std::optional<bool> active{};  ///< as clients see it
    std::string modified{};        ///< a SCIM dateTime, or ""
  };
  /// By id, of those that are in the directory.
  /// \param rows  of users or groups; one that stands in no side table has just an id
  /// \throws ldap::Error
  [[nodiscard]] std::map<std::string, Glimpse> glimpses(Kind kind, const std::vector<ResourceRow>& rows);
  /// Ids of those whose userName or displayName begins so, whether they have a row or not.
  /// \throws scim::Error  400 when more than `most` have to be looked at; ldap::Error
  [[nodiscard]] std::vector<std::string> idsByName(Kind kind, const std::string& prefix, std::size_t most);
  /// How many users may leave within an hour; nullopt where any number may, and, with a limit in percent,
  /// while it is not known how many there are.
  [[nodiscard]] std::optional<std::int64_t> leavingLimit();

  // Names are texts, each of which one resource can have at a time: userName or displayName, externalId, the
  // name of the entry. Who carries out several requests at once keeps the order of those that share one.
  /// The names that a POST or PUT with this body gives; none when the body is refused anyway.
  [[nodiscard]] std::vector<std::string> namesInBody(Kind kind, const scim::Json& body) const;
  /// The names that a PATCH with this body gives.
  [[nodiscard]] std::vector<std::string> namesInPatch(Kind kind, const scim::Json& body) const;
  /// The names that resources have now; unknown ids are missing from the answer.
  [[nodiscard]] std::map<std::string, std::vector<std::string>> namesOf(Kind kind,
                                                                        const std::vector<std::string>& ids);

 private:
  static constexpr int kMaxTries = 5;  ///< to read and write again when others change entries in between

  /// What a request makes of a resource: its attributes, and, for a group, its members.
  struct Change {
    std::function<scim::Json(const scim::Json& before)> apply;
    scim::MembershipChange members{};
    bool resolvesRole = false;         ///< the role is to follow the policy even if nothing else changes
    bool isOurs = false;               ///< an administrator asks: policies are for clients
    bool welcomes = false;             ///< a user gets time for the first group to come
    std::vector<std::string> named{};  ///< attributes that the client speaks of, with or without a change
  };

  /// What tries to carry out a change have found out, for the next one.
  struct Attempt {
    std::vector<std::string> referenced;     ///< ids of other entries that the change is about: to be locked
    std::vector<std::string> places{};       ///< ids of users whose places are to be locked
    std::set<std::string> leftOut{};         ///< normalized DNs of groups that cannot be written
    bool insists = false;                    ///< who is disabled is disabled whatever the entry's version
    std::optional<std::string> keepsRole{};  ///< why the role that the policy now gives cannot be given
    bool isPutIn = false;  ///< the user is in the fallback group by now, which a new name has to be told
  };

  /// The resource in the body of a POST or PUT, canonical, as far as it is mapped; required attributes are
  /// there.
  [[nodiscard]] scim::Json readBody(Kind kind, const ServiceRequest& request, const scim::Json& body);
  /// Somebody who is there already, and whom the endpoint's policies let a POST of this resource change.
  [[nodiscard]] std::optional<std::string> knownId(Kind kind, const scim::Json& resource);
  /// Whether a POST of `resource` may change what is there, because it is about the same one.
  [[nodiscard]] bool isMeant(Kind kind, const scim::Json& resource, const scim::Json& there) const;
  /// Has a POST change what is there: what its body does not name stays.
  /// \returns nothing where that is gone, or is no longer the one that was meant
  [[nodiscard]] std::optional<ResourceAnswer> adopt(Kind kind, const ServiceRequest& request,
                                                    const std::string& id, const scim::Json& resource,
                                                    const scim::MembershipChange& members);
  /// Calls `take` for every resource of that name.
  void findNamesakes(Kind kind, std::string_view name,
                     const std::function<void(const CurrentResource& other)>& take);
  /// One try; nullopt when everything has to be read again.
  [[nodiscard]] std::optional<CurrentResource> tryCreate(Kind kind, const ServiceRequest& request,
                                                         scim::Json resource,
                                                         const scim::MembershipChange& members,
                                                         Attempt& attempt);
  [[nodiscard]] CurrentResource update(Kind kind, const ServiceRequest& request, const std::string& id,
                                       const Change& change, bool withMembers);
  /// One try; nullopt when everything has to be read again: someone else was quicker, or `attempt` has become
  /// wiser.
  [[nodiscard]] std::optional<CurrentResource> tryUpdate(Kind kind, const ServiceRequest& request,
                                                         const std::string& id, const Change& change,
                                                         bool withMembers, Attempt& attempt);
  /// The role of somebody new; nullopt where roles mean nothing.
  /// \throws scim::Error  400 for a value that the policy rejects, 500 where a role that is given has no
  ///                      group to be in; the default is left out instead
  [[nodiscard]] std::optional<RoleChange> roleAtCreation(Kind kind, const scim::Json& resource,
                                                         Attempt& attempt);
  /// The same for somebody who is changed. A request that does not speak of roles is never refused for them,
  /// and leaves the role of somebody alone whom no client has given one.
  [[nodiscard]] std::optional<RoleChange> roleAfter(const CurrentResource& current, const scim::Json& before,
                                                    const scim::Json& after, const Change& change,
                                                    Attempt& attempt);
  /// Whether the directory refused a plan for good that gives a role which the request does not speak of: the
  /// plan is to be made again without it.
  [[nodiscard]] static bool keepsRole(const Execution& execution, const RoleChange& role,
                                      const Change& change, Attempt& attempt);
  /// The same for somebody new, where it is a group of the default that refused the plan.
  [[nodiscard]] static bool goesWithoutRole(const Execution& execution, const Plan& plan,
                                            const RoleChange& role, Attempt& attempt);
  /// Whether attribute and group of the user are those of the role.
  [[nodiscard]] bool showsRole(const CurrentResource& user, const std::string& role);
  /// \param user  nullptr for somebody new
  void addRoleGroups(RoleChange& change, const ldap::Dn* user);
  /// \throws scim::Error  500 when it is the group of a role that refused the plan for good
  void refuseRole(const Execution& execution, const Plan& plan, const RoleChange& role) const;
  void tellRole(const ServiceRequest& request, const std::string& id, const std::string& name,
                const RoleChange& role);
  void tellRoleKept(const ServiceRequest& request, const std::string& id, const Attempt& attempt);
  /// Whether a PUT leaves the roles as they are, since its body does not speak of them.
  [[nodiscard]] bool putKeepsRoles(Kind kind, const scim::Json& body) const;
  /// Carries a change of a user out; where it is refused but disables him, that part of it takes place.
  [[nodiscard]] ResourceAnswer disablingFirst(Kind kind, const ServiceRequest& request, const std::string& id,
                                              const scim::Json& body,
                                              const std::function<ResourceAnswer()>& carryOut);
  /// A PUT as a whole.
  [[nodiscard]] ResourceAnswer tryReplace(Kind kind, const ServiceRequest& request, const std::string& id,
                                          const scim::Json& body);
  /// A PATCH as a whole.
  [[nodiscard]] ResourceAnswer tryPatch(Kind kind, const ServiceRequest& request, const std::string& id,
                                        const scim::Json& body);
  /// What the operations make of the resource.
  [[nodiscard]] scim::Json patched(Kind kind, const scim::Json& before,
                                   const std::vector<scim::PatchOperation>& operations,
                                   scim::Ignored& ignored) const;
  /// Where the branch is gone that an entry was moved out of, it comes back to the container.
  void forgetLostHome(CurrentResource& current, const scim::Json& before, const scim::Json& after);
  /// A leaver is locked out even where another part of the same PATCH cannot be taken.
  void disableFirst(const ServiceRequest& request, const std::string& id, const scim::Json& body,
                    const std::string& refused);
  void changeMembers(const ServiceRequest& request, const std::string& id,
                     const scim::MembershipChange& change);
  /// The group of which members are to be changed.
  [[nodiscard]] std::optional<ldap::Entry> findForMembers(const std::string& id, bool withMembers);
  /// Has the change carried out together with those that meet it. \returns nullopt when it is so already
  [[nodiscard]] std::optional<Execution> submitMembers(const ServiceRequest& request, const std::string& id,
                                                       const ldap::Dn& group, const MemberValues& values,
                                                       StoreChanges rows, Epoch epoch);
  /// What a request does to the members of a group that holds `group`.
  struct MemberDifference {
    MemberValues values;
    std::vector<std::string> surplus;  ///< ids of those who leave though the request does not name them
    std::vector<Referenced> coming;    ///< users to be members, where there is a fallback group
    std::vector<Referenced> leaving;   ///< users to be members no longer, where there is one
    std::vector<std::string> named{};  ///< ids of users that the request names, where there is one
  };
  /// \throws scim::Error  400 naming members that do not exist, unless the endpoint skips them
  [[nodiscard]] MemberDifference memberDifference(const scim::MembershipChange& change,
                                                  const ldap::Entry& group);

  /// As EntryLocks. Who waited for a request that the directory left without an answer does not try as well:
  /// \throws ldap::Error  connectError
  [[nodiscard]] EntryLocks::Guard lockEntries(const std::vector<std::string>& exclusive,
                                              const std::vector<std::string>& shared = {});

  // The fallback group, where the endpoint has one. What a request does to a synced group is put together as
  // a FallbackGroup::Change, with nobody in it where it does not matter.
  /// Locks the places of users, which decide what becomes of them in the fallback group.
  [[nodiscard]] EntryLocks::Guard lockPlaces(const std::vector<std::string>& users);
  /// \throws scim::Error  403 for the fallback group itself, which no client changes
  void checkIsNotFallback(Kind kind, const ldap::Dn& dn) const;
  [[nodiscard]] bool isSynced(const std::string& groupId);
  /// The users that the group lists.
  [[nodiscard]] std::vector<Referenced> usersIn(const ldap::Dn& group);
  /// What an update comes to, also one that gives a group its externalId or takes it away.
  [[nodiscard]] FallbackGroup::Change fallbackChange(const CurrentResource& current, const scim::Json& before,
                                                     const scim::Json& after,
                                                     const MemberDifference& members);
  /// Whether everything has to begin again as the user's own place is not locked yet.
  [[nodiscard]] bool mustLockPlace(Kind kind, const std::string& id, Attempt& attempt) const;
  /// What a change of the role comes to.
  /// \param to  the name that the user will have
  [[nodiscard]] FallbackGroup::Change fallbackChange(const CurrentResource& user, const ldap::Dn& to,
                                                     const RoleChange& role);
  /// Ids of the groups that the role moves the user between.
  [[nodiscard]] std::vector<std::string> groupIdsOf(const RoleChange& role);
  /// For a change that is so already, by whomever it was made.
  /// \param welcomed  id of a user who gets time for the first group to come; "": nobody
  /// \returns whether it is done; if not, everything has to be read again
  [[nodiscard]] bool settleUnchanged(const ServiceRequest& request, const FallbackGroup::Change& change,
                                     Epoch epoch, const std::string& welcomed = "");
  /// Before the change. \returns nullopt when everything has to be read again
  [[nodiscard]] std::optional<FallbackGroup::Consequence> beforeFallback(const ServiceRequest& request,
                                                                         const FallbackGroup::Change& change,
                                                                         Epoch epoch);
  void afterFallback(const ServiceRequest& request, const FallbackGroup::Consequence& consequence,
                     Epoch epoch);
  /// An entry to be removed, locked, and the users that this concerns.
  struct Removal {
    EntryLocks::Guard entry;
    EntryLocks::Guard places;
    Epoch epoch;
    FallbackGroup::Change change;
  };
  [[nodiscard]] Removal lockForRemoval(Kind kind, const std::string& id);

  /// What the members policy leaves of those that a new group is to have.
  [[nodiscard]] scim::MembershipChange permittedMembers(const ServiceRequest& request, std::string_view name,
                                                        const scim::MembershipChange& members);
  /// What the members policy leaves of that; what it takes away goes into `permitted`.
  [[nodiscard]] MemberDifference permittedMembers(const scim::MembershipChange& change,
                                                  const ldap::Entry& group, Permitted& permitted);

  /// Values that change nothing are harmless in one modify. In several steps they would be undone with them.
  void leaveOutWhatIsSo(const ldap::Dn& group, MemberValues& values);

  [[nodiscard]] CurrentResource readOrThrow(Kind kind, const std::string& id, bool withMembers);
  [[nodiscard]] ResourceAnswer answer(const CurrentResource& current, const ServiceRequest& request,
                                      bool withMembers);
  [[nodiscard]] scim::EntityTag versionOf(const CurrentResource& current) const;
  [[nodiscard]] ResourceAnswer answer(const CurrentResource& current, const ServiceRequest& request,
                                      bool withMembers, UserGroups& groups);
  /// \param whole  as the reader represents it
  [[nodiscard]] ResourceAnswer shown(const CurrentResource& current, scim::Json whole,
                                     const ServiceRequest& request, UserGroups& groups);
  [[nodiscard]] bool wantsMembers(Kind kind, const ServiceRequest& request) const;
  /// The form in which they become part of the answer.
  [[nodiscard]] MembersForm membersFormOf(Kind kind, const ServiceRequest& request) const;
  [[nodiscard]] bool wantsGroups(Kind kind, const ServiceRequest& request) const;
  /// For one request.
  [[nodiscard]] UserGroups userGroups();
  /// The resources with these ids; unknown ones are taken out of the resource and logged.
  [[nodiscard]] std::map<std::string, Referenced> resolveReferences(Kind kind, const ServiceRequest& request,
                                                                    const scim::Json& before,
                                                                    scim::Json& resource);
  [[nodiscard]] EntryLocks::Guard lockNames(Kind kind, const scim::Json& before, const scim::Json& after);
  /// \throws scim::Error  409 uniqueness naming the entry that has the name or the externalId
  void checkUnique(Kind kind, const scim::Json& before, const scim::Json& after, const std::string& ownId);
  [[nodiscard]] std::vector<std::string> namesIn(Kind kind, const scim::Json& resource) const;
  /// Numbers that no entry has yet, for the rules that allocate one.
  [[nodiscard]] std::map<std::string, std::string> takeNumbers(Kind kind, const ServiceRequest& request);
  /// The entries that name the one with this DN.
  /// \param leftOut  normalized DNs of groups that are to be passed over
  [[nodiscard]] Dependents dependentsOf(Kind kind, const ldap::Dn& dn, const std::set<std::string>& leftOut);
  /// Whether the plan was refused for good at a group that lists the entry: it is told in the log, and the
  /// plan is to be made again without it.
  [[nodiscard]] bool leavesOut(const ServiceRequest& request, const Execution& execution, const Plan& plan,
                               const Dependents& dependents, std::set<std::string>& leftOut);
  /// Takes a name that nobody has out of the groups that list it: who gets it inherits nothing.
  /// \param mayKeep  whether a group that cannot be written may keep the name
  /// \throws scim::Error  409 uniqueness naming a group that keeps it
  /// \returns whether everything has to be read again
  [[nodiscard]] bool clearName(Kind kind, const ServiceRequest& request, const std::string& id,
                               const scim::Json& resource, const ldap::Dn& dn, bool mayKeep, Epoch epoch);
  void report(const ServiceRequest& request, const scim::Ignored& ignored);
  /// Tells what the policies have left out of a request.
  void report(const ServiceRequest& request, std::string_view name, const Permitted& permitted);
  /// Lets a user leave, or does not.
  /// \throws scim::Error  503
  [[nodiscard]] LeavingGate::Pass letLeave(const ServiceRequest& request, const std::string& id,
                                           std::string_view name);
  /// \throws scim::Error  409 uniqueness naming the entry that has the externalId
  void checkExternalId(Kind kind, const std::string& externalId, const std::string& ownId);
  /// Has the plan carried out.
  /// \throws scim::Error  409 uniqueness when its externalId has been taken since it was compiled
  [[nodiscard]] Execution carryOut(Kind kind, const Plan& plan, const std::vector<std::string>& postRead,
                                   Epoch epoch);
  /// Whether the plan was refused because others changed, moved or removed an entry since it was read: then
  /// it is worth while to read and try again.
  [[nodiscard]] bool isOvertaken(const Execution& execution, const Plan& plan);
  /// \param role  what the plan makes of the user's role
  [[noreturn]] void refuse(Kind kind, const Execution& execution, const Plan& plan,
                           const std::optional<RoleChange>& role = std::nullopt) const;

  // Lists. What a query finds comes in parts, one for each type that can have any of it.
  struct Part;
  struct Listed;
  struct Page;
  [[nodiscard]] std::vector<Part> partsOf(const std::vector<Kind>& kinds, const scim::Query& query) const;
  /// A page of everything that is there, in the order of the indexes.
  [[nodiscard]] Page pageOfAll(const std::vector<Kind>& kinds, const std::vector<Part>& parts,
                               const ListOrder& order, const scim::Query& query,
                               const std::optional<PageCursor>& cursor, std::int64_t count);
  /// The page that the query asks for out of all that was found.
  [[nodiscard]] static Page pageOf(std::vector<Listed> list, const ListOrder& order, const scim::Query& query,
                                   const std::optional<PageCursor>& cursor, std::int64_t count);
  /// All that the query finds, in its order.
  [[nodiscard]] std::vector<Listed> select(const std::vector<Part>& parts, const ServiceRequest& request,
                                           const scim::Query& query, const ListOrder& order);
  [[nodiscard]] scim::Json::Array show(const std::vector<Kind>& kinds, const ServiceRequest& request,
                                       std::vector<Listed> list);
  using Take = std::function<void(CurrentResource&& current, scim::Json&& represented)>;
  /// Calls `take` for every resource that meets the filter.
  /// \param baseUrl  of the URLs that the filter may name
  /// \throws scim::Error  400 tooMany when it has to be decided on more than `most`
  void find(Kind kind, const scim::Filter& filter, bool withMembers, std::string_view baseUrl,
            std::size_t most, const Take& take);
  /// Calls `take` for the resource of every entry.
  void represent(Kind kind, std::vector<ldap::Entry> entries, bool withMembers, std::string_view baseUrl,
                 const Take& take);

  const EndpointConfiguration& endpoint_;
  Store& store_;
  PlanSink& sink_;
  Coordination& coordination_;
  Logger& logger_;
  DirectoryView view_;
  IdPages pages_;
  ResourceReader reader_;
  std::optional<FallbackGroup> fallback_;
  SharedAnswers<std::optional<ldap::Entry>> groupsFound_{};  ///< by their id
};

}  // namespace scim2ldap::connector
