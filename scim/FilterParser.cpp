#include "scim/FilterParser.h"

#include <array>
#include <optional>
#include <utility>

#include "scim/Schema.h"

namespace scim2ldap::scim {
namespace {

constexpr std::array kOperators = {CompareOperator::Eq, CompareOperator::Ne, CompareOperator::Co,
                                   CompareOperator::Sw, CompareOperator::Ew, CompareOperator::Gt,
                                   CompareOperator::Ge, CompareOperator::Lt, CompareOperator::Le};

std::optional<CompareOperator> findOperator(std::string_view word) {
  for (const CompareOperator op : kOperators) {
    if (sameName(toString(op), word)) return op;
  }
  return std::nullopt;
}

bool endsWord(char c) {
  return std::string_view(" ()[]\"").find(c) != std::string_view::npos;
}

}  // namespace

/// Counts the groups and brackets around the current position.
class FilterParser::Nesting {
 public:
  explicit Nesting(FilterParser& parser) : parser_(parser) {
    if (parser_.depth_ == kMaxFilterDepth) {
      parser_.fail("the filter is nested deeper than " + std::to_string(kMaxFilterDepth));
    }
    ++parser_.depth_;
  }
  ~Nesting() { --parser_.depth_; }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

 private:
  FilterParser& parser_;
};

// FILTER = attrExp / logExp / valuePath / *1"not" "(" FILTER ")"
Filter FilterParser::filter() {
  if (text_.size() > kMaxFilterBytes) {
    failAt(kMaxFilterBytes, "the filter is longer than " + std::to_string(kMaxFilterBytes) + " bytes");
  }
  skipSpaces();
  Filter result = disjunction();
  skipSpaces();
  if (!atEnd()) fail("\"and\", \"or\" or the end of the filter is expected");
  return result;
}

// logExp = FILTER SP ("and" / "or") SP FILTER; "or" binds weaker than "and"
Filter FilterParser::disjunction() {
  Filter first = conjunction();
  Or all{{std::move(first)}};
  while (takeKeyword("or")) all.operands.push_back(conjunction());
  return all.operands.size() == 1 ? std::move(all.operands.front()) : Filter{std::move(all)};
}

Filter FilterParser::conjunction() {
  Filter first = term();
  And all{{std::move(first)}};
  while (takeKeyword("and")) all.operands.push_back(term());
  return all.operands.size() == 1 ? std::move(all.operands.front()) : Filter{std::move(all)};
}

// *1"not" "(" FILTER ")", attrExp or valuePath
Filter FilterParser::term() {
  skipSpaces();
  if (at('(')) return group();
  if (sameName(word(), "not")) {
    const std::size_t begin = std::exchange(position_, position_ + word().size());
    skipSpaces();
    if (at('(')) {
      Filter operand = group();
      return Filter{Not{{std::move(operand)}}};
    }
    position_ = begin;  // an attribute that is called "not"
  }
  return attributeExpression();
}

Filter FilterParser::group() {
  const Nesting nesting(*this);
  ++position_;
  Filter inner = disjunction();
  skipSpaces();
  if (!at(')')) fail("\")\" is expected");
  ++position_;
  return inner;
}

// attrExp = (attrPath SP "pr") / (attrPath SP compareOp SP compValue)
Filter FilterParser::attributeExpression() {
  AttributePath path = attributePath();
  return at('[') ? valuePath(std::move(path)) : condition(std::move(path));
}

// valuePath = attrPath "[" valFilter "]"
Filter FilterParser::valuePath(AttributePath path) {
  Filter inner = bracketedFilter();

  // Beside the grammar: a condition behind the brackets holds for the same value.
  AttributePath behind{"", subAttribute(), ""};
  const std::string_view following = [&] {
    skipSpaces();
    return word();
  }();
  if (!behind.name.empty() || findOperator(following) || sameName(following, "pr")) {
    if (behind.name.empty()) behind.name = "value";
    Filter last = condition(std::move(behind));
    if (auto* all = std::get_if<And>(&inner.node)) {
      all->operands.push_back(std::move(last));
    } else {
      // What would be written as the brackets and, in them, a group.
      std::optional<Nesting> brackets(std::in_place, *this);
      std::optional<Nesting> group;
      if (std::holds_alternative<Or>(inner.node)) group.emplace(*this);
      And both;
      both.operands.push_back(std::move(inner));
      both.operands.push_back(std::move(last));
      inner = Filter{std::move(both)};
    }
  }
  ValuePath result{std::move(path), {}};
  result.filter.push_back(std::move(inner));
  return Filter{std::move(result)};
}

// valFilter = attrExp / logExp / *1"not" "(" valFilter ")"
Filter FilterParser::bracketedFilter() {
  if (insideBrackets_) fail("brackets cannot stand within brackets");
  const Nesting nesting(*this);
  insideBrackets_ = true;
  ++position_;
  Filter inner = disjunction();
  skipSpaces();
  if (!at(']')) fail("\"]\" is expected");
  ++position_;
  insideBrackets_ = false;
  return inner;
}

Filter FilterParser::condition(AttributePath path) {
  skipSpaces();
  const std::size_t begin = position_;
  const std::string_view name = word();
  position_ += name.size();
  if (sameName(name, "pr")) return Filter{Presence{std::move(path)}};
  const auto op = findOperator(name);
  if (!op) failAt(begin, "an operator (eq, ne, co, sw, ew, pr, gt, ge, lt, le) is expected");
  return Filter{Comparison{std::move(path), *op, comparand()}};
}

// compValue = false / null / true / number / string   ; rules from JSON (RFC 8259)
Json FilterParser::comparand() {
  skipSpaces();
  return at('"') ? quotedString() : bareWord();
}

Json FilterParser::quotedString() {
  const std::size_t begin = position_;
  for (std::size_t end = begin + 1; end < text_.size(); ++end) {
    if (text_[end] == '\\') {
      ++end;
    } else if (text_[end] == '"') {
      position_ = end + 1;
      try {
        return parseJson(text_.substr(begin, position_ - begin));
      } catch (const Error&) {
        failAt(begin, "a JSON string is expected");
      }
    }
  }
  failAt(begin, "the string has no closing quote");
}

// Beside the grammar: what is neither a number nor a literal is a string without its quotes.
Json FilterParser::bareWord() {
  const std::size_t begin = position_;
  const std::string_view text = word();
  if (text.empty() || sameName(text, "and") || sameName(text, "or") || sameName(text, "not")) {
    fail("a value is expected");
  }
  position_ += text.size();
  if (sameName(text, "true")) return Json(true);
  if (sameName(text, "false")) return Json(false);
  if (sameName(text, "null")) return Json();
  try {
    if (text[0] == '-' || (text[0] >= '0' && text[0] <= '9')) return parseJson(text);
  } catch (const Error&) {  // begins like a number and is none: an identifier such as 2819c223-7f76
  }
  try {
    return parseJson('"' + std::string(text) + '"');
  } catch (const Error&) {
    failAt(begin, "a value is expected");
  }
}

AttributePath FilterParser::attributePath() {
  const std::size_t begin = position_;
  return parseAttributePath(pathToken(), fault_, begin);
}

std::string_view FilterParser::pathToken() {
  const std::string_view token = word();
  position_ += token.size();
  return token;
}

std::string FilterParser::subAttribute() {
  if (!at('.')) return "";
  const std::size_t begin = ++position_;
  const AttributePath path = parseAttributePath(pathToken(), fault_, begin);
  if (!path.schema.empty() || !path.subAttribute.empty()) failAt(begin, "a sub-attribute is expected");
  return path.name;
}

void FilterParser::skipSpaces() {
  while (at(' ')) ++position_;
}

std::string_view FilterParser::word() const {
  std::size_t end = position_;
  while (end < text_.size() && !endsWord(text_[end])) ++end;
  return text_.substr(position_, end - position_);
}

bool FilterParser::takeKeyword(std::string_view keyword) {
  const std::size_t begin = position_;
  skipSpaces();
  if (sameName(word(), keyword)) {
    position_ += keyword.size();
    return true;
  }
  position_ = begin;
  return false;
}

void FilterParser::failAt(std::size_t position, const std::string& what) const {
  throw Error(400, fault_, what + " (at byte " + std::to_string(position) + ")");
}

Filter parseFilter(std::string_view text) {
  return FilterParser(text, ScimType::InvalidFilter).filter();
}

}  // namespace scim2ldap::scim
