#include "connector/endpoint/ResourceRoutes.h"

#include "connector/endpoint/ConditionalHeaders.h"
#include "connector/endpoint/RequiredScopes.h"
#include "connector/endpoint/ScimAnswer.h"
#include "scim/Error.h"
#include "scim/Query.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;

constexpr int kCreated = 201;

bool maySee(const Call& call, Kind kind) {
  return coversAccess(call.request.context.scopes, kind, Access::Read);
}

/// The answer for one resource; 204 when it is not shown.
HttpResponse resourceAnswer(int status, const ResourceAnswer& answer) {
  HttpResponse response = answer.resource.isNull() ? noContent() : scimAnswer(status, answer.resource);
  if (!answer.version.empty()) response.headers.emplace_back("ETag", answer.version);
  return response;
}

/// Who must not read a resource is told no more of it than what was sent. RFC 7644 §3.5.1, §3.5.2
HttpResponse writeAnswer(const Call& call, Kind kind, int status, const ResourceAnswer& answer,
                         const Json& body) {
  if (maySee(call, kind) || answer.resource.isNull()) return resourceAnswer(status, answer);
  if (status != kCreated) return resourceAnswer(status, {.version = answer.version});
  ResourceAnswer told{.resource = Json::object(), .version = answer.version};
  for (const char* name : {"schemas", "id", "meta"}) {
    if (const Json* value = answer.resource.find(name)) told.resource.set(name, *value);
  }
  for (const char* name : {"externalId", "userName", "displayName"}) {
    if (const Json* value = body.find(name)) told.resource.set(name, *value);
  }
  return resourceAnswer(status, told);
}

scim::Query queryOf(const Call& call) {
  return scim::parseQuery(scim::parseQueryString(call.http.query));
}

/// What was asked for, without what the token must not see of it: a user's groups are groups.
scim::Projection visible(const Call& call, scim::Projection projection) {
  if (!maySee(call, Kind::Group)) projection.excludedAttributes.push_back({"", "groups", ""});
  return projection;
}

HttpResponse list(Call& call, const std::vector<Kind>& kinds, const scim::Query& query) {
  call.request.projection = visible(call, query.projection);
  return scimAnswer(200, call.endpoint->service.list(kinds, call.request, query));
}

HttpResponse dispatchCollection(Call& call, Kind kind) {
  Service& service = call.endpoint->service;
  call.allowOnly("GET, POST");
  requireScopes(call, {kind}, call.is("GET") ? Access::Read : Access::Write);
  if (call.is("GET")) return list(call, {kind}, queryOf(call));
  call.request.projection = visible(call, queryOf(call).projection);
  const Json body = scim::parseJson(call.http.body);
  call.request.projection.specified = attributesNamedIn(body);
  // Conditions would be on the collection, which has no versions.
  const ResourceAnswer made = service.create(kind, call.request, body);
  HttpResponse response = writeAnswer(call, kind, kCreated, made, body);
  if (made.resource.isNull()) return response;
  response.headers.emplace_back("Location", call.request.baseUrl + std::string(pathOf(kind)) + "/" +
                                                std::string(made.resource.stringAt("id")));
  return response;
}

HttpResponse dispatchResource(Call& call, Kind kind, const std::string& id) {
  Service& service = call.endpoint->service;
  call.allowOnly("GET, PUT, PATCH, DELETE");
  requireScopes(call, {kind}, call.is("GET") ? Access::Read : Access::Write);
  call.request.projection = visible(call, queryOf(call).projection);
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
  call.request.projection.specified = attributesNamedIn(body);
  const ResourceAnswer written = call.is("PUT") ? service.replace(kind, call.request, id, body)
                                                : service.patch(kind, call.request, id, body);
  return writeAnswer(call, kind, 200, written, body);
}

/// Groups that the endpoint keeps from its client.
HttpResponse dispatchHiddenGroups(Call& call) {
  const bool isOff = call.endpoint->configuration.policies.groups == GroupSync::Off;
  const bool isSearchHere = call.rest.size() == 2 && isSearch(call.rest[1]);
  const bool isRead = isSearchHere || call.is("GET");
  if (isOff || !isRead) {
    throw scim::Error(403, scim::ScimType::None,
                      "this endpoint does not synchronise groups; take groups out of the client's "
                      "provisioning, or have an administrator set groups = \"on\"");
  }
  if (isSearchHere) return dispatchSearch(call, {});
  if (call.rest.size() == 1) return list(call, {}, queryOf(call));
  throw scim::Error(404, scim::ScimType::None, "there is no Group with the id \"" + call.rest[1] + "\"");
}

}  // namespace

std::optional<Kind> kindUnder(std::string_view segment) {
  for (const Kind kind : {Kind::User, Kind::Group}) {
    if (scim::sameName(pathOf(kind).substr(1), segment)) return kind;
  }
  return std::nullopt;
}

// RFC 7644 §3.4.3
HttpResponse dispatchSearch(Call& call, const std::vector<Kind>& kinds) {
  call.allowOnly("POST");
  requireScopes(call, kinds, Access::Read);
  return list(call, kinds, scim::parseSearchRequest(scim::parseJson(call.http.body)));
}

// RFC 7644 §3.4.2.1
HttpResponse dispatchRoot(Call& call) {
  call.allowOnly("GET");
  const std::vector<Kind> kinds = call.endpoint->service.kinds();
  requireScopes(call, kinds, Access::Read);
  return list(call, kinds, queryOf(call));
}

HttpResponse dispatchResources(Call& call, Kind kind) {
  if (!call.endpoint->service.has(kind) || call.rest.size() > 2) throw unknownPath();
  if (kind == Kind::Group && call.endpoint->configuration.policies.groups != GroupSync::On) {
    return dispatchHiddenGroups(call);
  }
  if (call.rest.size() == 1) return dispatchCollection(call, kind);
  if (isSearch(call.rest[1])) return dispatchSearch(call, {kind});
  return dispatchResource(call, kind, call.rest[1]);
}

}  // namespace scim2ldap::connector
