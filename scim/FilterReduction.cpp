#include "scim/FilterReduction.h"

#include <algorithm>
#include <utility>

#include "scim/AttributeLocation.h"
#include "scim/Error.h"

namespace scim2ldap::scim {
namespace {

bool has(const ResourceType& type, const AttributePath& path) {
  const auto location = locate(type, path, Unqualified::CoreThenExtensions);
  return location && location->attribute != nullptr;
}

class Reduction {
 public:
  explicit Reduction(const ResourceType& type) : type_(type) {}

  ReducedFilter operator()(const Comparison& comparison) const {
    if (has(type_, comparison.path)) return Filter{comparison};
    // Not assigned: it equals null, and differs from everything else.
    return comparison.value.isNull() ? comparison.op == CompareOperator::Eq
                                     : comparison.op == CompareOperator::Ne;
  }
  ReducedFilter operator()(const Presence& presence) const {
    if (has(type_, presence.path)) return Filter{presence};
    return false;
  }
  ReducedFilter operator()(const ValuePath& valuePath) const {
    if (has(type_, valuePath.path)) return Filter{valuePath};
    return false;
  }
  ReducedFilter operator()(const And& all) const { return joined(all, false); }
  ReducedFilter operator()(const Or& any) const { return joined(any, true); }
  ReducedFilter operator()(const Not& negation) const {
    ReducedFilter operand = std::visit(*this, negation.operand.front().node);
    if (const bool* constant = std::get_if<bool>(&operand)) return !*constant;
    return Filter{Not{{std::get<Filter>(std::move(operand))}}};
  }

 private:
  /// \param deciding  the constant that decides the whole, whatever the other operands are
  template <typename Junction>
  ReducedFilter joined(const Junction& junction, bool deciding) const {
    Junction left;
    for (const Filter& operand : junction.operands) {
      ReducedFilter reduced = std::visit(*this, operand.node);
      if (auto* filter = std::get_if<Filter>(&reduced)) {
        left.operands.push_back(std::move(*filter));
      } else if (std::get<bool>(reduced) == deciding) {
        return deciding;
      }
    }
    if (left.operands.empty()) return !deciding;
    if (left.operands.size() == 1) return std::move(left.operands.front());
    return Filter{std::move(left)};
  }

  const ResourceType& type_;
};

struct Check {
  const std::vector<const ResourceType*>& types;

  void operator()(const Comparison& comparison) const { path(comparison.path); }
  void operator()(const Presence& presence) const { path(presence.path); }
  void operator()(const ValuePath& valuePath) const { path(valuePath.path); }
  void operator()(const And& all) const { each(all.operands); }
  void operator()(const Or& any) const { each(any.operands); }
  void operator()(const Not& negation) const { each(negation.operand); }

 private:
  void each(const std::vector<Filter>& operands) const {
    for (const Filter& operand : operands) std::visit(*this, operand.node);
  }
  void path(const AttributePath& path) const {
    const bool known =
        std::any_of(types.begin(), types.end(), [&](const ResourceType* type) { return has(*type, path); });
    if (!known) {
      throw Error(400, ScimType::InvalidFilter,
                  "\"" + toString(path) + "\" is not an attribute of any resource type");
    }
  }
};

}  // namespace

ReducedFilter reduceFilter(const ResourceType& type, const Filter& filter) {
  return std::visit(Reduction(type), filter.node);
}

void checkFilterAcross(const std::vector<const ResourceType*>& types, const Filter& filter) {
  std::visit(Check{types}, filter.node);
}

}  // namespace scim2ldap::scim
