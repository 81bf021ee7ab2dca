#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "connector/log/Logger.h"
#include "connector/provisioning/PlanSink.h"
#include "connector/provisioning/UnsettledPlans.h"
#include "connector/store/Store.h"
#include "ldap/Directory.h"

namespace scim2ldap::connector {

/// Carries plans out on one directory: the journal row first, then the steps, then the side-table rows, the
/// log and the removal of the journal row in one transaction. Refused half-way: takes the earlier steps back.
/// Unanswered: leaves the journal row, and settles it before anything is read for the next plan. Thread-safe.
class Executor : public PlanSink {
 public:
  /// \param directoryName  plans of other directories in the journal are left alone
  /// \param idAttribute    the entries' immutable id, for example entryUUID
  /// \param unsettled      the plans that wait to be settled, of this directory and of others
  Executor(std::string directoryName, ldap::Directory& directory, std::string idAttribute, Store& store,
           UnsettledPlans& unsettled, Logger& logger);

  [[nodiscard]] Epoch begin() override;
  /// \throws StoreError  the side table cannot be written; the journal keeps the plan and it is settled later
  [[nodiscard]] Execution execute(const Plan& plan, const std::vector<std::string>& postRead,
                                  Epoch epoch) override;
  [[nodiscard]] std::int64_t takeNumber(const mappings::Allocation& allocation) override;

  /// Settles the plans that were cut short or got no answer, if there are any and the directory is there.
  /// A plan that may be dropped (WhenUntouched, or a password that nobody has any more) is, unless the
  /// directory shows its first step; any other is carried on to its end, or, where the directory refuses,
  /// undone. A plan that it lets be neither, and a journal row that is no plan, are told in the log and set
  /// aside.
  /// \returns whether none is left
  bool settle();

 private:
  [[nodiscard]] ldap::WriteResult carryOut(const Step& step, const std::vector<std::string>& postRead);
  /// The same where the step may have taken effect before.
  [[nodiscard]] ldap::WriteResult carryOutAgain(const Step& step);
  [[nodiscard]] ldap::WriteResult changeMembers(const ChangeMembers& step);
  /// One modify request. \param emptied  see memberModification
  [[nodiscard]] ldap::WriteResult modifyMembers(const ChangeMembers& step, bool emptied);
  /// Of a group that would be left without any: the placeholder comes, unless somebody else has come
  /// meanwhile, who would be listed beside it. `busy` where somebody does each time.
  [[nodiscard]] ldap::WriteResult removeLastMembers(const ChangeMembers& step);
  [[nodiscard]] bool isDone(const Step& step);
  /// Waits a moment for what the directory may be at, once for all plans that are settled together.
  /// \param step  that it is asked about, to see that it answers
  void letDirectoryFinish(const Step& step);
  /// Takes the steps before `end` back, the last first, and then the journal row; where the directory refuses
  /// that, sets the plan aside. \returns false when the directory did not answer
  [[nodiscard]] bool undo(const Plan& plan, std::size_t end, std::int64_t journal);
  /// The same for a plan of this moment, also where the side table fails.
  [[nodiscard]] bool undoNow(const Plan& plan, std::size_t end, std::int64_t journal);
  /// Drops a plan that was set aside once people have mended what it had left.
  void lookAt(const Plan& plan, const JournalRow& row);
  /// The steps that the directory does not show done, or does not show at all, for people to carry out.
  [[nodiscard]] Plan notSeenDone(const Plan& plan);
  /// A rename that took effect vouches for what came before it: its entry is no longer at the old name.
  /// \returns the number of the first step that nothing vouches for
  [[nodiscard]] std::size_t firstOpenStep(const Plan& plan);
  /// \returns false when the row has to wait for the directory
  [[nodiscard]] bool settleRow(std::int64_t number, const UnsettledPlans::Waiting& waiting);
  /// \returns false when the directory did not answer, or may still be at a step
  [[nodiscard]] bool settle(const Plan& plan, std::int64_t journal, const UnsettledPlans::Waiting& waiting);
  /// The plan of a journal row; nullopt, told in the log, when it is none.
  [[nodiscard]] std::optional<Plan> planOf(const JournalRow& row);
  /// Makes the rows true. \returns false when the externalId turned out taken and the plan was undone
  [[nodiscard]] bool finish(const Plan& plan, std::int64_t journal, const std::string& addedId);
  void drop(std::int64_t journal);
  /// Sets a plan aside and writes into the audit log that it is half-done, in one transaction.
  /// \param left  what is still to be done by people, as LDIF
  void setAside(const Plan& plan, std::int64_t journal, const std::string& reason, const std::string& left);

  std::string directoryName_;
  ldap::Directory& directory_;
  std::string idAttribute_;
  Store& store_;
  UnsettledPlans& unsettled_;
  Logger& logger_;
  /// Guarded by UnsettledPlans::settling().
  std::optional<UnsettledPlans::Clock::time_point> mayBeAtItUntil_{};
};

}  // namespace scim2ldap::connector
