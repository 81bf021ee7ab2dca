#include "connector/endpoint/ScimAnswer.h"

#include <string_view>

namespace scim2ldap::connector {
namespace {

constexpr std::string_view kMediaType = "application/scim+json";

}  // namespace

HttpResponse scimAnswer(int status, const scim::Json& body) {
  HttpResponse response;
  response.status = status;
  if (!body.isNull()) {
    response.headers.emplace_back("Content-Type", kMediaType);
    response.body = printJson(body);
  }
  return response;
}

HttpResponse noContent() {
  return HttpResponse{204, {}, {}};
}

scim::Error unknownPath() {
  return {404, scim::ScimType::None,
          "there is nothing at this path; the endpoints are /Users, /Groups, /Schemas, "
          "/ResourceTypes and /ServiceProviderConfig below the Tenant URL"};
}

}  // namespace scim2ldap::connector
