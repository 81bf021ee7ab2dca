#pragma once

#include <stdexcept>
#include <string>
#include <utility>

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

/// A line that ends in LF without CR. RFC 9112 §2.2
class LoneLineFeed : public Refusal {
 public:
  /// \param line  up to the LF
  explicit LoneLineFeed(std::string line)
      : Refusal(400, "a line ends in LF without CR"), line_(std::move(line)) {}
  [[nodiscard]] const std::string& line() const { return line_; }

 private:
  std::string line_;
};

}  // namespace scim2ldap::connector
