#include "connector/commands/LogTail.h"

#include <algorithm>
#include <iostream>
#include <iterator>

#include "connector/log/HarmlessText.h"
#include "connector/store/StateReader.h"

namespace scim2ldap::connector {
namespace {

constexpr std::size_t kPortion = 500;

/// \returns nullopt where the file is no longer the one that `last` was in
std::optional<std::vector<LogRow>> rowsBehind(StateReader& state, const LogRow& last) {
  if (last.number == 0) return state.logAfter(0, kPortion);
  std::vector<LogRow> rows = state.logAfter(last.number - 1, kPortion);
  if (rows.empty()) return std::nullopt;
  if (rows.front().number > last.number) return rows;  // that one was too old to be kept
  if (rows.front().time != last.time || rows.front().requestId != last.requestId) return std::nullopt;
  rows.erase(rows.begin());
  return rows;
}

std::vector<LogRow> youngerRows(StateReader& state, TimePoint time) {
  std::vector<LogRow> younger;
  std::optional<std::int64_t> before;
  while (true) {
    std::vector<LogRow> rows = state.log(kPortion, before);
    const auto end = std::ranges::find_if(rows, [&](const LogRow& row) { return row.time <= time; });
    const bool isAll = end != rows.end() || rows.size() < kPortion;
    std::move(rows.begin(), end, std::back_inserter(younger));
    if (isAll) break;
    before = rows.back().number;
  }
  std::ranges::reverse(younger);
  return younger;
}

}  // namespace

std::vector<LogRow> LogTail::next() {
  std::vector<LogRow> rows;
  try {
    // Opened each time: nothing else tells for certain that the file is still the one of that name.
    StateReader state(file_);
    std::optional<std::vector<LogRow>> behind = rowsBehind(state, last_);
    rows = behind ? std::move(*behind) : youngerRows(state, last_.time);
    isAway_ = false;
  } catch (const StoreError& error) {
    if (!isAway_) std::cerr << harmlessLines(error.what()) << "\nWaiting for it to come back.\n";
    isAway_ = true;
  }
  if (!rows.empty()) last_ = rows.back();
  return rows;
}

}  // namespace scim2ldap::connector
