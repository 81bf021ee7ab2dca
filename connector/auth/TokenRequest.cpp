#include "connector/auth/TokenRequest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <map>

#include "scim/Error.h"
#include "scim/Query.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";
constexpr std::string_view kAssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
constexpr std::size_t kMaxBodyBytes = std::size_t{64} * 1024;
constexpr std::size_t kMaxBasicBytes = 4096;

OAuthError invalidRequest(const std::string& detail) {
  return {400, "invalid_request", detail};
}

OAuthError invalidClient(const std::string& detail) {
  return {401, "invalid_client", detail};
}

// RFC 6749 §3.2: nothing twice; what has no value is not there; what is not known is ignored.
Parameters parseForm(std::string_view body, std::string_view contentType) {
  const std::string_view type = contentType.substr(0, contentType.find(';'));
  if (!type.empty() && !scim::sameName(type.substr(0, type.find_last_not_of(' ') + 1), kFormType)) {
    throw invalidRequest("the body is to be " + std::string(kFormType));
  }
  if (body.size() > kMaxBodyBytes) throw invalidRequest("the body is too large");
  // Line breaks at the end are nothing that a form holds, but what some tools add.
  body = body.substr(0, body.find_last_not_of("\r\n") + 1);
  Parameters parameters;
  try {
    for (auto& [name, value] : scim::parseQueryString(body)) {
      if (value.empty()) continue;
      if (!parameters.emplace(name, std::move(value)).second) {
        throw invalidRequest("a parameter stands there twice");
      }
    }
  } catch (const scim::Error&) {
    throw invalidRequest("the body is not well formed");
  }
  return parameters;
}

std::string valueOf(const Parameters& parameters, std::string_view name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? "" : found->second;
}

/// RFC 6749, appendix B. A value of our own holds nothing that is encoded.
std::string formDecoded(std::string_view text) {
  const scim::QueryParameters parameters = scim::parseQueryString("x=" + std::string(text));
  return parameters.size() == 1 ? parameters.front().second : "";
}

std::string decodedBase64(std::string_view text) {
  if (text.empty() || text.size() > kMaxBasicBytes || text.size() % 4 != 0) return "";
  std::string bytes(text.size() / 4 * 3, '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (length < 0) return "";
  const auto padding = static_cast<std::size_t>(std::count(text.end() - 2, text.end(), '='));
  bytes.resize(static_cast<std::size_t>(length) - padding);
  return bytes;
}

// RFC 7617 §2, RFC 6749 §2.3.1
std::pair<std::string, std::string> parseBasic(std::string_view authorization) {
  constexpr std::string_view kScheme = "Basic ";
  if (!scim::sameName(authorization.substr(0, kScheme.size()), kScheme)) {
    throw invalidClient("the Authorization header is of another scheme than Basic");
  }
  authorization.remove_prefix(kScheme.size());
  authorization.remove_prefix(std::min(authorization.find_first_not_of(' '), authorization.size()));
  const std::string pair = decodedBase64(authorization);
  const std::size_t colon = pair.find(':');
  if (colon == std::string::npos) throw invalidClient("the Basic credentials are not well formed");
  try {
    return {formDecoded(pair.substr(0, colon)), formDecoded(pair.substr(colon + 1))};
  } catch (const scim::Error&) {
    throw invalidClient("the Basic credentials are not well formed");
  }
}

}  // namespace

TokenRequest parseTokenRequest(std::string_view body, std::string_view authorization,
                               std::string_view contentType) {
  const Parameters form = parseForm(body, contentType);
  const std::string grant = valueOf(form, "grant_type");
  if (grant.empty()) throw invalidRequest("grant_type is missing");
  if (grant != "client_credentials") {
    throw OAuthError(400, "unsupported_grant_type", "only client_credentials is offered");
  }
  TokenRequest request{.clientId = valueOf(form, "client_id"),
                       .secret = valueOf(form, "client_secret"),
                       .assertion = valueOf(form, "client_assertion"),
                       .scope = valueOf(form, "scope")};
  if (!authorization.empty()) {
    if (!request.secret.empty() || !request.assertion.empty()) {
      throw invalidRequest("credentials stand in the header and in the body");
    }
    auto [id, secret] = parseBasic(authorization);
    if (!request.clientId.empty() && request.clientId != id) {
      throw invalidRequest("header and body name two clients");
    }
    request.clientId = std::move(id);
    request.secret = std::move(secret);
  }
  if (!request.assertion.empty()) {
    if (!request.secret.empty()) throw invalidRequest("a secret and an assertion are sent");
    if (valueOf(form, "client_assertion_type") != kAssertionType) {
      throw invalidClient("client_assertion_type is to be " + std::string(kAssertionType));
    }
    return request;
  }
  if (request.clientId.empty() || request.secret.empty()) {
    throw invalidClient("client_id and client_secret are missing");
  }
  return request;
}

}  // namespace scim2ldap::connector
