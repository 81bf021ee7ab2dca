#include "connector/provisioning/UserGroups.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "connector/provisioning/ResourceReader.h"

namespace scim2ldap::connector {

using scim::Json;

std::vector<GroupOfUser> UserGroups::of(const std::string& memberValue) {
  std::vector<GroupOfUser> groups;
  std::set<std::string> seen;
  std::vector<std::string> outermost;  // member values of the groups that were found last
  const auto take = [&](const Referenced& group, bool isDirect) {
    if (!seen.insert(group.id).second) return;
    groups.push_back({group, isDirect});
    outermost.push_back(valueOf_(group));
  };
  for (const Referenced& group : holders_({memberValue})) take(group, true);
  while (canNest_ && !outermost.empty()) {
    const std::vector<std::string> inner = std::exchange(outermost, {});
    findHolders(inner);
    for (const std::string& value : inner) {
      for (const Referenced& group : holdersOfGroups_.at(value)) take(group, false);
    }
  }
  return groups;
}

void UserGroups::findHolders(const std::vector<std::string>& memberValues) {
  std::vector<std::string> unknown;
  std::copy_if(memberValues.begin(), memberValues.end(), std::back_inserter(unknown),
               [&](const std::string& value) { return !holdersOfGroups_.contains(value); });
  if (unknown.empty()) return;
  std::vector<Referenced> holders = holders_(unknown);
  if (unknown.size() == 1) {
    holdersOfGroups_[unknown.front()] = std::move(holders);
  } else if (holders.empty()) {
    for (const std::string& value : unknown) holdersOfGroups_[value] = {};
  } else {  // which of them it is, the halves tell
    const auto middle = unknown.begin() + static_cast<std::ptrdiff_t>(unknown.size() / 2);
    findHolders({unknown.begin(), middle});
    findHolders({middle, unknown.end()});
  }
}

Json groupsAttribute(const std::vector<GroupOfUser>& groups, std::string_view baseUrl) {
  Json::Array values;
  for (const auto& [group, isDirect] : groups) {
    Json value = Json::object();
    value.set("value", group.id);
    value.set("$ref", urlOf(baseUrl, Kind::Group, group.id));
    if (!group.display.empty()) value.set("display", group.display);
    value.set("type", isDirect ? "direct" : "indirect");
    values.push_back(std::move(value));
  }
  return Json(std::move(values));
}

}  // namespace scim2ldap::connector
