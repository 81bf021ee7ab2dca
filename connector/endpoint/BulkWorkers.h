#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <semaphore>
#include <vector>

#include "scim/BulkOrder.h"

namespace scim2ldap::connector {

/// Carries out the tasks of a bulk, each when those before it are finished, several at the same time: by the
/// calling thread, and by as many others as there is room for.
/// \param tasks         as scim::orderBulk gives them
/// \param failOnErrors  after so many tasks that failed no other operation is begun; what completes an
///                      operation that was begun is. The outcome is that of one task after the other: none
///                      is begun while those at work could still fail too often.
/// \param threads       room for further threads, shared by all bulks
/// \param carryOut      carries out the task at this place; called by several threads. \returns whether it
///                      succeeded. What it throws ends the bulk
/// RFC 7644 §3.7
void carryOutTasks(const std::vector<scim::BulkTask>& tasks, std::optional<std::size_t> failOnErrors,
                   std::counting_semaphore<>& threads, const std::function<bool(std::size_t)>& carryOut);

}  // namespace scim2ldap::connector
