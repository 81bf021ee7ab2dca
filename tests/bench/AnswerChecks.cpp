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

std::size_t countOf(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

std::string textIn(std::string_view body, std::string_view member) {
  const std::string name = '"' + std::string(member) + R"(":")";
  const std::size_t at = body.find(name);
  if (at == std::string_view::npos) return "";
  const std::string_view rest = body.substr(at + name.size());
  return std::string(rest.substr(0, rest.find('"')));
}

std::string idIn(std::string_view body) {
  std::string id = textIn(body, "id");
  if (id.empty()) throw std::runtime_error("an answer without id");
  return id;
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
