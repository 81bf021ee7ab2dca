#pragma once

#include <vector>

#include "connector/config/Configuration.h"
#include "connector/log/Logger.h"
#include "connector/provisioning/UnsettledPlans.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// Plans that an earlier process left in the journal: they are settled before anything else is written to
/// their directory.
class InheritedPlans {
 public:
  /// Sets rows aside that name no directory.
  InheritedPlans(Store& store, Logger& logger);

  /// Queues those whose directory the configuration names; the others wait for a reload that does. One that
  /// is old, or that its endpoint would not take any more, is dropped if nothing of it shows.
  void queue(const Configuration& configuration, UnsettledPlans& unsettled);

 private:
  std::vector<JournalRow> rows_;
  Logger& logger_;
};

}  // namespace scim2ldap::connector
