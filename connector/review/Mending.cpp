#include "connector/review/Mending.h"

#include "connector/provisioning/LdapErrors.h"
#include "connector/provisioning/PlanLdif.h"
#include "connector/provisioning/RequestLog.h"
#include "connector/provisioning/ResourceRules.h"
#include "scim/Error.h"

namespace scim2ldap::connector {
namespace {

constexpr int kMaxTries = 5;
constexpr int kDoneStatus = 200;

void addLog(Plan& plan, const RequestContext& context, const Finding& finding) {
  LogRow row = logRow(context, finding.type, finding.id, finding.dn, kDoneStatus);
  row.detail = describe(finding);
  row.ldif = toLdif(plan);
  plan.changes.log.push_back(std::move(row));
}

ChangeMembers changeOf(const mappings::MembersRule& rule, const Finding& finding) {
  ChangeMembers change{ldap::Dn::parse(finding.dn), rule.attribute};
  if (finding.fault == Fault::NoMember) {
    change.add = {rule.placeholder->toString()};
    return change;
  }
  if (rule.placeholder) change.placeholder = rule.placeholder->toString();
  change.remove = finding.fault == Fault::DanglingMember
                      ? finding.values
                      : std::vector<std::string>{rule.placeholder->toString()};
  return change;
}

}  // namespace

Mending::Mending(const EndpointConfiguration& endpoint, const DirectoryConfiguration& directoryConfiguration,
                 ldap::Directory& directory, Store& store, PlanSink& sink, Coordination& coordination)
    : endpoint_(endpoint),
      store_(store),
      sink_(sink),
      coordination_(coordination),
      recheck_(endpoint, directoryConfiguration, directory, store) {}

bool Mending::mend(const RequestContext& context, const Finding& finding) {
  for (int tries = 0; tries < kMaxTries; ++tries) {
    const EntryLocks::Guard entry = coordination_.locks.lockEntries({finding.id});
    const EntryLocks::Guard place = coordination_.locks.lockPlaces({finding.id});
    const Epoch epoch = sink_.begin();
    const Plan plan = planFor(context, finding);
    if (plan.empty()) return false;
    const Execution execution = sink_.execute(plan, {}, epoch);
    if (execution.done()) return true;
    if (execution.outcome != Execution::Outcome::Overtaken)
      throw toScimError(execution.refusal, finding.dn, recheck_.view().mapping(kindOf(finding)));
  }
  throw busy(describe(finding));
}

Plan Mending::planFor(const RequestContext& context, const Finding& finding) {
  Plan plan{endpoint_.directory};
  const std::optional<Finding> found = recheck_.look(finding);
  if (!found) return plan;
  switch (found->fault) {
    case Fault::OrphanRow:
    case Fault::WrongType:
      plan.changes.removals.push_back({endpoint_.name, found->type, found->id});
      break;
    case Fault::OrphanFallback:
      plan.changes.fallback.push_back({endpoint_.name, found->id, FallbackState::None});
      break;
    case Fault::NotInFallback:
      plan.changes.fallback.push_back({endpoint_.name, found->id, FallbackState::Inside, TimePoint{}});
      break;
    case Fault::LeftHome:
      plan.changes.upserts.push_back(withoutHome(*found, context.now));
      break;
    case Fault::DanglingMember:
    case Fault::PlaceholderBesideMembers:
    case Fault::NoMember:
      plan.steps.emplace_back(changeOf(*recheck_.view().mapping(Kind::Group).members, *found));
      break;
    default:
      throw scim::Error(409, scim::ScimType::None,
                        describe(*found) + "; " + std::string(remedyOf(found->fault)));
  }
  addLog(plan, context, *found);
  return plan;
}

ResourceRow Mending::withoutHome(const Finding& finding, TimePoint now) {
  std::optional<ResourceRow> row = store_.find({endpoint_.name, finding.type, finding.id});
  if (!row) throw busy(describe(finding));
  row->home.clear();
  row->modified = now;
  return *std::move(row);
}

}  // namespace scim2ldap::connector
