#include "mappings/FileError.h"

namespace scim2ldap::mappings {
namespace {

std::string joined(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    if (!text.empty()) text += '\n';
    text += toString(problem);
  }
  return text;
}

}  // namespace

std::string toString(const Problem& problem) {
  std::string text = problem.where.file;
  if (problem.where.line > 0) {
    text += ":" + std::to_string(problem.where.line) + ":" + std::to_string(problem.where.column);
  }
  if (!text.empty()) text += ": ";
  if (problem.severity == Severity::Warning) text += "warning: ";
  return text + problem.message;
}

FileError::FileError(std::vector<Problem> problems)
    : std::runtime_error(joined(problems)), problems_(std::move(problems)) {}

}  // namespace scim2ldap::mappings
