#include "tests/fault/Turmoil.h"

#include <thread>

namespace scim2ldap::test {

using std::chrono::milliseconds;

void Turmoil::wait(milliseconds most) {
  std::this_thread::sleep_for(milliseconds(roll(static_cast<unsigned>(most.count()) + 1)));
}

void Turmoil::killConnector() {
  connector_.kill();
  ++connectorKills_;
  connector_.start();
}

void Turmoil::killSlapd() {
  slapd_.kill();
  ++slapdKills_;
  wait(milliseconds(100));
  slapd_.start();
}

void Turmoil::stopSlapd() {
  slapd_.pause();
  ++slapdStops_;
  std::this_thread::sleep_for(operationTimeout_);
  wait(operationTimeout_);
  slapd_.resume();
}

void Turmoil::killConnectorWhileSlapdIsStopped() {
  slapd_.pause();
  ++killsDuringStops_;
  wait(milliseconds(30));
  connector_.kill();
  ++connectorKills_;
  const milliseconds stopped(roll(static_cast<unsigned>(operationTimeout_.count())));
  const std::jthread resuming([this, stopped] {
    std::this_thread::sleep_for(stopped);
    slapd_.resume();
  });
  connector_.start();
}

std::string Turmoil::summary() const {
  return std::to_string(connectorKills_) + " kills of the connector (" + std::to_string(killsDuringStops_) +
         " while slapd was stopped), " + std::to_string(slapdKills_) + " kills of slapd, " +
         std::to_string(slapdStops_) + " stops of slapd past the deadline";
}

}  // namespace scim2ldap::test
