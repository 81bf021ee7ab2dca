#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connector/endpoint/Endpoint.h"
#include "connector/store/Store.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

inline constexpr std::size_t kResourcesAPage = 100;
/// How many resources a search by the beginning of a name looks at.
inline constexpr std::size_t kMaxResourcesSearched = 1'000;

/// Which users or groups an administrator wants to see.
struct ResourceSearch {
  std::string endpoint{};
  Kind kind = Kind::User;
  std::string after{};  ///< id of the last one seen
  std::string text{};   ///< an id, an externalId, or the beginning of a userName or displayName; "": all

  bool operator==(const ResourceSearch&) const = default;
};

/// Reads a decoded query: endpoint, type ("User" or "Group"), after, search. Others are ignored.
/// \throws scim::Error  400 invalidValue, naming the parameter
[[nodiscard]] ResourceSearch parseResourceSearch(std::string_view query);

/// A user or group, with what the policies made of it.
struct ListedResource {
  ResourceRow row;     ///< with nothing but its keys for one that is `local`
  bool local = false;  ///< stands in the directory alone; only searches find these
  std::optional<FallbackRow> fallback{};
  std::optional<Service::Glimpse> glimpse{};  ///< nullopt: not in the directory, or that is away
};

/// One page, by id.
struct ResourcePage {
  std::vector<ListedResource> resources{};
  std::optional<std::string> next{};  ///< `after` for the next page; nullopt: there is none
  std::string note{};                 ///< why something is missing; or ""
  bool hasNames = true;               ///< whether the directory was there to tell
};

/// What the side table has, with names from the directory. A directory that is away takes away the names, and
/// what is found by name.
/// \throws StoreError
[[nodiscard]] ResourcePage listResources(Endpoint& endpoint, Store& store, const ResourceSearch& search);

/// {"rows": [...], "next": ID or null, "note": "...", "hasNames": true, "time": "..."}
[[nodiscard]] scim::Json resourcePageJson(const ResourcePage& page, TimePoint now);

}  // namespace scim2ldap::connector
