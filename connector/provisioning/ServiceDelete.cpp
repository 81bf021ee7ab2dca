// DELETE: out of every group and reference first, then gone. RFC 7644 §3.6

#include "connector/provisioning/Service.h"

namespace scim2ldap::connector {
namespace {

constexpr int kMaxTries = 5;  ///< when others change the entry between reading and writing

}  // namespace

void Service::remove(Kind kind, const ServiceRequest& request, const std::string& id) {
  const EntryLocks::Guard entries = coordination_.locks.lockEntries({id});
  for (int tries = 0;; ++tries) {
    const Epoch epoch = sink_.begin();
    const CurrentResource current = readOrThrow(kind, id, false);
    const Dependents dependents{view_.groupsOf(view_.memberValue(current.entry.dn)),
                                view_.referrersTo(current.entry.dn)};
    request.preconditions.check(versionOf(current));
    const OfVersion version = request.preconditions.empty() ? OfVersion::Any : OfVersion::AsRead;
    const Plan plan = compileDelete(request.context, view_.mapping(kind), endpoint_.mapping, current,
                                    dependents, view_.idAttribute(), version);
    const Execution execution = sink_.execute(plan, {}, epoch);
    if (execution.done()) {
      pages_.removed(kind, id);
      logger_.info("RESOURCE_DELETED", "A resource was deleted",
                   {{"requestId", request.context.requestId},
                    {"type", typeOf(kind)},
                    {"id", id},
                    {"name", plan.changes.log.front().name},
                    {"dn", current.entry.dn.toString()}});
      return;
    }
    const ldap::ResultCode code = execution.refusal.code;
    const bool overtaken =
        execution.outcome == Execution::Outcome::Overtaken || code == ldap::ResultCode::NoSuchObject ||
        code == ldap::ResultCode::NoSuchAttribute || code == ldap::ResultCode::AssertionFailed;
    if (!overtaken || tries == kMaxTries) refuse(kind, execution, plan);
  }
}

}  // namespace scim2ldap::connector
