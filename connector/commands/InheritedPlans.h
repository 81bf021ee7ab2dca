#pragma once

#include <vector>

#include "connector/config/Configuration.h"
#include "connector/log/Logger.h"
#include "connector/provisioning/UnsettledPlans.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// Plans that an earlier process left in the journal: they are settled before anything else is written to
/// their directory. For one thread.
class InheritedPlans {
 public:
  /// Sets rows aside that name no directory.
  /// \param logger  lives as long as this
  InheritedPlans(Store& store, Logger& logger);

  /// Queues those whose directory the configuration names; the others wait for a reload that does. To be
  /// dropped, if nothing of it shows, is one that is old; or, unless it is of a command, one whose endpoint
  /// is gone or disabled, that is about a group where groups are not synced, or that makes or deletes a
  /// resource or changes members where the policy is no longer to do so.
  ///
  /// \param configuration  the one that serves from now on
  /// \param unsettled      where they wait for their directory
  void queue(const Configuration& configuration, UnsettledPlans& unsettled);

 private:
  std::vector<JournalRow> rows_;
  Logger& logger_;
};

}  // namespace scim2ldap::connector
