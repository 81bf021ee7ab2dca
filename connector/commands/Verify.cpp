#include <iostream>

#include "connector/commands/StateReview.h"
#include "connector/commands/StateTasks.h"

namespace scim2ldap::connector {
namespace {

void print(const Finding& finding, bool asJson) {
  if (asJson) {
    scim::Json line = toJson(finding);
    line.set("text", describe(finding));
    line.set("remedy", remedyOf(finding.fault));
    std::cout << scim::printJson(line) << '\n' << std::flush;
  } else {
    std::cout << nameOf(finding.fault) << ": " << describe(finding) << "; " << remedyOf(finding.fault) << '\n'
              << std::flush;
  }
}

}  // namespace

int verifyState(const Options& options) {
  options.expectWords(1, "");
  const Configuration configuration = readConfiguration(options.configurationFile());
  const bool asJson = options.has("json");
  const StateReview review = reviewState(configuration, chosenEndpoints(options, configuration),
                                         [&](const Finding& finding) { print(finding, asJson); });
  for (const std::string& note : review.notes) std::cerr << note << '\n';
  if (review.findings == 0) {
    std::cerr << "Nothing is off. The side table has " << review.rows << " users and groups.\n";
    return kDone;
  }
  std::cerr << review.findings << (review.findings == 1 ? " finding" : " findings") << '\n';
  return kRefused;
}

}  // namespace scim2ldap::connector
