#include "connector/provisioning/Executor.h"

#include <algorithm>
#include <chrono>

#include "connector/fault/FaultPoint.h"
#include "connector/provisioning/MemberModification.h"
#include "connector/provisioning/PlanJson.h"
#include "connector/provisioning/PlanLdif.h"
#include "ldap/Error.h"

namespace scim2ldap::connector {
namespace {

using ldap::ResultCode;
using ldap::WriteResult;

WriteResult failure(ResultCode code, const std::string& diagnostic) {
  return WriteResult{code, diagnostic};
}

/// The DN under which the plan's first entry is found after each of its steps.
const ldap::Dn* subjectAfter(const Step& step, const ldap::Dn& subject) {
  if (!(target(step) == subject)) return nullptr;
  if (const auto* rename = std::get_if<RenameEntry>(&step)) return &rename->newDn;
  if (std::holds_alternative<DeleteEntry>(step)) return nullptr;
  return &target(step);
}

/// The last step that touches the plan's first entry, whose post-read shows how the entry ends.
std::optional<std::size_t> lastStepOnSubject(const Plan& plan) {
  std::optional<std::size_t> last;
  if (plan.steps.empty()) return last;
  ldap::Dn subject = target(plan.steps.front());
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const ldap::Dn* after = subjectAfter(plan.steps[i], subject);
    if (after == nullptr) continue;
    last = i;
    subject = *after;
  }
  return last;
}

using Clock = UnsettledPlans::Clock;

/// Of a plan that another process began nothing but the time of day is known; the clock may have been set
/// back since.
std::chrono::microseconds durationOf(const LogRow& row) {
  if (row.begun) return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - *row.begun);
  return std::max(std::chrono::microseconds{0},
                  std::chrono::duration_cast<std::chrono::microseconds>(currentTime() - row.time));
}

}  // namespace

Executor::Executor(std::string directoryName, ldap::Directory& directory, std::string idAttribute,
                   Store& store, UnsettledPlans& unsettled, Logger& logger)
    : directoryName_(std::move(directoryName)),
      directory_(directory),
      idAttribute_(std::move(idAttribute)),
      store_(store),
      unsettled_(unsettled),
      logger_(logger) {}

Epoch Executor::begin() {
  if (!settle()) throw ldap::Error(ResultCode::Unavailable, "an earlier request still waits for it");
  return unsettled_.epoch(directoryName_);
}

Execution Executor::execute(const Plan& plan, const std::vector<std::string>& postRead, Epoch epoch) {
  Execution execution;
  const auto carryingOut = unsettled_.carryingOut(directoryName_);
  if (unsettled_.any(directoryName_) || unsettled_.epoch(directoryName_) != epoch) {
    execution.outcome = Execution::Outcome::Overtaken;
    return execution;
  }
  if (plan.steps.empty()) {
    StoreChanges changes = plan.changes;
    for (LogRow& row : changes.log) row.duration = durationOf(row);
    faultPoint("rows");
    store_.commit(changes);
    faultPoint("rows-done");
    return execution;
  }

  faultPoint("journal");
  const std::int64_t journal = store_.beginJournal(toJson(plan));
  faultPoint("journal-done");
  const std::optional<std::size_t> last = lastStepOnSubject(plan);
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    std::vector<std::string> wanted;
    if (i == last) wanted = postRead;
    if (i == 0 && plan.addsFirst()) wanted.push_back(idAttribute_);
    const Clock::time_point sent = Clock::now();
    faultPoint("step");
    WriteResult result = carryOut(plan.steps[i], wanted);
    faultPoint("step-done");
    if (result.ok()) {
      if (!result.postRead) continue;
      if (i == 0 && plan.addsFirst()) execution.id = result.postRead->first(idAttribute_).value_or("");
      if (i == last) execution.entry = std::move(result.postRead);
      continue;
    }
    execution.refusal = result;
    execution.refusedStep = i;
    const bool isRefused = !result.outcomeUnknown();
    if (!isRefused || !undoNow(plan, i, journal)) {
      UnsettledPlans::Waiting waiting;
      if (isRefused) waiting.whenUntouched = UnsettledPlans::WhenUntouched::Drop;
      if (result.code == ResultCode::Timeout) waiting.sent = UnsettledPlans::notAnswered(i, sent);
      unsettled_.add(directoryName_, journal, waiting);
      execution.outcome = Execution::Outcome::Unsettled;
      return execution;
    }
    execution.outcome = Execution::Outcome::Refused;
    return execution;
  }
  if (plan.addsFirst() && execution.id.empty()) {
    unsettled_.add(directoryName_, journal, {});
    execution.outcome = Execution::Outcome::Unsettled;
    execution.refusal = failure(ResultCode::Unavailable, "the new entry could not be read back");
    return execution;
  }
  if (!finish(plan, journal, execution.id)) {
    execution.outcome = Execution::Outcome::Refused;
    execution.refusedStep = plan.steps.size();
    execution.refusal = failure(ResultCode::EntryAlreadyExists, "the externalId is already in use");
  }
  return execution;
}

std::int64_t Executor::takeNumber(const mappings::Allocation& allocation) {
  faultPoint("number");
  const std::int64_t number = directory_.takeNumber(allocation.counter, allocation.attribute);
  faultPoint("number-done");
  if (number < allocation.first || number > allocation.last) {
    throw ldap::Error(ResultCode::UnwillingToPerform,
                      "the counter " + allocation.counter.toString() + " gave " + std::to_string(number) +
                          ", outside of the mapping's range " + std::to_string(allocation.first) + " to " +
                          std::to_string(allocation.last) + "; set the counter, or widen the range");
  }
  return number;
}

bool Executor::undo(const Plan& plan, std::size_t end, std::int64_t journal) {
  faultPoint("undo");
  std::string refused;
  Plan left{directoryName_};
  for (std::size_t i = end; i-- > 0;) {
    const std::optional<Step> back = inverse(plan.steps[i]);
    if (!back) continue;
    const WriteResult result = carryOutAgain(*back);
    if (result.ok()) continue;
    if (result.isNotNow()) return false;
    left.steps.push_back(*back);
    refused = target(*back).toString() + ": " + std::string(toString(result.code)) +
              (result.diagnosticMessage.empty() ? "" : " (" + result.diagnosticMessage + ")");
  }
  if (left.steps.empty()) {
    drop(journal);
    return true;
  }
  setAside(plan, journal, refused, toLdif(left));
  logger_.error("UNDO_REFUSED",
                "The directory refused a request half-way, and then to take back what had been done",
                {{"journal", journal}, {"reason", refused}, {"ldif", toLdif(left)}});
  return true;
}

bool Executor::undoNow(const Plan& plan, std::size_t end, std::int64_t journal) {
  try {
    return undo(plan, end, journal);
  } catch (const StoreError& error) {
    // Forgotten now, the next start would carry it on, as it does if that comes before the row could go.
    unsettled_.add(directoryName_, journal, {UnsettledPlans::WhenUntouched::Drop});
    logger_.error("STORE_FAILED", "A plan that was refused could not be taken out of the journal yet",
                  {{"journal", journal}, {"reason", error.what()}});
    return true;
  }
}

WriteResult Executor::carryOut(const Step& step, const std::vector<std::string>& postRead) {
  ldap::WriteOptions options;
  options.postRead = postRead;
  if (const auto* add = std::get_if<AddEntry>(&step)) return directory_.add(add->entry, options);
  if (const auto* change = std::get_if<ChangeMembers>(&step)) return changeMembers(*change);
  if (const auto* modify = std::get_if<ModifyEntry>(&step)) {
    options.assertion = modify->assertion;
    return directory_.modify(modify->dn, modify->modifications, options);
  }
  if (const auto* rename = std::get_if<RenameEntry>(&step)) {
    options.assertion = rename->assertion;
    const ldap::Dn superior = rename->newDn.parent();
    const bool moves = !(superior == rename->dn.parent());
    return directory_.rename(rename->dn, rename->newDn.rdn(), moves ? std::optional(superior) : std::nullopt,
                             options);
  }
  if (const auto* set = std::get_if<SetPassword>(&step)) {
    if (set->attribute.empty()) return directory_.setPassword(set->dn, *set->password, postRead);
    return directory_.modify(set->dn, {{ldap::ModificationType::Replace, set->attribute, {*set->password}}},
                             options);
  }
  options.postRead.clear();
  options.assertion = std::get<DeleteEntry>(step).assertion;
  return directory_.remove(target(step), options);
}

WriteResult Executor::carryOutAgain(const Step& step) {
  faultPoint("again");
  WriteResult result = carryOut(step, {});
  faultPoint("again-done");
  const bool isGone = std::holds_alternative<DeleteEntry>(step) && result.code == ResultCode::NoSuchObject;
  // A later step of the plan, or somebody else, has taken out whose name was to change.
  const auto* change = std::get_if<ChangeMembers>(&step);
  const bool isNobodys = change != nullptr && change->assertion && result.code == ResultCode::AssertionFailed;
  return isGone || isNobodys ? WriteResult{} : result;
}

WriteResult Executor::changeMembers(const ChangeMembers& step) {
  if (step.placeholder && !step.add.empty()) {
    const MemberModification toOthers = unlessPlaceholder(step);
    WriteResult result = directory_.modify(step.group, toOthers.modifications, toOthers.options);
    if (isAlreadySo(toOthers, result.code)) return WriteResult{};
    if (result.code != ResultCode::AssertionFailed) return result;
    faultPoint("placeholder");
  }
  const WriteResult result = modifyMembers(step, false);
  return result.code == ResultCode::ObjectClassViolation && step.placeholder ? removeLastMembers(step)
                                                                             : result;
}

WriteResult Executor::modifyMembers(const ChangeMembers& step, bool emptied) {
  const MemberModification modification = memberModification(step, emptied);
  WriteResult result = directory_.modify(step.group, modification.modifications, modification.options);
  return isAlreadySo(modification, result.code) ? WriteResult{} : result;
}

WriteResult Executor::removeLastMembers(const ChangeMembers& step) try {
  constexpr int kMaxTries = 10;
  for (int tries = 0; tries < kMaxTries; ++tries) {
    faultPoint("placeholder");
    const std::optional<ldap::Entry> group = directory_.read(step.group, {"entryCSN"});
    const std::optional<ldap::Filter> isSame = group ? unchangedSince(*group) : std::nullopt;
    const ChangeMembers unchanged = isSame ? provided(step, *isSame) : step;
    WriteResult result = modifyMembers(unchanged, false);
    if (result.code == ResultCode::ObjectClassViolation) result = modifyMembers(unchanged, true);
    if (result.code != ResultCode::AssertionFailed || !isSame) return result;
    // It was changed meanwhile; or what the step itself asserts does not hold.
    result = modifyMembers(step, false);
    if (result.code != ResultCode::ObjectClassViolation) return result;
  }
  return failure(ResultCode::Busy, "the group is changed by others all the time");
} catch (const ldap::Error& error) {
  // The group could not be read. Every write before that was answered, and refused.
  const WriteResult result = failure(error.code(), error.diagnosticMessage());
  return result.outcomeUnknown() ? failure(ResultCode::ConnectError, error.diagnosticMessage()) : result;
}

bool Executor::finish(const Plan& plan, std::int64_t journal, const std::string& addedId) {
  StoreChanges changes = plan.changes;
  for (ResourceRow& row : changes.upserts) {
    if (row.id.empty()) row.id = addedId;
  }
  for (FallbackRow& row : changes.fallback) {
    if (row.id.empty()) row.id = addedId;
  }
  for (LogRow& row : changes.log) {
    if (row.id.empty()) row.id = addedId;
    row.duration = durationOf(row);
  }
  changes.finishedJournal = journal;
  try {
    faultPoint("commit");
    store_.commit(changes);
    faultPoint("commit-done");
    return true;
  } catch (const ExternalIdTaken&) {
    if (!undoNow(plan, plan.steps.size(), journal)) unsettled_.add(directoryName_, journal, {});
    return false;
  } catch (const StoreError&) {
    unsettled_.add(directoryName_, journal, {});
    throw;
  }
}

void Executor::setAside(const Plan& plan, std::int64_t journal, const std::string& reason,
                        const std::string& left) {
  constexpr int kFailed = 500;
  StoreChanges told;
  told.log = plan.changes.log;
  told.setAside = SetAside{journal, reason};
  for (LogRow& row : told.log) {
    row.duration = durationOf(row);
    row.status = kFailed;
    row.detail = "half-done, and the directory lets it be neither ended nor undone: " + reason;
    row.ldif = left;
  }
  faultPoint("set-aside");
  store_.commit(told);
  faultPoint("set-aside-done");
}

void Executor::drop(std::int64_t journal) {
  StoreChanges changes;
  changes.finishedJournal = journal;
  faultPoint("drop");
  store_.commit(changes);
  faultPoint("drop-done");
}

}  // namespace scim2ldap::connector
