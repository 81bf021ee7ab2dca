#include "connector/review/Doubt.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace scim2ldap::connector {
namespace {

bool isIn(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool isOfOneGone(Fault fault) {
  return fault == Fault::OrphanRow || fault == Fault::WrongType || fault == Fault::OrphanFallback ||
         fault == Fault::DanglingMember;
}

std::vector<std::string> endpointsInDoubt(
    const std::vector<Finding>& findings,
    const std::function<std::int64_t(const std::string& endpoint, const std::string& type)>& rows) {
  std::vector<std::string> inDoubt;
  // Names in groups are of users, or of groups; which, nobody can tell.
  std::map<std::tuple<std::string, std::string, bool>, std::set<std::string>> gone;
  for (const Finding& finding : findings) {
    if (finding.fault == Fault::OtherServer && !isIn(inDoubt, finding.endpoint))
      inDoubt.push_back(finding.endpoint);
    if (!isOfOneGone(finding.fault)) continue;
    const bool isMember = finding.fault == Fault::DanglingMember;
    std::set<std::string>& those = gone[{finding.endpoint, finding.type, isMember}];
    if (isMember) {
      those.insert(finding.values.begin(), finding.values.end());
    } else {
      those.insert(finding.id);
    }
  }
  for (const auto& [key, those] : gone) {
    const auto& [endpoint, type, isMember] = key;
    std::int64_t all = rows(endpoint, type);
    if (isMember) all = rows(endpoint, "User") + rows(endpoint, "Group");
    const auto count = static_cast<std::int64_t>(those.size());
    if (!isIn(inDoubt, endpoint) && count > std::max(kFewGone, all * kFewGonePercent / 100))
      inDoubt.push_back(endpoint);
  }
  return inDoubt;
}

}  // namespace scim2ldap::connector
