#include "connector/review/EndpointReview.h"

#include <algorithm>
#include <set>

#include "connector/provisioning/ResourceRules.h"
#include "ldap/References.h"

namespace scim2ldap::connector {
namespace {

constexpr int kPage = 500;
constexpr int kGroupPage = 5;  ///< groups with their members, which can be 100,000 each
constexpr std::size_t kValuesInFinding = 50;
constexpr int kMostPauses = 200;  ///< plans that are under way for longer wait for the directory
constexpr std::size_t kLatestWrites = 1'000;
constexpr int kFirstRefusal = 300;

}  // namespace

EndpointReview::EndpointReview(const EndpointConfiguration& endpoint,
                               const DirectoryConfiguration& directoryConfiguration,
                               ldap::Directory& directory, Store& store, Tell tell, ShowProgress show)
    : endpoint_(endpoint),
      settings_(directoryConfiguration.settings),
      store_(store),
      tell_(std::move(tell)),
      show_(std::move(show)),
      recheck_(endpoint, directoryConfiguration, directory, store) {}

void EndpointReview::run() {
  const bool hasGroups = recheck_.view().has(Kind::Group);
  lookForOtherServers(Kind::User);
  if (hasGroups) lookForOtherServers(Kind::Group);
  readEntries(Kind::User);
  if (hasGroups) readEntries(Kind::Group);
  if (hasGroups && recheck_.view().mapping(Kind::Group).members) readMembers();
  for (const Kind kind : {Kind::User, Kind::Group}) {
    const std::size_t before = rows_;
    readRows(kind);
    if (rows_ == before) lookForLostRows(kind);
  }
  if (endpoint_.fallback) readFallbackRows();
  int pauses = kMostPauses;
  for (const Finding& each : suspects_) {
    if (const std::optional<Finding> finding = recheck_.confirm(each, pauses)) tell_(*finding);
  }
}

void EndpointReview::step(std::size_t count) {
  done_ += count;
  show_(static_cast<std::int64_t>(done_));
}

void EndpointReview::suspect(Fault fault, Kind kind, const std::string& id, const std::string& dn,
                             std::vector<std::string> values) {
  suspects_.push_back({fault, endpoint_.name, std::string(typeOf(kind)), id, dn, std::move(values)});
}

void EndpointReview::lookForOtherServers(Kind kind) {
  for (const ldap::Dn& base : recheck_.view().mapping(kind).bases) {
    if (ldap::countReferences(settings_, base) > 0)
      tell_({Fault::OtherServer, endpoint_.name, std::string(typeOf(kind)), "", base.toString()});
  }
}

void EndpointReview::readEntries(Kind kind) {
  DirectoryView& view = recheck_.view();
  ldap::SearchRequest request;
  request.filter = view.mapping(kind).filter;
  request.attributes = view.attributes(kind, false);
  for (const ldap::Dn& base : view.mapping(kind).bases) {
    request.base = base;
    std::vector<ldap::Entry> entries;
    view.directory().searchPaged(request, kPage, [&](ldap::Entry&& entry) {
      entries.push_back(std::move(entry));
      if (entries.size() < kPage) return;
      take(kind, std::exchange(entries, {}));
    });
    take(kind, std::move(entries));
  }
}

void EndpointReview::take(Kind kind, std::vector<ldap::Entry> entries) {
  const std::size_t count = entries.size();
  // Bases may overlap; who may not read an id is told by `scim2ldap check`.
  std::erase_if(entries, [&](const ldap::Entry& entry) {
    return !entry.has(recheck_.view().idAttribute()) || !names_.insert(entry.dn.normalized()).second;
  });
  std::vector<std::string> ids;
  for (const ldap::Entry& entry : entries)
    ids.push_back(entry.first(recheck_.view().idAttribute()).value_or(""));
  std::unordered_map<std::string, ResourceRow> rows;
  for (ResourceRow& row : store_.findAll(endpoint_.name, std::string(typeOf(kind)), ids))
    rows.emplace(row.id, std::move(row));
  for (std::size_t i = 0; i < entries.size(); ++i) {
    // Whom the entry refers to says nothing about it.
    CurrentResource current{kind, ids[i], std::move(entries[i]), std::nullopt, {}};
    if (const auto row = rows.find(ids[i]); row != rows.end()) current.row = std::move(row->second);
    take(current);
  }
  step(count);
}

void EndpointReview::take(const CurrentResource& current) {
  const std::string dn = current.entry.dn.toString();
  const auto [seen, isFirst] = ids_.try_emplace(current.id, Seen{current.kind, dn});
  if (!isFirst) suspect(Fault::SharedId, current.kind, current.id, dn, {seen->second.dn});
  const scim::Json resource = resourceOf(recheck_.view().mapping(current.kind), current);
  if (const std::string name = foldedName(current.kind, resource); !name.empty() && isFirst) {
    const auto [named, isOnly] =
        byFoldedName_.try_emplace(std::string(typeOf(current.kind)) + '\n' + name, current.id);
    if (!isOnly) suspect(Fault::SharedName, current.kind, current.id, dn, {ids_.at(named->second).dn});
  }
  if (current.row && !current.row->home.empty() && !isInactive(resource))
    suspect(Fault::LeftHome, current.kind, current.id, dn, {current.row->home});
}

void EndpointReview::readMembers() {
  DirectoryView& view = recheck_.view();
  const ldap::Subschema schema = view.directory().subschema();
  ldap::SearchRequest request;
  request.filter = view.mapping(Kind::Group).filter;
  request.attributes = {view.idAttribute(), "objectClass", view.mapping(Kind::Group).members->attribute};
  for (const ldap::Dn& base : view.mapping(Kind::Group).bases) {
    request.base = base;
    view.directory().searchPaged(request, kGroupPage,
                                 [&](ldap::Entry&& group) { takeMembers(group, schema); });
  }
}

void EndpointReview::takeMembers(const ldap::Entry& group, const ldap::Subschema& schema) {
  const mappings::MembersRule& rule = *recheck_.view().mapping(Kind::Group).members;
  const std::string id = group.first(recheck_.view().idAttribute()).value_or("");
  const std::string dn = group.dn.toString();
  const std::vector<std::string>& values = group.values(rule.attribute);
  const bool demandsOne = demands(schema, group.values("objectClass"), rule.attribute);
  if (const std::optional<Fault> fault = placeholderFault(rule, values, demandsOne))
    suspect(*fault, Kind::Group, id, dn);
  if (rule.value != mappings::MemberValue::Dn) return;
  const auto suspectMembers = [&](const std::vector<std::string>& members) {
    suspect(Fault::DanglingMember, Kind::Group, id, dn, members);
    suspect(Fault::MovedMember, Kind::Group, id, dn, members);
  };
  std::vector<std::string> nobody;
  for (const std::string& value : values) {
    const ldap::Dn member = ldap::Dn::parse(value);
    const bool isPlaceholder = rule.placeholder && member == *rule.placeholder;
    if (isPlaceholder || names_.contains(member.normalized())) continue;
    const bool isOurs = isBelow(member, endpoint_.mapping.user.bases) ||
                        isBelow(member, recheck_.view().mapping(Kind::Group).bases);
    if (isOurs) nobody.push_back(value);
    if (nobody.size() == kValuesInFinding) suspectMembers(std::exchange(nobody, {}));
  }
  if (!nobody.empty()) suspectMembers(std::move(nobody));
}

void EndpointReview::readRows(Kind kind) {
  const std::string type(typeOf(kind));
  std::unordered_map<std::string, std::string> byExternalId;
  std::string last;
  for (;;) {
    const std::vector<ResourceRow> rows = store_.resources(endpoint_.name, type, last, kPage);
    if (rows.empty()) return;
    last = rows.back().id;
    rows_ += rows.size();
    for (const ResourceRow& row : rows) {
      const auto seen = ids_.find(row.id);
      if (seen == ids_.end() || seen->second.kind != kind) {
        suspect(Fault::OrphanRow, kind, row.id, "");
        orphans_.insert(row.id);
        continue;
      }
      if (!row.externalId || !endpoint_.uniqueExternalId) continue;
      const auto [holder, isOnly] = byExternalId.try_emplace(*row.externalId, row.id);
      if (!isOnly) suspect(Fault::SharedExternalId, kind, row.id, seen->second.dn, {holder->second});
    }
    step(rows.size());
  }
}

void EndpointReview::lookForLostRows(Kind kind) {
  const std::string type(typeOf(kind));
  const auto count =
      std::count_if(ids_.begin(), ids_.end(), [&](const auto& each) { return each.second.kind == kind; });
  if (count == 0) return;
  withoutRows_[type] = static_cast<std::size_t>(count);
  std::set<std::string> told;
  for (const LogRow& row : store_.log(kLatestWrites, std::nullopt)) {  // the newest first
    const auto seen = ids_.find(row.id);
    const bool isOurs = row.endpoint == endpoint_.name && row.type == type && seen != ids_.end();
    if (!isOurs || seen->second.kind != kind || row.status >= kFirstRefusal || !told.insert(row.id).second)
      continue;
    if (row.method == "POST" || row.method == "PUT" || row.method == "PATCH")
      suspect(Fault::LostRow, kind, row.id, seen->second.dn);
  }
}

void EndpointReview::readFallbackRows() {
  DirectoryView& view = recheck_.view();
  const std::optional<Membership> group = view.membershipIn(endpoint_.fallback->group);
  std::unordered_set<std::string> listed;
  if (group) {
    const auto entry = view.directory().read(group->group, {group->rule.attribute});
    if (entry) {
      for (const std::string& value : entry->values(group->rule.attribute)) {
        const bool isDn = group->rule.value == mappings::MemberValue::Dn;
        listed.insert(isDn ? ldap::Dn::parse(value).normalized() : value);
      }
    }
  }
  const auto keyOf = [&](const std::string& text) {
    const ldap::Dn dn = ldap::Dn::parse(text);
    return group->rule.value == mappings::MemberValue::Dn ? dn.normalized()
                                                          : mappings::memberValue(group->rule, dn);
  };
  std::string last;
  for (;;) {
    const std::vector<FallbackRow> rows = store_.fallbackRowsAfter(endpoint_.name, last, kPage);
    if (rows.empty()) return;
    last = rows.back().id;
    for (const FallbackRow& row : rows) {
      const auto seen = ids_.find(row.id);
      if (seen == ids_.end() || seen->second.kind != Kind::User) {
        // The one row goes with the other.
        if (!orphans_.contains(row.id)) suspect(Fault::OrphanFallback, Kind::User, row.id, "");
      } else if (group && row.state == FallbackState::Inside && !row.due &&
                 !listed.contains(keyOf(seen->second.dn))) {
        suspect(Fault::NotInFallback, Kind::User, row.id, seen->second.dn);
      }
    }
    step(rows.size());
  }
}

}  // namespace scim2ldap::connector
