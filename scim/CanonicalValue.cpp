#include "scim/CanonicalValue.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <utility>

#include "scim/AttributeLocation.h"
#include "scim/CaseFolding.h"
#include "scim/DateTime.h"
#include "scim/Error.h"
#include "scim/UriReference.h"
#include "scim/WhiteSpace.h"

namespace scim2ldap::scim {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& expected) {
  throw Error(400, ScimType::InvalidValue, "\"" + path + "\": " + expected + " is expected");
}

bool isLabel(const Attribute& subAttribute) {
  return sameName(subAttribute.name, "type") || sameName(subAttribute.name, "primary") ||
         sameName(subAttribute.name, "display");
}

// RFC 4648 §4; clients break long lines, and may omit the padding (RFC 7643 §2.3.6).
bool isBase64(std::string_view text) {
  std::size_t digits = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == '\r' || c == '\n') continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    const bool digit =
        (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    if (!digit || padding > 0) return false;
    ++digits;
  }
  return digits % 4 != 1 && (padding == 0 || (padding <= 2 && (digits + padding) % 4 == 0));
}

/// Elements with the same key say the same: the same `type` and `value`, or, where there is no `value`, all.
std::string distinctKey(const Attribute& attribute, const Json& element) {
  const auto text = [](const Attribute& definition, const Json& value) {
    if (!value.isString()) return printJson(value);
    return definition.caseExact ? value.asString() : foldCase(value.asString());
  };
  if (attribute.type != Type::Complex) return text(attribute, element);
  const Attribute* definition = attribute.find("value");
  const Json* value = element.find("value");
  if (definition == nullptr || value == nullptr) {
    // The order of parts means nothing (RFC 7643 §2.3.8).
    std::map<std::string, std::string> parts;
    for (const Json::Member& part : element.asObject()) parts[part.name] = printJson(part.value);
    std::string key;
    for (const auto& [name, part] : parts) key += '\1' + name + '\1' + part;
    return key;
  }
  return foldCase(element.stringAt("type")) + '\0' + text(*definition, *value);
}

std::optional<Json> numberFrom(const std::string& text) {
  try {
    Json number = parseJson(text);
    if (number.isNumber()) return number;
  } catch (const Error&) {  // no number, as the caller will say
  }
  return std::nullopt;
}

/// Entra writes app roles as a JSON document in the string `value`.
/// \returns {value, display} or nullopt when the string is no such document
std::optional<Json> unwrapRole(const Attribute& attribute, std::string_view text) {
  text = trimWhiteSpace(text);
  if (!sameName(attribute.name, "roles") || !text.starts_with('{')) return std::nullopt;
  try {
    const Json document = parseJson(text);
    if (document.stringAt("value").empty()) return std::nullopt;
    Json role = Json::object();
    role.set("value", document.stringAt("value"));
    if (const auto display = document.stringAt("displayName"); !display.empty()) role.set("display", display);
    return role;
  } catch (const Error&) {  // a role whose name happens to begin with a brace
    return std::nullopt;
  }
}

}  // namespace

bool meansUnassigned(const Json& sent) {
  if (sent.isUnassigned() || (sent.isString() && sent.asString().empty())) return true;
  if (!sent.isObject() || sent.asObject().size() != 1) return false;
  const Json* value = sent.find("value");
  return value != nullptr && !value->isObject() && meansUnassigned(*value);
}

bool isHollow(const Attribute& attribute, const Json& element) {
  if (!element.isObject()) return false;
  const auto& defined = attribute.subAttributes;
  if (std::all_of(defined.begin(), defined.end(), isLabel)) return element.asObject().empty();
  return std::none_of(defined.begin(), defined.end(), [&](const Attribute& subAttribute) {
    return !isLabel(subAttribute) && element.find(subAttribute.name) != nullptr;
  });
}

void dropHollowElements(const ResourceType& type, Json& resource) {
  const auto visit = [&](const Schema& schema, const Schema* extension) {
    for (const Attribute& attribute : schema.attributes) {
      const AttributeLocation location{extension, &attribute, nullptr};
      const Json* value = valueAt(resource, location);
      if (value == nullptr || !value->isArray()) continue;
      Json list = *value;
      std::erase_if(list.asArray(), [&](const Json& element) { return isHollow(attribute, element); });
      if (list.isUnassigned()) {
        eraseAt(resource, location);
      } else {
        setAt(resource, location, std::move(list));
      }
    }
  };
  visit(type.schema, nullptr);
  for (const Schema& extension : type.extensions) visit(extension, &extension);
}

Json distinct(const Attribute& attribute, Json list) {
  std::unordered_map<std::string, std::size_t> places;
  Json::Array elements;
  for (Json& element : list.asArray()) {
    const auto [place, isNew] = places.emplace(distinctKey(attribute, element), elements.size());
    if (isNew) {
      elements.push_back(std::move(element));
    } else if (element.isObject()) {
      for (auto& [name, part] : element.asObject()) elements[place->second].set(name, std::move(part));
    }
  }
  return Json(std::move(elements));
}

bool isAppRoleDocument(const Attribute& attribute, const Json& sent) {
  if (sent.isArray()) {
    return sent.asArray().size() == 1 && isAppRoleDocument(attribute, sent.asArray().front());
  }
  if (sent.isString()) return unwrapRole(attribute, sent.asString()).has_value();
  return sent.find("primary") == nullptr && unwrapRole(attribute, sent.stringAt("value")).has_value();
}

bool isPrimary(const Json& element) {
  const Json* primary = element.find("primary");
  return primary != nullptr && primary->isBool() && primary->asBool();
}

void keepOnePrimary(Json& list, std::size_t winner) {
  Json::Array& elements = list.asArray();
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (i != winner && isPrimary(elements[i])) elements[i].set("primary", false);
  }
}

std::optional<Json> CanonicalValue::of(const Attribute& attribute, const Json& sent,
                                       const std::string& path) const {
  return attribute.multiValued ? list(attribute, sent, path) : element(attribute, sent, path);
}

std::optional<Json> CanonicalValue::list(const Attribute& attribute, const Json& sent,
                                         const std::string& path) const {
  if (sent.isNull() || (lenient() && meansUnassigned(sent))) return std::nullopt;
  if (!sent.isArray() && !lenient()) fail(path, "a list of values");
  const Json::Array one = sent.isArray() ? Json::Array{} : Json::Array{sent};
  Json result = Json::array();
  for (const Json& value : sent.isArray() ? sent.asArray() : one) {
    if (auto canonical = element(attribute, value, path)) result.asArray().push_back(std::move(*canonical));
  }
  result = distinct(attribute, std::move(result));
  if (result.asArray().empty()) return std::nullopt;
  return result;
}

std::optional<Json> CanonicalValue::element(const Attribute& attribute, const Json& sent,
                                            const std::string& path) const {
  return attribute.type == Type::Complex ? complex(attribute, sent, path) : simple(attribute, sent, path);
}

std::optional<Json> CanonicalValue::object(const Attribute& attribute, const Json& sent,
                                           const std::string& path) const {
  if (sent.isUnassigned() || (sent.isString() && sent.asString().empty())) return std::nullopt;
  if (!lenient()) {
    if (!sent.isObject()) fail(path, "a complex value");
    return sent;
  }
  if (sent.isArray()) {
    if (sent.asArray().size() != 1) fail(path, "a single value");
    return object(attribute, sent.asArray().front(), path);
  }
  if (sent.isString()) {
    if (auto role = unwrapRole(attribute, sent.asString())) return role;
  }
  if (!sent.isObject()) {  // a bare id
    if (attribute.find("value") == nullptr) fail(path, "a complex value");
    Json object = Json::object();
    object.set("value", sent);
    return object;
  }
  auto role = unwrapRole(attribute, sent.stringAt("value"));
  if (!role) return sent;
  Json object = sent;
  object.set("value", *role->find("value"));
  if (const Json* display = role->find("display"); display != nullptr && object.stringAt("display").empty()) {
    object.set("display", *display);
  }
  return object;
}

std::optional<Json> CanonicalValue::complex(const Attribute& attribute, const Json& sent,
                                            const std::string& path) const {
  const auto members = object(attribute, sent, path);
  if (!members) return std::nullopt;
  Json result = Json::object();
  for (const auto& [name, value] : members->asObject()) {
    const Attribute* subAttribute = attribute.find(name);
    if (subAttribute == nullptr && lenient() && sameName(attribute.name, "roles") &&
        sameName(name, "displayName") && members->find("display") == nullptr) {
      subAttribute = attribute.find("display");
    }
    if (subAttribute == nullptr) {
      ignored_.unknown.push_back(path + '.' + name);
    } else if (subAttribute->mutability == Mutability::ReadOnly) {
      ignored_.readOnly.push_back(path + '.' + subAttribute->name);
    } else if (auto canonical = of(*subAttribute, value, path + '.' + subAttribute->name)) {
      result.set(subAttribute->name, std::move(*canonical));
    }
  }
  if (result.asObject().empty()) return std::nullopt;
  return result;
}

std::optional<Json> CanonicalValue::simple(const Attribute& attribute, const Json& sent,
                                           const std::string& path) const {
  if (sent.isUnassigned()) return std::nullopt;
  const bool isText = attribute.type == Type::String || attribute.type == Type::Reference;
  if (sent.isString() && sent.asString().empty() && (lenient() || isText)) {
    return std::nullopt;
  }
  if (lenient() && sent.isArray() && sent.asArray().size() == 1) {
    return simple(attribute, sent.asArray().front(), path);
  }
  if (lenient() && sent.isObject()) {
    if (const Json* value = sent.find("value"); value != nullptr && !value->isObject()) {
      return simple(attribute, *value, path);
    }
  }

  switch (attribute.type) {
    case Type::String:
      if (sent.isString()) return sent;
      if (lenient() && sent.isNumber()) return Json(printJson(sent));
      fail(path, "a string");
    case Type::Reference:
      if (sent.isString() && (lenient() || isUriReference(sent.asString()))) return sent;
      fail(path, "a URI in a string");
    case Type::Boolean:
      if (sent.isBool()) return sent;
      if (lenient() && sent.isString()) {
        if (sameName(sent.asString(), "true") || sent.asString() == "1") return Json(true);
        if (sameName(sent.asString(), "false") || sent.asString() == "0") return Json(false);
      }
      fail(path, "true or false");
    case Type::Integer: {
      const auto number = lenient() && sent.isString() ? numberFrom(sent.asString()) : std::optional(sent);
      if (number && number->isInteger()) return number;
      // 2^63 is the first double above the range.
      if (lenient() && number && number->isNumber() && std::trunc(number->asDouble()) == number->asDouble() &&
          std::abs(number->asDouble()) < 0x1p63) {
        return Json(static_cast<std::int64_t>(number->asDouble()));
      }
      fail(path, "an integer");
    }
    case Type::Decimal: {
      auto number = lenient() && sent.isString() ? numberFrom(sent.asString()) : std::optional(sent);
      if (number && number->isNumber()) return number;
      fail(path, "a number");
    }
    case Type::DateTime:
      if (sent.isString() && parseDateTime(sent.asString())) return sent;
      fail(path, "a dateTime such as 2008-01-23T04:56:22Z");
    case Type::Binary:
      if (sent.isString() && isBase64(sent.asString())) return sent;
      fail(path, "base64");
    case Type::Complex:
      break;
  }
  fail(path, "a value of another type");
}

}  // namespace scim2ldap::scim
