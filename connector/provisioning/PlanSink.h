#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "connector/provisioning/Execution.h"
#include "connector/provisioning/Plan.h"
#include "connector/provisioning/UnsettledPlans.h"
#include "mappings/Mapping.h"

namespace scim2ldap::connector {

/// Where compiled plans go: the Executor, which carries them out, or a preview, which shows them.
/// Implementations are thread-safe.
class PlanSink {
 public:
  virtual ~PlanSink() = default;

  /// To be called before anything is read that a plan is made from, and while the entries are locked, and
  /// before a client is shown anything: settles what an earlier request left open. \returns the epoch of what
  /// is read from now on
  /// \throws ldap::Error  unavailable, when an earlier request still waits for the directory
  [[nodiscard]] virtual Epoch begin() = 0;

  /// \param postRead  attributes of the plan's first entry to return as they are after its last change
  /// \param epoch     of what the plan was made from
  [[nodiscard]] virtual Execution execute(const Plan& plan, const std::vector<std::string>& postRead,
                                          Epoch epoch) = 0;

  /// The next number of a counter; each is given once.
  /// \throws ldap::Error  when the counter is missing or used up
  [[nodiscard]] virtual std::int64_t takeNumber(const mappings::Allocation& allocation) = 0;
};

}  // namespace scim2ldap::connector
