#include "scim/FilterCost.h"

#include "scim/Error.h"

namespace scim2ldap::scim {
namespace {

struct Counter {
  std::size_t operator()(const Comparison& comparison) const {
    switch (comparison.op) {
      case CompareOperator::Co:
      case CompareOperator::Sw:
      case CompareOperator::Ew:
        return kComparisonsOfSubstring;
      default:
        return 1;
    }
  }
  std::size_t operator()(const Presence&) const { return 1; }
  std::size_t operator()(const ValuePath& path) const { return 1 + sum(path.filter); }
  std::size_t operator()(const And& all) const { return sum(all.operands); }
  std::size_t operator()(const Or& any) const { return sum(any.operands); }
  std::size_t operator()(const Not& negation) const { return sum(negation.operand); }

 private:
  [[nodiscard]] std::size_t sum(const std::vector<Filter>& filters) const {
    std::size_t comparisons = 0;
    for (const Filter& filter : filters) comparisons += comparisonsIn(filter);
    return comparisons;
  }
};

}  // namespace

std::size_t comparisonsIn(const Filter& filter) {
  return std::visit(Counter(), filter.node);
}

void checkCost(const Filter& filter, std::size_t mostComparisons) {
  const std::size_t comparisons = comparisonsIn(filter);
  if (comparisons <= mostComparisons) return;
  throw Error(400, ScimType::InvalidFilter,
              "the filter takes " + std::to_string(comparisons) + " comparisons (co, sw and ew count " +
                  std::to_string(kComparisonsOfSubstring) + " each), more than the " +
                  std::to_string(mostComparisons) + " that are allowed; ask in several queries");
}

}  // namespace scim2ldap::scim
