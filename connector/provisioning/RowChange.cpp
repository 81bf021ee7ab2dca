#include "connector/provisioning/RowChange.h"

#include <algorithm>
#include <set>

namespace scim2ldap::connector {
namespace {

/// "name: before -> after", where they differ.
void add(std::string& text, const std::string& name, const std::string& before, const std::string& after) {
  if (before == after) return;
  const auto shown = [](const std::string& value) { return value.empty() ? "(none)" : value; };
  text += (text.empty() ? "" : "; ") + name + ": " + shown(before) + " -> " + shown(after);
}

/// The top-level attributes that are kept in another way than before.
std::set<std::string> keptOtherwise(const ResourceRow& before, const ResourceRow& after) {
  std::set<std::string> names;
  const auto compare = [&](const ResourceRow& one, const ResourceRow& other) {
    if (one.kept.isObject()) {
      for (const scim::Json::Member& member : one.kept.asObject()) {
        const scim::Json* same = other.kept.find(member.name);
        if (same == nullptr || !(*same == member.value)) names.insert(member.name);
      }
    }
    for (const mappings::Original& original : one.originals) {
      if (std::find(other.originals.begin(), other.originals.end(), original) == other.originals.end())
        names.insert(original.attribute);
    }
  };
  compare(before, after);
  compare(after, before);
  return names;
}

}  // namespace

std::string changeText(const std::optional<ResourceRow>& before, const ResourceRow& after) {
  const ResourceRow was = before.value_or(ResourceRow{});
  std::string text;
  add(text, "externalId", was.externalId.value_or(""), after.externalId.value_or(""));
  add(text, "role", was.role, after.role);
  add(text, "role as sent", was.rawRole, after.rawRole);
  add(text, "origin", before ? std::string(toString(was.origin)) : "", std::string(toString(after.origin)));
  add(text, "name to come back to", was.home, after.home);
  std::string names;
  for (const std::string& name : keptOtherwise(was, after)) names += (names.empty() ? "" : ", ") + name;
  if (!names.empty()) text += (text.empty() ? "" : "; ") + std::string("kept as sent: ") + names;
  return text;
}

}  // namespace scim2ldap::connector
