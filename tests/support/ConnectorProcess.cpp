#include "tests/support/ConnectorProcess.h"

#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>
#include <utility>

#include "tests/support/Folders.h"
#include "tests/support/FreePort.h"
#include "tests/support/HttpClient.h"
#include "tests/support/Program.h"

namespace scim2ldap::test {
namespace {

using namespace std::chrono_literals;

constexpr auto kStartTimeout = 30s;
constexpr auto kStopTimeout = 40s;

}  // namespace

ConnectorProcess::ConnectorProcess(const TemporarySlapd& directory, ConnectorOptions options)
    : options_(std::move(options)), port_(freePort()), adminPort_(freePort()) {
  writeConfiguration(directory);
  if (!options_.configuration) token_ = command("token create tests --endpoint tests");
  while (!token_.empty() && token_.back() == '\n') token_.pop_back();
  start();
}

ConnectorProcess::~ConnectorProcess() {
  if (running()) signalAndWait(SIGKILL);
}

void ConnectorProcess::start() {
  if (running()) return;
  std::vector<std::string> command{"/usr/bin/env"};
  command.insert(command.end(), options_.environment.begin(), options_.environment.end());
  for (const std::string& word :
       {options_.program.string(), std::string("serve"), std::string("--config"), configFile().string()})
    command.push_back(word);
  pid_ = startProgram(command, folder_.path() / "log");
  waitUntilReady();
}

int ConnectorProcess::stop() {
  return running() ? signalAndWait(SIGTERM) : 0;
}

void ConnectorProcess::kill() {
  if (running()) signalAndWait(SIGKILL);
}

bool ConnectorProcess::endsWithin(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (running()) {
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) pid_ = 0;
    if (std::chrono::steady_clock::now() > deadline) break;
    std::this_thread::sleep_for(1ms);
  }
  return !running();
}

void ConnectorProcess::restart() {
  stop();
  start();
}

void ConnectorProcess::reload() {
  if (running()) ::kill(pid_, SIGHUP);
}

std::string ConnectorProcess::baseUrl() const {
  const std::size_t first = options_.basePaths.find('"') + 1;
  return "http://127.0.0.1:" + std::to_string(port_) +
         options_.basePaths.substr(first, options_.basePaths.find('"', first) - first);
}

std::string ConnectorProcess::adminUrl() const {
  return "http://127.0.0.1:" + std::to_string(adminPort_);
}

std::string ConnectorProcess::log() const {
  return readFile(folder_.path() / "log");
}

std::string ConnectorProcess::command(const std::string& arguments) const {
  const std::filesystem::path output = folder_.path() / "command-output";
  const std::filesystem::path errors = folder_.path() / "command-errors";
  try {
    runProgram({"/bin/sh", "-c",
                "exec '" + options_.program.string() + "' " + arguments + " --config '" +
                    configFile().string() + "' 2>'" + errors.string() + "'"},
               output);
  } catch (const std::runtime_error&) {
    throw std::runtime_error("scim2ldap " + arguments + " failed: " + readFile(output) + readFile(errors));
  }
  return readFile(output);
}

void ConnectorProcess::writeConfiguration(const TemporarySlapd& directory) const {
  const std::string password = folder_.write("ldap-password", directory.servicePassword()).string();
  std::filesystem::permissions(password, std::filesystem::perms::owner_read);
  const ConnectorPlaces places{"127.0.0.1:" + std::to_string(port_),
                               "127.0.0.1:" + std::to_string(adminPort_), stateFolder().string()};
  std::filesystem::create_directory(places.stateFolder);
  std::filesystem::permissions(places.stateFolder, std::filesystem::perms::owner_all);
  if (options_.configuration) {
    folder_.write("scim2ldap.toml", options_.configuration(places));
    return;
  }

  const bool shipped = options_.mapping.find('/') == std::string::npos;
  const std::string mapping = (shipped ? SCIM2LDAP_SOURCE_DIR "/mappings/" : "") + options_.mapping;
  const auto quoted = [](const std::string& text) { return '"' + text + '"'; };
  std::string text = "[server]\nlisten = " + quoted(places.address) + "\n";
  text += options_.serverLines + "\n";
  text += "[admin]\nlisten = " + quoted(places.adminAddress) + "\n";
  text += "[state]\ndirectory = " + quoted(places.stateFolder) + "\n";
  text += options_.stateLines + "\n";
  text += "[[directory]]\nname = \"directory\"\nuris = " +
          (options_.uris.empty() ? "[" + quoted(directory.uri()) + "]" : options_.uris) + "\n";
  text += "base = " + quoted(directory.base()) +
          "\nbind = { method = \"simple\", dn = " + quoted(directory.serviceDn()) +
          ", password_file = " + quoted(password) + " }\n";
  text += options_.directoryLines + "\n";
  text += "[[endpoint]]\nname = \"tests\"\nbase_paths = " + options_.basePaths +
          "\ndirectory = \"directory\"\nmapping = " + quoted(mapping) +
          "\ndialect = " + quoted(options_.dialect) + "\n";
  text += options_.endpointLines + "\n" + options_.moreTables + "\n";
  folder_.write("scim2ldap.toml", text);
}

void ConnectorProcess::waitUntilReady() {
  const auto deadline = std::chrono::steady_clock::now() + kStartTimeout;
  while (std::chrono::steady_clock::now() < deadline) {
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = 0;
      throw std::runtime_error("scim2ldap serve ended: " + log());
    }
    try {
      if (sendHttp("GET", adminUrl() + "/readyz").status == 200) return;
    } catch (const std::runtime_error&) {
      // It does not listen yet.
    }
    std::this_thread::sleep_for(10ms);
  }
  signalAndWait(SIGKILL);
  throw std::runtime_error("scim2ldap serve did not become ready: " + log());
}

int ConnectorProcess::signalAndWait(int signal) {
  ::kill(pid_, signal);
  const auto deadline = std::chrono::steady_clock::now() + kStopTimeout;
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) ::kill(pid_, SIGKILL);
    std::this_thread::sleep_for(5ms);
  }
  pid_ = 0;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace scim2ldap::test
