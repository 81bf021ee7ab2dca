#include "mappings/ComparandTranslation.h"

#include "mappings/RuleAttributes.h"
#include "mappings/TextCase.h"
#include "mappings/ValueConversion.h"
#include "scim/Error.h"

namespace scim2ldap::mappings {
namespace {

using scim::CompareOperator;
using scim::Json;

bool isSubstringOperator(CompareOperator op) {
  return op == CompareOperator::Co || op == CompareOperator::Sw || op == CompareOperator::Ew;
}

/// Conversions under which a part of the SCIM text is a part of the LDAP text.
bool keepsParts(const Conversion& conversion) {
  return std::holds_alternative<AsIs>(conversion) || std::holds_alternative<Lower>(conversion) ||
         std::holds_alternative<Upper>(conversion);
}

/// String preparation squeezes blanks in ways of its own (RFC 4518 §2.6), so such parts are not looked for.
bool hasSignificantBlanks(const std::string& text) {
  return text.front() == ' ' || text.back() == ' ' || text.find("  ") != std::string::npos;
}

Narrowing compareParts(const AttributeRule& rule, CompareOperator op, const std::string& text) {
  if (text.empty() || hasSignificantBlanks(text)) return presenceOf(rule);
  ldap::Substrings parts{rule.ldap};
  if (op == CompareOperator::Co) parts.any = {text};
  if (op == CompareOperator::Sw) parts.initial = text;
  if (op == CompareOperator::Ew) parts.final = text;
  return Narrowing::to(ldap::Filter{std::move(parts)});
}

Narrowing equalTo(const ResourceMapping& mapping, const AttributeRule& rule, const Json& value,
                  const WriteInputs& inputs) {
  std::optional<std::string> converted;
  try {
    converted = toLdap(rule.conversion, typeOf(mapping, rule), value, rule.ldap, inputs);
  } catch (const scim::Error&) {
    return presenceOf(rule);  // the in-memory matcher tells what is wrong with the comparand
  }
  if (converted && !converted->empty()) {
    return Narrowing::to(ldap::Filter{ldap::Equality{rule.ldap, std::move(*converted)}});
  }
  // An id that stands for no entry is nobody's reference; a text outside of a table was stored nowhere.
  return std::holds_alternative<Reference>(rule.conversion) ? Narrowing::none() : presenceOf(rule);
}

}  // namespace

Narrowing presenceOf(const AttributeRule& rule) {
  if (rule.ldap.empty()) return Narrowing::all();
  // A value outside of the table is in the originals alone.
  const auto* lookup = std::get_if<Lookup>(&rule.conversion);
  if (lookup != nullptr && !lookup->otherwise) return Narrowing::all();
  return Narrowing::to(ldap::Filter{ldap::Present{rule.ldap}});
}

Narrowing compareRule(const ResourceMapping& mapping, const AttributeRule& rule, CompareOperator op,
                      const Json& value, const WriteInputs& inputs) {
  // `eq null` asks for what is absent, `ne` also finds what is.
  if (rule.ldap.empty() || value.isNull() || op == CompareOperator::Ne) return Narrowing::all();
  if (rule.searchable == Searchable::Presence || !isReadable(rule)) return presenceOf(rule);
  if (op == CompareOperator::Eq) return equalTo(mapping, rule, value, inputs);
  const bool comparable = isSubstringOperator(op) && rule.searchable == Searchable::Substrings &&
                          keepsParts(rule.conversion) && value.isString() &&
                          typeOf(mapping, rule) != scim::Type::Binary;
  return comparable ? compareParts(rule, op, value.asString()) : presenceOf(rule);
}

Narrowing compareActive(const ResourceMapping& mapping, CompareOperator op, const Json& value) {
  bool wanted = false;
  if (value.isBool()) {
    wanted = value.asBool();
  } else if (value.isString() && scim::sameName(value.asString(), "true")) {
    wanted = true;
  } else if (!value.isString() || !scim::sameName(value.asString(), "false")) {
    return Narrowing::all();
  }
  if (op == CompareOperator::Ne) wanted = !wanted;
  const std::string attribute = markAttribute(mapping);
  const bool isEquality = op == CompareOperator::Eq || op == CompareOperator::Ne;
  if (!isEquality || attribute.empty()) return Narrowing::all();

  const auto* mark = std::get_if<AttributeMark>(&*mapping.disable);
  const std::string disabled = mark != nullptr ? mark->disabled : std::string(kLockedForEver);
  const Narrowing inactive = Narrowing::exactly(ldap::Filter{ldap::Equality{attribute, disabled}});
  return wanted ? notIn(inactive) : inactive;
}

}  // namespace scim2ldap::mappings
