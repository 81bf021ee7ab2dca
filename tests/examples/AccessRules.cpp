#include "tests/examples/AccessRules.h"

#include <sstream>

namespace scim2ldap::test {

std::string accessRules(const std::string& ldif) {
  // RFC 2849: a line that begins with a blank goes on with the one before.
  std::string unfolded;
  std::istringstream lines(ldif);
  for (std::string line; std::getline(lines, line);)
    unfolded += line.starts_with(' ') ? line.substr(1) : "\n" + line;

  std::string rules;
  std::istringstream attributes(unfolded);
  for (std::string line; std::getline(attributes, line);)
    if (line.starts_with("olcAccess: ")) rules += "access " + line.substr(line.find('}') + 1) + "\n";
  return rules;
}

}  // namespace scim2ldap::test
