#include "ldap/PermissiveModify.h"

#include <algorithm>
#include <unordered_map>

#include "ldap/Error.h"
#include "ldap/StringPreparation.h"

namespace scim2ldap::ldap {
namespace {

std::string caseIgnoreKey(const std::string& value) {
  try {
    return Dn::parse(value).normalized();
  } catch (const Error&) {
    return prepareCaseIgnore(value);  // not a DN
  }
}

/// The values of an attribute, found by either match.
class Values {
 public:
  [[nodiscard]] bool empty() const { return octetsByKey_.empty(); }
  [[nodiscard]] bool contains(const std::string& value, ValueMatch match) const {
    const auto [first, last] = octetsByKey_.equal_range(caseIgnoreKey(value));
    return match == ValueMatch::CaseIgnore
               ? first != last
               : std::any_of(first, last, [&](const auto& each) { return each.second == value; });
  }
  void insert(const std::string& value) { octetsByKey_.emplace(caseIgnoreKey(value), value); }
  /// Erases the value itself, else one that is equal to it without regard to case.
  void erase(const std::string& value) {
    const auto [first, last] = octetsByKey_.equal_range(caseIgnoreKey(value));
    const auto same = std::find_if(first, last, [&](const auto& each) { return each.second == value; });
    if (first != last) octetsByKey_.erase(same == last ? first : same);
  }
  void clear() { octetsByKey_.clear(); }

 private:
  std::unordered_multimap<std::string, std::string> octetsByKey_;
};

}  // namespace

std::vector<Modification> narrow(const std::vector<Modification>& modifications, const Attributes& current,
                                 const Narrowing& narrowing) {
  std::map<std::string, Values, CaseInsensitiveLess> state;
  for (const auto& [attribute, values] : current)
    for (const std::string& value : values) state[attribute].insert(value);

  std::vector<Modification> effective;
  for (const Modification& modification : modifications) {
    Values& present = state[modification.attribute];
    Modification rest{modification.type, modification.attribute, {}};
    switch (modification.type) {
      case ModificationType::Add:
        for (const std::string& value : modification.values) {
          if (present.contains(value, narrowing.adding)) continue;
          present.insert(value);
          rest.values.push_back(value);
        }
        if (!rest.values.empty()) effective.push_back(std::move(rest));
        break;
      case ModificationType::Delete:
        for (const std::string& value : modification.values) {
          if (!present.contains(value, narrowing.deleting)) continue;
          present.erase(value);
          rest.values.push_back(value);
        }
        if (!rest.values.empty() || (modification.values.empty() && !present.empty())) {
          if (rest.values.empty()) present.clear();
          effective.push_back(std::move(rest));
        }
        break;
      case ModificationType::Replace:
        present.clear();
        for (const std::string& value : modification.values) present.insert(value);
        effective.push_back(modification);
        break;
      case ModificationType::Increment:
        effective.push_back(modification);
        break;
    }
  }
  return effective;
}

}  // namespace scim2ldap::ldap
