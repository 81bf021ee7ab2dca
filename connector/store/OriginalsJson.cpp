#include "connector/store/OriginalsJson.h"

#include <openssl/evp.h>

#include <algorithm>
#include <stdexcept>

namespace scim2ldap::connector {
namespace {

constexpr std::string_view kBase64 = "base64";

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* octets(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string encodeBase64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // OpenSSL writes a NUL behind
  const int length = EVP_EncodeBlock(octets(text), octets(bytes), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string decodeBase64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3, '\0');
  const int length = EVP_DecodeBlock(octets(bytes), octets(text), static_cast<int>(text.size()));
  if (length < 0) throw std::invalid_argument("not base64");
  // OpenSSL counts the octets that stand for padding.
  const auto padding = static_cast<std::size_t>(std::count(text.begin(), text.end(), '='));
  bytes.resize(static_cast<std::size_t>(length) - padding);
  return bytes;
}

scim::Json valueToJson(const std::string& value) {
  const bool printable = std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (printable) return value;
  scim::Json encoded;
  encoded.set(kBase64, encodeBase64(value));
  return encoded;
}

std::string valueFromJson(const scim::Json& json) {
  return json.isString() ? json.asString() : decodeBase64(json.stringAt(kBase64));
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
