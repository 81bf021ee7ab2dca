#include "mappings/Template.h"

#include <algorithm>

#include "mappings/TemplateFilters.h"
#include "scim/Error.h"

namespace scim2ldap::mappings {
namespace {

bool isBlank(char c) {
  return c == ' ' || c == '\t';
}

bool isWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Reads a template from left to right; every fault names the byte.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  // template = *( character / "{{" / "}}" / "{" expression "}" )
  std::vector<Template::Part> parts() {
    std::vector<Template::Part> parts;
    std::string literal;
    const auto endLiteral = [&] {
      if (!literal.empty()) parts.emplace_back(std::move(literal));
      literal.clear();
    };
    while (position_ < text_.size()) {
      const char c = text_[position_];
      const bool twice = position_ + 1 < text_.size() && text_[position_ + 1] == c;
      if ((c == '{' || c == '}') && twice) {
        literal += c;
        position_ += 2;
      } else if (c == '}') {
        fail("\"}\" without \"{\"; a brace itself is written twice: \"}}\"");
      } else if (c == '{') {
        endLiteral();
        ++position_;
        parts.emplace_back(expression());
      } else {
        literal += c;
        ++position_;
      }
    }
    endLiteral();
    return parts;
  }

 private:
  // expression = alternative *( "??" alternative )
  Template::Expression expression() {
    Template::Expression alternatives;
    for (;;) {
      alternatives.push_back(alternative());
      if (accept("??")) continue;
      if (accept("}")) return alternatives;
      fail(position_ == text_.size() ? "\"{\" is not closed" : "\"|\", \"??\" or \"}\" is expected");
    }
  }

  // alternative = ( scim-path / quoted ) *( "|" filter )
  Template::Alternative alternative() {
    Template::Alternative alternative;
    skipBlanks();
    if (peek() == '\'') {
      alternative.source = quoted();
    } else {
      alternative.source = path();
    }
    while (accept("|")) alternative.filters.push_back(filter());
    return alternative;
  }

  // filter = name *( quoted / number )
  Template::Filter filter() {
    skipBlanks();
    const std::size_t begin = position_;
    Template::Filter filter{word(), {}};
    if (filter.name.empty()) fail("the name of a filter is expected");
    for (skipBlanks(); peek() == '\'' || isWordCharacter(peek()); skipBlanks()) {
      filter.arguments.push_back(peek() == '\'' ? quoted() : word());
    }
    if (const std::optional<std::string> fault = faultOf(filter)) throw TemplateError(begin, *fault);
    return filter;
  }

  // A path ends at a blank, "|", "?" or "}" outside of brackets.
  ScimTarget path() {
    const std::size_t begin = position_;
    bool bracketed = false;
    bool inQuotes = false;
    for (; position_ < text_.size(); ++position_) {
      const char c = text_[position_];
      if (c == '"') inQuotes = !inQuotes;
      if (inQuotes) continue;
      if (c == '[') bracketed = true;
      if (c == ']') bracketed = false;
      if (!bracketed && (isBlank(c) || c == '|' || c == '?' || c == '}' || c == '{' || c == '\'')) break;
    }
    if (position_ == begin) fail("a SCIM attribute or a text in single quotes is expected");
    try {
      return parseScimTarget(text_.substr(begin, position_ - begin));
    } catch (const scim::Error& error) {
      throw TemplateError(begin, error.detail());
    }
  }

  std::string quoted() {
    const std::size_t begin = position_++;
    const std::size_t end = text_.find('\'', position_);
    if (end == std::string_view::npos) throw TemplateError(begin, "the single quote is not closed");
    const std::string_view content = text_.substr(position_, end - position_);
    position_ = end + 1;
    return std::string(content);
  }

  std::string word() {
    const std::size_t begin = position_;
    while (isWordCharacter(peek())) ++position_;
    return std::string(text_.substr(begin, position_ - begin));
  }

  bool accept(std::string_view token) {
    skipBlanks();
    if (text_.substr(position_, token.size()) != token) return false;
    position_ += token.size();
    return true;
  }

  void skipBlanks() {
    while (isBlank(peek())) ++position_;
  }

  [[nodiscard]] char peek() const { return position_ < text_.size() ? text_[position_] : '\0'; }
  [[noreturn]] void fail(const std::string& what) const { throw TemplateError(position_, what); }

  std::string_view text_;
  std::size_t position_ = 0;
};

std::optional<std::string> textOf(const scim::Json& value) {
  if (value.isString()) return value.asString();
  if (value.isBool() || value.isNumber()) return scim::printJson(value);
  return std::nullopt;
}

std::optional<std::string> evaluate(const Template::Alternative& alternative, const scim::Json& resource) {
  std::optional<std::string> text;
  if (const auto* literal = std::get_if<std::string>(&alternative.source)) {
    text = *literal;
  } else {
    const std::vector<scim::Json> values = valuesAt(resource, std::get<ScimTarget>(alternative.source));
    if (!values.empty()) text = textOf(values.front());
  }
  if (!text) return std::nullopt;
  for (const Template::Filter& filter : alternative.filters) text = filtered(filter, *text);
  // LDAP has no empty values: nothing left is nothing there.
  if (text->empty() && !std::holds_alternative<std::string>(alternative.source)) return std::nullopt;
  return text;
}

std::optional<std::string> evaluate(const Template::Expression& expression, const scim::Json& resource) {
  for (const Template::Alternative& alternative : expression) {
    if (std::optional<std::string> text = evaluate(alternative, resource)) return text;
  }
  return std::nullopt;
}

}  // namespace

Template Template::parse(std::string_view text) {
  Template result;
  result.parts_ = Parser(text).parts();
  return result;
}

std::optional<std::string> Template::evaluate(const scim::Json& resource) const {
  std::string text;
  for (const Part& part : parts_) {
    if (const auto* literal = std::get_if<std::string>(&part)) {
      text += *literal;
      continue;
    }
    const std::optional<std::string> value = mappings::evaluate(std::get<Expression>(part), resource);
    if (!value) return std::nullopt;
    text += *value;
  }
  if (text.empty()) return std::nullopt;
  return text;
}

bool Template::isConstant() const {
  return std::all_of(parts_.begin(), parts_.end(),
                     [](const Part& part) { return std::holds_alternative<std::string>(part); });
}

bool Template::isTotal(const std::function<bool(const ScimTarget&)>& alwaysPresent) const {
  const auto hasText = [&](const Alternative& alternative) {
    const auto* path = std::get_if<ScimTarget>(&alternative.source);
    return path == nullptr || alwaysPresent(*path);
  };
  return std::all_of(parts_.begin(), parts_.end(), [&](const Part& part) {
    const auto* expression = std::get_if<Expression>(&part);
    return expression == nullptr || std::any_of(expression->begin(), expression->end(), hasText);
  });
}

std::vector<ScimTarget> Template::sources() const {
  std::vector<ScimTarget> sources;
  for (const Part& part : parts_) {
    const auto* expression = std::get_if<Expression>(&part);
    if (expression == nullptr) continue;
    for (const Alternative& alternative : *expression) {
      if (const auto* path = std::get_if<ScimTarget>(&alternative.source)) sources.push_back(*path);
    }
  }
  return sources;
}

}  // namespace scim2ldap::mappings
