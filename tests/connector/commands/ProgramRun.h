#pragma once

#include <string>
#include <vector>

namespace scim2ldap::test {

/// A finished run of the program that is under test.
struct ProgramRun {
  int status = -1;
  std::string output;
  std::string errors;
};

/// Runs build/<preset>/scim2ldap to its end.
/// \param outputFile  where standard output goes; "" to read it into the result
[[nodiscard]] ProgramRun runScim2ldap(const std::vector<std::string>& arguments,
                                      const std::string& outputFile = "");

}  // namespace scim2ldap::test
