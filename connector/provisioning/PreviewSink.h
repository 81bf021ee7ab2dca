#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "connector/provisioning/PlanSink.h"
#include "ldap/Directory.h"
#include "ldap/Subschema.h"

namespace scim2ldap::connector {

/// Shows plans as LDIF instead of carrying them out, and answers as if the directory had taken them.
/// Thread-safe.
class PreviewSink : public PlanSink {
 public:
  /// \param directory  counters are read from it; nothing is written to it
  PreviewSink(ldap::Directory& directory, std::ostream& out) : directory_(directory), out_(out) {}

  [[nodiscard]] Epoch begin() override { return 0; }
  [[nodiscard]] Execution execute(const Plan& plan, const std::vector<std::string>& postRead,
                                  Epoch epoch) override;
  /// The number that would be given next; the counter stays as it is.
  [[nodiscard]] std::int64_t takeNumber(const mappings::Allocation& allocation) override;

  /// Whether a plan with anything to do was shown.
  [[nodiscard]] bool hasShown() const { return hasShown_; }

 private:
  /// Adds what becomes of the placeholder.
  void showPlaceholder(ChangeMembers& change);
  /// Whether the entry's object classes demand the attribute.
  [[nodiscard]] bool isRequired(const std::string& attribute, const ldap::Entry& entry);

  ldap::Directory& directory_;
  std::ostream& out_;
  std::mutex mutex_;
  std::optional<ldap::Subschema> schema_{};
  std::map<std::string, std::int64_t> numbersGiven_;  ///< by counter, in this preview
  bool hasShown_ = false;
};

}  // namespace scim2ldap::connector
