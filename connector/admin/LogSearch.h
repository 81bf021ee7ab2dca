#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connector/store/Store.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

inline constexpr std::size_t kDefaultLogRows = 50;
inline constexpr std::size_t kMaxLogRows = 500;
/// How far one search goes before it hands over what it has; a longer one is several requests.
inline constexpr std::size_t kMaxLogRowsSearched = 10'000;

/// Which rows of the log are wanted.
struct LogSearch {
  std::size_t limit = kDefaultLogRows;
  std::optional<std::int64_t> before{};  ///< only rows with a smaller number
  std::optional<std::int64_t> after{};   ///< only rows with a larger number
  std::string text{};                    ///< words that all occur in the row, in whatever field and case
  bool failed = false;                   ///< only writes that were refused or went wrong
  bool ldif = true;                      ///< with the plans, which may be large

  bool operator==(const LogSearch&) const = default;
};

/// Reads a decoded query: limit, before, after (numbers), text, failed, ldif (true or false). Others are
/// ignored.
/// \throws scim::Error  400 invalidValue, naming the parameter
[[nodiscard]] LogSearch parseLogSearch(std::string_view query);

/// What was found, newest first.
struct LogPage {
  std::vector<LogRow> rows{};
  std::int64_t newest = 0;  ///< number of the newest row looked at; `after` for the next visit
  std::optional<std::int64_t>
      next{};  ///< `before` for what was not looked at; nullopt: there is nothing left

  bool operator==(const LogPage&) const = default;
};

/// \throws StoreError
[[nodiscard]] LogPage searchLog(AuditLog& log, const LogSearch& search);

/// Whether the row tells of a write that was refused or went wrong.
[[nodiscard]] bool isFailure(const LogRow& row);

/// One row, with all its fields.
/// \param withLdif  with the plan, which may be large
[[nodiscard]] scim::Json logRowJson(const LogRow& row, bool withLdif);

/// {"rows": [...], "newest": N, "next": N or null}
[[nodiscard]] scim::Json logPageJson(const LogPage& page, const LogSearch& search);

}  // namespace scim2ldap::connector
