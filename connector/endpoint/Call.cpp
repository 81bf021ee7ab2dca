#include "connector/endpoint/Call.h"

#include "scim/Error.h"

namespace scim2ldap::connector {

void Call::allowOnly(const std::string& methods) {
  allow = (methods.starts_with("GET") ? "HEAD, " : "") + methods + ", OPTIONS";
  const std::string method = http.method == "HEAD" ? "GET" : http.method;
  // Whole words: "DEL" is not DELETE.
  if ((", " + methods + ",").find(", " + method + ",") == std::string::npos) {
    throw scim::Error(405, scim::ScimType::None, http.method + " is not possible here; use " + methods);
  }
}

}  // namespace scim2ldap::connector
