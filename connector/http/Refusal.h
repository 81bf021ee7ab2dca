#pragma once

#include <stdexcept>
#include <string>

namespace scim2ldap::connector {

/// A request that is not handed to the handler: the status to answer with, and why. The connection is
/// closed after the answer, because where the next request begins is no longer certain.
class Refusal : public std::runtime_error {
 public:
  Refusal(int status, const std::string& reason) : std::runtime_error(reason), status_(status) {}
  [[nodiscard]] int status() const { return status_; }

 private:
  int status_;
};

}  // namespace scim2ldap::connector
