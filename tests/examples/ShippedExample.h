#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "connector/config/Configuration.h"
#include "tests/e2e/replay/Player.h"
#include "tests/examples/LineChanges.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::test {

/// A shipped example (etc/examples/NAME) at work: its own files, on a directory that is prepared as its
/// README says. Of the configuration, the lines that name a place are other ones: the two addresses, the
/// state's folder, the directory's URI and the mapping's path.
class ShippedExample {
 public:
  /// \param changes  further lines of the configuration that are other ones
  explicit ShippedExample(const std::string& name, const LineChanges& changes = {});

  [[nodiscard]] TemporarySlapd& slapd() { return slapd_; }
  [[nodiscard]] ConnectorProcess& connector() { return connector_; }
  [[nodiscard]] const connector::Configuration& configuration() const { return configuration_; }
  /// Changes lines of the configuration that is in use; it counts from the connector's next start or reload.
  void change(const LineChanges& changes) const;
  /// An endpoint with a token of its own, "" for the first.
  [[nodiscard]] const PlayedService& service(const std::string& endpoint = "");

 private:
  TemporarySlapd slapd_;
  ConnectorProcess connector_;
  connector::Configuration configuration_;
  std::map<std::string, PlayedService> services_;
};

/// The names of all shipped examples: folders of etc/examples.
[[nodiscard]] std::vector<std::string> shippedExamples();

/// The folder of a shipped example.
[[nodiscard]] std::filesystem::path exampleFolder(const std::string& name);

}  // namespace scim2ldap::test
