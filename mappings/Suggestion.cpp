#include "mappings/Suggestion.h"

#include <algorithm>
#include <numeric>

#include "mappings/TextCase.h"

namespace scim2ldap::mappings {
namespace {

/// Levenshtein's distance: insertions, deletions and substitutions, by row.
std::size_t editDistance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t substituted = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string folded = lowerCase(word);
  std::optional<std::string> best;
  std::size_t bestDistance = std::max<std::size_t>(2, word.size() / 3 + 1);
  for (const std::string& candidate : candidates) {
    const std::size_t distance = editDistance(folded, lowerCase(candidate));
    if (distance < bestDistance) {
      bestDistance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string didYouMean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::optional<std::string> best = nearest(word, candidates);
  return best ? "; did you mean \"" + *best + "\"?" : "";
}

}  // namespace scim2ldap::mappings
