#include "tests/fault/Model.h"

#include <array>
#include <cctype>
#include <utility>

namespace scim2ldap::test {
namespace {

using scim::Json;

const std::string kEnterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// A text of a user, its path in a PATCH, and whether it goes into the one operation of the flagged style.
struct Text {
  std::string UserState::*value;
  std::string path;
  bool hasFilter = false;
};
const std::array<Text, 9> kTexts{{{&UserState::userName, "userName"},
                                  {&UserState::displayName, "displayName"},
                                  {&UserState::givenName, "name.givenName"},
                                  {&UserState::familyName, "name.familyName"},
                                  {&UserState::title, "title"},
                                  {&UserState::mail, "emails[type eq \"work\"].value", true},
                                  {&UserState::country, "addresses[type eq \"work\"].country", true},
                                  {&UserState::department, kEnterprise + ":department"},
                                  {&UserState::manager, kEnterprise + ":manager"}}};

Json of(std::initializer_list<std::pair<const char*, Json>> members) {
  Json object = Json::object();
  for (const auto& [name, value] : members) object.set(name, value);
  return object;
}

Json work(const char* name, const std::string& value) {
  return Json(Json::Array{of({{"type", "work"}, {name, value}})});
}

/// The sub-attribute of the value of type "work".
std::string workValue(const Json& resource, const char* attribute, const char* name) {
  const Json* values = resource.find(attribute);
  if (values == nullptr || !values->isArray()) return "";
  for (const Json& value : values->asArray())
    if (value.stringAt("type") == "work") return std::string(value.stringAt(name));
  return "";
}

void addDifference(std::string& texts, const std::string& name, const std::string& seen,
                   const std::string& expected) {
  if (seen != expected)
    texts += "; " + name + " " + printJson(Json(seen)) + ", not " + printJson(Json(expected));
}

}  // namespace

std::string toString(const UserState& user) {
  return bodyOf(user);
}

std::string toString(const GroupState& group) {
  return bodyOf(group);
}

std::string difference(const UserState& seen, const UserState& expected) {
  std::string texts;
  for (const Text& text : kTexts) addDifference(texts, text.path, seen.*text.value, expected.*text.value);
  addDifference(texts, "externalId", seen.externalId, expected.externalId);
  addDifference(texts, "active", seen.active ? "true" : "false", expected.active ? "true" : "false");
  return texts;
}

std::string difference(const GroupState& seen, const GroupState& expected) {
  std::string texts;
  addDifference(texts, "displayName", seen.displayName, expected.displayName);
  addDifference(texts, "externalId", seen.externalId, expected.externalId);
  for (const std::string& id : seen.members)
    if (!expected.members.contains(id)) texts += "; member " + id + " is too many";
  for (const std::string& id : expected.members)
    if (!seen.members.contains(id)) texts += "; member " + id + " is missing";
  return texts;
}

UserState userOf(const Json& resource) {
  UserState user;
  user.userName = resource.stringAt("userName");
  user.externalId = resource.stringAt("externalId");
  user.displayName = resource.stringAt("displayName");
  user.title = resource.stringAt("title");
  if (const Json* name = resource.find("name")) {
    user.givenName = name->stringAt("givenName");
    user.familyName = name->stringAt("familyName");
  }
  user.mail = workValue(resource, "emails", "value");
  user.country = workValue(resource, "addresses", "country");
  if (const Json* enterprise = resource.find(kEnterprise)) {
    user.department = enterprise->stringAt("department");
    if (const Json* manager = enterprise->find("manager")) user.manager = manager->stringAt("value");
  }
  const Json* active = resource.find("active");
  user.active = active != nullptr && active->isBool() && active->asBool();
  return user;
}

GroupState groupOf(const Json& resource) {
  GroupState group{std::string(resource.stringAt("displayName")),
                   std::string(resource.stringAt("externalId"))};
  const Json* members = resource.find("members");
  if (members == nullptr || !members->isArray()) return group;
  for (const Json& member : members->asArray()) group.members.insert(std::string(member.stringAt("value")));
  return group;
}

std::string bodyOf(const UserState& user) {
  Json enterprise = of({{"department", user.department}});
  if (!user.manager.empty()) enterprise.set("manager", of({{"value", user.manager}}));
  Json body = of({{"schemas", Json::Array{"urn:ietf:params:scim:schemas:core:2.0:User", kEnterprise}},
                  {"externalId", user.externalId},
                  {"userName", user.userName},
                  {"active", user.active},
                  {"displayName", user.displayName},
                  {"title", user.title},
                  {"emails", work("value", user.mail)},
                  {"meta", of({{"resourceType", "User"}})},
                  {"name", of({{"familyName", user.familyName}, {"givenName", user.givenName}})},
                  {"addresses", work("country", user.country)},
                  {"roles", Json::array()}});
  body.set(kEnterprise, enterprise);
  return printJson(body);
}

std::string bodyOf(const GroupState& group) {
  Json::Array members;
  for (const std::string& id : group.members) members.push_back(of({{"value", id}}));
  return printJson(of({{"schemas", Json::Array{"urn:ietf:params:scim:schemas:core:2.0:Group"}},
                       {"externalId", group.externalId},
                       {"displayName", group.displayName},
                       {"meta", of({{"resourceType", "Group"}})},
                       {"members", members}}));
}

Json operation(const std::string& op, const std::string& path, Json value) {
  Json json = of({{"op", op}});
  if (!path.empty()) json.set("path", path);
  json.set("value", std::move(value));
  return json;
}

std::string patchOf(Json::Array operations) {
  return printJson(of({{"schemas", Json::Array{"urn:ietf:params:scim:api:messages:2.0:PatchOp"}},
                       {"Operations", std::move(operations)}}));
}

std::string patchOf(const UserState& before, const UserState& after, PatchStyle style) {
  const bool isFlagged = style == PatchStyle::Flagged;
  Json::Array operations;
  Json folded = Json::object();
  for (const Text& text : kTexts) {
    const std::string& value = after.*text.value;
    if (value == before.*text.value) continue;
    if (isFlagged && !text.hasFilter) {
      folded.set(text.path, value);
    } else {
      operations.push_back(operation(isFlagged ? "replace" : "Replace", text.path, value));
    }
  }
  if (before.active != after.active) {
    if (isFlagged) {
      folded.set("active", after.active);
    } else {
      operations.push_back(operation("Replace", "active", after.active ? "True" : "False"));
    }
  }
  if (!folded.asObject().empty()) operations.push_back(operation("replace", "", folded));
  return patchOf(std::move(operations));
}

std::string equal(const std::string& attribute, const std::string& value) {
  return attribute + " eq " + printJson(Json(value));
}

std::string queryOf(const std::string& path, const std::string& filter) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string query = path + (path.find('?') == std::string::npos ? "?" : "&") + "filter=";
  for (const char c : filter) {
    const auto octet = static_cast<unsigned char>(c);
    if (std::isalnum(octet) != 0) {
      query += c;
    } else if (c == ' ') {
      query += '+';
    } else {
      query += {'%', kDigits[octet >> 4U], kDigits[octet & 0x0FU]};
    }
  }
  return query;
}

}  // namespace scim2ldap::test
