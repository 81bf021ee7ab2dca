#include "connector/provisioning/ResourceRules.h"

#include <algorithm>

#include "scim/CaseFolding.h"
#include "scim/Password.h"

namespace scim2ldap::connector {

using scim::Json;
using scim::ScimType;

namespace {

constexpr std::size_t kMaxNameBytes = 256;  ///< below what slapd's DN index takes

}  // namespace

std::string_view nameAttribute(Kind kind) {
  return kind == Kind::User ? "userName" : "displayName";
}

std::string displayAttributeOf(const mappings::ResourceMapping& mapping) {
  const mappings::AttributeRule* rule = mapping.find({"", "displayName", std::nullopt, ""});
  return rule != nullptr && !rule->ldap.empty() ? rule->ldap : mapping.rdnAttribute;
}

std::string foldedName(Kind kind, const Json& resource) {
  return scim::foldName(resource.stringAt(nameAttribute(kind)));
}

bool isInactive(const Json& resource) {
  const Json* active = resource.find("active");
  return active != nullptr && active->isBool() && !active->asBool();
}

std::optional<std::string> takePassword(Json& resource) {
  const Json* password = resource.find("password");
  if (password == nullptr) return std::nullopt;
  std::string prepared = scim::preparePassword(password->asString());
  resource.erase("password");
  return prepared;
}

void checkName(Kind kind, const Json& resource) {
  const std::string_view name = resource.stringAt(nameAttribute(kind));
  const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  const auto refuse = [&](const std::string& why) {
    throw scim::Error(400, ScimType::InvalidValue, std::string(nameAttribute(kind)) + " " + why);
  };
  if (name.find_first_not_of(' ') == std::string_view::npos) refuse("is required and must not be blank");
  if (std::any_of(name.begin(), name.end(), isControl)) refuse("must not hold control characters");
  if (name.size() > kMaxNameBytes) refuse("is longer than " + std::to_string(kMaxNameBytes) + " bytes");
}

void checkKeepsRequired(const mappings::ResourceMapping& mapping, const Json& before, const Json& after) {
  const auto check = [&](const std::string& name, bool had, bool has) {
    if (had && !has)
      throw scim::Error(400, ScimType::InvalidValue, name + " is required and cannot be removed");
  };
  const auto has = [](const Json& resource, const std::string& name) {
    const Json* value = resource.find(name);
    return value != nullptr && !value->isUnassigned();
  };
  for (const scim::Attribute& attribute : mapping.type.schema.attributes) {
    if (attribute.required) check(attribute.name, has(before, attribute.name), has(after, attribute.name));
  }
  for (const mappings::AttributeRule& rule : mapping.rules) {
    if (!rule.required || !rule.scim) continue;
    check(toString(*rule.scim), !valuesAt(before, *rule.scim).empty(), !valuesAt(after, *rule.scim).empty());
  }
}

void keepReference(const mappings::ResourceMapping& mapping, const std::string& id, const Json& before,
                   Json& resource) {
  for (const mappings::AttributeRule& rule : mapping.rules) {
    if (!rule.scim || !std::holds_alternative<mappings::Reference>(rule.conversion)) continue;
    const mappings::ScimTarget& target = *rule.scim;
    Json* holder = target.schema.empty() ? &resource : resource.find(target.schema);
    Json* reference = holder == nullptr ? nullptr : holder->find(target.attribute);
    if (reference == nullptr || reference->stringAt("value") != id) continue;
    const Json* holderBefore = target.schema.empty() ? &before : before.find(target.schema);
    const Json* kept = holderBefore == nullptr ? nullptr : holderBefore->find(target.attribute);
    if (kept != nullptr) {
      *reference = *kept;
    } else {
      holder->erase(target.attribute);
      if (!target.schema.empty() && holder->asObject().empty()) resource.erase(target.schema);
    }
  }
}

std::vector<std::string> unmappedParts(const Json& resource, const Json& mapped) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : resource.asObject()) {
    const Json* kept = mapped.find(name);
    if (kept != nullptr && *kept == value) continue;
    if (kept != nullptr && value.isArray() && kept->isArray()) {
      for (const Json& element : value.asArray()) {
        const auto& all = kept->asArray();
        if (std::find(all.begin(), all.end(), element) != all.end()) continue;
        const std::string_view type = element.isObject() ? element.stringAt("type") : "";
        parts.push_back(name + (type.empty() ? "" : "[type eq \"" + std::string(type) + "\"]"));
      }
    } else if (kept != nullptr && value.isObject() && kept->isObject()) {
      const std::string separator = name.starts_with("urn:") ? ":" : ".";
      for (const std::string& part : unmappedParts(value, *kept)) parts.push_back(name + separator + part);
    } else {
      parts.push_back(name);
    }
  }
  return parts;
}

scim::Error busy(const std::string& what) {
  return {503, ScimType::None, what + " is being changed by others all the time; repeat the request"};
}

}  // namespace scim2ldap::connector
