#include "mappings/SchemaCheck.h"

#include <algorithm>
#include <functional>

#include "mappings/RuleAttributes.h"
#include "mappings/Suggestion.h"
#include "mappings/SyntaxCheck.h"

namespace scim2ldap::mappings {
namespace {

using Names = std::set<std::string, ldap::CaseInsensitiveLess>;

class Check {
 public:
  Check(const ResourceMapping& mapping, const ldap::Subschema& schema, std::vector<Problem>& problems)
      : mapping_(mapping), schema_(schema), problems_(problems) {}

  void all() {
    if (!classesAreKnown()) return;  // what they require and allow is not known either
    must_ = schema_.must(mapping_.objectClasses);
    may_ = schema_.may(mapping_.objectClasses);
    for (const AttributeRule& rule : mapping_.rules) {
      if (!rule.ldap.empty()) checkRule(rule);
    }
    checkMust();
    checkMark();
    checkPassword();
    checkRole();
    checkMembers();
  }

 private:
  bool classesAreKnown() {
    bool known = true;
    bool structural = false;
    for (const std::string& name : mapping_.objectClasses) {
      const ldap::ObjectClass* objectClass = schema_.findObjectClass(name);
      if (objectClass == nullptr) {
        known = false;
        error(mapping_.where,
              "the directory has no object class \"" + name + "\"" +
                  meant(name, schema_.objectClassNames(), "; load its schema, or take it out"));
      } else {
        structural = structural || objectClass->kind == ldap::ObjectClassKind::Structural;
      }
    }
    if (known && !structural) {
      error(mapping_.where,
            "none of the object classes is structural; an entry needs one that is, for example " +
                std::string("inetOrgPerson or groupOfNames"));
    }
    return known;
  }

  void checkRule(const AttributeRule& rule) {
    const ldap::AttributeType* type = find(rule.ldap, rule.where);
    if (type == nullptr) return;
    if (type->noUserModification) {
      error(rule.where, "\"" + rule.ldap + "\" is set by the directory alone; take the rule out");
    } else if (!type->operational && !isAllowed(*type)) {
      error(rule.where,
            "no listed object class allows \"" + rule.ldap + "\"; add one that does to objectClass");
    }
    if (rule.multiValued && type->singleValue) {
      error(rule.where, "\"" + rule.ldap +
                            "\" holds one value (SINGLE-VALUE), and the rule writes several; write " +
                            "multiValued = false or choose a value by [type eq \"…\"]");
    }
    for (Problem& problem : checkSyntax(mapping_, rule, *type)) problems_.push_back(std::move(problem));
  }

  /// Attributes that an entry must have: each needs a rule that always has a value.
  void checkMust() {
    for (const std::string& name : must_) {
      if (scim::sameName(name, "objectClass") ||
          (mapping_.members && isSame(name, mapping_.members->attribute))) {
        continue;
      }
      const auto rule =
          std::find_if(mapping_.rules.begin(), mapping_.rules.end(),
                       [&](const AttributeRule& r) { return !r.ldap.empty() && isSame(name, r.ldap); });
      if (rule == mapping_.rules.end()) {
        error(mapping_.where, "the object classes require \"" + name + "\", which no rule writes; add one");
      } else if (!alwaysWrites(*rule, mapping_.type)) {
        error(rule->where, "the object classes require \"" + name +
                               "\", and this rule may have no value; add " +
                               "default = \"{userName}\" or required = true");
      }
    }
  }

  void checkMark() {
    const std::string attribute = markAttribute(mapping_);
    if (attribute.empty()) return;
    if (std::holds_alternative<PpolicyLock>(*mapping_.disable)) {
      if (schema_.findAttributeType(attribute) == nullptr) {
        error(mapping_.where, "the directory has no " + attribute +
                                  ", which [user.disable] method = \"ppolicy\" " +
                                  "writes; load slapd's overlay ppolicy, or choose another method");
      }
      return;
    }
    const ldap::AttributeType* type = find(attribute, mapping_.where);
    if (type != nullptr && !type->operational && !isAllowed(*type)) {
      error(mapping_.where,
            "no listed object class allows \"" + attribute + "\" of [user.disable]; add one that does");
    }
  }

  void checkPassword() {
    if (!mapping_.password) return;
    const std::string attribute = mapping_.password->kept();
    const ldap::AttributeType* type = find(attribute, mapping_.password->where);
    if (type != nullptr && !type->operational && !isAllowed(*type)) {
      error(mapping_.password->where,
            "no listed object class allows \"" + attribute + "\" of [user.password]; add one that does");
    }
  }

  void checkRole() {
    if (!mapping_.role || mapping_.role->ldap.empty()) return;
    const RoleRule& role = *mapping_.role;
    const ldap::AttributeType* type = find(role.ldap, role.where);
    if (type == nullptr) return;
    if (type->noUserModification) {
      error(role.where,
            "\"" + role.ldap + "\" of role is set by the directory alone; name another attribute");
    } else if (!type->operational && !isAllowed(*type)) {
      error(role.where,
            "no listed object class allows \"" + role.ldap + "\" of role; add one that does to objectClass");
    } else if (holdsNames(*type)) {
      error(role.where,
            "\"" + role.ldap + "\" of role holds DNs, and a role is a text; name another attribute");
    }
  }

  void checkMembers() {
    if (!mapping_.members) return;
    const MembersRule& members = *mapping_.members;
    const ldap::AttributeType* type = find(members.attribute, members.where);
    if (type == nullptr) return;
    const bool required = hasName(must_, *type);
    if (!isAllowed(*type)) {
      error(members.where, "no listed object class allows \"" + members.attribute + "\" of [group.members]");
    } else if (required && !members.placeholder) {
      error(members.where, "the object classes require a \"" + members.attribute +
                               "\", so an empty group needs a " +
                               "placeholder; write placeholder = \"cn=empty-group\" in [group.members]");
    } else if (!required && members.placeholder) {
      warn(members.where, "groups may be empty here, so no placeholder is needed; take it out");
    }
    if (members.value == MemberValue::Dn && !holdsNames(*type)) {
      error(members.where, "\"" + members.attribute + "\" does not hold DNs; write value = \"uid\"");
    }
    if (members.value == MemberValue::Uid && holdsNames(*type)) {
      error(members.where, "\"" + members.attribute + "\" holds DNs; write value = \"dn\"");
    }
  }

  /// The attribute type, or nullptr after a problem.
  const ldap::AttributeType* find(const std::string& description, const SourceLocation& where) {
    const std::string name = description.substr(0, description.find(';'));
    const ldap::AttributeType* type = schema_.findAttributeType(name);
    if (type == nullptr) {
      error(where, "the directory has no attribute \"" + name + "\"" +
                       meant(name, schema_.attributeNames(), "; load the schema that defines it"));
    }
    return type;
  }

  static bool hasName(const Names& names, const ldap::AttributeType& type) {
    return names.contains(type.oid) ||
           std::any_of(type.names.begin(), type.names.end(),
                       [&](const std::string& name) { return names.contains(name); });
  }

  [[nodiscard]] bool isAllowed(const ldap::AttributeType& type) const {
    const bool everything =
        std::any_of(mapping_.objectClasses.begin(), mapping_.objectClasses.end(),
                    [](const std::string& name) { return scim::sameName(name, "extensibleObject"); });
    return everything || hasName(must_, type) || hasName(may_, type);
  }

  /// Whether two names are names of one attribute type (sn, surname).
  [[nodiscard]] bool isSame(const std::string& left, const std::string& right) const {
    const ldap::AttributeType* type = schema_.findAttributeType(left);
    return scim::sameName(left, right) || (type != nullptr && type == schema_.findAttributeType(right));
  }

  static std::string meant(const std::string& name, const std::vector<std::string>& names,
                           const char* otherwise) {
    const std::string suggestion = didYouMean(name, names);
    return suggestion.empty() ? otherwise : suggestion;
  }

  void error(const SourceLocation& where, const std::string& message) {
    problems_.push_back({where, message});
  }
  void warn(const SourceLocation& where, const std::string& message) {
    problems_.push_back({where, message, Severity::Warning});
  }

  const ResourceMapping& mapping_;
  const ldap::Subschema& schema_;
  std::vector<Problem>& problems_;
  Names must_;
  Names may_;
};

}  // namespace

namespace {

/// The attributes that a file names in [memberships].
void checkMemberships(const Mapping& mapping, const ldap::Subschema& schema, std::vector<Problem>& problems) {
  for (const MembersRule& rule : mapping.memberships.rules) {
    const bool isOfGroups = mapping.group && mapping.group->members->attribute == rule.attribute;
    if (isOfGroups || rule.where.line == 0) continue;  // looked at already; written by nobody
    const ldap::AttributeType* type = schema.findAttributeType(rule.attribute);
    if (type == nullptr) {
      problems.push_back({rule.where, "the directory has no attribute \"" + rule.attribute +
                                          "\" of [memberships]; take it out"});
    } else if ((rule.value == MemberValue::Dn) != holdsNames(*type)) {
      problems.push_back({rule.where, "\"" + rule.attribute + "\" of [memberships] " +
                                          (rule.value == MemberValue::Dn
                                               ? "does not hold DNs; list it under \"uids\", or take it out"
                                               : "holds DNs; list it under \"attributes\"")});
    }
  }
}

}  // namespace

std::vector<Problem> checkAgainstSchema(const Mapping& mapping, const ldap::Subschema& schema) {
  std::vector<Problem> problems;
  Check(mapping.user, schema, problems).all();
  if (mapping.group) Check(*mapping.group, schema, problems).all();
  checkMemberships(mapping, schema, problems);
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& left, const Problem& right) {
    return left.where.line < right.where.line;
  });
  return problems;
}

}  // namespace scim2ldap::mappings
