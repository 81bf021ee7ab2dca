#include "connector/endpoint/ResourceRoutes.h"

#include "connector/endpoint/ScimAnswer.h"
#include "scim/Query.h"

namespace scim2ldap::connector {

using scim::Json;

HttpResponse dispatchResources(Call& call, Kind kind) {
  Service& service = call.endpoint->service;
  if (!service.has(kind) || call.rest.size() > 2) throw unknownPath();
  const scim::Query query = scim::parseQuery(scim::parseQueryString(call.http.query));
  call.request.projection = query.projection;

  if (call.rest.size() == 1) {
    call.allowOnly("GET, POST");
    if (call.is("GET")) return scimAnswer(200, service.list(kind, call.request, query));
    const Json made = service.create(kind, call.request, scim::parseJson(call.http.body));
    HttpResponse response = scimAnswer(201, made);
    response.headers.emplace_back("Location", call.request.baseUrl + std::string(pathOf(kind)) + "/" +
                                                  std::string(made.stringAt("id")));
    return response;
  }

  const std::string& id = call.rest[1];
  call.allowOnly("GET, PUT, PATCH, DELETE");
  if (call.is("GET")) return scimAnswer(200, service.get(kind, call.request, id));
  if (call.is("PUT"))
    return scimAnswer(200, service.replace(kind, call.request, id, scim::parseJson(call.http.body)));
  if (call.is("PATCH")) {
    const Json changed = service.patch(kind, call.request, id, scim::parseJson(call.http.body));
    return changed.isNull() ? noContent() : scimAnswer(200, changed);
  }
  service.remove(kind, call.request, id);
  return noContent();
}

}  // namespace scim2ldap::connector
