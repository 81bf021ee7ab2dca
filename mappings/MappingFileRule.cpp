#include <algorithm>
#include <array>

#include "mappings/MappingFileParts.h"
#include "mappings/RuleAttributes.h"

namespace scim2ldap::mappings {
namespace {

struct NotMappable {
  std::string_view attribute;
  std::string_view remedy;
};
constexpr std::array kNotMappable = {
    NotMappable{"id", "is the directory's own id of the entry; take the rule out"},
    NotMappable{"meta", "is made by the server; take the rule out"},
    NotMappable{"schemas", "is made by the server; take the rule out"},
    NotMappable{"externalId",
                "is kept beside the directory; to write it there as well, use value = \"{externalId}\""},
    NotMappable{"active", "is what [user.disable] is about; take the rule out"},
    NotMappable{"members", "is what [group.members] is about; take the rule out"},
    NotMappable{"password", "is what [user.password] is about; take the rule out"},
};

std::optional<Allocation> readAllocation(Section& rule, const std::string& ldap) {
  std::optional<Section> section =
      rule.section("allocate", "allocate = { counter = …, first = …, last = … }");
  if (!section) return std::nullopt;
  Allocation allocation;
  allocation.attribute = ldap;
  if (const auto text = section->requiredText("counter", "\"cn=uidNext,ou=counters\"")) {
    if (const auto dn = readDn(*section, *text)) allocation.counter = *dn;
  }
  if (const auto text = section->text("attribute")) allocation.attribute = text->text;
  const auto first = section->integer("first");
  const auto last = section->integer("last");
  if (!first || !last) {
    section->report(section->where(), "allocate needs \"first\" and \"last\", the numbers of the range");
  } else if (*first < 0 || *last < *first) {
    section->report(section->where(), "the range " + std::to_string(*first) + " to " + std::to_string(*last) +
                                          " holds no numbers; write first below last, none below 0");
  }
  allocation.first = first.value_or(0);
  allocation.last = last.value_or(0);
  section->reportUnknownKeys();
  return allocation;
}

/// A read-only attribute shows what the directory holds. What the RFC defines so is the service's to tell.
void checkReadOnly(Section& section, const LocatedText& text, const AttributeRule& rule) {
  const std::string says = "\"" + text.text + "\" is read-only: ";
  const std::string& schema = rule.scim->schema;
  if (schema.empty() || scim::sameName(schema, scim::kEnterpriseUserSchema)) {
    section.report(text.where, says + "clients cannot set it; take the rule out");
  } else if (rule.ldap.empty()) {
    section.report(text.where, says + "clients cannot set it; name what it shows, ldap = \"…\"");
  }
  for (const std::string key : {"required", "default"})
    if (section.has(key)) section.report(section.whereIs(key), says + "take \"" + key + "\" out");
}

/// Reads the `scim` key, and settles what part of a complex attribute is meant.
void readScim(Section& section, const RuleContext& context, AttributeRule& rule) {
  const auto text = section.text("scim");
  if (!text) return;
  rule.scim = readTarget(section, *text, context.type);
  if (!rule.scim) return;
  ScimTarget& target = *rule.scim;
  for (const NotMappable& entry : kNotMappable) {
    if (target.schema.empty() && target.attribute == entry.attribute) {
      section.report(text->where, "\"" + target.attribute + "\" " + std::string(entry.remedy));
      rule.scim.reset();
      return;
    }
  }
  const scim::Attribute& attribute = *attributeOf(context.type, target);
  const scim::Attribute& named = *definitionOf(context.type, target);
  if (named.mutability == scim::Mutability::ReadOnly) checkReadOnly(section, *text, rule);
  const bool whole = attribute.type == scim::Type::Complex && target.subAttribute.empty();
  if (whole && (target.selector || !rule.ldap.empty())) {
    if (attribute.find("value") != nullptr) {
      target.subAttribute = "value";
    } else {
      section.report(text->where, "\"" + text->text +
                                      "\" is complex; name one of its sub-attributes, such as \"" +
                                      text->text + "." + attribute.subAttributes.front().name + "\"");
    }
  }
}

void checkMultiplicity(Section& section, const RuleContext& context, AttributeRule& rule) {
  const scim::Attribute* attribute = rule.scim ? attributeOf(context.type, *rule.scim) : nullptr;
  const bool several = attribute != nullptr && attribute->multiValued;
  const std::optional<bool> multiValued = section.boolean("multiValued");
  rule.multiValued = multiValued.value_or(several && !rule.scim->selector);
  if (rule.multiValued && !several) {
    section.report(section.whereIs("multiValued"),
                   "the SCIM attribute has one value; take \"multiValued\" out");
    rule.multiValued = false;
  }
  rule.primary = section.boolean("primary").value_or(false);
  if (rule.primary && (!several || attribute->find("primary") == nullptr)) {
    section.report(section.whereIs("primary"), "only values of a multi-valued attribute can be primary; " +
                                                   std::string("take \"primary\" out"));
  }
}

void checkSides(Section& section, const AttributeRule& rule) {
  const bool hasScim = section.has("scim");
  if (!hasScim && !section.has("value") && !section.has("allocate")) {
    section.report(section.where(),
                   "the rule has no source; write scim = \"userName\", value = \"a constant or " +
                       std::string("{userName}\", or allocate = { … }"));
  }
  if (hasScim && section.has("value")) {
    section.report(section.whereIs("value"),
                   "\"scim\" and \"value\" exclude each other; use default = … for a " +
                       std::string("value that is absent, or make two rules"));
  }
  if (rule.ldap.empty()) {
    if (!hasScim && !section.has("ldap"))
      section.report(section.where(), "the rule has no target; write ldap = \"…\"");
    for (const std::string_view key : {"default", "convert", "allocate", "apply", "searchable"}) {
      if (hasScim && !section.has("ldap") && section.has(std::string(key))) {
        section.report(section.whereIs(std::string(key)),
                       "without \"ldap\" the value is kept as it is; take \"" + std::string(key) + "\" out");
      }
    }
  } else if (!isAttributeDescription(rule.ldap)) {
    section.report(section.whereIs("ldap"), "\"" + rule.ldap + "\" is no name of an LDAP attribute");
  } else if (scim::sameName(rule.ldap, "objectClass")) {
    section.report(section.whereIs("ldap"), "object classes are listed in the section's \"objectClass\" key");
  }
  if (rule.required && !hasScim) {
    section.report(section.whereIs("required"),
                   "only a SCIM attribute can be required; take \"required\" out");
  }
  if (rule.required && rule.defaultValue) {
    section.report(section.whereIs("default"), "a required value has no default; take one of the two out");
  }
}

}  // namespace

std::optional<AttributeRule> readRule(Section section, const RuleContext& context) {
  AttributeRule rule;
  rule.where = section.where();
  if (const auto text = section.text("ldap")) {
    rule.ldap = text->text;
    if (text->text.empty())
      section.report(text->where, "\"ldap\" is empty; name an attribute or take the key out");
  }
  readScim(section, context, rule);
  if (const auto text = section.text("value")) rule.value = readTemplate(section, *text);
  if (const auto text = section.text("default")) rule.defaultValue = readTemplate(section, *text);
  rule.allocate = readAllocation(section, rule.ldap);
  rule.conversion = readConversion(section, context.tables);
  if (const auto text = section.text("apply")) {
    if (readChoice(section, "apply", *text, {"always", "create"}) == 1U) rule.apply = Apply::Create;
  }
  if (const auto text = section.text("searchable")) {
    const auto choice = readChoice(section, "searchable", *text, {"substrings", "equality", "presence"});
    rule.searchable = static_cast<Searchable>(choice.value_or(0));
  }
  rule.required = section.boolean("required").value_or(false);
  checkMultiplicity(section, context, rule);
  checkSides(section, rule);
  section.reportUnknownKeys();

  const scim::Attribute* named = rule.scim ? definitionOf(context.type, *rule.scim) : nullptr;
  if (named != nullptr && named->type == scim::Type::Boolean &&
      std::holds_alternative<AsIs>(rule.conversion)) {
    rule.conversion = BooleanText{};
  }
  if (!rule.scim && !rule.value && !rule.allocate) return std::nullopt;
  return rule;
}

}  // namespace scim2ldap::mappings
