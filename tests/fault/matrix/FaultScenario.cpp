#include "tests/fault/matrix/FaultScenario.h"

#include <stdexcept>

#include "scim/Json.h"

namespace scim2ldap::test {
namespace {

using scim::Json;

const std::string kUserSchema = R"("schemas":["urn:ietf:params:scim:schemas:core:2.0:User"])";
const std::string kGroupSchema = R"("schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"])";

std::string idOf(const ScimAnswer& answer) {
  if (answer.status != 201) throw std::runtime_error("POST answered " + scim::printJson(answer.body));
  return answer.id();
}

}  // namespace

std::string userBody(const std::string& name, const std::string& more) {
  return "{" + kUserSchema + R"(,"active":true,"userName":")" + name + R"(","externalId":"e-)" + name +
         R"(","displayName":"D )" + name + R"(","name":{"familyName":"F )" + name + "\"}" +
         (more.empty() ? "" : "," + more) + "}";
}

std::string groupBody(const std::string& name, const std::string& members, const std::string& more) {
  return "{" + kGroupSchema + R"(,"displayName":")" + name + R"(","externalId":"e-)" + name +
         R"(","members":)" + members + (more.empty() ? "" : "," + more) + "}";
}

std::string replaceOf(const std::string& path, const std::string& value) {
  return R"({"op":"replace","path":")" + path + R"(","value":)" + value + "}";
}

ScimAnswer FaultCase::send(const std::string& method, const std::string& path,
                           const std::string& body) const {
  return world.client().send(method, path, body);
}

ScimAnswer FaultCase::patch(const std::string& path, const std::string& operations) const {
  return send(
      "PATCH", path,
      R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" + operations + "]}");
}

ScimAnswer FaultCase::provision(const std::string& type, const std::string& body) const {
  Json resource = scim::parseJson(body);
  for (const std::string attribute : {type == "Users" ? "userName" : "displayName", "externalId"}) {
    const std::string value(resource.stringAt(attribute));
    const ScimAnswer found = send("GET", "/" + type + "?filter=" + attribute + "%20eq%20%22" + value + "%22");
    if (found.status != 200) return found;
    const Json* resources = found.body.find("Resources");
    if (resources == nullptr || resources->asArray().empty()) continue;
    if (resources->asArray().size() > 1) throw std::runtime_error("there are two of " + value);
    resource.erase("schemas");
    return patch("/" + type + "/" + std::string(resources->asArray().front().stringAt("id")),
                 R"({"op":"add","value":)" + scim::printJson(resource) + "}");
  }
  return send("POST", "/" + type, body);
}

std::string FaultCase::members(const std::vector<std::string>& names) const {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ",") + (R"({"value":")" + ids.at(name) + "\"}");
  return "[" + text + "]";
}

void FaultCase::makeUser(const std::string& name, const std::string& more) {
  ids[name] = idOf(send("POST", "/Users", userBody(name, more)));
}

void FaultCase::makeGroup(const std::string& name, const std::vector<std::string>& names,
                          const std::string& more) {
  ids[name] = idOf(send("POST", "/Groups", groupBody(name, members(names), more)));
}

void FaultCase::addByOthers(const std::string& name, const ldap::Attributes& attributes) {
  if (!world.directory().add({world.dn(name), attributes}).ok())
    throw std::runtime_error(name + " could not be added");
}

void FaultCase::change(const std::string& path, const std::string& operations) const {
  const ScimAnswer answer = patch(path, operations);
  if (answer.status >= 300)
    throw std::runtime_error("PATCH " + path + " answered " + scim::printJson(answer.body));
}

std::vector<FaultChapter> faultChapters() {
  return {usersChapter(), groupsChapter(), refusalsChapter(),  policiesChapter(),
          posixChapter(), movesChapter(),  attributeChapter(), fallbackChapter()};
}

}  // namespace scim2ldap::test
