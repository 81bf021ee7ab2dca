#include "mappings/SyntaxCheck.h"

#include "mappings/RuleAttributes.h"

namespace scim2ldap::mappings {
namespace {

// RFC 4517 §3.3
constexpr std::string_view kBoolean = "1.3.6.1.4.1.1466.115.121.1.7";
constexpr std::string_view kDn = "1.3.6.1.4.1.1466.115.121.1.12";
constexpr std::string_view kGeneralizedTime = "1.3.6.1.4.1.1466.115.121.1.24";
constexpr std::string_view kInteger = "1.3.6.1.4.1.1466.115.121.1.27";
constexpr std::string_view kNameAndOptionalUid = "1.3.6.1.4.1.1466.115.121.1.34";
constexpr std::string_view kPostalAddress = "1.3.6.1.4.1.1466.115.121.1.41";

template <typename Kind>
bool is(const Conversion& conversion) {
  return std::holds_alternative<Kind>(conversion);
}

/// What is wrong with the conversion for this syntax, or "".
std::string conversionFault(const AttributeRule& rule, const ldap::AttributeType& type) {
  const Conversion& conversion = rule.conversion;
  const std::string& syntax = type.syntax;
  const std::string name = "\"" + rule.ldap + "\"";
  if (syntax.empty()) return "";
  if (is<Reference>(conversion) != holdsNames(type) && (is<Reference>(conversion) || rule.scim)) {
    return holdsNames(type) ? name + " holds DNs; write convert = \"reference\""
                            : name + " does not hold DNs; take convert = \"reference\" out";
  }
  if (is<Time>(conversion) != (syntax == kGeneralizedTime) && (is<Time>(conversion) || rule.scim)) {
    return syntax == kGeneralizedTime ? name + " holds times; write convert = \"time\""
                                      : name + " does not hold times; take convert = \"time\" out";
  }
  if (is<PostalAddress>(conversion) != (syntax == kPostalAddress) &&
      (is<PostalAddress>(conversion) || rule.scim)) {
    return syntax == kPostalAddress
               ? name + " holds postal addresses; write convert = \"postalAddress\""
               : name + " does not hold postal addresses; take convert = \"postalAddress\" out";
  }
  if (syntax == kBoolean) {
    const auto* texts = std::get_if<BooleanText>(&conversion);
    const bool fits = texts != nullptr && texts->whenTrue == "TRUE" && texts->whenFalse == "FALSE";
    if (!fits && rule.scim)
      return name + " holds TRUE or FALSE; write convert = \"boolean\" with no other texts";
  }
  if (rule.allocate && syntax != kInteger)
    return name + " does not hold integers, and numbers are allocated to it";
  return "";
}

bool ignoresCase(const std::string& matchingRule) {
  return matchingRule.rfind("caseExact", 0) != 0 && matchingRule.rfind("octetString", 0) != 0;
}

}  // namespace

bool holdsNames(const ldap::AttributeType& type) {
  return type.syntax == kDn || type.syntax == kNameAndOptionalUid;
}

std::vector<Problem> checkSyntax(const ResourceMapping& mapping, const AttributeRule& rule,
                                 const ldap::AttributeType& type) {
  std::vector<Problem> problems;
  if (const std::string fault = conversionFault(rule, type); !fault.empty())
    problems.push_back({rule.where, fault});
  if (!isReadable(rule) || rule.searchable == Searchable::Presence) return problems;

  const scim::Attribute* named = definitionOf(mapping.type, *rule.scim);
  const bool isText = named != nullptr && named->type == scim::Type::String;
  const bool looksForParts =
      is<AsIs>(rule.conversion) || is<Lower>(rule.conversion) || is<Upper>(rule.conversion);
  if (type.equality.empty()) {
    problems.push_back(
        {rule.where,
         "the directory cannot compare values of \"" + rule.ldap +
             "\" (no EQUALITY rule), so filters would miss them; write searchable = " + "\"presence\""});
  } else if (isText && !named->caseExact && !is<Lower>(rule.conversion) && !is<Upper>(rule.conversion) &&
             !ignoresCase(type.equality)) {
    problems.push_back({rule.where, "the directory compares \"" + rule.ldap + "\" with case (" +
                                        type.equality + "), SCIM compares " + toString(*rule.scim) +
                                        " without; write searchable = " + "\"presence\""});
  } else if (isText && looksForParts && type.substrings.empty() &&
             rule.searchable == Searchable::Substrings) {
    problems.push_back(
        {rule.where,
         "the directory cannot look for parts of \"" + rule.ldap +
             "\" (no SUBSTR rule), so filters would miss them; write searchable = " + "\"equality\""});
  }
  return problems;
}

}  // namespace scim2ldap::mappings
