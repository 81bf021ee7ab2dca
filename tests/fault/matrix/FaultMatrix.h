#pragma once

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/fault/matrix/FaultScenario.h"

namespace scim2ldap::test {

/// How much of the matrix is played.
struct MatrixExtent {
  unsigned seed = 0;
  double share = 1;          ///< of the points of each request at which the process is killed
  double shareOfSecond = 1;  ///< of the points of each recovery at which it is killed once more
};

/// What became of one request.
struct MatrixRow {
  std::string scenario;
  std::vector<std::pair<std::string, std::string>> points{};  ///< point -> outcome
  int kills = 0;
  int secondKills = 0;
  std::vector<std::string> faults{};
};

/// Plays all scenarios of a chapter: each request is killed at the points that it passes, the connector
/// started again, and its state compared with what it was before and what it is to be.
[[nodiscard]] std::vector<MatrixRow> playChapter(const FaultChapter& chapter, const MatrixExtent& extent);

/// The rows as Markdown, with counts.
[[nodiscard]] std::string tableOf(const std::vector<MatrixRow>& rows);

}  // namespace scim2ldap::test
