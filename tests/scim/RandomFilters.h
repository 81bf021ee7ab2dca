#pragma once

#include <random>
#include <string>
#include <utility>

#include "scim/Filter.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {

/// Filters of every shape, for properties that hold for all of them.
class RandomFilters {
 public:
  explicit RandomFilters(unsigned seed) : random_(seed) {}

  unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }

  AttributePath path(bool inBrackets) {
    static const std::string kNames[] = {"userName", "not", "andy", "order", "x-1_y", "$ref", "pr", "eq"};
    AttributePath result{"", kNames[pick(8)], ""};
    if (inBrackets) return result;
    if (pick(4) == 0) result.schema = kEnterpriseUserSchema;
    if (pick(3) == 0) result.subAttribute = kNames[pick(8)];
    return result;
  }

  Filter filter(int depth, bool inBrackets) {
    switch (depth > 0 ? pick(6) : pick(2)) {
      case 0:
        return {Comparison{path(inBrackets), static_cast<CompareOperator>(pick(9)), value()}};
      case 1:
        return {Presence{path(inBrackets)}};
      case 2:
        return {And{operands(depth - 1, inBrackets)}};
      case 3:
        return {Or{operands(depth - 1, inBrackets)}};
      case 4: {
        Not negation;
        negation.operand.push_back(filter(depth - 1, inBrackets));
        return {std::move(negation)};
      }
      default: {
        if (inBrackets) return {Presence{path(true)}};
        ValuePath result{path(false), {}};
        result.filter.push_back(filter(depth - 1, true));
        return {std::move(result)};
      }
    }
  }

 private:
  std::vector<Filter> operands(int depth, bool inBrackets) {
    std::vector<Filter> result;
    for (unsigned n = 2 + pick(2); n > 0; --n) result.push_back(filter(depth, inBrackets));
    return result;
  }

  Json value() {
    static const std::string kTexts[] = {"", "a b", "\"\\", "] and (", "\xc4\x8d", "true", "12", "\n"};
    switch (pick(5)) {
      case 0:
        return {};
      case 1:
        return {pick(2) == 0};
      case 2:
        return {static_cast<std::int64_t>(random_()) - 2'000'000'000};
      case 3:
        return {static_cast<double>(pick(1000)) / 8.0};
      default:
        return {kTexts[pick(8)]};
    }
  }

  std::mt19937 random_;
};

}  // namespace scim2ldap::scim
