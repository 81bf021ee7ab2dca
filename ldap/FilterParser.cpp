#include <cstddef>
#include <optional>

#include "ldap/Error.h"
#include "ldap/Filter.h"
#include "ldap/HexPair.h"
#include "ldap/StringPreparation.h"

namespace scim2ldap::ldap {
namespace {

constexpr int kMaxDepth = 64;  ///< keeps the recursion off the end of the stack

class FilterParser {
 public:
  explicit FilterParser(std::string_view text) : text_(text) {}

  Filter whole() {
    skipSpaces();
    Filter result = filter();
    skipSpaces();
    if (!atEnd()) fail("unexpected character");
    return result;
  }

 private:
  /// filter = LPAREN filtercomp RPAREN
  Filter filter() {
    expect('(');
    if (++depth_ > kMaxDepth) fail("nested too deeply");
    Filter result = filterComp();
    --depth_;
    expect(')');
    return result;
  }

  /// filtercomp = and / or / not / item
  Filter filterComp() {
    if (accept('&')) return {And{filterList()}};
    if (accept('|')) return {Or{filterList()}};
    if (accept('!')) {
      skipSpaces();
      Not negation{{filter()}};
      skipSpaces();
      return {std::move(negation)};
    }
    return item();
  }

  /// filterlist = 1*filter; none at all is RFC 4526's absolute true and false. Files may break it in lines.
  std::vector<Filter> filterList() {
    std::vector<Filter> filters;
    skipSpaces();
    while (peek() == '(') {
      filters.push_back(filter());
      skipSpaces();
    }
    return filters;
  }

  /// item = simple / present / substring
  Filter item() {
    std::string attribute = attributeDescription();
    if (accept('>')) {
      expect('=');
      return {GreaterOrEqual{std::move(attribute), assertionValue()}};
    }
    if (accept('<')) {
      expect('=');
      return {LessOrEqual{std::move(attribute), assertionValue()}};
    }
    if (peek() == '~') fail("approximate matches are not supported");
    if (peek() == ':') fail("extensible matches are not supported");
    expect('=');
    std::string initial = assertionValue();
    if (!accept('*')) return {Equality{std::move(attribute), std::move(initial)}};
    return asteriskItem(std::move(attribute), std::move(initial));
  }

  /// present = attr EQUALS ASTERISK
  /// substring = attr EQUALS [initial] any [final], any = ASTERISK *(assertionvalue ASTERISK)
  Filter asteriskItem(std::string attribute, std::string initial) {
    Substrings parts{std::move(attribute), std::move(initial), {}, {}};
    std::string part = assertionValue();
    while (accept('*')) {
      if (!part.empty()) parts.any.push_back(std::move(part));
      part = assertionValue();
    }
    parts.final = std::move(part);
    if (parts.initial.empty() && parts.any.empty() && parts.final.empty())
      return {Present{std::move(parts.attribute)}};
    return {std::move(parts)};
  }

  /// attributedescription = attributetype options; RFC 4512 §2.5
  std::string attributeDescription() {
    const std::size_t start = position_;
    const auto isPart = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
             c == '.' || c == ';';
    };
    while (isPart(peek())) ++position_;
    if (position_ == start) fail("expected an attribute");
    return std::string(text_.substr(start, position_ - start));
  }

  /// assertionvalue = valueencoding: up to "*" or ")", hex pairs behind "\"
  std::string assertionValue() {
    std::string value;
    while (!atEnd() && peek() != '*' && peek() != ')') {
      const std::size_t length = utf8SequenceLength(text_, position_);
      if (peek() == '(' || peek() == '\0' || length == 0) fail("character has to be escaped");
      if (accept('\\')) {
        const std::optional<char> octet = parseHexPair(text_.substr(position_));
        if (!octet) fail("expected two hex digits");
        value += *octet;
        position_ += 2;
      } else {
        value += text_.substr(position_, length);
        position_ += length;
      }
    }
    return value;
  }

  [[nodiscard]] bool atEnd() const { return position_ == text_.size(); }
  [[nodiscard]] char peek() const { return atEnd() ? '\0' : text_[position_]; }
  bool accept(char c) {
    if (atEnd() || text_[position_] != c) return false;
    ++position_;
    return true;
  }
  void expect(char c) {
    if (!accept(c)) fail(std::string("expected '") + c + "'");
  }
  void skipSpaces() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\r' || peek() == '\n') ++position_;
  }
  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ResultCode::FilterError, what + " at offset " + std::to_string(position_));
  }

  std::string_view text_;
  std::size_t position_ = 0;
  int depth_ = 0;
};

}  // namespace

Filter parseFilter(std::string_view text) {
  return FilterParser(text).whole();
}

}  // namespace scim2ldap::ldap
