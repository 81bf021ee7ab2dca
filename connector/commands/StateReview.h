#pragma once

#include <functional>
#include <string>
#include <vector>

#include "connector/commands/Options.h"
#include "connector/config/Configuration.h"
#include "connector/review/Finding.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// The endpoints that a command is for: the one that `--endpoint` names, or all.
/// \throws UsageError  there is none of that name
[[nodiscard]] std::vector<const EndpointConfiguration*> chosenEndpoints(const Options& options,
                                                                        const Configuration& configuration);

/// What a review of the whole state came to.
struct StateReview {
  std::size_t findings = 0;
  std::size_t rows = 0;              ///< of users and groups that were looked at
  std::vector<std::string> notes{};  ///< what is no finding and should be known
};

/// Looks at the side table's file, its journal, and at the rows of these endpoints beside their directories.
/// Shows a bar on a terminal. The service may be running.
/// \param tell  is told of everything that is off, as soon as it is certain
/// \throws StoreError, ldap::Error
[[nodiscard]] StateReview reviewState(const Configuration& configuration,
                                      const std::vector<const EndpointConfiguration*>& endpoints,
                                      const std::function<void(const Finding& finding)>& tell);

}  // namespace scim2ldap::connector
