#include "tests/e2e/SchemaValues.h"

#include <stdexcept>

namespace scim2ldap::test {
namespace {

using scim::Json;

const Json* subAttribute(const Json& attribute, std::string_view name) {
  const Json* parts = attribute.find("subAttributes");
  if (parts == nullptr) return nullptr;
  for (const Json& part : parts->asArray())
    if (part.stringAt("name") == name) return &part;
  return nullptr;
}

/// The texts of a list such as canonicalValues; none when it is absent.
std::vector<std::string> texts(const Json* definition, std::string_view name) {
  std::vector<std::string> found;
  const Json* list = definition == nullptr ? nullptr : definition->find(name);
  if (list == nullptr) return found;
  for (const Json& text : list->asArray()) found.push_back(text.asString());
  return found;
}

std::string mismatchOfType(const Json& attribute, const Json& value) {
  const std::string_view type = attribute.stringAt("type");
  const bool fits = type == "boolean"   ? value.isBool()
                    : type == "integer" ? value.isInteger()
                    : type == "decimal" ? value.isNumber()
                    : type == "complex" ? value.isObject()
                                        : value.isString();
  if (!fits) return std::string(attribute.stringAt("name")) + " is no " + std::string(type);
  if (type != "complex") return "";
  for (const Json::Member& member : value.asObject()) {
    const Json* part = subAttribute(attribute, member.name);
    if (part == nullptr) return member.name + " is no part of " + std::string(attribute.stringAt("name"));
    if (std::string fault = misfit(*part, member.value); !fault.empty()) return fault;
  }
  return "";
}

}  // namespace

Json SchemaValues::valueOf(const Json& attribute) {
  if (!attribute.find("multiValued")->asBool()) return element(attribute, "", false);
  std::vector<std::string> types = texts(subAttribute(attribute, "type"), "canonicalValues");
  if (types.empty()) types = {"", ""};
  Json list = Json::array();
  for (const std::string& type : types)
    list.asArray().push_back(element(attribute, type, &type == &types[0]));
  return list;
}

Json SchemaValues::element(const Json& attribute, const std::string& type, bool primary) {
  if (attribute.stringAt("type") != "complex") return simple(attribute);
  // A complex attribute with a $ref is a reference, and its value the id.
  const std::vector<std::string> targets = texts(subAttribute(attribute, "$ref"), "referenceTypes");
  const std::string url = targets.empty() ? "" : urls_.at(urls_.contains(type) ? type : targets.front());
  Json object = Json::object();
  for (const Json& part : attribute.find("subAttributes")->asArray()) {
    const std::string name(part.stringAt("name"));
    if (part.stringAt("mutability") == "readOnly") continue;
    if (name == "primary") {
      if (primary) object.set(name, true);
    } else if (name == "type" && !type.empty()) {
      object.set(name, type);
    } else if (!url.empty() && (name == "value" || name == "$ref")) {
      object.set(name, name == "$ref" ? url : url.substr(url.rfind('/') + 1));
    } else {
      object.set(name, valueOf(part));
    }
  }
  return object;
}

Json SchemaValues::simple(const Json& attribute) {
  const std::string number = std::to_string(++made_);
  const std::string_view type = attribute.stringAt("type");
  // Signs that mean something to DNs, filters and JSON, of those that a phone number can have.
  if (type == "string") return std::string(attribute.stringAt("name")) + " " + number + ", A-b ('c')";
  if (type == "boolean") return true;
  if (type == "integer") return made_;
  if (type == "decimal") return made_ + 0.5;
  if (type == "dateTime") return "2026-03-01T10:00:" + std::to_string(10 + made_ % 50) + "Z";
  if (type == "binary") return std::to_string(1000 + made_);
  if (type == "reference") return "https://example.com/" + number;
  throw std::runtime_error("no value is known for the type " + std::string(type));
}

std::string misfit(const Json& attribute, const Json& value) {
  const bool multiValued = attribute.find("multiValued")->asBool();
  if (value.isArray() != multiValued)
    return std::string(attribute.stringAt("name")) + (multiValued ? " is no list" : " is a list");
  if (!multiValued) return mismatchOfType(attribute, value);
  for (const Json& element : value.asArray())
    if (std::string fault = mismatchOfType(attribute, element); !fault.empty()) return fault;
  return "";
}

}  // namespace scim2ldap::test
