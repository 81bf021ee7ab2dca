#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "connector/store/ReaderPool.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// The side table for those who only look into it, beside a running service or without one: nothing is made,
/// brought up to date or locked. Thread-safe.
class StateReader : public AuditLog {
 public:
  /// \throws StoreError  there is no such file yet, it may not be read, or another release has made it
  explicit StateReader(const std::filesystem::path& file);

  [[nodiscard]] std::vector<LogRow> log(std::size_t limit, std::optional<std::int64_t> before) override;
  [[nodiscard]] std::vector<LogRow> logAfter(std::int64_t after, std::size_t limit) override;
  /// The ids of all endpoints' users and groups with this externalId, in any case.
  [[nodiscard]] std::vector<std::string> idsOf(const std::string& externalId);
  /// Types and ids of those that rows of the log give this name, in any case: what was refused them may not.
  [[nodiscard]] std::set<std::pair<std::string, std::string>> named(const std::string& name);
  /// The last name that the log has for each type and id.
  [[nodiscard]] std::map<std::pair<std::string, std::string>, std::string> lastNames();

 private:
  ReaderPool readers_;
};

}  // namespace scim2ldap::connector
