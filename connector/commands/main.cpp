#include <algorithm>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "connector/commands/Command.h"
#include "connector/log/HarmlessText.h"
#include "mappings/Suggestion.h"

namespace scim2ldap::connector {
namespace {

void printHelp(std::ostream& out) {
  out << "Usage: scim2ldap COMMAND [OPTION...]\n\n"
         "Carries users and groups from a SCIM 2.0 client such as Microsoft Entra ID into an LDAP "
         "directory.\n\n";
  for (const Command& command : allCommands()) {
    out << "  " << command.name << std::string(10 - command.name.size(), ' ') << command.summary << '\n';
  }
  out << "\nEvery command takes --config FILE (default " << kDefaultConfigurationFile
      << ") and --help.\nExit status: 0 done, 1 refused or failed, 2 wrong usage.\n";
}

bool asksForHelp(const std::string& word) {
  return word == "--help" || word == "-h";
}

int unknownCommand(const std::string& name, const std::vector<Command>& commands) {
  std::vector<std::string> names;
  for (const Command& command : commands) names.push_back(command.name);
  const std::optional<std::string> nearest = mappings::nearest(name, names);
  std::cerr << "scim2ldap: there is no command " << name
            << (nearest ? "; did you mean " + *nearest + "?" : "; see scim2ldap --help") << '\n';
  return kUsage;
}

int run(const std::vector<std::string>& words) {
  if (words.empty()) {
    printHelp(std::cerr);
    return kUsage;
  }
  if (asksForHelp(words.front()) || words.front() == "help") {
    printHelp(std::cout);
    return kDone;
  }
  const std::vector<Command> commands = allCommands();
  const std::string name = words.front() == "--version" ? "version" : words.front();
  const auto command =
      std::find_if(commands.begin(), commands.end(), [&](const Command& each) { return each.name == name; });
  if (command == commands.end()) return unknownCommand(name, commands);
  const Arguments arguments(words.begin() + 1, words.end());
  if (std::any_of(arguments.begin(), arguments.end(), asksForHelp)) {
    std::cout << command->usage;
    return kDone;
  }
  try {
    const int status = command->run(arguments);
    // A token that could not be printed is lost: that is no success.
    if (!std::cout.flush()) throw std::runtime_error("standard output cannot be written");
    return status;
  } catch (const UsageError& error) {
    std::cerr << "scim2ldap " << name << ": " << error.what() << "; see scim2ldap " << name << " --help\n";
    return kUsage;
  } catch (const std::exception& error) {
    std::cerr << harmlessLines(error.what()) << '\n';  // it may quote what clients have sent
    return kRefused;
  }
}

}  // namespace
}  // namespace scim2ldap::connector

int main(int argc, char** argv) {
  return scim2ldap::connector::run({argv + std::min(argc, 1), argv + argc});
}
