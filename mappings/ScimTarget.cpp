#include "mappings/ScimTarget.h"

#include <algorithm>

#include "scim/Error.h"
#include "scim/Schema.h"

namespace scim2ldap::mappings {
namespace {

using scim::Json;

[[noreturn]] void fail(std::size_t offset, const std::string& what) {
  throw scim::Error(400, scim::ScimType::InvalidPath, what + " (at byte " + std::to_string(offset) + ")");
}

bool isAlpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isName(std::string_view text) {
  if (!text.empty() && text.front() == '$') text.remove_prefix(1);
  if (text.empty() || !isAlpha(text.front())) return false;
  for (const char c : text) {
    if (!isAlpha(c) && !(c >= '0' && c <= '9') && c != '-' && c != '_') return false;
  }
  return true;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

/// What stands between the brackets: `type eq "work"`, `primary eq true`.
Selector parseSelector(std::string_view text, std::size_t offset) {
  const std::string_view all = trimmed(text);
  const std::size_t nameEnd = all.find(' ');
  const std::string_view name = all.substr(0, nameEnd);
  if (nameEnd == std::string_view::npos || !isName(name)) {
    fail(offset, "a selector reads [type eq \"work\"]");
  }
  const std::string_view rest = trimmed(all.substr(nameEnd));
  if (rest.size() < 3 || !scim::sameName(rest.substr(0, 2), "eq") || rest[2] != ' ') {
    fail(offset, "a selector compares with eq only, as in [type eq \"work\"]");
  }
  Json value;
  try {
    value = scim::parseJson(trimmed(rest.substr(2)));
  } catch (const scim::Error&) {
    fail(offset, "a selector's value is a text in double quotes, true or false");
  }
  // Entra writes primary eq "True".
  if (scim::sameName(name, "primary") && value.isString()) {
    const std::string truth = value.asString();
    if (scim::sameName(truth, "true")) value = Json(true);
    if (scim::sameName(truth, "false")) value = Json(false);
  }
  if (!value.isString() && !value.isBool()) {
    fail(offset, "a selector's value is a text in double quotes, true or false");
  }
  return Selector{std::string(name), std::move(value)};
}

/// The bracket that closes the selector, behind any text in double quotes.
std::size_t closingBracket(std::string_view text, std::size_t open) {
  bool quoted = false;
  for (std::size_t i = open + 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quoted) {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == ']' && !quoted) {
      return i;
    }
  }
  fail(open, "the bracket is not closed");
}

bool selects(const Selector& selector, const Json& element) {
  const Json* value = element.find(selector.subAttribute);
  if (value == nullptr) return false;
  // type and primary are not caseExact (RFC 7643 §8.7.1).
  if (value->isString() && selector.value.isString()) {
    return scim::sameName(value->asString(), selector.value.asString());
  }
  return *value == selector.value;
}

}  // namespace

ScimTarget parseScimTarget(std::string_view text) {
  const std::size_t open = text.find('[');
  const scim::AttributePath path = scim::parseAttributePath(text.substr(0, open));
  ScimTarget target{path.schema, path.name, std::nullopt, path.subAttribute};
  if (open == std::string_view::npos) return target;

  if (!path.subAttribute.empty()) fail(open, "a sub-attribute stands behind the brackets");
  const std::size_t close = closingBracket(text, open);
  target.selector = parseSelector(text.substr(open + 1, close - open - 1), open + 1);
  const std::string_view rest = text.substr(close + 1);
  if (rest.empty()) return target;
  if (rest.front() != '.' || !isName(rest.substr(1))) {
    fail(close + 1, "behind the brackets stands a dot and a sub-attribute");
  }
  target.subAttribute = rest.substr(1);
  return target;
}

std::string toString(const ScimTarget& target) {
  std::string text = toString(scim::AttributePath{target.schema, target.attribute, ""});
  if (target.selector) {
    text += '[' + target.selector->subAttribute + " eq " + scim::printJson(target.selector->value) + ']';
  }
  if (!target.subAttribute.empty()) text += '.' + target.subAttribute;
  return text;
}

bool selects(const ScimTarget& target, const Json& element) {
  return !target.selector || selects(*target.selector, element);
}

std::vector<Json> valuesAt(const Json& resource, const ScimTarget& target) {
  const Json* holder = target.schema.empty() ? &resource : resource.find(target.schema);
  const Json* attribute = holder == nullptr ? nullptr : holder->find(target.attribute);
  if (attribute == nullptr || attribute->isUnassigned()) return {};

  std::vector<Json> values;
  const auto take = [&](const Json& element) {
    if (!selects(target, element)) return;
    const Json* value = target.subAttribute.empty() ? &element : element.find(target.subAttribute);
    if (value != nullptr && !value->isUnassigned()) values.push_back(*value);
  };
  if (attribute->isArray()) {
    std::for_each(attribute->asArray().begin(), attribute->asArray().end(), take);
  } else {
    take(*attribute);
  }
  return values;
}

}  // namespace scim2ldap::mappings
