#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/e2e/replay/Recording.h"
#include "tests/e2e/replay/Variables.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::test {

/// The service that a recording speaks to.
struct PlayedService {
  std::string baseUrl;
  std::string token;
};

/// Plays recordings against a running connector and its directory.
class Player {
 public:
  Player(const TemporarySlapd& slapd, const ConnectorProcess& connector)
      : Player(slapd, connector, {connector.baseUrl(), connector.token()}) {}
  Player(const TemporarySlapd& slapd, const ConnectorProcess& connector, PlayedService service)
      : slapd_(slapd), connector_(connector), service_(std::move(service)) {}

  /// Plays all steps, the rest left out after the first step with a fault.
  /// \returns  what was not as expected, each with its step, the request and the answer
  [[nodiscard]] std::vector<std::string> play(const Recording& recording) const;

 private:
  using Faults = std::vector<std::string>;

  void playStep(const RecordedStep& step, Variables& variables, Faults& faults) const;
  void playRequest(const RecordedStep& step, Variables& variables, Faults& faults) const;
  void playCommand(const RecordedStep& step, Variables& variables, Faults& faults) const;
  void checkAnswer(const RecordedStep& step, const HttpAnswer& answer, Variables& variables,
                   Faults& faults) const;
  /// Compares the body of an answer, or what a command printed, and takes what is to be saved of it.
  void checkBody(const RecordedStep& step, const std::string& content, Variables& variables,
                 Faults& faults) const;
  void checkDirectory(const DirectoryExpectation& expected, const Variables& variables, Faults& faults) const;
  [[nodiscard]] Faults directoryFaults(const DirectoryExpectation& expected,
                                       const Variables& variables) const;
  void checkBind(const BindExpectation& expected, const Variables& variables, Faults& faults) const;

  const TemporarySlapd& slapd_;
  const ConnectorProcess& connector_;
  PlayedService service_;
};

}  // namespace scim2ldap::test
