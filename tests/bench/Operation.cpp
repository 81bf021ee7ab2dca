#include "tests/bench/Operation.h"

#include <stdexcept>

namespace scim2ldap::bench {
namespace {

constexpr std::chrono::hours kUnlimited{24};

Client atMost(std::size_t times, const Client& client) {
  return [times, client](std::size_t n) { return n < times && client(n); };
}

}  // namespace

Measurement measureRun(const Operation& operation, const Side& side, std::size_t clients,
                       std::chrono::milliseconds time, WhenBusy whenBusy) {
  operation.before();
  const std::size_t times = operation.times;
  const Measurement measured =
      times == 0 ? measure(clients, time, side.client, whenBusy)
                 : measure(
                       clients, kUnlimited,
                       [&](std::size_t client) { return atMost(times, side.client(client)); }, whenBusy);
  if (measured.operations == 0) throw std::runtime_error(operation.name + ": nothing was done");
  side.verify(measured.operations);
  return measured;
}

}  // namespace scim2ldap::bench
