#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "connector/provisioning/Service.h"
#include "connector/review/RebuiltRow.h"

namespace scim2ldap::connector {

/// Makes rows for users and groups of one endpoint that have none. Rows that there are stay as they are.
/// Thread-safe.
/// \throws ldap::Error, StoreError  from every function
class Rebuilding {
 public:
  /// Everything passed in must outlive it.
  Rebuilding(const EndpointConfiguration& endpoint, const DirectoryConfiguration& directoryConfiguration,
             ldap::Directory& directory, Store& store, PlanSink& sink, Coordination& coordination);

  /// What is made of some users or groups.
  struct Rows {
    std::vector<ResourceRow> resources{};
    std::vector<std::string> dns{};  ///< of the entries that the resources are made of, in the same order
    std::vector<FallbackRow> fallback{};
    std::vector<std::string> clashes{};  ///< ids that go without an externalId, as others have it
  };
  /// The rows that those of them are to get who have none.
  [[nodiscard]] Rows missing(Kind kind, const std::vector<std::string>& ids, TimePoint now);

  /// Makes them. \returns the rows that were made
  /// \throws scim::Error  503 when others are quicker each time
  Rows rebuild(const RequestContext& context, Kind kind, const std::vector<std::string>& ids);

  [[nodiscard]] DirectoryView& view() { return view_; }

 private:
  /// Who stands in the fallback group was put there, as far as anybody can tell.
  void addFallback(Rows& rows, const std::vector<ldap::Entry>& users);

  const EndpointConfiguration& endpoint_;
  Store& store_;
  PlanSink& sink_;
  Coordination& coordination_;
  DirectoryView view_;
};

}  // namespace scim2ldap::connector
