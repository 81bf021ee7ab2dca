#include "tests/support/ScimClient.h"

#include <stdexcept>

#include "tests/support/HttpClient.h"

namespace scim2ldap::test {
namespace {

std::string quoted(const std::string& text) {
  return scim::printJson(scim::Json(text));
}

std::string made(const ScimAnswer& answer) {
  if (answer.status != 201) {
    throw std::runtime_error("POST answered " + std::to_string(answer.status) + ": " +
                             scim::printJson(answer.body));
  }
  return answer.id();
}

}  // namespace

ScimAnswer ScimClient::send(const std::string& method, const std::string& path,
                            const std::string& body) const {
  const HttpAnswer answer =
      sendHttp(method, baseUrl_ + path,
               {{"Authorization", "Bearer " + token_}, {"Content-Type", "application/scim+json"}}, body);
  return {answer.status, answer.body.empty() ? scim::Json() : scim::parseJson(answer.body),
          answer.header("Retry-After")};
}

std::string ScimClient::makeUser(const std::string& userName, const std::string& displayName) const {
  return made(
      send("POST", "/Users",
           R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"active":true,"externalId":)" +
               quoted("ext-" + userName) + R"(,"userName":)" + quoted(userName) + R"(,"displayName":)" +
               quoted(displayName) + "}"));
}

std::string ScimClient::makeGroup(const std::string& displayName) const {
  return made(
      send("POST", "/Groups",
           R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"members":[],"displayName":)" +
               quoted(displayName) + "}"));
}

int ScimClient::patch(const std::string& path, const std::string& op, const std::string& attribute,
                      const std::string& value) const {
  return send("PATCH", path,
              R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":)" +
                  quoted(op) + R"(,"path":)" + quoted(attribute) + R"(,"value":)" + value + "}]}")
      .status;
}

}  // namespace scim2ldap::test
