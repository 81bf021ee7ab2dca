#include "tests/connector/commands/ProgramRun.h"

#include <sys/wait.h>

#include "tests/support/Folders.h"
#include "tests/support/Program.h"
#include "tests/support/TemporaryFolder.h"

namespace scim2ldap::test {

ProgramRun runScim2ldap(const std::vector<std::string>& arguments, const std::string& outputFile) {
  const TemporaryFolder folder;
  const std::string output = outputFile.empty() ? (folder.path() / "output").string() : outputFile;
  const std::string errors = (folder.path() / "errors").string();
  std::vector<std::string> command{"/bin/sh",
                                   "-c",
                                   R"(out=$1 err=$2; shift 2; exec "$@" >"$out" 2>"$err")",
                                   "sh",
                                   output,
                                   errors,
                                   SCIM2LDAP_BINARY_DIR "/scim2ldap"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  int status = 0;
  ::waitpid(startProgram(command, folder.path() / "shell"), &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, outputFile.empty() ? readFile(output) : "",
          readFile(errors)};
}

}  // namespace scim2ldap::test
