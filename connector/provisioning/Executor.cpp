#include "connector/provisioning/Executor.h"

#include <algorithm>
#include <chrono>

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

/// A password that a plan was to set.
struct LeftOut {
  ldap::Dn user;
  std::size_t step = 0;  ///< where it stood
};

/// The journal holds no passwords: the step that sets one can only be left out.
std::optional<LeftOut> leaveOutPassword(Plan& plan) {
  const auto step = std::find_if(plan.steps.begin(), plan.steps.end(), [](const Step& candidate) {
    return std::holds_alternative<SetPassword>(candidate);
  });
  if (step == plan.steps.end()) return std::nullopt;
  LeftOut password{target(*step), static_cast<std::size_t>(step - plan.steps.begin())};
  plan.steps.erase(step);
  for (LogRow& row : plan.changes.log) row.detail = "cut short: whether the password was set is not known";
  return password;
}

using Clock = UnsettledPlans::Clock;

constexpr std::string_view kHalfDone =
    "A request is half-done, and the directory lets it be neither ended nor undone";

/// When to send a step again that was not answered: not while the directory may be at it. It is waited for as
/// long again as it has been under way, so a slow directory gets few requests and a lost one soon another.
UnsettledPlans::Sent notAnswered(std::size_t step, Clock::time_point first) {
  constexpr std::chrono::seconds kLongest{60};
  const Clock::time_point now = Clock::now();
  return {step, first, now + std::min<Clock::duration>(now - first, kLongest)};
}

/// Whether the directory has not decided, or not for long: it is asked again later.
bool isNotNow(const WriteResult& result) {
  return result.outcomeUnknown() || ldap::isNotNow(result.code, result.diagnosticMessage);
}

bool addsFirst(const Plan& plan) {
  return !plan.steps.empty() && std::holds_alternative<AddEntry>(plan.steps.front());
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
    store_.commit(plan.changes);
    return execution;
  }

  const std::int64_t journal = store_.beginJournal(toJson(plan));
  const std::optional<std::size_t> last = lastStepOnSubject(plan);
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    std::vector<std::string> wanted;
    if (i == last) wanted = postRead;
    if (i == 0 && addsFirst(plan)) wanted.push_back(idAttribute_);
    const Clock::time_point sent = Clock::now();
    WriteResult result = carryOut(plan.steps[i], wanted);
    if (result.ok()) {
      if (!result.postRead) continue;
      if (i == 0 && addsFirst(plan)) execution.id = result.postRead->first(idAttribute_).value_or("");
      if (i == last) execution.entry = std::move(result.postRead);
      continue;
    }
    execution.refusal = result;
    execution.refusedStep = i;
    if (result.outcomeUnknown() || !undoNow(plan, i, journal)) {
      UnsettledPlans::Waiting waiting;
      if (result.code == ResultCode::Timeout) waiting.sent = notAnswered(i, sent);
      unsettled_.add(directoryName_, journal, waiting);
      execution.outcome = Execution::Outcome::Unsettled;
      return execution;
    }
    execution.outcome = Execution::Outcome::Refused;
    return execution;
  }
  if (addsFirst(plan) && execution.id.empty()) {
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
  const std::int64_t number = directory_.takeNumber(allocation.counter, allocation.attribute);
  if (number < allocation.first || number > allocation.last) {
    throw ldap::Error(ResultCode::UnwillingToPerform,
                      "the counter " + allocation.counter.toString() + " gave " + std::to_string(number) +
                          ", outside of the mapping's range " + std::to_string(allocation.first) + " to " +
                          std::to_string(allocation.last) + "; set the counter, or widen the range");
  }
  return number;
}

bool Executor::settle() {
  if (!unsettled_.any(directoryName_)) return true;
  const Clock::time_point asked = Clock::now();
  const auto settling = unsettled_.settling(directoryName_);
  // Who waited while another tried in vain does not wait for a try of his own.
  if (unsettled_.failedSince(directoryName_, asked)) return false;
  for (const auto& [number, waiting] : unsettled_.of(directoryName_)) {
    if (!settleRow(number, waiting)) {
      unsettled_.noteFailure(directoryName_);
      return false;
    }
    unsettled_.remove(directoryName_, number);
  }
  return true;
}

bool Executor::settleRow(std::int64_t number, const UnsettledPlans::Waiting& waiting) {
  const std::optional<JournalRow> row = store_.journalRow(number);
  const std::optional<Plan> plan = row ? planOf(*row) : std::nullopt;
  if (!plan) return true;
  try {
    if (row->setAside.empty()) return settle(*plan, number, waiting);
    lookAt(*plan, *row);
  } catch (const ldap::Error& error) {
    if (isNotNow(error.code(), error.diagnosticMessage())) return false;
    // Its entries can no longer be read. That must not keep all others from being written.
    store_.setAside(number, error.what());
    logger_.error("JOURNAL_SET_ASIDE", kHalfDone,
                  {{"journal", number}, {"reason", error.what()}, {"ldif", toLdif(*plan)}});
  }
  return true;
}

std::optional<Plan> Executor::planOf(const JournalRow& row) {
  try {
    Plan plan = planFromJson(row.plan);
    if (plan.steps.empty()) throw StoreError("journal: a plan has no steps");
    return plan;
  } catch (const std::exception& error) {
    logger_.error("JOURNAL_UNREADABLE", "A plan in the journal cannot be read; it is set aside",
                  {{"journal", row.number}, {"reason", error.what()}});
    store_.setAside(row.number, error.what());
    return std::nullopt;
  }
}

std::size_t Executor::firstOpenStep(const Plan& plan) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    if (std::holds_alternative<RenameEntry>(plan.steps[i]) && isDone(plan.steps[i])) begin = i + 1;
  }
  return begin;
}

bool Executor::settle(const Plan& journaled, std::int64_t journal, const UnsettledPlans::Waiting& waiting) {
  Plan plan = journaled;
  const std::optional<LeftOut> password = leaveOutPassword(plan);
  const auto report = [&](std::string_view how) {
    logger_.warning("PLAN_SETTLED", "A plan that was cut short has been settled",
                    {{"journal", journal},
                     {"requestId", plan.changes.log.empty() ? "" : plan.changes.log.front().requestId},
                     {"name", plan.changes.log.empty() ? "" : plan.changes.log.front().name},
                     {"how", how},
                     {"ldif", toLdif(plan)}});
    if (password) {
      logger_.warning("PASSWORD_NOT_KEPT",
                      "Whether a password was set before a request was cut short is not known",
                      {{"journal", journal}, {"dn", password->user.toString()}});
    }
  };
  if (plan.steps.empty()) {
    drop(journal);
    report("dropped: passwords are not kept");
    return true;
  }
  const bool isOut = waiting.sent && Clock::now() < waiting.sent->notBefore;
  // A password does not show: until it is certain that it has been set or lost, nothing can be said.
  if (password && isOut) return false;
  const std::size_t begin = firstOpenStep(plan);
  if (waiting.whenUntouched == UnsettledPlans::WhenUntouched::Drop && begin == 0 &&
      !isDone(plan.steps.front())) {
    drop(journal);
    report("dropped: it had not begun");
    return true;
  }
  for (std::size_t i = begin; i < plan.steps.size(); ++i) {
    // A password that came late may have undone what stands behind it, as it takes off a lock.
    const bool isShaken = password && i >= password->step;
    if (!isShaken && isDone(plan.steps[i])) continue;
    const bool wasSent = waiting.sent && waiting.sent->step == i;
    if (wasSent && isOut) return false;
    const Clock::time_point first = wasSent ? waiting.sent->first : Clock::now();
    const WriteResult result = carryOutAgain(plan.steps[i]);
    if (result.ok()) continue;
    if (result.code == ResultCode::Timeout)
      unsettled_.noteSent(directoryName_, journal, notAnswered(i, first));
    if (isNotNow(result) || !undo(plan, i, journal)) return false;
    report("undone: " + result.diagnosticMessage);
    return true;
  }
  std::string addedId;
  if (addsFirst(plan)) {
    const std::optional<ldap::Entry> entry = directory_.read(target(plan.steps.front()), {idAttribute_});
    if (entry) addedId = entry->first(idAttribute_).value_or("");
  }
  for (LogRow& row : plan.changes.log) {
    if (row.detail.empty()) row.detail = "cut short, and brought to its end later";
  }
  report(finish(plan, journal, addedId) ? "carried on to its end" : "undone: the externalId is in use");
  return true;
}

bool Executor::isDone(const Step& step) {
  const std::vector<std::string> everything{"*", "+"};
  std::optional<ldap::Entry> renamed;
  if (const auto* rename = std::get_if<RenameEntry>(&step))
    renamed = directory_.read(rename->newDn, everything);
  return isApplied(step, directory_.read(target(step), everything), renamed);
}

bool Executor::undo(const Plan& plan, std::size_t end, std::int64_t journal) {
  std::string refused;
  Plan left{directoryName_};
  for (std::size_t i = end; i-- > 0;) {
    const std::optional<Step> back = inverse(plan.steps[i]);
    if (!back) continue;
    const WriteResult result = carryOutAgain(*back);
    if (result.ok()) continue;
    if (isNotNow(result)) return false;
    left.steps.push_back(*back);
    refused = target(*back).toString() + ": " + std::string(toString(result.code)) +
              (result.diagnosticMessage.empty() ? "" : " (" + result.diagnosticMessage + ")");
  }
  if (left.steps.empty()) {
    drop(journal);
    return true;
  }
  store_.setAside(journal, refused);
  logger_.error("UNDO_REFUSED",
                "The directory refused a request half-way, and then to take back what had been done",
                {{"journal", journal}, {"reason", refused}, {"ldif", toLdif(left)}});
  return true;
}

bool Executor::undoNow(const Plan& plan, std::size_t end, std::int64_t journal) {
  try {
    return undo(plan, end, journal);
  } catch (const StoreError& error) {
    // Forgotten now, it could come back at a start in days.
    unsettled_.add(directoryName_, journal, {UnsettledPlans::WhenUntouched::Drop});
    logger_.error("STORE_FAILED", "A plan that was refused could not be taken out of the journal yet",
                  {{"journal", journal}, {"reason", error.what()}});
    return true;
  }
}

void Executor::lookAt(const Plan& journaled, const JournalRow& row) {
  Plan plan = journaled;
  static_cast<void>(leaveOutPassword(plan));
  const std::size_t begin = firstOpenStep(plan);
  std::size_t done = begin;
  bool isBegun = begin > 0;
  for (std::size_t i = begin; i < plan.steps.size(); ++i) {
    if (isDone(plan.steps[i])) ++done;
    // Whoever stands at the new name may be the one who was renamed, and somebody else at the old one.
    const auto* rename = std::get_if<RenameEntry>(&plan.steps[i]);
    isBegun = isBegun || (rename != nullptr && directory_.read(rename->newDn, {}));
  }
  if (done == plan.steps.size() || (done == 0 && !isBegun)) {
    drop(row.number);
    logger_.info("PLAN_SETTLED", "A plan that had been set aside is no longer half-done",
                 {{"journal", row.number}, {"how", "dropped"}, {"ldif", toLdif(plan)}});
  } else {
    logger_.error("JOURNAL_SET_ASIDE", kHalfDone,
                  {{"journal", row.number}, {"reason", row.setAside}, {"ldif", toLdif(plan)}});
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
  WriteResult result = carryOut(step, {});
  const bool isGone = std::holds_alternative<DeleteEntry>(step) && result.code == ResultCode::NoSuchObject;
  return isGone ? WriteResult{} : result;
}

WriteResult Executor::changeMembers(const ChangeMembers& step) {
  const MemberModification first = memberModification(step, false);
  WriteResult result = directory_.modify(step.group, first.modifications, first.options);
  if (isAlreadySo(first, result.code)) return WriteResult{};
  if (result.code == ResultCode::ObjectClassViolation && step.placeholder) {
    const MemberModification last = memberModification(step, true);
    result = directory_.modify(step.group, last.modifications, last.options);
  }
  return result;
}

bool Executor::finish(const Plan& plan, std::int64_t journal, const std::string& addedId) {
  StoreChanges changes = plan.changes;
  for (ResourceRow& row : changes.upserts) {
    if (row.id.empty()) row.id = addedId;
  }
  const auto now = std::chrono::system_clock::now();
  for (LogRow& row : changes.log) {
    if (row.id.empty()) row.id = addedId;
    row.duration = std::chrono::duration_cast<std::chrono::microseconds>(now - row.time);
  }
  changes.finishedJournal = journal;
  try {
    store_.commit(changes);
    return true;
  } catch (const ExternalIdTaken&) {
    if (!undoNow(plan, plan.steps.size(), journal)) unsettled_.add(directoryName_, journal, {});
    return false;
  } catch (const StoreError&) {
    unsettled_.add(directoryName_, journal, {});
    throw;
  }
}

void Executor::drop(std::int64_t journal) {
  StoreChanges changes;
  changes.finishedJournal = journal;
  store_.commit(changes);
}

}  // namespace scim2ldap::connector
