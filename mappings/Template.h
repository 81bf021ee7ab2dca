#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "mappings/ScimTarget.h"
#include "scim/Json.h"

namespace scim2ldap::mappings {

/// A fault in a template; `offset` counts bytes from 0.
class TemplateError : public std::runtime_error {
 public:
  TemplateError(std::size_t offset, const std::string& message)
      : std::runtime_error(message), offset_(offset) {}
  [[nodiscard]] std::size_t offset() const { return offset_; }

 private:
  std::size_t offset_;
};

/// A text with expressions in braces, evaluated against a resource:
///
///   template    = *( character / "{{" / "}}" / "{" expression "}" )
///   expression  = alternative *( "??" alternative )        ; the first that has a value
///   alternative = ( scim-path / quoted ) *( "|" filter )
///   filter      = name *( quoted / number )
///
/// A scim-path is a ScimTarget ("userName", "name.familyName", `emails[type eq "work"].value`, "URN:attr").
/// Quotes are single. Filters: lower, upper, trim, before 'x', after 'x', firstWord, lastWord,
/// replace 'a' 'b', first N (characters), digits, ascii (accents taken off). An expression without a value
/// leaves the whole template without one.
class Template {
 public:
  struct Filter {
    std::string name;
    std::vector<std::string> arguments;
    bool operator==(const Filter&) const = default;
  };
  struct Alternative {
    std::variant<ScimTarget, std::string> source;  ///< a path or a quoted literal
    std::vector<Filter> filters;
    bool operator==(const Alternative&) const = default;
  };
  using Expression = std::vector<Alternative>;
  using Part = std::variant<std::string, Expression>;

  /// \throws TemplateError
  [[nodiscard]] static Template parse(std::string_view text);

  /// The text for this resource, or nullopt when an expression has no value.
  [[nodiscard]] std::optional<std::string> evaluate(const scim::Json& resource) const;
  /// Whether it holds no expression.
  [[nodiscard]] bool isConstant() const;
  /// Whether it has a text for every resource in which the attributes that `alwaysPresent` names have values.
  [[nodiscard]] bool isTotal(const std::function<bool(const ScimTarget&)>& alwaysPresent) const;
  /// The SCIM attributes it reads, for checks.
  [[nodiscard]] std::vector<ScimTarget> sources() const;

  bool operator==(const Template&) const = default;

 private:
  std::vector<Part> parts_;
};

}  // namespace scim2ldap::mappings
