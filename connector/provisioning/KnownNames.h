#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "connector/provisioning/NameTable.h"
#include "ldap/Directory.h"

namespace scim2ldap::connector {

/// The names of many entries at once, out of memory instead of by searches. Each answer is as true as one of
/// the directory at that time: it is asked how far its writes have come (contextCSN), and the table has to
/// have heard of them. Thread-safe.
/// \throws ldap::Error  when the directory is not there
class KnownNames {
 public:
  /// For so many the questions pay that come before the answer.
  static constexpr std::size_t kMany = 40;

  /// \param directory  must outlive this object
  /// \param bases      below which the tables' entries stand
  /// \param tables     in the order in which they are looked at
  KnownNames(ldap::Directory& directory, std::vector<ldap::Dn> bases,
             std::vector<std::shared_ptr<NameTable>> tables);

  /// Who is not found is not known here: that one has to be searched for.
  [[nodiscard]] FoundNames byId(const std::vector<std::string>& ids);
  /// \param dns  as a directory writes them, or Dn::toString
  [[nodiscard]] FoundNames byDn(const std::vector<std::string>& dns);

 private:
  using Clock = std::chrono::steady_clock;
  using LookUp = void (NameTable::*)(const std::vector<std::string>&, std::size_t, FoundNames&) const;

  [[nodiscard]] FoundNames answer(const std::vector<std::string>& keys, LookUp lookUp);
  [[nodiscard]] FoundNames answerOrThrow(const std::vector<std::string>& keys, LookUp lookUp);
  /// Whether the tables hold what the directory has now.
  [[nodiscard]] bool areCurrent();
  /// Whether the containers of what was found are what they were.
  [[nodiscard]] bool areInPlace(const FoundNames& found);
  /// The entries at the top of the databases that hold the bases; none where one base is in none.
  [[nodiscard]] std::vector<ldap::Dn> contexts();
  [[nodiscard]] std::optional<ldap::SyncPosition> positionOf(const ldap::Dn& context);
  void rest(std::chrono::seconds duration);

  ldap::Directory& directory_;
  const std::vector<ldap::Dn> bases_;
  const std::vector<std::shared_ptr<NameTable>> tables_;
  std::mutex mutex_;
  std::vector<ldap::Dn> contexts_;
  Clock::time_point restsUntil_{};
};

}  // namespace scim2ldap::connector
