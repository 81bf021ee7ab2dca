#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "ldap/Entry.h"
#include "ldap/Operations.h"

namespace scim2ldap::connector {

/// What became of a plan.
struct Execution {
  enum class Outcome {
    Done,       ///< directory and side table hold it
    Refused,    ///< the directory said no to `refusedStep`; the earlier steps are taken back
    Unsettled,  ///< the directory did not answer: settled later, before anything else is written
    Overtaken   ///< nothing was done, since other plans were settled after the reading: read anew
  };
  Outcome outcome = Outcome::Done;
  ldap::WriteResult refusal{};  ///< of the refused or unanswered step
  std::size_t refusedStep = 0;
  std::string id{};                    ///< of the entry that the plan added, "" when it added none
  std::optional<ldap::Entry> entry{};  ///< the plan's first entry as it is afterwards, when asked for

  [[nodiscard]] bool done() const { return outcome == Outcome::Done; }
};

}  // namespace scim2ldap::connector
