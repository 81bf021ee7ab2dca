#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "scim/AttributePath.h"
#include "scim/Error.h"
#include "scim/Filter.h"

namespace scim2ldap::scim {

/// A recursive-descent reader of the grammar in RFC 7644 §3.4.2.2, figure 1, shared by filters and PATCH
/// paths. Every method begins at the current position and leaves it behind what it read.
class FilterParser {
 public:
  /// \param fault  the scimType of errors: invalidFilter in a filter, invalidPath in a path
  FilterParser(std::string_view text, ScimType fault) : text_(text), fault_(fault) {}

  /// FILTER, up to the end of the text.
  [[nodiscard]] Filter filter();
  /// attrPath
  [[nodiscard]] AttributePath attributePath();
  /// The characters of an attrPath, not yet taken apart.
  [[nodiscard]] std::string_view pathToken();
  /// "[" valFilter "]"
  [[nodiscard]] Filter bracketedFilter();
  /// ["." ATTRNAME], "" when there is none
  [[nodiscard]] std::string subAttribute();

  [[nodiscard]] bool atEnd() const { return position_ == text_.size(); }
  [[nodiscard]] bool at(char c) const { return !atEnd() && text_[position_] == c; }
  void skipSpaces();

  [[noreturn]] void fail(const std::string& what) const { failAt(position_, what); }
  [[noreturn]] void failAt(std::size_t position, const std::string& what) const;

 private:
  class Nesting;

  Filter disjunction();
  Filter conjunction();
  Filter term();
  Filter group();
  Filter attributeExpression();
  Filter valuePath(AttributePath path);
  Filter condition(AttributePath path);
  Json comparand();
  Json quotedString();
  Json bareWord();

  std::string_view word() const;
  bool takeKeyword(std::string_view keyword);

  std::string_view text_;
  ScimType fault_;
  std::size_t position_ = 0;
  std::size_t depth_ = 0;
  bool insideBrackets_ = false;
};

}  // namespace scim2ldap::scim
