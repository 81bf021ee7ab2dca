// What administrators see of an endpoint: many resources at a glance, and its limits.

#include <algorithm>

#include "connector/provisioning/ResourceRules.h"
#include "connector/provisioning/Service.h"
#include "scim/Filter.h"

namespace scim2ldap::connector {

using scim::Json;

std::map<std::string, Service::Glimpse> Service::glimpses(Kind kind, const std::vector<ResourceRow>& rows) {
  std::vector<std::string> ids;
  std::map<std::string, const ResourceRow*> byId;
  for (const ResourceRow& row : rows) {
    ids.push_back(row.id);
    byId.emplace(row.id, &row);
  }
  std::map<std::string, Glimpse> found;
  for (ldap::Entry& entry : view_.findByIds(kind, ids, false)) {
    const std::string id = entry.first(view_.idAttribute()).value_or("");
    // References would cost further searches, and none of them shows.
    const CurrentResource current{kind, id, std::move(entry), *byId.at(id), {}};
    const Json seen = reader_.represent(current, "", MembersForm::Left);
    Glimpse glimpse{.name = std::string(seen.stringAt(nameAttribute(kind))), .dn = current.entry.dn};
    if (const Json* active = seen.find("active"); active != nullptr && active->isBool())
      glimpse.active = active->asBool();
    glimpse.modified = seen.find("meta")->stringAt("lastModified");
    found.emplace(id, std::move(glimpse));
  }
  return found;
}

std::vector<std::string> Service::idsByName(Kind kind, const std::string& prefix, std::size_t most) {
  std::vector<std::string> ids;
  if (!has(kind)) return ids;
  const scim::Filter begins{
      scim::Comparison{{"", std::string(nameAttribute(kind)), ""}, scim::CompareOperator::Sw, Json(prefix)}};
  find(kind, begins, false, "", most,
       [&](CurrentResource&& current, const Json&) { ids.push_back(std::move(current.id)); });
  return ids;
}

std::optional<std::int64_t> Service::leavingLimit() {
  const LeavingGuard& guard = endpoint_.leavingGuard;
  if (!guard.isOn()) return std::nullopt;
  const std::optional<std::size_t> users = guard.percent ? pages_.total(Kind::User) : std::size_t{0};
  if (!users) return std::nullopt;
  return connector::leavingLimit(guard, *users);
}

}  // namespace scim2ldap::connector
