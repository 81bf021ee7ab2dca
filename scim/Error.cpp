#include "scim/Error.h"

#include "scim/Messages.h"

namespace scim2ldap::scim {

std::string_view toString(ScimType type) {
  switch (type) {
    case ScimType::None:
      return "";
    case ScimType::InvalidFilter:
      return "invalidFilter";
    case ScimType::TooMany:
      return "tooMany";
    case ScimType::Uniqueness:
      return "uniqueness";
    case ScimType::Mutability:
      return "mutability";
    case ScimType::InvalidSyntax:
      return "invalidSyntax";
    case ScimType::InvalidPath:
      return "invalidPath";
    case ScimType::NoTarget:
      return "noTarget";
    case ScimType::InvalidValue:
      return "invalidValue";
    case ScimType::InvalidVers:
      return "invalidVers";
    case ScimType::Sensitive:
      return "sensitive";
    case ScimType::InvalidCursor:
      return "invalidCursor";
    case ScimType::ExpiredCursor:
      return "expiredCursor";
    case ScimType::InvalidCount:
      return "invalidCount";
  }
  return "";
}

Json errorBody(int status, ScimType type, std::string_view detail) {
  Json body = Json::object();
  body.set("schemas", Json::Array{Json(kErrorSchema)});
  body.set("status", std::to_string(status));
  if (type != ScimType::None) body.set("scimType", toString(type));
  body.set("detail", detail);
  return body;
}

}  // namespace scim2ldap::scim
