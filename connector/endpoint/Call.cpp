#include "connector/endpoint/Call.h"

#include "scim/Error.h"

namespace scim2ldap::connector {

void Call::allowOnly(std::string methods) {
  allow = std::move(methods);
  const std::string method = http.method == "HEAD" ? "GET" : http.method;
  // Whole words: "DEL" is not DELETE.
  if ((", " + allow + ",").find(", " + method + ",") == std::string::npos) {
    throw scim::Error(405, scim::ScimType::None, http.method + " is not possible here; use " + allow);
  }
}

}  // namespace scim2ldap::connector
