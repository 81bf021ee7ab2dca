#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/Folders.h"
#include "tests/support/TemporaryFolder.h"
#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::test {

/// Where a ConnectorProcess stands.
struct ConnectorPlaces {
  std::string address;  ///< of its listener for clients, "127.0.0.1:port"
  std::string adminAddress;
  std::string stateFolder;
};

/// What the configuration of a ConnectorProcess says beyond its addresses.
struct ConnectorOptions {
  std::string mapping = "inetorgperson.toml";  ///< a shipped mapping's name, or the path of a file
  std::string dialect = "entra";
  std::string basePaths = R"(["/scim/v2"])";  ///< as TOML
  std::string serverLines{};                  ///< more lines of [server]
  std::string stateLines{};                   ///< more lines of [state]
  std::string uris{};                         ///< of the directory, as TOML; "": as it is
  std::string directoryLines{};               ///< more lines of [[directory]]
  std::string endpointLines{};                ///< more lines of [[endpoint]]
  std::string moreTables{};                   ///< more tables, at the end of the file
  std::filesystem::path program = SCIM2LDAP_BINARY_DIR "/scim2ldap";
  std::vector<std::string> environment{};  ///< "NAME=value", of `serve`
  /// Makes the whole configuration, in the place of one made of the above; there is no token then. The
  /// password of the directory's service identity stands in "ldap-password" beside it.
  std::function<std::string(const ConnectorPlaces&)> configuration{};
};

/// The real program, `scim2ldap serve`, on free loopback ports, with configuration, token and state in a
/// temporary folder. Killed with this object, and also when the thread that started it ends. Not thread-safe.
class ConnectorProcess {
 public:
  /// Makes a token for its endpoint, starts the program and returns when it is ready.
  /// \throws std::runtime_error  with what the program printed
  explicit ConnectorProcess(const TemporarySlapd& directory, ConnectorOptions options = {});
  ~ConnectorProcess();
  ConnectorProcess(const ConnectorProcess&) = delete;
  ConnectorProcess& operator=(const ConnectorProcess&) = delete;

  /// Starts it again, on the same ports and with the state it left.
  void start();
  /// Ends it by SIGTERM. \returns its exit status, or 128 + the signal that ended it
  int stop();
  void kill();  ///< SIGKILL
  /// Waits until something else ends it. \returns false when nothing did in that time
  [[nodiscard]] bool endsWithin(std::chrono::milliseconds patience);
  void restart();
  void reload();  ///< SIGHUP; returns at once

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] pid_t pid() const { return pid_; }  ///< 0 while it does not run
  [[nodiscard]] std::string baseUrl() const;        ///< of the endpoint, "http://127.0.0.1:port/scim/v2"
  [[nodiscard]] std::string adminUrl() const;
  [[nodiscard]] const std::string& token() const { return token_; }
  [[nodiscard]] std::filesystem::path configFile() const { return folder_.path() / "scim2ldap.toml"; }
  [[nodiscard]] std::filesystem::path stateFile() const { return folder_.path() / "state" / "scim2ldap.db"; }
  /// What the program has printed since it was last started.
  [[nodiscard]] std::string log() const;
  [[nodiscard]] bool running() const { return pid_ > 0; }
  [[nodiscard]] std::filesystem::path stateFolder() const { return folder_.path() / "state"; }

  /// Runs a command of the same program on the same configuration, without its errors' output.
  /// \returns  what it printed
  /// \throws std::runtime_error  when it does not exit with 0
  [[nodiscard]] std::string command(const std::string& arguments) const;

 private:
  void writeConfiguration(const TemporarySlapd& directory) const;
  void waitUntilReady();
  int signalAndWait(int signal);

  ConnectorOptions options_;
  TemporaryFolder folder_;
  std::uint16_t port_ = 0;
  std::uint16_t adminPort_ = 0;
  std::string token_;
  pid_t pid_ = 0;
};

}  // namespace scim2ldap::test
