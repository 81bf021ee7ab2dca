// The matrix as a table for people.

#include <map>

#include "tests/fault/matrix/FaultMatrix.h"

namespace scim2ldap::test {

std::string tableOf(const std::vector<MatrixRow>& rows) {
  std::string text = "| request | killed at: what became of it |\n|---|---|\n";
  std::map<std::string, int> outcomes;
  int kills = 0;
  int second = 0;
  std::size_t faults = 0;
  for (const MatrixRow& row : rows) {
    std::string cells;
    for (std::size_t i = 0; i < row.points.size(); ++i) {
      const auto& [point, outcome] = row.points[i];
      ++outcomes[outcome];
      const bool isNew = i == 0 || row.points[i - 1].second != outcome;
      if (isNew && i > 0) cells += ": **" + row.points[i - 1].second + "** · ";
      cells += (isNew ? "" : ", ") + point;
    }
    if (!row.points.empty()) cells += ": **" + row.points.back().second + "**";
    text += "| " + row.scenario + " | " + cells + " |\n";
    kills += row.kills;
    second += row.secondKills;
    faults += row.faults.size();
  }
  text += "\n" + std::to_string(rows.size()) + " requests, " + std::to_string(kills) + " kills, of them " +
          std::to_string(second) + " followed by one in the recovery; faults: " + std::to_string(faults) +
          ".";
  for (const auto& [outcome, count] : outcomes) text += " " + outcome + ": " + std::to_string(count) + ".";
  return text + "\n";
}

}  // namespace scim2ldap::test
