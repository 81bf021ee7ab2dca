#include <algorithm>

#include "mappings/MappingFileParts.h"
#include "mappings/RuleAttributes.h"

namespace scim2ldap::mappings {
namespace {

std::string lineOf(const AttributeRule& rule) {
  return "line " + std::to_string(rule.where.line);
}

class RuleCheck {
 public:
  RuleCheck(const ResourceMapping& mapping, const scim::ResourceType& type, Problems& problems)
      : mapping_(mapping), type_(type), problems_(problems) {}

  void all() {
    for (auto rule = mapping_.rules.begin(); rule != mapping_.rules.end(); ++rule) {
      for (auto other = mapping_.rules.begin(); other != rule; ++other) checkPair(*other, *rule);
      checkReserved(*rule);
      checkTemplates(*rule);
    }
    checkNaming();
    checkRole();
    for (const scim::Attribute& attribute : type_.schema.attributes) {
      if (attribute.required && !isStored(ScimTarget{"", attribute.name, std::nullopt, ""})) {
        report(mapping_.where, "no rule stores \"" + attribute.name + "\", which every " + type_.name +
                                   " has; add one with scim = \"" + attribute.name + "\"");
      }
    }
  }

 private:
  void checkPair(const AttributeRule& first, const AttributeRule& second) {
    if (!first.ldap.empty() && scim::sameName(first.ldap, second.ldap)) {
      report(second.where, "\"" + second.ldap + "\" is written by the rule at " + lineOf(first) +
                               " already; one LDAP attribute has one rule");
    }
    if (!first.scim || !second.scim) return;
    const ScimTarget& a = *first.scim;
    const ScimTarget& b = *second.scim;
    if (topLevelName(a) != topLevelName(b)) return;
    if (a == b) {
      report(second.where, "\"" + toString(b) + "\" is mapped at " + lineOf(first) +
                               " already; to write it to a " + "second LDAP attribute use value = \"{" +
                               toString(b) + "}\"");
    } else if (a.subAttribute.empty() || b.subAttribute.empty()) {
      report(second.where, "\"" + topLevelName(b) + "\" is mapped as a whole and in parts (" + lineOf(first) +
                               "); take one of them out");
    } else if (attributeOf(type_, b)->multiValued) {
      checkSelectors(first, second);
    }
  }

  /// Two rules for one multi-valued attribute tell its values apart by the same sub-attribute.
  void checkSelectors(const AttributeRule& first, const AttributeRule& second) {
    const std::optional<Selector>& a = first.scim->selector;
    const std::optional<Selector>& b = second.scim->selector;
    if (!a || !b) {
      report(second.where, "\"" + toString(*second.scim) + "\" and \"" + toString(*first.scim) + "\" (" +
                               lineOf(first) +
                               ") are about the same values; choose values by [type eq \"…\"] in both");
    } else if (a->subAttribute != b->subAttribute) {
      report(second.where, "values of \"" + second.scim->attribute + "\" are chosen by \"" + a->subAttribute +
                               "\" at " + lineOf(first) + " and by \"" + b->subAttribute +
                               "\" here; use the same in both");
    } else if (*a == *b && (first.multiValued || second.multiValued)) {
      report(second.where,
             "a rule with multiValued = true is the only one for its values; see " + lineOf(first));
    }
  }

  void checkReserved(const AttributeRule& rule) {
    if (rule.ldap.empty()) return;
    if (scim::sameName(rule.ldap, markAttribute(mapping_))) {
      report(rule.where, "\"" + rule.ldap + "\" marks disabled users ([user.disable]); no rule can write it");
    }
    if (mapping_.password && scim::sameName(rule.ldap, mapping_.password->kept())) {
      report(rule.where, "\"" + rule.ldap + "\" holds passwords ([user.password]); no rule can write it");
    }
    if (mapping_.members && scim::sameName(rule.ldap, mapping_.members->attribute)) {
      report(rule.where, "\"" + rule.ldap + "\" holds the members ([group.members]); no rule can write it");
    }
  }

  /// The attribute of the role is written by nothing else: any other value would be a second role.
  void checkRole() {
    if (!mapping_.role || mapping_.role->ldap.empty()) return;
    const RoleRule& role = *mapping_.role;
    const auto taken = [&](const std::string& by) {
      report(role.where, "\"" + role.ldap + "\" is to hold the role, and " + by + "; name another attribute");
    };
    for (const AttributeRule& rule : mapping_.rules) {
      if (scim::sameName(rule.ldap, role.ldap)) taken("the rule at " + lineOf(rule) + " writes it already");
    }
    if (scim::sameName(role.ldap, markAttribute(mapping_))) taken("marks disabled users ([user.disable])");
    if (mapping_.password && scim::sameName(role.ldap, mapping_.password->kept()))
      taken("holds passwords ([user.password])");
  }

  /// A template can read what is stored only: anything else would be gone at the next PATCH.
  void checkTemplates(const AttributeRule& rule) {
    for (const std::optional<Template>* text : {&rule.value, &rule.defaultValue}) {
      if (!*text) continue;
      for (ScimTarget source : (*text)->sources()) {
        if (const std::optional<std::string> fault = resolve(source, type_)) {
          report(rule.where, "in the template: " + *fault);
          continue;
        }
        const scim::Attribute& read = *definitionOf(type_, source);
        if (read.type == scim::Type::Complex) {
          report(rule.where,
                 "the template reads \"" + toString(source) + "\", which is complex; name a sub-attribute");
        } else if (!isStored(source)) {
          report(rule.where, "the template reads \"" + toString(source) +
                                 "\", which no rule stores; add a rule for " +
                                 "it (without \"ldap\" it is kept beside the directory)");
        }
      }
    }
  }

  void checkNaming() {
    const auto rule =
        std::find_if(mapping_.rules.begin(), mapping_.rules.end(), [&](const AttributeRule& candidate) {
          return scim::sameName(candidate.ldap, mapping_.rdnAttribute);
        });
    if (rule == mapping_.rules.end()) {
      report(mapping_.where, "entries are named by \"" + mapping_.rdnAttribute +
                                 "\", but no rule writes it; add one " + "with ldap = \"" +
                                 mapping_.rdnAttribute + "\"");
      return;
    }
    if (rule->multiValued) {
      report(rule->where,
             "\"" + rule->ldap + "\" names the entry, so it takes one value; choose one by [type eq \"…\"]");
    }
    if (std::holds_alternative<Reference>(rule->conversion)) {
      report(rule->where, "\"" + rule->ldap + "\" names the entry; a reference cannot");
    }
    if (rule->apply == Apply::Create) {
      report(rule->where,
             "\"" + rule->ldap +
                 "\" names the entry, so it has to follow each change; leave out apply = \"create\"");
    }
    if (!alwaysWrites(*rule, type_)) {
      report(rule->where, "\"" + rule->ldap +
                              "\" names the entry, so it always needs a value; write required = true " +
                              "or a default");
    }
  }

  bool isStored(const ScimTarget& source) const {
    if (source.schema.empty() && (source.attribute == "externalId" || source.attribute == "active"))
      return true;
    return std::any_of(mapping_.rules.begin(), mapping_.rules.end(), [&](const AttributeRule& rule) {
      if (!rule.scim || topLevelName(*rule.scim) != topLevelName(source)) return false;
      const bool sub = rule.scim->subAttribute.empty() || rule.scim->subAttribute == source.subAttribute;
      return sub && (!rule.scim->selector || !source.selector || rule.scim->selector == source.selector);
    });
  }

  void report(const SourceLocation& where, const std::string& message) {
    problems_.push_back({where, message});
  }

  const ResourceMapping& mapping_;
  const scim::ResourceType& type_;
  Problems& problems_;
};

}  // namespace

void checkRules(const ResourceMapping& mapping, const scim::ResourceType& type, Problems& problems) {
  RuleCheck(mapping, type, problems).all();
}

}  // namespace scim2ldap::mappings
