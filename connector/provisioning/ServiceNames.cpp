// Names: what two resources cannot have at the same time.

#include "connector/provisioning/ResourceRules.h"
#include "connector/provisioning/Service.h"
#include "scim/Error.h"
#include "scim/Patch.h"

namespace scim2ldap::connector {

using scim::Json;

std::vector<std::string> Service::namesIn(Kind kind, const Json& resource) const {
  const mappings::ResourceMapping& mapping = view_.mapping(kind);
  std::vector<std::string> names;
  if (const std::string name = foldedName(kind, resource); !name.empty()) {
    names.push_back(std::string(typeOf(kind)) + "\nname\n" + name);
  }
  if (const std::string_view externalId = resource.stringAt("externalId"); !externalId.empty()) {
    names.push_back(std::string(typeOf(kind)) + "\nexternalId\n" + std::string(externalId));
  }
  try {
    const ldap::Rdn rdn = rdnFor(mapping, toAttributes(mapping, mappedPart(mapping, resource), {}, true));
    names.push_back("dn\n" + containerFor(mapping, resource).child(rdn).normalized());
  } catch (const scim::Error&) {  // what such a resource lacks, whoever makes it is told
  }
  return names;
}

std::vector<std::string> Service::namesInBody(Kind kind, const Json& body) const {
  try {
    scim::Ignored ignored;
    return namesIn(kind, canonicalResource(type(kind), body, endpoint_.dialect, ignored));
  } catch (const scim::Error&) {
    return {};
  }
}

std::vector<std::string> Service::namesInPatch(Kind kind, const Json& body) const {
  try {
    std::vector<scim::PatchOperation> operations = scim::parsePatch(body);
    std::erase_if(operations, [&](const scim::PatchOperation& operation) {
      return !operation.path || !(scim::sameName(operation.path->attribute.name, nameAttribute(kind)) ||
                                  scim::sameName(operation.path->attribute.name, "externalId"));
    });
    if (operations.empty()) return {};
    scim::Ignored ignored;
    return namesIn(kind, applyPatch(type(kind), Json::object(), operations, endpoint_.dialect, ignored));
  } catch (const scim::Error&) {
    return {};
  }
}

std::map<std::string, std::vector<std::string>> Service::namesOf(Kind kind,
                                                                 const std::vector<std::string>& ids) {
  std::map<std::string, std::vector<std::string>> names;
  for (const CurrentResource& current : reader_.complete(kind, view_.findByIds(kind, ids, false))) {
    std::vector<std::string>& own = names[current.id];
    own = namesIn(kind, resourceOf(view_.mapping(kind), current));
    own.push_back("dn\n" + current.entry.dn.normalized());
  }
  return names;
}

}  // namespace scim2ldap::connector
