#include "connector/endpoint/ConditionalHeaders.h"

#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

/// A list may come in several lines. RFC 9110 §5.3
std::optional<scim::EntityTagList> entityTags(const HttpRequest& request, std::string_view name) {
  std::optional<std::string> list;
  for (const auto& [field, value] : request.headers) {
    if (!scim::sameName(field, name)) continue;
    list = list ? *list + ", " + value : value;
  }
  if (!list) return std::nullopt;
  return scim::parseEntityTags(name, *list);
}

}  // namespace

Preconditions conditionalHeaders(const HttpRequest& request) {
  return {entityTags(request, "If-Match"), entityTags(request, "If-None-Match")};
}

}  // namespace scim2ldap::connector
