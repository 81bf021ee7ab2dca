#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "connector/config/Configuration.h"
#include "connector/log/Logger.h"
#include "connector/provisioning/Compile.h"
#include "connector/provisioning/DirectoryView.h"
#include "connector/provisioning/EntryLocks.h"
#include "connector/provisioning/MembershipQueue.h"
#include "connector/provisioning/PlanSink.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// The group of an endpoint's users who are in no synced group. Whoever changes synced groups holds the
/// places of the users concerned locked, and calls `before` and `after` around the change: so everybody is in
/// a group at each moment. What time brings, and what was cut short, `settleDue` sees to. Thread-safe.
/// \throws ldap::Error, StoreError  from every function but `after`, which throws StoreError alone
class FallbackGroup {
 public:
  /// Everything passed in must outlive it.
  /// \param endpoint  one that has a fallback group
  FallbackGroup(const EndpointConfiguration& endpoint, DirectoryView& view, Store& store, PlanSink& sink,
                EntryLocks& locks, MembershipQueue& memberships, Logger& logger);

  /// What a request does to a synced group.
  struct Change {
    std::string id;  ///< of the group; "" for one that is to be made
    ldap::Dn group;
    std::vector<Referenced>
        leaving;  ///< users that it will no longer list, or that it lists and is synced no more
    std::vector<Referenced> coming;  ///< users that it will list, once it is synced
    std::vector<std::string>
        named{};  ///< ids of users that the request names, also for a group that is not synced
  };
  /// What goes with such a change.
  struct Consequence {
    std::vector<FallbackRow> rows{};     ///< become true with it
    std::vector<ResourceRow> adopted{};  ///< users who come under SCIM as the request names them
    std::vector<Referenced> joining{};   ///< users that leave the fallback group behind it
    std::string why{};                   ///< they do, for the log
  };

  [[nodiscard]] bool is(const ldap::Dn& dn) const;
  /// The row of a user who has just come under SCIM.
  [[nodiscard]] FallbackRow newcomer(const std::string& userId, TimePoint now) const;
  /// That of a user who comes under SCIM once more; nullopt for one who has a row.
  [[nodiscard]] std::optional<FallbackRow> newcomerAgain(const std::string& userId, TimePoint now);

  /// Puts those who would be in no synced group into the fallback group.
  /// \returns nullopt when everything has to be read again
  /// \throws scim::Error  503 when the directory does not answer
  [[nodiscard]] std::optional<Consequence> before(const RequestContext& context, const Change& change,
                                                  Epoch epoch);
  /// Takes those out of the fallback group who are in a synced group now. Where that fails, `settleDue` does
  /// it.
  void after(const RequestContext& context, const Consequence& consequence, Epoch epoch);

  /// Sees to those whose time has come, a portion of them. Does nothing for a while after the directory has
  /// refused. \returns whether there may be more
  [[nodiscard]] bool settleDue(const RequestContext& context);

 private:
  /// Who goes in and out, and why, with the rows that become true with it.
  struct Moves {
    std::vector<Referenced> in{};
    std::vector<Referenced> out{};
    std::string whyIn{};
    std::string whyOut{};
    std::vector<FallbackRow> rows{};
    std::set<std::string> inside{};  ///< ids of those who go in and, by their rows, are there already
  };

  /// Where the connector has these users; those without a row are missing.
  [[nodiscard]] std::map<std::string, FallbackState> statesOf(const std::vector<std::string>& ids);
  [[nodiscard]] FallbackRow row(const std::string& id, FallbackState state,
                                std::optional<TimePoint> due = std::nullopt) const;
  /// Those of the leaving users who are in no other synced group.
  /// \param unlisted  receives the ids of those who have left already
  [[nodiscard]] std::vector<Referenced> withoutGroup(const Change& change,
                                                     std::vector<std::string>& unlisted);
  /// Rows for those of the users that have none.
  [[nodiscard]] std::vector<ResourceRow> adopt(const std::vector<std::string>& users, TimePoint now);
  /// \param values  of those who go in and out, or none where the group is so already
  [[nodiscard]] Execution carryOut(const RequestContext& context, const Moves& moves,
                                   const MemberValues& values, Epoch epoch);
  [[nodiscard]] MemberValues valuesOf(const Moves& moves) const;
  void tell(const RequestContext& context, const Moves& moves);
  /// Whether the directory has something against one of the users, and not against the change as such.
  [[nodiscard]] static bool isAboutUsers(const Execution& execution);
  /// Sees to users whose places are locked. Those whom the directory refuses do not keep the others waiting.
  [[nodiscard]] bool settle(const RequestContext& context, const std::vector<FallbackRow>& due, Epoch epoch);
  void postpone(const RequestContext& context, FallbackRow row, const ldap::WriteResult& refusal);
  [[nodiscard]] Moves movesOf(const std::vector<FallbackRow>& due);
  /// Tells the log of a refusal, once as long as it lasts.
  void report(const RequestContext& context, const ldap::WriteResult& refusal);
  /// Whether the directory has refused a moment ago.
  [[nodiscard]] bool isPausing(TimePoint now);

  const EndpointConfiguration& endpoint_;
  const FallbackPolicy& policy_;
  DirectoryView& view_;
  Store& store_;
  PlanSink& sink_;
  EntryLocks& locks_;
  MembershipQueue& memberships_;
  Logger& logger_;

  std::mutex mutex_;
  std::optional<ldap::ResultCode> refused_;  ///< what the directory says to changes of the fallback group
  TimePoint refusedAt_{};
};

}  // namespace scim2ldap::connector
