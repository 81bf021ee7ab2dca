#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace scim2ldap::mappings {

/// A place in a file that an administrator wrote; line and column from 1, 0 when there is none.
struct SourceLocation {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;

  bool operator==(const SourceLocation&) const = default;
};

enum class Severity { Error, Warning };

/// One thing that is wrong, with what to write instead.
struct Problem {
  SourceLocation where;
  std::string message;  ///< "what is wrong; what to write instead"
  Severity severity = Severity::Error;

  bool operator==(const Problem&) const = default;
};

/// "file:line:column: message"; warnings read "file:line:column: warning: message".
[[nodiscard]] std::string toString(const Problem& problem);

/// All problems of the files read, together. `what()` holds one line for each.
class FileError : public std::runtime_error {
 public:
  explicit FileError(std::vector<Problem> problems);
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

}  // namespace scim2ldap::mappings
