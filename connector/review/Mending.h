#pragma once

#include <string>

#include "connector/provisioning/Service.h"
#include "connector/review/Recheck.h"

namespace scim2ldap::connector {

/// Puts right what a review of one endpoint has found, one finding at a time: looks again with the entries
/// locked, and has a plan carried out. Thread-safe.
class Mending {
 public:
  /// Everything passed in must outlive it.
  Mending(const EndpointConfiguration& endpoint, const DirectoryConfiguration& directoryConfiguration,
          ldap::Directory& directory, Store& store, PlanSink& sink, Coordination& coordination);

  /// \returns whether there was anything to mend
  /// \throws scim::Error  the directory refuses, or does not answer; it is nothing that can be mended
  /// \throws ldap::Error, StoreError
  bool mend(const RequestContext& context, const Finding& finding);

  /// What mending it comes to, as it is now; empty when nothing is off.
  /// \throws scim::Error  it is nothing that can be mended
  [[nodiscard]] Plan planFor(const RequestContext& context, const Finding& finding);

 private:
  [[nodiscard]] ResourceRow withoutHome(const Finding& finding, TimePoint now);

  const EndpointConfiguration& endpoint_;
  Store& store_;
  PlanSink& sink_;
  Coordination& coordination_;
  Recheck recheck_;
};

}  // namespace scim2ldap::connector
