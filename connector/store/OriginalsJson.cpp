#include "connector/store/OriginalsJson.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "connector/store/Octets.h"

namespace scim2ldap::connector {
namespace {

const scim::Json& memberOf(const scim::Json& object, std::string_view name) {
  const scim::Json* member = object.find(name);
  if (member == nullptr) throw std::invalid_argument("member " + std::string(name) + " is missing");
  return *member;
}

}  // namespace

scim::Json originalsToJson(const mappings::Originals& originals) {
  scim::Json::Array list;
  for (const mappings::Original& original : originals) {
    scim::Json stored = scim::Json::object();
    for (const auto& [attribute, values] : original.stored) {
      scim::Json::Array texts;
      std::transform(values.begin(), values.end(), std::back_inserter(texts), octetsToJson);
      stored.set(attribute, std::move(texts));
    }
    scim::Json& item = list.emplace_back();
    item.set("attribute", original.attribute);
    item.set("sent", original.sent);
    item.set("stored", std::move(stored));
  }
  return list;
}

mappings::Originals originalsFromJson(const scim::Json& list) {
  mappings::Originals originals;
  for (const scim::Json& item : list.asArray()) {
    mappings::Original& original = originals.emplace_back();
    original.attribute = memberOf(item, "attribute").asString();
    original.sent = memberOf(item, "sent");
    for (const auto& [attribute, values] : memberOf(item, "stored").asObject()) {
      std::transform(values.asArray().begin(), values.asArray().end(),
                     std::back_inserter(original.stored[attribute]), octetsFromJson);
    }
  }
  return originals;
}

}  // namespace scim2ldap::connector
