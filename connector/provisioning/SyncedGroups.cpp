#include "connector/provisioning/SyncedGroups.h"

#include <algorithm>

#include "connector/provisioning/ResourceReader.h"

namespace scim2ldap::connector {
namespace {

using Texts = std::vector<std::string>;

constexpr std::size_t kAtOnce = 100;  ///< values in one question, as many as fit into one search

Texts part(const Texts& values, std::size_t begin, std::size_t end) {
  return {values.begin() + static_cast<std::ptrdiff_t>(begin),
          values.begin() + static_cast<std::ptrdiff_t>(std::min(end, values.size()))};
}

}  // namespace

SyncedGroups::Values SyncedGroups::listing(const Texts& memberValues, const std::string& except) {
  Values found;
  for (std::size_t begin = 0; begin < memberValues.size(); begin += kAtOnce)
    find(part(memberValues, begin, begin + kAtOnce), except, found);
  return found;
}

void SyncedGroups::find(Texts memberValues, const std::string& except, Values& found) {
  if (memberValues.empty()) return;
  const std::vector<Referenced> groups = holding(memberValues, except);
  if (groups.empty()) return;
  if (memberValues.size() == 1) {
    found.insert(memberValues.front());
    return;
  }
  // Whom these groups list, their lists tell faster than one search for each.
  const std::size_t asked = memberValues.size();
  for (const Referenced& group : groups) {
    if (memberValues.empty()) return;
    const Values& list = listOf(group);
    std::erase_if(memberValues, [&](const std::string& value) {
      if (!list.contains(value)) return false;
      found.insert(value);
      return true;
    });
  }
  if (memberValues.size() < asked) return find(std::move(memberValues), except, found);
  // They spell the values otherwise: the directory has to compare them.
  find(part(memberValues, 0, asked / 2), except, found);
  find(part(memberValues, asked / 2, asked), except, found);
}

std::vector<Referenced> SyncedGroups::holding(const Texts& memberValues, const std::string& except) {
  std::vector<Referenced> groups = view_.groupsHolding(memberValues);
  Texts ids;
  for (const Referenced& group : groups) ids.push_back(group.id);
  std::set<std::string> synced;
  for (const ResourceRow& row : store_.findAll(endpoint_, std::string(typeOf(Kind::Group)), ids)) {
    if (row.externalId) synced.insert(row.id);
  }
  std::erase_if(groups, [&](const Referenced& group) {
    return group.id == except || group.dn == fallback_ || !synced.contains(group.id);
  });
  return groups;
}

const SyncedGroups::Values& SyncedGroups::listOf(const Referenced& group) {
  const auto [list, isNew] = lists_.try_emplace(group.id);
  if (isNew) list->second = read(group.dn);
  return list->second;
}

SyncedGroups::Values SyncedGroups::read(const ldap::Dn& group) {
  const std::string& attribute = view_.mapping(Kind::Group).members->attribute;
  const auto entry = view_.directory().read(group, {attribute});
  if (!entry) return {};
  const Texts& values = entry->values(attribute);
  return {values.begin(), values.end()};
}

SyncedGroups::Values SyncedGroups::listedIn(const ldap::Dn& group, const Texts& memberValues) {
  if (memberValues.size() <= kAtOnce) return askedIn(group, memberValues);
  // Each question about a long list has the directory look through all of it.
  const Values list = read(group);
  Values found;
  Texts others;  // which it may spell otherwise
  for (const std::string& value : memberValues) {
    if (list.contains(value)) {
      found.insert(value);
    } else {
      others.push_back(value);
    }
  }
  found.merge(askedIn(group, others));
  return found;
}

SyncedGroups::Values SyncedGroups::askedIn(const ldap::Dn& group, const Texts& memberValues) {
  if (memberValues.empty()) return {};
  if (view_.isAlready(group, memberValues, {})) return {memberValues.begin(), memberValues.end()};
  if (memberValues.size() == 1) return {};
  const std::size_t middle = memberValues.size() / 2;
  Values found = askedIn(group, part(memberValues, 0, middle));
  found.merge(askedIn(group, part(memberValues, middle, memberValues.size())));
  return found;
}

}  // namespace scim2ldap::connector
