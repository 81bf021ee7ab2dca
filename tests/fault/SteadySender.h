#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "tests/fault/Findings.h"
#include "tests/fault/Pacer.h"
#include "tests/support/ScimClient.h"

namespace scim2ldap::test {

/// Sends requests to a service that dies and comes back, as Entra does in its cycles: what got no answer, or
/// 503, is looked for first, and sent again when it has not become true. Not thread-safe.
class SteadySender {
 public:
  /// What a look at the service says of a write that was left open.
  enum class Sight { Before, After, Neither, Gone };
  enum class Outcome {
    Acknowledged,
    FoundDone,
    Gone,    ///< another client has removed the resource, before the write or after
    Refused  ///< and noted as a fault
  };
  struct Written {
    Outcome outcome = Outcome::Refused;
    ScimAnswer answer{};  ///< where it was acknowledged
    [[nodiscard]] bool isDone() const {
      return outcome == Outcome::Acknowledged || outcome == Outcome::FoundDone;
    }
  };
  struct Write {
    std::string method;
    std::string path;
    std::string body{};
    int success = 0;
    std::function<Sight()> look{};
  };

  SteadySender(ScimClient client, Findings& findings, Pacer& pacer, std::chrono::milliseconds pause)
      : client_(std::move(client)), findings_(findings), pacer_(pacer), pause_(pause) {}

  /// The answer, however long it takes for the service to be back.
  /// \throws std::runtime_error  when it stays away
  [[nodiscard]] ScimAnswer read(const std::string& path);
  [[nodiscard]] Written write(const Write& write);

 private:
  [[nodiscard]] Sight lookUntilClear(const Write& write);
  /// nullopt: no answer, or that the directory is away.
  [[nodiscard]] std::optional<ScimAnswer> trySend(const std::string& method, const std::string& path,
                                                  const std::string& body);

  ScimClient client_;
  Findings& findings_;
  Pacer& pacer_;
  std::chrono::milliseconds pause_;
};

}  // namespace scim2ldap::test
