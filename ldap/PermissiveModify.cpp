#include "ldap/PermissiveModify.h"

#include <set>

#include "ldap/Error.h"
#include "ldap/StringPreparation.h"

namespace scim2ldap::ldap {
namespace {

std::string key(const std::string& value, ValueMatch match) {
  if (match == ValueMatch::Exact) return value;
  try {
    return Dn::parse(value).normalized();
  } catch (const Error&) {
    return prepareCaseIgnore(value);  // not a DN
  }
}

using Keys = std::set<std::string>;

}  // namespace

std::vector<Modification> narrow(const std::vector<Modification>& modifications, const Attributes& current,
                                 ValueMatch match) {
  std::map<std::string, Keys, CaseInsensitiveLess> state;
  for (const auto& [attribute, values] : current)
    for (const std::string& value : values) state[attribute].insert(key(value, match));

  std::vector<Modification> effective;
  for (const Modification& modification : modifications) {
    Keys& present = state[modification.attribute];
    Modification rest{modification.type, modification.attribute, {}};
    switch (modification.type) {
      case ModificationType::Add:
        for (const std::string& value : modification.values)
          if (present.insert(key(value, match)).second) rest.values.push_back(value);
        break;
      case ModificationType::Delete:
        if (modification.values.empty() && !present.empty()) {
          present.clear();
          effective.push_back(modification);
        }
        for (const std::string& value : modification.values)
          if (present.erase(key(value, match)) > 0) rest.values.push_back(value);
        break;
      case ModificationType::Replace:
        present.clear();
        for (const std::string& value : modification.values) present.insert(key(value, match));
        effective.push_back(modification);
        break;
      case ModificationType::Increment:
        effective.push_back(modification);
        break;
    }
    if (!rest.values.empty()) effective.push_back(std::move(rest));
  }
  return effective;
}

}  // namespace scim2ldap::ldap
