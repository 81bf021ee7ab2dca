#include "connector/store/Octets.h"

#include <optional>
#include <stdexcept>

#include "mappings/Base64.h"
#include "scim/CaseFolding.h"

namespace scim2ldap::connector {

scim::Json octetsToJson(std::string_view octets) {
  if (scim::isUtf8(octets) && octets.find('\0') == std::string_view::npos) return octets;
  scim::Json encoded;
  encoded.set("base64", mappings::encodeBase64(octets));
  return encoded;
}

std::string octetsFromJson(const scim::Json& json) {
  if (json.isString()) return json.asString();
  const scim::Json* text = json.find("base64");
  std::optional<std::string> octets;
  if (text != nullptr && text->isString()) octets = mappings::decodeBase64(text->asString());
  if (!octets) throw std::invalid_argument("a value is neither text nor base64");
  return std::move(*octets);
}

}  // namespace scim2ldap::connector
