#include "tests/connector/commands/CommandSetup.h"

#include <sys/wait.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "ldap/Directory.h"
#include "tests/support/Folders.h"
#include "tests/support/FreePort.h"
#include "tests/support/Program.h"

namespace scim2ldap::test {
namespace {

std::string quoted(const std::string& text) {
  return '"' + text + '"';
}

std::string listener() {
  return quoted("127.0.0.1:" + std::to_string(freePort()));
}

}  // namespace

CommandSetup::CommandSetup(const TemporarySlapd& directory, const std::string& mapping) {
  setPassword(directory.servicePassword());
  folder_.write("mapping.toml", readFile(SCIM2LDAP_SOURCE_DIR "/mappings/" + mapping));
  folder_.write("scim2ldap.toml",
                "[server]\nlisten = " + listener() + "\n[admin]\nlisten = " + listener() +
                    "\n[state]\ndirectory = \"state\"\n[[directory]]\nname = \"main\"\nuris = [" +
                    quoted(directory.uri()) + "]\nbase = " + quoted(directory.base()) +
                    "\nbind = { method = \"simple\", dn = " + quoted(directory.serviceDn()) +
                    ", password_file = \"password\" }\n[[endpoint]]\nname = \"tests\"\n"
                    "base_paths = [\"/scim/v2\"]\ndirectory = \"main\"\nmapping = \"mapping.toml\"\n");
}

void CommandSetup::setPassword(const std::string& password) {
  std::filesystem::remove(file("password"));
  std::filesystem::permissions(folder_.write("password", password), std::filesystem::perms::owner_read);
}

void CommandSetup::replaceInMapping(const std::string& text, const std::string& by) {
  replace("mapping.toml", text, by);
}

void CommandSetup::replaceInConfiguration(const std::string& text, const std::string& by) {
  replace("scim2ldap.toml", text, by);
}

void CommandSetup::replace(const std::string& name, const std::string& text, const std::string& by) const {
  std::string content = readFile(file(name));
  const std::size_t at = content.find(text);
  if (at == std::string::npos) throw std::runtime_error(name + " does not hold " + text);
  folder_.write(name, content.replace(at, text.size(), by));
}

CommandRun runCommand(const std::string& arguments, const std::filesystem::path& configuration,
                      const TemporaryFolder& folder) {
  const std::filesystem::path output = folder.path() / "output";
  const std::filesystem::path errors = folder.path() / "errors";
  const pid_t pid =
      startProgram({"/bin/sh", "-c",
                    "exec </dev/null '" SCIM2LDAP_BINARY_DIR "/scim2ldap' " + arguments + " --config '" +
                        configuration.string() + "' 2>'" + errors.string() + "'"},
                   output);
  int status = 0;
  ::waitpid(pid, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), readFile(output),
          readFile(errors)};
}

CommandRun CommandSetup::run(const std::string& arguments) const {
  return runCommand(arguments, file("scim2ldap.toml"), folder_);
}

std::string dump(const TemporarySlapd& directory) {
  ldap::DirectorySettings settings = directory.settings();
  settings.bindDn = directory.adminDn();
  settings.bindPassword = directory.adminPassword();
  ldap::Directory asAdmin(settings);
  ldap::SearchRequest request;
  request.base = ldap::Dn::parse(directory.base());
  request.attributes = {"*", "+"};
  std::vector<std::string> entries;
  for (const ldap::Entry& entry : asAdmin.search(request)) {
    std::string text = entry.dn.toString() + '\n';
    for (const auto& [name, values] : entry.attributes) {
      for (const std::string& value : values) text += "  " + name + ": " + value + '\n';
    }
    entries.push_back(std::move(text));
  }
  std::sort(entries.begin(), entries.end());
  std::string all;
  for (const std::string& entry : entries) all += entry;
  return all;
}

}  // namespace scim2ldap::test
