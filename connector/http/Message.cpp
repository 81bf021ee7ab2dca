#include "connector/http/Message.h"

#include <algorithm>

#include "connector/http/Syntax.h"

namespace scim2ldap::connector {

std::string_view HttpRequest::header(std::string_view name) const {
  const auto field =
      std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return sameToken(h.first, name); });
  return field == headers.end() ? std::string_view() : std::string_view(field->second);
}

}  // namespace scim2ldap::connector
