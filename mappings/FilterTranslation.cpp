#include <algorithm>

#include "mappings/ComparandTranslation.h"
#include "mappings/Narrowing.h"
#include "mappings/RuleAttributes.h"
#include "mappings/Translation.h"
#include "scim/Error.h"

namespace scim2ldap::mappings {
namespace {

using scim::AttributePath;
using scim::CompareOperator;
using scim::Json;
using Rules = std::vector<const AttributeRule*>;

[[noreturn]] void notMapped(const AttributePath& path) {
  throw scim::Error(400, scim::ScimType::InvalidFilter,
                    "the attribute \"" + toString(path) + "\" is not mapped, so it cannot be filtered by");
}

/// Where a filter's path leads: the rules of the attribute, and the sub-attribute that is compared.
struct Subject {
  const scim::Attribute* attribute = nullptr;
  Rules rules;
  std::string subAttribute;
};

class Translator {
 public:
  Translator(const ResourceMapping& mapping, const WriteInputs& inputs)
      : mapping_(mapping), inputs_(inputs) {}

  Narrowing translate(const scim::Filter& filter) const {
    return std::visit([&](const auto& node) { return translateNode(node); }, filter.node);
  }

  /// The rules of an attribute; none for those that are not translated here.
  Subject subjectOf(const AttributePath& path) const {
    const scim::ResourceType& type = mapping_.type;
    std::string urn = scim::sameName(path.schema, type.schema.id) ? "" : path.schema;
    const scim::Attribute* attribute = type.find(urn, path.name);
    // Clients leave the URN of the enterprise extension out: `manager eq "…"`.
    for (auto extension = type.extensions.begin();
         attribute == nullptr && path.schema.empty() && extension != type.extensions.end(); ++extension) {
      attribute = extension->find(path.name);
      if (attribute != nullptr) urn = extension->id;
    }
    if (attribute == nullptr) notMapped(path);

    Subject subject{attribute, {}, path.subAttribute};
    if (subject.subAttribute.empty() && attribute->find("value") != nullptr) subject.subAttribute = "value";
    for (const AttributeRule& rule : mapping_.rules) {
      if (rule.scim && scim::sameName(rule.scim->schema, urn) &&
          scim::sameName(rule.scim->attribute, attribute->name)) {
        subject.rules.push_back(&rule);
      }
    }
    return subject;
  }

 private:
  Narrowing translateNode(const scim::Comparison& comparison) const {
    const Subject subject = subjectOf(comparison.path);
    if (isActive(subject)) return compareActive(mapping_, comparison.op, comparison.value);
    return compare(subject, comparison.op, comparison.value);
  }

  Narrowing translateNode(const scim::Presence& presence) const {
    const Subject subject = subjectOf(presence.path);
    if (isActive(subject) || subject.rules.empty()) return Narrowing::all();
    const bool named = !presence.path.subAttribute.empty();
    return presenceOfAny(named ? directRules(subject) : subject.rules, subject.rules);
  }

  Narrowing translateNode(const scim::And& conjunction) const { return allOf(each(conjunction.operands)); }
  Narrowing translateNode(const scim::Or& disjunction) const { return anyOf(each(disjunction.operands)); }
  Narrowing translateNode(const scim::Not& negation) const {
    return notIn(translate(negation.operand.front()));
  }

  // One element meets the whole filter: so each element that rules store is looked at by itself.
  Narrowing translateNode(const scim::ValuePath& valuePath) const {
    const Subject subject = subjectOf(valuePath.path);
    if (subject.rules.empty()) return Narrowing::all();
    std::vector<Narrowing> elements;
    for (const Rules& element : elementsOf(subject)) {
      // What the filter asks of stored parts implies that the element is there.
      Narrowing inside = translateInside(valuePath.filter.front(), subject, element);
      if (inside.kind == Narrowing::Kind::All) inside = presenceOfAny(element, element);
      elements.push_back(std::move(inside));
    }
    return anyOf(std::move(elements));
  }

  /// Rules with the same selector store parts of one element.
  static std::vector<Rules> elementsOf(const Subject& subject) {
    std::vector<Rules> elements;
    for (const AttributeRule* rule : subject.rules) {
      const auto same = std::find_if(elements.begin(), elements.end(), [&](const Rules& element) {
        return element.front()->scim->selector == rule->scim->selector;
      });
      if (same != elements.end()) {
        same->push_back(rule);
      } else {
        elements.push_back({rule});
      }
    }
    return elements;
  }

  Narrowing translateInside(const scim::Filter& filter, const Subject& subject, const Rules& element) const {
    const auto inside = [&](const std::vector<scim::Filter>& operands) {
      std::vector<Narrowing> narrowings;
      for (const scim::Filter& operand : operands) {
        narrowings.push_back(translateInside(operand, subject, element));
      }
      return narrowings;
    };
    if (const auto* conjunction = std::get_if<scim::And>(&filter.node))
      return allOf(inside(conjunction->operands));
    if (const auto* disjunction = std::get_if<scim::Or>(&filter.node))
      return anyOf(inside(disjunction->operands));
    if (const auto* comparison = std::get_if<scim::Comparison>(&filter.node)) {
      return compareInside(*comparison, {subject.attribute, element, comparison->path.name});
    }
    return Narrowing::all();
  }

  /// Of type, primary and display of an element no more is known than what its selector says.
  Narrowing compareInside(const scim::Comparison& comparison, const Subject& element) const {
    if (!directRules(element).empty()) return compare(element, comparison.op, comparison.value);
    const bool excluded =
        isExcludedBySelector(*element.rules.front(), element.subAttribute, comparison.op, comparison.value);
    return excluded ? Narrowing::none() : Narrowing::all();
  }

  /// Any of the subject's rules compares so; where no rule stores the sub-attribute (type, primary, display
  /// of a value), the values that belong to it are there.
  Narrowing compare(const Subject& subject, CompareOperator op, const Json& value) const {
    if (subject.rules.empty() || op == CompareOperator::Ne || value.isNull()) return Narrowing::all();
    const Rules direct = directRules(subject);
    if (!direct.empty()) {
      std::vector<Narrowing> narrowings;
      for (const AttributeRule* rule : direct) {
        narrowings.push_back(compareRule(mapping_, *rule, op, value, inputs_));
      }
      return anyOf(std::move(narrowings));
    }
    Rules candidates;
    for (const AttributeRule* rule : subject.rules) {
      if (!isExcludedBySelector(*rule, subject.subAttribute, op, value)) candidates.push_back(rule);
    }
    return candidates.empty() ? Narrowing::none() : presenceOfAny(candidates, candidates);
  }

  /// `type eq "home"` cannot hold for what a rule with [type eq "work"] stores.
  static bool isExcludedBySelector(const AttributeRule& rule, const std::string& subAttribute,
                                   CompareOperator op, const Json& value) {
    const std::optional<Selector>& selector = rule.scim->selector;
    if (!selector || op != CompareOperator::Eq || !scim::sameName(selector->subAttribute, subAttribute)) {
      return false;
    }
    Json element = Json::object();
    element.set(subAttribute, value);
    // "True" is taken for true, so a text never excludes a boolean.
    return selector->value.isString() && value.isString() && !selects(*rule.scim, element);
  }

  static Rules directRules(const Subject& subject) {
    Rules direct;
    for (const AttributeRule* rule : subject.rules) {
      // A rule for the whole attribute keeps all its sub-attributes.
      if (rule->scim->subAttribute.empty() ||
          scim::sameName(rule->scim->subAttribute, subject.subAttribute)) {
        direct.push_back(rule);
      }
    }
    return direct;
  }

  static Narrowing presenceOfAny(const Rules& rules, const Rules& otherwise) {
    std::vector<Narrowing> narrowings;
    for (const AttributeRule* rule : rules.empty() ? otherwise : rules)
      narrowings.push_back(presenceOf(*rule));
    return anyOf(std::move(narrowings));
  }

  std::vector<Narrowing> each(const std::vector<scim::Filter>& operands) const {
    std::vector<Narrowing> narrowings;
    for (const scim::Filter& operand : operands) narrowings.push_back(translate(operand));
    return narrowings;
  }

  bool isActive(const Subject& subject) const {
    return mapping_.disable.has_value() && subject.attribute == mapping_.type.schema.find("active");
  }

  const ResourceMapping& mapping_;
  const WriteInputs& inputs_;
};

void collectIds(const Translator& translator, const scim::Filter& filter, const Subject* within,
                std::vector<std::string>& ids) {
  const auto isReference = [](const Subject& subject) {
    return std::any_of(subject.rules.begin(), subject.rules.end(), [](const AttributeRule* rule) {
      return std::holds_alternative<Reference>(rule->conversion);
    });
  };
  if (const auto* comparison = std::get_if<scim::Comparison>(&filter.node)) {
    if (!comparison->value.isString()) return;
    const std::string& id = comparison->value.asString();
    if (!isReference(within != nullptr ? *within : translator.subjectOf(comparison->path))) return;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  } else if (const auto* conjunction = std::get_if<scim::And>(&filter.node)) {
    for (const scim::Filter& operand : conjunction->operands) collectIds(translator, operand, within, ids);
  } else if (const auto* disjunction = std::get_if<scim::Or>(&filter.node)) {
    for (const scim::Filter& operand : disjunction->operands) collectIds(translator, operand, within, ids);
  } else if (const auto* negation = std::get_if<scim::Not>(&filter.node)) {
    collectIds(translator, negation->operand.front(), within, ids);
  } else if (const auto* valuePath = std::get_if<scim::ValuePath>(&filter.node)) {
    const Subject subject = translator.subjectOf(valuePath->path);
    collectIds(translator, valuePath->filter.front(), &subject, ids);
  }
}

}  // namespace

std::optional<ldap::Filter> translate(const ResourceMapping& mapping, const scim::Filter& filter,
                                      const WriteInputs& inputs) {
  return filterOf(Translator(mapping, inputs).translate(filter));
}

std::vector<std::string> referencedIds(const ResourceMapping& mapping, const scim::Filter& filter) {
  std::vector<std::string> ids;
  const WriteInputs inputs;
  collectIds(Translator(mapping, inputs), filter, nullptr, ids);
  return ids;
}

}  // namespace scim2ldap::mappings
