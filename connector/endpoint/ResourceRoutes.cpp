#include "connector/endpoint/ResourceRoutes.h"

#include "connector/endpoint/ConditionalHeaders.h"
#include "connector/endpoint/ScimAnswer.h"
#include "scim/Query.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;

/// The answer for one resource; 204 when it is not shown.
HttpResponse resourceAnswer(int status, const ResourceAnswer& answer) {
  HttpResponse response = answer.resource.isNull() ? noContent() : scimAnswer(status, answer.resource);
  if (!answer.version.empty()) response.headers.emplace_back("ETag", answer.version);
  return response;
}

HttpResponse dispatchCollection(Call& call, Kind kind, const scim::Query& query) {
  Service& service = call.endpoint->service;
  call.allowOnly("GET, POST");
  if (call.is("GET")) return scimAnswer(200, service.list(kind, call.request, query));
  // Conditions would be on the collection, which has no versions.
  const ResourceAnswer made = service.create(kind, call.request, scim::parseJson(call.http.body));
  HttpResponse response = resourceAnswer(201, made);
  response.headers.emplace_back("Location", call.request.baseUrl + std::string(pathOf(kind)) + "/" +
                                                std::string(made.resource.stringAt("id")));
  return response;
}

HttpResponse dispatchResource(Call& call, Kind kind, const std::string& id) {
  Service& service = call.endpoint->service;
  call.allowOnly("GET, PUT, PATCH, DELETE");
  call.request.preconditions = conditionalHeaders(call.http);
  if (call.is("GET")) {
    const ResourceAnswer found = service.get(kind, call.request, id);
    if (found.resource.isNull()) return HttpResponse{304, {{"ETag", found.version}}, {}};
    return resourceAnswer(200, found);
  }
  if (call.is("DELETE")) {
    service.remove(kind, call.request, id);
    return noContent();
  }
  const Json body = scim::parseJson(call.http.body);
  return resourceAnswer(200, call.is("PUT") ? service.replace(kind, call.request, id, body)
                                            : service.patch(kind, call.request, id, body));
}

}  // namespace

std::optional<Kind> kindUnder(std::string_view segment) {
  for (const Kind kind : {Kind::User, Kind::Group}) {
    if (scim::sameName(pathOf(kind).substr(1), segment)) return kind;
  }
  return std::nullopt;
}

HttpResponse dispatchResources(Call& call, Kind kind) {
  if (!call.endpoint->service.has(kind) || call.rest.size() > 2) throw unknownPath();
  const scim::Query query = scim::parseQuery(scim::parseQueryString(call.http.query));
  call.request.projection = query.projection;
  return call.rest.size() == 1 ? dispatchCollection(call, kind, query)
                               : dispatchResource(call, kind, call.rest[1]);
}

}  // namespace scim2ldap::connector
