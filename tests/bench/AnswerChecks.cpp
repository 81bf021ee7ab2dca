#include "tests/bench/AnswerChecks.h"

#include <stdexcept>

namespace scim2ldap::bench {

void require(bool holds, const std::string& what, const KeepAliveClient::Answer& answer) {
  if (holds) return;
  constexpr std::size_t kShown = 500;
  throw std::runtime_error(what + " was answered " + std::to_string(answer.status) + ": " +
                           std::string(answer.body.substr(0, kShown)));
}

bool holds(std::string_view text, const std::string& part) {
  return text.find(part) != std::string_view::npos;
}

std::string idIn(std::string_view body) {
  constexpr std::string_view kName = R"("id":")";
  const std::size_t at = body.find(kName);
  if (at == std::string_view::npos) throw std::runtime_error("an answer without id");
  const std::string_view rest = body.substr(at + kName.size());
  return std::string(rest.substr(0, rest.find('"')));
}

void patch(KeepAliveClient& http, const std::string& path, const std::string& op,
           const std::string& attribute, const std::string& value) {
  const KeepAliveClient::Answer answer =
      http.send("PATCH", path,
                R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":")" + op +
                    R"(","path":")" + attribute + R"(","value":)" + value + "}]}");
  require(answer.status == 200 || answer.status == 204, "PATCH", answer);
}

}  // namespace scim2ldap::bench
