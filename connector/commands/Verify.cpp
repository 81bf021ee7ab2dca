#include <exception>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>

#include "connector/commands/StateReview.h"
#include "connector/commands/StateTasks.h"
#include "connector/log/HarmlessText.h"
#include "connector/store/StateReader.h"

namespace scim2ldap::connector {
namespace {

using Names = std::map<std::pair<std::string, std::string>, std::string>;

/// The names by which the log last called those who have no entry that could tell.
class LastNames {
 public:
  explicit LastNames(std::filesystem::path stateFile) : stateFile_(std::move(stateFile)) {}

  [[nodiscard]] std::string of(const Finding& finding) {
    if (!finding.dn.empty() || finding.type.empty() || finding.id.empty()) return "";
    if (!names_) names_ = StateReader(stateFile_).lastNames();
    const auto name = names_->find({finding.type, finding.id});
    return name == names_->end() ? "" : name->second;
  }

 private:
  std::filesystem::path stateFile_;
  std::optional<Names> names_;
};

void print(const Finding& finding, const std::string& name, bool asJson) {
  if (asJson) {
    scim::Json line = toJson(finding);
    if (!name.empty()) line.set("name", name);
    line.set("text", describe(finding));
    line.set("remedy", remedyOf(finding.fault));
    std::cout << scim::printJson(line) << '\n' << std::flush;
  } else {
    std::cout << nameOf(finding.fault) << ": " << describe(finding)
              << (name.empty() ? "" : "; its last name in the log is " + harmless(name)) << "; "
              << remedyOf(finding.fault) << '\n'
              << std::flush;
  }
}

int verify(const Options& options) {
  const Configuration configuration = readConfiguration(options.configurationFile());
  const bool asJson = options.has("json");
  LastNames names(configuration.stateFile());
  const StateReview review =
      reviewState(configuration, chosenEndpoints(options, configuration),
                  [&](const Finding& finding) { print(finding, names.of(finding), asJson); });
  for (const std::string& note : review.notes) std::cerr << note << '\n';
  if (review.findings == 0) {
    std::cerr << "Nothing is off. The side table has " << review.rows << " users and groups.\n";
    return kDone;
  }
  std::cerr << review.findings << (review.findings == 1 ? " finding" : " findings") << '\n';
  return kRefused;
}

}  // namespace

int verifyState(const Options& options) {
  options.expectWords(1, "");
  try {
    return verify(options);
  } catch (const UsageError&) {
    throw;
  } catch (const std::exception& error) {  // for those who take 1 for a finding
    throw std::runtime_error(std::string("scim2ldap state verify: could not look: ") + error.what());
  }
}

}  // namespace scim2ldap::connector
