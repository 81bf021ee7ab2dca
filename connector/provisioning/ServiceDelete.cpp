// DELETE: out of every group and reference first, then gone. RFC 7644 §3.6

#include "connector/provisioning/PlanLdif.h"
#include "connector/provisioning/ResourceRules.h"
#include "connector/provisioning/Service.h"

namespace scim2ldap::connector {

void Service::remove(Kind kind, const ServiceRequest& request, const std::string& id) {
  Removal removal = lockForRemoval(kind, id);
  Epoch epoch = removal.epoch;
  CurrentResource current = readOrThrow(kind, id, false);
  const VerbPolicy policy = deletePolicy(endpoint_.policies, kind);
  if (policy == VerbPolicy::Reject) throw forbidden("the deletion of " + std::string(typeOf(kind)) + "s");
  const std::string name(resourceOf(view_.mapping(kind), current).stringAt(nameAttribute(kind)));
  if (policy == VerbPolicy::Ignore) {
    report(request, name, {{}, {"DELETE"}});
    return;
  }
  LeavingGate::Pass pass;
  if (kind == Kind::User) pass = letLeave(request, id, name);
  bool isThere = true;
  std::set<std::string> leftOut;
  for (int tries = 0; tries < kMaxTries;) {
    const Dependents dependents = dependentsOf(kind, current.entry.dn, leftOut);
    if (isThere) request.preconditions.check(versionOf(current));
    const OfVersion version = request.preconditions.empty() ? OfVersion::Any : OfVersion::AsRead;
    Plan plan = compileDelete(request.context, view_.mapping(kind), current, dependents, view_.idAttribute(),
                              version);
    if (!isThere) {
      // Others removed the entry meanwhile: what is left of it are its names in groups and references.
      plan.steps.pop_back();
      plan.changes.log.front().ldif = toLdif(plan);
    }
    if (kind == Kind::User && endpoint_.leavingGuard.isOn()) {
      plan.changes.leavings.push_back({endpoint_.name, id, request.context.now});
    }
    removal.change.group = current.entry.dn;
    std::optional<FallbackGroup::Consequence> consequence = beforeFallback(request, removal.change, epoch);
    Execution execution;
    execution.outcome = Execution::Outcome::Overtaken;
    if (consequence) {
      std::move(consequence->rows.begin(), consequence->rows.end(),
                std::back_inserter(plan.changes.fallback));
      execution = carryOut(kind, plan, {}, epoch);
    }
    if (execution.done()) {
      pages_.removed(kind, id);
      logger_.info("RESOURCE_DELETED", "A resource was deleted",
                   {{"requestId", request.context.requestId},
                    {"type", typeOf(kind)},
                    {"resource", id},
                    {"name", plan.changes.log.front().name},
                    {"dn", current.entry.dn.toString()}});
      return;
    }
    if (isOvertaken(execution, plan)) {
      ++tries;
    } else if (!leavesOut(request, execution, plan, dependents, leftOut)) {
      refuse(kind, execution, plan);
    }
    epoch = sink_.begin();
    std::optional<CurrentResource> now = reader_.read(kind, id, false);
    isThere = now.has_value();
    if (now) current = std::move(*now);
  }
  throw busy("the entry with the id \"" + id + "\"");
}

}  // namespace scim2ldap::connector
