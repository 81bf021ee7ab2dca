#pragma once

#include <optional>
#include <vector>

#include "ldap/Filter.h"

namespace scim2ldap::mappings {

/// What a directory can tell of a condition: the entries that may meet it. Always a superset, so a negation
/// narrows nothing unless what it negates is exact.
struct Narrowing {
  enum class Kind { All, None, Some };
  Kind kind = Kind::All;
  std::optional<ldap::Filter> filter{};  ///< for Some
  bool exact = false;                    ///< whether the filter finds nothing else

  [[nodiscard]] static Narrowing all() { return {}; }
  [[nodiscard]] static Narrowing none() { return {Kind::None, std::nullopt, false}; }
  [[nodiscard]] static Narrowing to(ldap::Filter filter) { return {Kind::Some, std::move(filter), false}; }
  [[nodiscard]] static Narrowing exactly(ldap::Filter filter) {
    return {Kind::Some, std::move(filter), true};
  }
};

/// Entries in all of them; those that tell nothing are left out.
[[nodiscard]] Narrowing allOf(std::vector<Narrowing> narrowings);
/// Entries in any of them; everything as soon as one tells nothing.
[[nodiscard]] Narrowing anyOf(std::vector<Narrowing> narrowings);
[[nodiscard]] Narrowing notIn(Narrowing narrowing);

/// nullopt for All; for None a filter that nothing meets.
[[nodiscard]] std::optional<ldap::Filter> filterOf(Narrowing narrowing);

}  // namespace scim2ldap::mappings
