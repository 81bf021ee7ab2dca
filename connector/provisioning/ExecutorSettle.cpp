// What was cut short: brought to its end, undone, dropped, or set aside for people.

#include <algorithm>
#include <thread>

#include "connector/fault/FaultPoint.h"
#include "connector/provisioning/Executor.h"
#include "connector/provisioning/PlanJson.h"
#include "connector/provisioning/PlanLdif.h"
#include "ldap/Error.h"

namespace scim2ldap::connector {
namespace {

using ldap::ResultCode;
using ldap::WriteResult;
using Clock = UnsettledPlans::Clock;
using WhenUntouched = UnsettledPlans::WhenUntouched;

/// So long a directory that answers may still be at what it was sent by a process that is dead.
constexpr std::chrono::seconds kStillUnderWay{1};

constexpr std::string_view kHalfDone =
    "A request is half-done, and the directory lets it be neither ended nor undone";

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

/// Whether the plan makes the change of a step by an earlier one as well, so that it was not there before.
bool isMadeBefore(const Plan& plan, std::size_t index) {
  const auto* again = std::get_if<ModifyEntry>(&plan.steps[index]);
  if (again == nullptr) return false;
  return std::any_of(
      plan.steps.begin(), plan.steps.begin() + static_cast<std::ptrdiff_t>(index), [&](const Step& step) {
        const auto* modify = std::get_if<ModifyEntry>(&step);
        return modify != nullptr &&
               std::ranges::all_of(again->modifications, [&](const ldap::Modification& each) {
                 return std::ranges::find(modify->modifications, each) != modify->modifications.end();
               });
      });
}

}  // namespace

bool Executor::settle() {
  if (!unsettled_.any(directoryName_)) return true;
  const Clock::time_point asked = Clock::now();
  const auto settling = unsettled_.settling(directoryName_);
  // Who waited while another tried in vain does not wait for a try of his own.
  if (unsettled_.failedSince(directoryName_, asked)) return false;
  mayBeAtItUntil_.reset();
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
    const bool isOfTheBind = error.code() == ResultCode::ConfidentialityRequired ||
                             error.code() == ResultCode::StrongerAuthRequired;
    if (isOfTheBind || isNotNow(error.code(), error.diagnosticMessage())) return false;
    // Its entries can no longer be read. That must not keep all others from being written.
    const std::string reason =
        error.what() + std::string("; of what cannot be read all steps are told, done or not");
    const std::string left = toLdif(notSeenDone(*plan));
    if (row->setAside.empty()) setAside(*plan, number, reason, left);
    logger_.error("JOURNAL_SET_ASIDE", kHalfDone, {{"journal", number}, {"reason", reason}, {"ldif", left}});
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
    store_.commit({.setAside = SetAside{row.number, error.what()}});
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
  faultPoint("settle");
  const bool mayDrop =
      waiting.whenUntouched == WhenUntouched::Drop || (waiting.isInherited && password.has_value());
  if (mayDrop && waiting.isInherited) letDirectoryFinish(plan.steps.front());
  const std::size_t begin = firstOpenStep(plan);
  if (mayDrop && begin == 0 && !isDone(plan.steps.front())) {
    // A password that was set may have taken a lock off that was there before the plan.
    for (std::size_t i = password ? password->step : plan.steps.size(); i < plan.steps.size(); ++i) {
      if (isMadeBefore(plan, i)) continue;
      if (carryOutAgain(plan.steps[i]).isNotNow()) return false;
    }
    drop(journal);
    report("dropped: it had not begun");
    return true;
  }
  // Without its password it is not what the client asked for. Who was told nothing asks again, for all of it.
  if (mayDrop && password && password->step == plan.steps.size()) {
    std::size_t end = begin;
    while (end < plan.steps.size() && isDone(plan.steps[end])) ++end;
    if (!undo(plan, end, journal)) return false;
    report("undone: passwords are not kept");
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
      unsettled_.noteSent(directoryName_, journal, UnsettledPlans::notAnswered(i, first));
    if (result.isNotNow()) return false;
    // The directory came to what it had of it in its queue between the look and the attempt.
    if (isDone(plan.steps[i])) continue;
    if (!undo(plan, i, journal)) return false;
    report("undone: " + result.diagnosticMessage);
    return true;
  }
  std::string addedId;
  if (plan.addsFirst()) {
    const std::optional<ldap::Entry> entry = directory_.read(target(plan.steps.front()), {idAttribute_});
    if (entry) addedId = entry->first(idAttribute_).value_or("");
  }
  for (LogRow& row : plan.changes.log) {
    if (row.detail.empty()) row.detail = "cut short, and brought to its end later";
  }
  report(finish(plan, journal, addedId) ? "carried on to its end" : "undone: the externalId is in use");
  return true;
}

void Executor::letDirectoryFinish(const Step& step) {
  static_cast<void>(isDone(step));  // it is awake
  if (!mayBeAtItUntil_) mayBeAtItUntil_ = Clock::now() + kStillUnderWay;
  std::this_thread::sleep_until(*mayBeAtItUntil_);
}

bool Executor::isDone(const Step& step) {
  const std::vector<std::string> everything{"*", "+"};
  std::optional<ldap::Entry> renamed;
  if (const auto* rename = std::get_if<RenameEntry>(&step))
    renamed = directory_.read(rename->newDn, everything);
  return isApplied(step, directory_.read(target(step), everything), renamed);
}

Plan Executor::notSeenDone(const Plan& plan) {
  Plan left{directoryName_};
  for (const Step& step : plan.steps) {
    if (std::holds_alternative<SetPassword>(step)) continue;  // nobody has the password any more
    bool isSeen = false;
    try {
      isSeen = isDone(step);
    } catch (const ldap::Error&) {  // it stays among those that are left
    }
    if (!isSeen) {
      left.steps.push_back(step);
    } else if (std::holds_alternative<RenameEntry>(step)) {
      left.steps.clear();
    }
  }
  return left;
}

void Executor::lookAt(const Plan& journaled, const JournalRow& row) {
  Plan plan = journaled;
  static_cast<void>(leaveOutPassword(plan));
  const std::size_t begin = firstOpenStep(plan);
  Plan left{directoryName_};
  bool isBegun = begin > 0;
  for (std::size_t i = begin; i < plan.steps.size(); ++i) {
    if (!isDone(plan.steps[i])) left.steps.push_back(plan.steps[i]);
    // Whoever stands at the new name may be the one who was renamed, and somebody else at the old one.
    const auto* rename = std::get_if<RenameEntry>(&plan.steps[i]);
    isBegun = isBegun || (rename != nullptr && directory_.read(rename->newDn, {}));
  }
  if (left.steps.empty() || (left.steps.size() == plan.steps.size() && !isBegun)) {
    drop(row.number);
    logger_.info("PLAN_SETTLED", "A plan that had been set aside is no longer half-done",
                 {{"journal", row.number}, {"how", "dropped"}, {"ldif", toLdif(plan)}});
  } else {
    logger_.error("JOURNAL_SET_ASIDE", kHalfDone,
                  {{"journal", row.number}, {"reason", row.setAside}, {"ldif", toLdif(left)}});
  }
}

}  // namespace scim2ldap::connector
