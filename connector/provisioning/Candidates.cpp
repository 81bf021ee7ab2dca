#include "connector/provisioning/Candidates.h"

#include <algorithm>
#include <map>

#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

using Found = std::optional<ldap::Filter>;

ldap::Filter nothing() {
  return {ldap::Or{}};
}

ldap::Filter anyId(const std::string& attribute, const std::vector<std::string>& ids) {
  ldap::Or any;
  for (const std::string& id : ids) any.operands.push_back({ldap::Equality{attribute, id}});
  return {any};
}

/// Walks the SCIM filter; what it does not know itself it leaves to the mapping.
struct Narrowing {
  Kind kind;
  DirectoryView& view;
  const std::function<std::vector<std::string>(const std::string&)>& idsByExternalId;

  [[nodiscard]] Found operator()(const scim::And& conjunction) const {
    ldap::And all;
    for (const scim::Filter& operand : conjunction.operands) {
      Found narrowed = narrow(operand);
      if (!narrowed) continue;
      if (isNothing(*narrowed)) return nothing();
      all.operands.push_back(std::move(*narrowed));
    }
    if (all.operands.empty()) return std::nullopt;
    if (all.operands.size() == 1) return std::move(all.operands.front());
    return ldap::Filter{std::move(all)};
  }

  [[nodiscard]] Found operator()(const scim::Or& disjunction) const {
    ldap::Or any;
    for (const scim::Filter& operand : disjunction.operands) {
      Found narrowed = narrow(operand);
      if (!narrowed) return std::nullopt;
      if (!isNothing(*narrowed)) any.operands.push_back(std::move(*narrowed));
    }
    return ldap::Filter{std::move(any)};
  }

  [[nodiscard]] Found operator()(const scim::Comparison& comparison) const {
    const scim::AttributePath& path = comparison.path;
    const bool isEqual = comparison.op == scim::CompareOperator::Eq && comparison.value.isString();
    if (scim::sameName(path.name, "id")) {
      return isEqual ? Found(ldap::Filter{ldap::Equality{view.idAttribute(), comparison.value.asString()}})
                     : std::nullopt;
    }
    if (scim::sameName(path.name, "externalId")) {
      return isEqual ? Found(anyId(view.idAttribute(), idsByExternalId(comparison.value.asString())))
                     : std::nullopt;
    }
    if (kind == Kind::Group && scim::sameName(path.name, "members")) {
      const bool byValue = path.subAttribute.empty() || scim::sameName(path.subAttribute, "value");
      return isEqual && byValue ? hasMember(comparison.value.asString()) : std::nullopt;
    }
    if (isCommon(path)) return std::nullopt;
    return translated(scim::Filter{comparison});
  }

  [[nodiscard]] Found operator()(const scim::Presence& presence) const {
    return isCommon(presence.path) ? std::nullopt : translated(scim::Filter{presence});
  }

  [[nodiscard]] Found operator()(const scim::ValuePath& valuePath) const {
    if (kind == Kind::Group && scim::sameName(valuePath.path.name, "members")) {
      const auto* inner = std::get_if<scim::Comparison>(&valuePath.filter.front().node);
      const bool byValue = inner != nullptr && inner->op == scim::CompareOperator::Eq &&
                           scim::sameName(inner->path.name, "value") && inner->value.isString();
      return byValue ? hasMember(inner->value.asString()) : std::nullopt;
    }
    return isCommon(valuePath.path) ? std::nullopt : translated(scim::Filter{valuePath});
  }

  [[nodiscard]] Found operator()(const scim::Not& negation) const {
    return isPlain(negation.operand.front()) ? translated(scim::Filter{negation}) : std::nullopt;
  }

  [[nodiscard]] Found narrow(const scim::Filter& filter) const { return std::visit(*this, filter.node); }

 private:
  /// An attribute that the mapping does not translate.
  [[nodiscard]] static bool isCommon(const scim::AttributePath& path) {
    return scim::sameName(path.name, "id") || scim::sameName(path.name, "externalId") ||
           scim::sameName(path.name, "meta") || scim::sameName(path.name, "schemas") ||
           scim::sameName(path.name, "members");
  }

  [[nodiscard]] static bool isPlain(const scim::Filter& filter) {
    return !namesAttribute(filter, "id") && !namesAttribute(filter, "externalId") &&
           !namesAttribute(filter, "meta") && !namesAttribute(filter, "schemas") &&
           !namesAttribute(filter, "members");
  }

  [[nodiscard]] Found hasMember(const std::string& id) const {
    const std::map<std::string, Referenced> member = view.resolveIds({id});
    if (member.empty() || !view.canBeMember(member.begin()->second.kind)) return nothing();
    return ldap::Filter{ldap::Equality{view.mapping(Kind::Group).members->attribute,
                                       view.memberValue(member.begin()->second.dn)}};
  }

  /// References (`manager eq "id"`) are compared by DN.
  [[nodiscard]] Found translated(const scim::Filter& filter) const {
    const std::vector<std::string> ids = mappings::referencedIds(view.mapping(kind), filter);
    mappings::WriteInputs inputs;
    if (!ids.empty()) {
      for (const auto& [id, resource] : view.resolveIds(ids)) {
        inputs.dnOfId.emplace(id, resource.dn.toString());
      }
    }
    return mappings::translate(view.mapping(kind), filter, inputs);
  }
};

}  // namespace

std::optional<ldap::Filter> candidateFilter(
    const scim::Filter& filter, Kind kind, DirectoryView& view,
    const std::function<std::vector<std::string>(const std::string& externalId)>& idsByExternalId) {
  return Narrowing{kind, view, idsByExternalId}.narrow(filter);
}

bool isNothing(const ldap::Filter& filter) {
  const auto* any = std::get_if<ldap::Or>(&filter.node);
  return any != nullptr && any->operands.empty();
}

bool namesAttribute(const scim::Filter& filter, std::string_view name) {
  struct Visitor {
    std::string_view name;
    [[nodiscard]] bool any(const std::vector<scim::Filter>& filters) const {
      return std::any_of(filters.begin(), filters.end(),
                         [&](const scim::Filter& operand) { return std::visit(*this, operand.node); });
    }
    [[nodiscard]] bool names(const scim::AttributePath& path) const {
      const bool isCore = path.schema.empty() || scim::sameName(path.schema, scim::kUserSchema) ||
                          scim::sameName(path.schema, scim::kGroupSchema);
      return isCore && scim::sameName(path.name, name);
    }
    bool operator()(const scim::Comparison& f) const { return names(f.path); }
    bool operator()(const scim::Presence& f) const { return names(f.path); }
    bool operator()(const scim::ValuePath& f) const { return names(f.path); }
    bool operator()(const scim::And& f) const { return any(f.operands); }
    bool operator()(const scim::Or& f) const { return any(f.operands); }
    bool operator()(const scim::Not& f) const { return any(f.operand); }
  };
  return std::visit(Visitor{name}, filter.node);
}

}  // namespace scim2ldap::connector
