#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// Which rows of the audit log somebody wants to see.
struct LogFilter {
  /// A userName, displayName, id or externalId as a whole, in any case; or a DN, wherever the plan names it.
  std::string user{};
  std::vector<std::string> ids{};                         ///< of those whose externalId `user` is
  std::set<std::pair<std::string, std::string>> named{};  ///< type and id of those that have had that name
  std::string endpoint{};                                 ///< "": every one
  bool failedOnly = false;
  std::optional<TimePoint> since{};
  std::optional<TimePoint> until{};

  /// Whether the row is one of them.
  [[nodiscard]] bool takes(const LogRow& row) const;
};

/// A moment as people write it: how long ago ("2h", "3d"), a day ("2026-11-27"), or a time of day on it
/// ("2026-11-27 14:30", "2026-11-27T14:30:05+01:00"); without a zone in UTC, as the log prints it.
/// \throws std::invalid_argument  what is wrong and what to write instead
[[nodiscard]] TimePoint parseMoment(const std::string& text, TimePoint now);

}  // namespace scim2ldap::connector
