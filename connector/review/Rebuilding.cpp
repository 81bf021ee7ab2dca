#include "connector/review/Rebuilding.h"

#include <algorithm>
#include <set>

#include "connector/provisioning/RequestLog.h"
#include "connector/provisioning/ResourceReader.h"
#include "connector/provisioning/ResourceRules.h"
#include "connector/provisioning/SyncedGroups.h"

namespace scim2ldap::connector {
namespace {

constexpr int kMaxTries = 5;
constexpr int kDoneStatus = 200;

LogRow logOf(const RequestContext& context, Kind kind, std::size_t rows) {
  LogRow log = logRow(context, typeOf(kind), "", "", kDoneStatus);
  log.detail = std::to_string(rows) + " rows were made of entries";
  return log;
}

}  // namespace

Rebuilding::Rebuilding(const EndpointConfiguration& endpoint,
                       const DirectoryConfiguration& directoryConfiguration, ldap::Directory& directory,
                       Store& store, PlanSink& sink, Coordination& coordination)
    : endpoint_(endpoint),
      store_(store),
      sink_(sink),
      coordination_(coordination),
      view_(directory, endpoint.mapping, directoryConfiguration.idAttribute) {}

Rebuilding::Rows Rebuilding::missing(Kind kind, const std::vector<std::string>& ids, TimePoint now) {
  const std::string type(typeOf(kind));
  std::set<std::string> known;
  for (const ResourceRow& row : store_.findAll(endpoint_.name, type, ids)) known.insert(row.id);
  std::vector<std::string> unknown;
  std::copy_if(ids.begin(), ids.end(), std::back_inserter(unknown),
               [&](const std::string& id) { return !known.contains(id); });
  Rows rows;
  std::set<std::string> externalIds;
  const std::vector<ldap::Entry> entries = view_.findByIds(kind, unknown, false);
  for (const ldap::Entry& entry : entries) {
    ResourceRow row = rebuiltRow(endpoint_, kind, view_.mapping(kind), entry, view_.idAttribute(), now);
    if (!known.insert(row.id).second) continue;  // bases may overlap
    if (row.externalId && endpoint_.uniqueExternalId &&
        (!externalIds.insert(*row.externalId).second ||
         !store_.idsByExternalId(endpoint_.name, type, *row.externalId).empty())) {
      rows.clashes.push_back(row.id);
      row.externalId.reset();
    }
    rows.resources.push_back(std::move(row));
    rows.dns.push_back(entry.dn.toString());
  }
  if (kind == Kind::User && endpoint_.fallback) addFallback(rows, entries);
  return rows;
}

void Rebuilding::addFallback(Rows& rows, const std::vector<ldap::Entry>& users) {
  std::vector<std::string> values;
  for (const ldap::Entry& user : users) values.push_back(view_.memberValue(user.dn));
  if (values.empty()) return;
  SyncedGroups groups(view_, store_, endpoint_.name, endpoint_.fallback->group);
  const SyncedGroups::Values listed = groups.listedIn(endpoint_.fallback->group, values);
  for (std::size_t i = 0; i < users.size(); ++i) {
    if (!listed.contains(values[i])) continue;
    rows.fallback.push_back({endpoint_.name, users[i].first(view_.idAttribute()).value_or(""),
                             FallbackState::Inside, std::nullopt});
  }
  // A row of an earlier time knows more.
  std::vector<std::string> ids;
  for (const FallbackRow& row : rows.fallback) ids.push_back(row.id);
  for (const FallbackRow& row : store_.fallbackRows(endpoint_.name, ids)) {
    std::erase_if(rows.fallback, [&](const FallbackRow& made) { return made.id == row.id; });
  }
}

Rebuilding::Rows Rebuilding::rebuild(const RequestContext& context, Kind kind,
                                     const std::vector<std::string>& ids) {
  for (int tries = 0; tries < kMaxTries; ++tries) {
    // Nobody else makes a row of theirs meanwhile, or changes what it is made of.
    const EntryLocks::Guard entries = coordination_.locks.lockEntries(ids);
    const EntryLocks::Guard places = coordination_.locks.lockPlaces(ids);
    const Epoch epoch = sink_.begin();
    Rows rows = missing(kind, ids, context.now);
    if (rows.resources.empty()) return rows;
    Plan plan{endpoint_.directory};
    plan.changes.upserts = rows.resources;
    plan.changes.fallback = rows.fallback;
    plan.changes.log.push_back(logOf(context, kind, rows.resources.size()));
    if (sink_.execute(plan, {}, epoch).done()) return rows;
  }
  throw busy("the side table");
}

}  // namespace scim2ldap::connector
