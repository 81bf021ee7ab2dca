#include "mappings/Narrowing.h"

#include <algorithm>

namespace scim2ldap::mappings {
namespace {

using Kind = Narrowing::Kind;

bool allExact(const std::vector<Narrowing>& narrowings) {
  return std::all_of(narrowings.begin(), narrowings.end(), [](const Narrowing& n) { return n.exact; });
}

std::vector<ldap::Filter> filtersOf(std::vector<Narrowing>& narrowings) {
  std::vector<ldap::Filter> filters;
  for (Narrowing& narrowing : narrowings) {
    if (narrowing.filter && std::find(filters.begin(), filters.end(), *narrowing.filter) == filters.end()) {
      filters.push_back(std::move(*narrowing.filter));
    }
  }
  return filters;
}

bool has(const std::vector<Narrowing>& narrowings, Kind kind) {
  return std::any_of(narrowings.begin(), narrowings.end(),
                     [&](const Narrowing& n) { return n.kind == kind; });
}

}  // namespace

Narrowing allOf(std::vector<Narrowing> narrowings) {
  if (has(narrowings, Kind::None)) return Narrowing::none();
  const bool exact = allExact(narrowings);
  std::vector<ldap::Filter> filters = filtersOf(narrowings);
  if (filters.empty()) return Narrowing::all();
  if (filters.size() == 1) return {Kind::Some, std::move(filters.front()), exact};
  return {Kind::Some, ldap::Filter{ldap::And{std::move(filters)}}, exact};
}

Narrowing anyOf(std::vector<Narrowing> narrowings) {
  if (has(narrowings, Kind::All)) return Narrowing::all();
  const bool exact = allExact(narrowings);
  std::vector<ldap::Filter> filters = filtersOf(narrowings);
  if (filters.empty()) return Narrowing::none();
  if (filters.size() == 1) return {Kind::Some, std::move(filters.front()), exact};
  return {Kind::Some, ldap::Filter{ldap::Or{std::move(filters)}}, exact};
}

Narrowing notIn(Narrowing narrowing) {
  if (!narrowing.exact || !narrowing.filter) return Narrowing::all();
  return Narrowing::exactly(ldap::Filter{ldap::Not{{std::move(*narrowing.filter)}}});
}

std::optional<ldap::Filter> filterOf(Narrowing narrowing) {
  if (narrowing.kind == Kind::All) return std::nullopt;
  // Not every directory knows the absolute false of RFC 4526; every entry has an object class.
  if (narrowing.kind == Kind::None)
    return ldap::Filter{ldap::Not{{ldap::Filter{ldap::Present{"objectClass"}}}}};
  return std::move(narrowing.filter);
}

}  // namespace scim2ldap::mappings
