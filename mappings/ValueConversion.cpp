#include "mappings/ValueConversion.h"

#include <charconv>

#include "ldap/Error.h"
#include "mappings/Base64.h"
#include "mappings/GeneralizedTime.h"
#include "mappings/PostalAddressText.h"
#include "mappings/TextCase.h"
#include "scim/Error.h"

namespace scim2ldap::mappings {
namespace {

using scim::Json;

[[noreturn]] void refuse(const std::string& name, const std::string& why) {
  throw scim::Error(400, scim::ScimType::InvalidValue, name + ": " + why);
}

std::string textOf(const Json& value, const std::string& name) {
  if (value.isString()) return value.asString();
  if (value.isBool() || value.isNumber()) return scim::printJson(value);
  refuse(name, "a single value is expected, not an object or a list");
}

std::optional<bool> truthOf(const Json& value) {
  if (value.isBool()) return value.asBool();
  if (value.isString() && scim::sameName(value.asString(), "true")) return true;
  if (value.isString() && scim::sameName(value.asString(), "false")) return false;
  return std::nullopt;
}

struct ToLdap {
  scim::Type type;
  const Json& value;
  const std::string& name;
  const WriteInputs& inputs;

  std::optional<std::string> operator()(const AsIs&) const {
    if (type != scim::Type::Binary) return textOf(value, name);
    std::string digits(textOf(value, name));
    std::erase_if(digits, [](char c) { return c == '\r' || c == '\n'; });  // long lines that a client broke
    std::optional<std::string> octets = decodeBase64(digits);
    if (!octets) refuse(name, "the value is not base64 (RFC 4648)");
    return octets;
  }
  std::optional<std::string> operator()(const Lower&) const { return lowerCase(textOf(value, name)); }
  std::optional<std::string> operator()(const Upper&) const { return upperCase(textOf(value, name)); }
  std::optional<std::string> operator()(const BooleanText& texts) const {
    const std::optional<bool> truth = truthOf(value);
    if (!truth) refuse(name, "true or false is expected");
    return *truth ? texts.whenTrue : texts.whenFalse;
  }
  std::optional<std::string> operator()(const Time&) const {
    std::optional<std::string> time = generalizedTime(textOf(value, name));
    if (!time) refuse(name, "a date and time is expected, such as 2026-01-31T08:00:00Z");
    return time;
  }
  std::optional<std::string> operator()(const PostalAddress&) const {
    std::optional<std::string> address = postalAddress(textOf(value, name));
    if (!address) refuse(name, "the address has no line with text");
    return address;
  }
  std::optional<std::string> operator()(const Reference&) const {
    const auto found = inputs.dnOfId.find(textOf(value, name));
    if (found == inputs.dnOfId.end()) return std::nullopt;
    return found->second;
  }
  std::optional<std::string> operator()(const Lookup& lookup) const {
    return lookUp(lookup, textOf(value, name));
  }
};

/// The number in the text, or nullopt when it is none or has more behind it.
template <typename Number>
std::optional<Json> numberIn(const std::string& text) {
  Number number{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return Json(number);
}

struct ToScim {
  scim::Type type;
  const std::string& value;
  const ReadInputs& inputs;

  std::optional<Json> operator()(const AsIs&) const {
    if (type == scim::Type::Integer) return numberIn<std::int64_t>(value);
    if (type == scim::Type::Decimal) return numberIn<double>(value);
    if (type == scim::Type::Binary) return Json(encodeBase64(value));
    return Json(value);
  }
  std::optional<Json> operator()(const Lower&) const { return Json(value); }
  std::optional<Json> operator()(const Upper&) const { return Json(value); }
  std::optional<Json> operator()(const BooleanText& texts) const {
    if (scim::sameName(value, texts.whenTrue)) return Json(true);
    if (scim::sameName(value, texts.whenFalse)) return Json(false);
    return std::nullopt;
  }
  std::optional<Json> operator()(const Time&) const {
    const std::optional<std::string> time = dateTime(value);
    return time ? std::optional<Json>(*time) : std::nullopt;
  }
  std::optional<Json> operator()(const PostalAddress&) const { return Json(linesOf(value)); }
  std::optional<Json> operator()(const Reference&) const {
    const ReferencedResource* resource = referenced(value, inputs);
    return resource == nullptr ? std::nullopt : std::optional<Json>(resource->id);
  }
  std::optional<Json> operator()(const Lookup& lookup) const {
    for (const auto& [scim, ldap] : lookup.pairs) {
      if (lowerCase(ldap) == lowerCase(value)) return Json(scim);
    }
    return std::nullopt;
  }
};

}  // namespace

std::optional<std::string> toLdap(const Conversion& conversion, scim::Type type, const Json& value,
                                  const std::string& name, const WriteInputs& inputs) {
  return std::visit(ToLdap{type, value, name, inputs}, conversion);
}

std::optional<Json> toScim(const Conversion& conversion, scim::Type type, const std::string& value,
                           const ReadInputs& inputs) {
  return std::visit(ToScim{type, value, inputs}, conversion);
}

std::optional<std::string> lookUp(const Lookup& lookup, const std::string& text) {
  for (const auto& [scim, ldap] : lookup.pairs) {
    if (scim == text) return ldap;
  }
  for (const auto& [scim, ldap] : lookup.pairs) {
    if (lowerCase(scim) == lowerCase(text)) return ldap;
  }
  return lookup.otherwise;
}

std::optional<ldap::Dn> dnIn(const std::string& value) {
  try {
    return ldap::Dn::parse(value);
  } catch (const ldap::Error&) {
    return std::nullopt;
  }
}

std::string normalizedDn(const std::string& dn) {
  const std::optional<ldap::Dn> parsed = dnIn(dn);
  return parsed ? parsed->normalized() : dn;
}

const ReferencedResource* referenced(const std::string& dn, const ReadInputs& inputs) {
  const auto found = inputs.ofDn.find(normalizedDn(dn));
  return found == inputs.ofDn.end() ? nullptr : &found->second;
}

}  // namespace scim2ldap::mappings
