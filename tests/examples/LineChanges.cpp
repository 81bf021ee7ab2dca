#include "tests/examples/LineChanges.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace scim2ldap::test {

std::string withLines(const std::string& text, const LineChanges& changes) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  for (const auto& [from, to] : changes) {
    if (std::ranges::find(lines, from) == lines.end()) throw std::runtime_error("there is no line " + from);
    std::ranges::replace(lines, from, to);
  }
  std::string changed;
  for (const std::string& line : lines) changed += line + "\n";
  return changed;
}

}  // namespace scim2ldap::test
