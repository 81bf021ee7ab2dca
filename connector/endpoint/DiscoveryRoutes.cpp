#include "connector/endpoint/DiscoveryRoutes.h"

#include "connector/endpoint/ScimAnswer.h"
#include "scim/Discovery.h"
#include "scim/Error.h"
#include "scim/Messages.h"
#include "scim/Query.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {

using scim::Json;
using scim::ScimType;

HttpResponse dispatchDiscovery(Call& call) {
  const Service& service = call.endpoint->service;
  const std::string& baseUrl = call.request.baseUrl;
  const std::vector<Kind> kinds = service.kinds();

  // RFC 7644 §4: sorting and paging are ignored here, a filter is refused.
  const auto refuseFilter = [&] {
    for (const auto& [name, value] : scim::parseQueryString(call.http.query)) {
      if (!scim::sameName(name, "filter")) continue;
      throw scim::Error(403, ScimType::None,
                        "/" + call.rest[0] + " cannot be filtered; leave the filter out");
    }
  };

  // The documents of a collection, under the name by which one of them is asked for.
  const auto collection = [&](const std::vector<std::pair<std::string, Json>>& documents) {
    call.allowOnly("GET");
    refuseFilter();
    if (call.rest.size() == 1) {
      Json::Array all;
      for (const auto& document : documents) all.push_back(document.second);
      const auto total = static_cast<std::int64_t>(all.size());
      return scimAnswer(200, scim::listResponse(std::move(all), total, 1));
    }
    for (const auto& [name, document] : documents) {
      if (call.rest.size() == 2 && scim::sameName(name, call.rest[1])) return scimAnswer(200, document);
    }
    throw unknownPath();
  };
  const std::string name = call.rest.empty() ? "" : call.rest[0];
  if (scim::sameName(name, "ServiceProviderConfig") && call.rest.size() == 1) {
    call.allowOnly("GET");
    refuseFilter();
    scim::ServiceCapabilities capabilities;
    capabilities.etag = true;
    capabilities.changePassword = service.type(Kind::User).schema.find("password") != nullptr;
    capabilities.maxResults = call.endpoint->configuration.maxPageSize;
    capabilities.bulk = call.endpoint->configuration.bulkMaxOperations > 0;
    capabilities.bulkMaxOperations =
        static_cast<std::int64_t>(call.endpoint->configuration.bulkMaxOperations);
    capabilities.bulkMaxPayloadBytes =
        static_cast<std::int64_t>(call.snapshot->configuration().server.maxBodyBytes);
    capabilities.pageSize = call.endpoint->configuration.pageSize;
    capabilities.cursorTimeout =
        std::chrono::duration_cast<std::chrono::seconds>(call.endpoint->configuration.cursorTimeout);
    capabilities.sort = true;
    capabilities.oauth = call.endpoint->configuration.oauth.has_value();
    return scimAnswer(200, serviceProviderConfig(capabilities, baseUrl));
  }
  std::vector<std::pair<std::string, Json>> documents;
  if (scim::sameName(name, "ResourceTypes")) {
    for (const Kind kind : kinds) {
      documents.emplace_back(service.type(kind).name, resourceTypeResource(service.type(kind), baseUrl));
    }
    return collection(documents);
  }
  if (scim::sameName(name, "Schemas")) {
    for (const Kind kind : kinds) {
      const scim::ResourceType& type = service.type(kind);
      documents.emplace_back(type.schema.id, schemaResource(type.schema, baseUrl));
      for (const scim::Schema& extension : type.extensions) {
        documents.emplace_back(extension.id, schemaResource(extension, baseUrl));
      }
    }
    return collection(documents);
  }
  if (scim::sameName(name, "Me")) {
    throw scim::Error(501, ScimType::None,
                      "/Me is not offered: tokens stand for applications, not for users");
  }
  throw unknownPath();
}

}  // namespace scim2ldap::connector
