#include "connector/store/OriginalsJson.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "mappings/Base64.h"

namespace scim2ldap::connector {
namespace {

constexpr std::string_view kBase64 = "base64";

scim::Json valueToJson(const std::string& value) {
  const bool printable = std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (printable) return value;
  scim::Json encoded;
  encoded.set(kBase64, mappings::encodeBase64(value));
  return encoded;
}

std::string valueFromJson(const scim::Json& json) {
  if (json.isString()) return json.asString();
  auto octets = mappings::decodeBase64(json.stringAt(kBase64));
  if (!octets) throw std::invalid_argument("not base64");
  return std::move(*octets);
}

const scim::Json& memberOf(const scim::Json& object, std::string_view name) {
  const scim::Json* member = object.find(name);
  if (member == nullptr) throw std::invalid_argument("member " + std::string(name) + " is missing");
  return *member;
}

}  // namespace

std::string printOriginals(const mappings::Originals& originals) {
  scim::Json::Array list;
  for (const mappings::Original& original : originals) {
    scim::Json stored = scim::Json::object();
    for (const auto& [attribute, values] : original.stored) {
      scim::Json::Array texts;
      std::transform(values.begin(), values.end(), std::back_inserter(texts), valueToJson);
      stored.set(attribute, std::move(texts));
    }
    scim::Json& item = list.emplace_back();
    item.set("attribute", original.attribute);
    item.set("sent", original.sent);
    item.set("stored", std::move(stored));
  }
  return scim::printJson(list);
}

mappings::Originals parseOriginals(std::string_view text) {
  mappings::Originals originals;
  const scim::Json list = scim::parseJson(text);
  for (const scim::Json& item : list.asArray()) {
    mappings::Original& original = originals.emplace_back();
    original.attribute = memberOf(item, "attribute").asString();
    original.sent = memberOf(item, "sent");
    for (const auto& [attribute, values] : memberOf(item, "stored").asObject()) {
      std::transform(values.asArray().begin(), values.asArray().end(),
                     std::back_inserter(original.stored[attribute]), valueFromJson);
    }
  }
  return originals;
}

}  // namespace scim2ldap::connector
