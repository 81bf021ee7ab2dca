#include "scim/Messages.h"

#include <utility>

namespace scim2ldap::scim {

Json listResponse(Json::Array resources, std::int64_t totalResults, std::int64_t startIndex) {
  Json response = Json::object();
  response.set("schemas", Json::Array{Json(kListResponseSchema)});
  response.set("totalResults", totalResults);
  response.set("startIndex", startIndex);
  response.set("itemsPerPage", static_cast<std::int64_t>(resources.size()));
  response.set("Resources", std::move(resources));
  return response;
}

Json cursorResponse(Json::Array resources, std::int64_t totalResults,
                    const std::optional<std::string>& nextCursor) {
  Json response = Json::object();
  response.set("schemas", Json::Array{Json(kListResponseSchema)});
  response.set("totalResults", totalResults);
  response.set("itemsPerPage", static_cast<std::int64_t>(resources.size()));
  if (nextCursor) response.set("nextCursor", *nextCursor);
  response.set("Resources", std::move(resources));
  return response;
}

}  // namespace scim2ldap::scim
