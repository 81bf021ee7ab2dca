#include "connector/review/Recheck.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include "connector/provisioning/PlanJson.h"
#include "connector/provisioning/ResourceRules.h"
#include "ldap/Error.h"

namespace scim2ldap::connector {
namespace {

constexpr std::chrono::milliseconds kPause{50};

/// A form in which two DNs, or two other texts, are the same.
std::string comparable(const std::string& text) {
  if (text.find('=') == std::string::npos) return text;
  try {
    return ldap::Dn::parse(text).normalized();
  } catch (const ldap::Error&) {
    return text;
  }
}

bool isPlaceholder(const mappings::MembersRule& rule, const std::string& value) {
  return rule.placeholder && comparable(value) == rule.placeholder->normalized();
}

/// Every name that the plan gives, takes or writes to.
std::set<std::string> namesIn(const Plan& plan) {
  std::set<std::string> names;
  for (const Step& step : plan.steps) {
    names.insert(target(step).normalized());
    if (const auto* rename = std::get_if<RenameEntry>(&step)) names.insert(rename->newDn.normalized());
    if (const auto* change = std::get_if<ChangeMembers>(&step)) {
      for (const auto* values : {&change->add, &change->remove}) {
        for (const std::string& value : *values) names.insert(comparable(value));
      }
    }
  }
  return names;
}

std::set<std::string> idsIn(const StoreChanges& changes) {
  std::set<std::string> ids;
  for (const ResourceRow& row : changes.upserts) ids.insert(row.id);
  for (const ResourceKey& key : changes.removals) ids.insert(key.id);
  for (const FallbackRow& row : changes.fallback) ids.insert(row.id);
  for (const LogRow& row : changes.log) ids.insert(row.id);
  return ids;
}

}  // namespace

bool concerns(const JournalRow& row, const Finding& finding) {
  if (!row.setAside.empty()) return false;
  try {
    const Plan plan = planFromJson(row.plan);
    const std::set<std::string> ids = idsIn(plan.changes);
    if (!finding.id.empty() && ids.contains(finding.id)) return true;
    std::vector<std::string> about = finding.values;
    if (!finding.dn.empty()) about.push_back(finding.dn);
    const std::set<std::string> names = namesIn(plan);
    return std::any_of(about.begin(), about.end(), [&](const std::string& value) {
      return ids.contains(value) || names.contains(comparable(value));
    });
  } catch (const StoreError&) {  // no plan of this release: nobody carries it out
    return false;
  }
}

std::optional<Fault> placeholderFault(const mappings::MembersRule& rule,
                                      const std::vector<std::string>& values, bool demandsMember) {
  if (!rule.placeholder) return std::nullopt;
  if (values.empty()) return demandsMember ? std::optional(Fault::NoMember) : std::nullopt;
  const bool hasPlaceholder = std::any_of(
      values.begin(), values.end(), [&](const std::string& value) { return isPlaceholder(rule, value); });
  if (hasPlaceholder && values.size() > 1) return Fault::PlaceholderBesideMembers;
  return std::nullopt;
}

bool demands(const ldap::Subschema& schema, const std::vector<std::string>& objectClasses,
             const std::string& attribute) {
  const ldap::AttributeType* type = schema.findAttributeType(attribute);
  return schema.must(objectClasses)
      .contains(type == nullptr || type->names.empty() ? attribute : type->names.front());
}

Kind kindOf(const Finding& finding) {
  return finding.type == typeOf(Kind::Group) ? Kind::Group : Kind::User;
}

Recheck::Recheck(const EndpointConfiguration& endpoint, const DirectoryConfiguration& directoryConfiguration,
                 ldap::Directory& directory, Store& store)
    : endpoint_(endpoint),
      base_(directoryConfiguration.base),
      store_(store),
      view_(directory, endpoint.mapping, directoryConfiguration.idAttribute),
      reader_(view_, store, endpoint.name) {}

std::optional<Finding> Recheck::confirm(const Finding& finding, int& pauses) {
  for (;; --pauses) {
    std::optional<Finding> found = look(finding);
    if (!found) return std::nullopt;
    // A plan that explains both looks is in the journal between them.
    const std::vector<JournalRow> plans = store_.journal();
    found = look(*found);
    if (!found) return std::nullopt;
    const bool isExplained = std::any_of(plans.begin(), plans.end(),
                                         [&](const JournalRow& plan) { return concerns(plan, *found); });
    if (!isExplained) return found;
    if (pauses == 0) return std::nullopt;
    std::this_thread::sleep_for(kPause);
  }
}

std::optional<Finding> Recheck::look(const Finding& finding) {
  const auto when = [&](bool holds) { return holds ? std::optional(finding) : std::nullopt; };
  switch (finding.fault) {
    case Fault::OrphanRow:
    case Fault::RowOutside:
    case Fault::RowUnseen:
    case Fault::WrongType:
      return lookAtRow(finding);
    case Fault::OrphanFallback:
      return when(!store_.fallbackRows(endpoint_.name, {finding.id}).empty() &&
                  !view_.findById(Kind::User, finding.id, false));
    case Fault::NotInFallback:
      return when(!isInFallback(finding.id));
    case Fault::LeftHome:
      return when(isLeftHome(finding));
    case Fault::LostRow:
      return when(view_.findById(kindOf(finding), finding.id, false) &&
                  !store_.find({endpoint_.name, finding.type, finding.id}));
    case Fault::SharedExternalId:
      return lookAtExternalIds(finding);
    case Fault::SharedName:
      return lookAtNames(finding);
    case Fault::SharedId:
      return lookAtIds(finding);
    case Fault::DanglingMember:
    case Fault::MovedMember:
    case Fault::PlaceholderBesideMembers:
    case Fault::NoMember:
      return lookAtMembers(finding);
    case Fault::PlanWaiting:
    case Fault::PlanWithoutDirectory:
    case Fault::PlanSetAside: {
      const std::optional<JournalRow> row = store_.journalRow(std::stoll(finding.id));
      return when(row && row->setAside.empty() == (finding.fault != Fault::PlanSetAside));
    }
    case Fault::OtherServer:
    case Fault::UnknownEndpoint:
    case Fault::DamagedFile:
      break;
  }
  return finding;
}

std::optional<Finding> Recheck::lookAtRow(Finding finding) {
  const Kind kind = kindOf(finding);
  const Kind other = kind == Kind::User ? Kind::Group : Kind::User;
  if (view_.has(kind) && view_.findById(kind, finding.id, false)) return std::nullopt;
  if (view_.has(other) && view_.findById(other, finding.id, false)) {
    finding.fault = Fault::WrongType;
  } else if (const auto found = findAnywhere({ldap::Equality{view_.idAttribute(), finding.id}}); !found) {
    finding.fault = Fault::RowUnseen;
  } else if (!found->empty()) {
    finding.fault = Fault::RowOutside;
    finding.dn = found->front().toString();
  } else {
    finding.fault = Fault::OrphanRow;
  }
  if (!store_.find({endpoint_.name, finding.type, finding.id})) return std::nullopt;
  return finding;
}

std::optional<std::vector<ldap::Dn>> Recheck::findAnywhere(const ldap::Filter& filter) {
  try {
    std::vector<ldap::Dn> found;
    for (ldap::Entry& entry : view_.directory().search({base_, ldap::Scope::Subtree, filter, {}}))
      found.push_back(std::move(entry.dn));
    return found;
  } catch (const ldap::Error& error) {
    if (error.code() != ldap::ResultCode::NoSuchObject &&
        error.code() != ldap::ResultCode::InsufficientAccessRights)
      throw;
    return std::nullopt;
  }
}

bool Recheck::isInFallback(const std::string& userId) {
  if (!endpoint_.fallback) return true;
  const std::vector<FallbackRow> rows = store_.fallbackRows(endpoint_.name, {userId});
  // Who is to be looked at soon is seen to.
  if (rows.empty() || rows.front().state != FallbackState::Inside || rows.front().due) return true;
  const std::optional<ldap::Entry> user = view_.findById(Kind::User, userId, false);
  const std::optional<Membership> membership = view_.membershipIn(endpoint_.fallback->group);
  return !user || !membership || view_.isListed(*membership, user->dn);
}

bool Recheck::isLeftHome(const Finding& finding) {
  const std::optional<CurrentResource> current = reader_.read(kindOf(finding), finding.id, false);
  return current && current->row && !current->row->home.empty() &&
         !isInactive(resourceOf(view_.mapping(current->kind), *current));
}

std::optional<Finding> Recheck::lookAtExternalIds(Finding finding) {
  const Kind kind = kindOf(finding);
  std::vector<std::string> ids = finding.values;
  ids.push_back(finding.id);
  std::set<std::string> there;
  for (const ldap::Entry& entry : view_.findByIds(kind, ids, false))
    there.insert(entry.first(view_.idAttribute()).value_or(""));
  const std::vector<ResourceRow> rows = store_.findAll(endpoint_.name, finding.type, ids);
  const auto own =
      std::find_if(rows.begin(), rows.end(), [&](const ResourceRow& row) { return row.id == finding.id; });
  if (own == rows.end() || !own->externalId || !there.contains(own->id)) return std::nullopt;
  finding.values.clear();
  for (const ResourceRow& row : rows) {
    if (row.id != own->id && row.externalId == own->externalId && there.contains(row.id))
      finding.values.push_back(row.id);
  }
  return finding.values.empty() ? std::nullopt : std::optional(finding);
}

std::optional<Finding> Recheck::lookAtNames(Finding finding) {
  const Kind kind = kindOf(finding);
  const auto nameOf = [&](const std::string& id) {
    const std::optional<CurrentResource> current = reader_.read(kind, id, false);
    return current ? foldedName(kind, resourceOf(view_.mapping(kind), *current)) : "";
  };
  const std::string own = nameOf(finding.id);
  if (own.empty()) return std::nullopt;
  std::vector<ldap::Dn> others;
  for (const std::string& dn : finding.values) others.push_back(ldap::Dn::parse(dn));
  finding.values.clear();
  for (const auto& [key, other] : view_.resolveDns(others)) {
    if (other.kind == kind && other.id != finding.id && nameOf(other.id) == own)
      finding.values.push_back(other.dn.toString());
  }
  return finding.values.empty() ? std::nullopt : std::optional(finding);
}

std::optional<Finding> Recheck::lookAtIds(Finding finding) {
  std::set<std::string> seen{comparable(finding.dn)};
  finding.values.clear();
  for (const Kind kind : {Kind::User, Kind::Group}) {
    if (!view_.has(kind)) continue;
    for (const ldap::Entry& entry : view_.findByIds(kind, {finding.id}, false)) {
      if (seen.insert(entry.dn.normalized()).second) finding.values.push_back(entry.dn.toString());
    }
  }
  return finding.values.empty() ? std::nullopt : std::optional(finding);
}

std::optional<Finding> Recheck::lookAtMembers(Finding finding) {
  const mappings::MembersRule& rule = *view_.mapping(Kind::Group).members;
  std::optional<ldap::Entry> group = view_.findById(Kind::Group, finding.id, true);
  if (!group) return std::nullopt;
  finding.dn = group->dn.toString();
  const std::vector<std::string>& present = group->values(rule.attribute);
  if (finding.fault == Fault::DanglingMember || finding.fault == Fault::MovedMember)
    return lookAtNobody(std::move(finding), present);
  bool demandsOne = false;
  if (present.empty()) {
    const std::optional<ldap::Entry> classes = view_.directory().read(group->dn, {"objectClass"});
    demandsOne =
        classes && demands(view_.directory().subschema(), classes->values("objectClass"), rule.attribute);
  }
  return placeholderFault(rule, present, demandsOne) == finding.fault ? std::optional(finding) : std::nullopt;
}

std::optional<Finding> Recheck::lookAtNobody(Finding finding, const std::vector<std::string>& present) {
  std::set<std::string> listed;
  for (const std::string& value : present) listed.insert(comparable(value));
  std::erase_if(finding.values, [&](const std::string& value) {
    if (!listed.contains(comparable(value)) || !view_.isDangling(value)) return true;
    const ldap::AttributeTypeAndValue name = ldap::Dn::parse(value).rdn().pairs.front();
    const auto namesakes = findAnywhere({ldap::Equality{name.type, name.value}});
    const bool mayBeElsewhere = !namesakes || !namesakes->empty();
    return mayBeElsewhere != (finding.fault == Fault::MovedMember);
  });
  return finding.values.empty() ? std::nullopt : std::optional(finding);
}

}  // namespace scim2ldap::connector
