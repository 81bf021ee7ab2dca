#include "scim/Schema.h"

#include <algorithm>

#include "scim/AttributeDefinition.h"

namespace scim2ldap::scim {
namespace {

const Attribute* findByName(const std::vector<Attribute>& attributes, std::string_view name) {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const Attribute& a) { return sameName(a.name, name); });
  return found == attributes.end() ? nullptr : &*found;
}

AttributeDefinition readOnly(AttributeDefinition definition) {
  return std::move(definition).mutability(Mutability::ReadOnly).caseExact();
}

}  // namespace

const Attribute* Attribute::find(std::string_view subAttribute) const {
  return findByName(subAttributes, subAttribute);
}

const Attribute* Schema::find(std::string_view attribute) const {
  return findByName(attributes, attribute);
}

const Attribute* ResourceType::find(std::string_view schemaUrn, std::string_view attribute) const {
  if (schemaUrn.empty() || sameName(schemaUrn, schema.id)) {
    const Attribute* core = schema.find(attribute);
    return core != nullptr ? core : findByName(commonAttributes(), attribute);
  }
  const Schema* extension = findExtension(schemaUrn);
  return extension == nullptr ? nullptr : extension->find(attribute);
}

const Schema* ResourceType::findExtension(std::string_view urn) const {
  const auto found = std::find_if(extensions.begin(), extensions.end(),
                                  [&](const Schema& extension) { return sameName(extension.id, urn); });
  return found == extensions.end() ? nullptr : &*found;
}

const std::vector<Attribute>& commonAttributes() {
  static const std::vector<Attribute> attributes = {
      readOnly(reference("schemas", {"uri"}, "The URNs of the schemas of this resource."))
          .multiValued()
          .required()
          .returned(Returned::Always),
      readOnly(text("id", "The identifier of the resource, given by the server."))
          .required()
          .returned(Returned::Always)
          .uniqueness(Uniqueness::Server),
      text("externalId", "The identifier of the resource as the client knows it.").caseExact(),
      readOnly(complex("meta", "What the server knows of the resource.",
                       {
                           readOnly(text("resourceType", "The name of the resource type.")),
                           readOnly({"created", Type::DateTime, "When the resource was made."}),
                           readOnly({"lastModified", Type::DateTime, "When the resource was last changed."}),
                           readOnly(reference("location", {"uri"}, "The URI of the resource.")),
                           readOnly(text("version", "The version, as in the ETag header.")),
                       })),
  };
  return attributes;
}

bool sameName(std::string_view left, std::string_view right) {
  if (left == right) return true;  // most are
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(),
                                                   [&](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace scim2ldap::scim
