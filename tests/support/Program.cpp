#include "tests/support/Program.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace scim2ldap::test {

pid_t startProgram(const std::vector<std::string>& command, const std::filesystem::path& outputFile) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);

  const int output = ::open(outputFile.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (output < 0) throw std::system_error(errno, std::generic_category(), outputFile.string());
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child == 0) {
    // Only async-signal-safe calls: the tests run threads.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(126);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  const int forkError = errno;
  ::close(output);
  if (child < 0) throw std::system_error(forkError, std::generic_category(), "fork");
  return child;
}

void runProgram(const std::vector<std::string>& command, const std::filesystem::path& outputFile) {
  int status = 0;
  ::waitpid(startProgram(command, outputFile), &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error(command.front() + " failed: " + readFile(outputFile));
}

std::string readFile(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace scim2ldap::test
