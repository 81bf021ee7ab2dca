#include <algorithm>

#include "mappings/MappingFileParts.h"

namespace scim2ldap::mappings {
namespace {

const std::vector<std::string> kTypeNames = {"string",   "boolean", "decimal",   "integer",
                                             "dateTime", "binary",  "reference", "complex"};
constexpr scim::Type kTypes[] = {scim::Type::String,    scim::Type::Boolean,  scim::Type::Decimal,
                                 scim::Type::Integer,   scim::Type::DateTime, scim::Type::Binary,
                                 scim::Type::Reference, scim::Type::Complex};

// What is never returned is not read either, so nothing could be kept or compared: no "writeOnly", no
// "never".
const std::vector<std::string> kMutabilityNames = {"readWrite", "readOnly", "immutable"};
constexpr scim::Mutability kMutabilities[] = {scim::Mutability::ReadWrite, scim::Mutability::ReadOnly,
                                              scim::Mutability::Immutable};
const std::vector<std::string> kReturnedNames = {"default", "always", "request"};
constexpr scim::Returned kReturneds[] = {scim::Returned::Default, scim::Returned::Always,
                                         scim::Returned::Request};

bool isAttributeName(std::string_view name) {
  const auto isAlpha = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !name.empty() && isAlpha(name.front()) && std::all_of(name.begin(), name.end(), [&](char c) {
    return isAlpha(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

enum class Level { Attribute, SubAttribute };

std::vector<scim::Attribute> readAttributes(Section& section, Level level);

// RFC 7643 §2.2: the characteristics and their defaults.
scim::Attribute readAttribute(Section& section, Level level) {
  scim::Attribute attribute;
  if (const auto name = section.requiredText("name", "\"badgeNumber\"")) {
    attribute.name = name->text;
    if (!isAttributeName(name->text)) {
      section.report(name->where, "\"" + name->text +
                                      "\" is no attribute name; write a letter, then letters, " +
                                      "digits, \"-\" and \"_\"");
    }
  }
  if (const auto type = section.text("type")) {
    if (const auto choice = readChoice(section, "type", *type, kTypeNames)) attribute.type = kTypes[*choice];
  }
  attribute.multiValued = section.boolean("multiValued").value_or(false);
  attribute.required = section.boolean("required").value_or(false);
  attribute.caseExact = section.boolean("caseExact").value_or(false);
  if (const auto mutability = section.text("mutability")) {
    if (const auto choice = readChoice(section, "mutability", *mutability, kMutabilityNames))
      attribute.mutability = kMutabilities[*choice];
  }
  if (const auto returned = section.text("returned")) {
    if (const auto choice = readChoice(section, "returned", *returned, kReturnedNames))
      attribute.returned = kReturneds[*choice];
  }
  if (const auto text = section.text("description")) attribute.description = text->text;
  for (const LocatedText& value : section.texts("canonicalValues"))
    attribute.canonicalValues.push_back(value.text);
  if (attribute.type == scim::Type::Complex && level == Level::SubAttribute) {
    section.report(section.whereIs("type"), "a complex attribute cannot hold another one (RFC 7643 §2.3.8)");
  } else if (attribute.type == scim::Type::Complex) {
    attribute.subAttributes = readAttributes(section, Level::SubAttribute);
  }
  section.reportUnknownKeys();
  return attribute;
}

std::vector<scim::Attribute> readAttributes(Section& section, Level level) {
  const std::string title =
      level == Level::Attribute ? "[[extension.attribute]]" : "[[extension.attribute.attribute]]";
  std::vector<scim::Attribute> attributes;
  for (Section& inner : section.sections("attribute", title)) {
    scim::Attribute attribute = readAttribute(inner, level);
    const bool twice = std::any_of(attributes.begin(), attributes.end(), [&](const scim::Attribute& other) {
      return scim::sameName(other.name, attribute.name);
    });
    if (twice)
      inner.report(inner.whereIs("name"), "\"" + attribute.name + "\" is defined twice; take one out");
    attributes.push_back(std::move(attribute));
  }
  if (attributes.empty())
    section.report(section.where(), "there are no attributes; add " + title + " sections");
  return attributes;
}

}  // namespace

Extensions readExtensions(Section& file) {
  Extensions extensions;
  for (Section& section : file.sections("extension", "[[extension]]")) {
    scim::Schema schema;
    if (const auto urn =
            section.requiredText("urn", "\"urn:ietf:params:scim:schemas:extension:example:2.0:User\"")) {
      schema.id = urn->text;
      if (!scim::sameName(urn->text.substr(0, 4), "urn:") ||
          urn->text.find_first_of(" \"[]{}") != std::string::npos) {
        section.report(urn->where,
                       "\"" + urn->text + "\" is no URN; it begins with \"urn:\" and has no blanks");
      }
      if (scim::sameName(urn->text, scim::kUserSchema) || scim::sameName(urn->text, scim::kGroupSchema) ||
          scim::sameName(urn->text, scim::kEnterpriseUserSchema)) {
        section.report(urn->where, "this schema is built in; take the section out and map its attributes");
      }
    }
    schema.name = schema.id;
    if (const auto name = section.text("name")) schema.name = name->text;
    if (const auto text = section.text("description")) schema.description = text->text;
    std::size_t owner = 0;
    if (const auto text = section.text("for")) {
      owner = readChoice(section, "for", *text, {"user", "group"}).value_or(0);
    }
    schema.attributes = readAttributes(section, Level::Attribute);
    section.reportUnknownKeys();

    std::vector<scim::Schema>& list = owner == 0 ? extensions.user : extensions.group;
    const bool twice = std::any_of(list.begin(), list.end(), [&](const scim::Schema& other) {
      return scim::sameName(other.id, schema.id);
    });
    if (twice)
      section.report(section.whereIs("urn"), "this URN is defined twice; put the attributes in one section");
    list.push_back(std::move(schema));
  }
  return extensions;
}

}  // namespace scim2ldap::mappings
