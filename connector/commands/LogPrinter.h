#pragma once

#include <ostream>
#include <string_view>

#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// Prints rows of the audit log one by one, as they come. Not thread-safe.
class LogPrinter {
 public:
  enum class Form {
    Text,      ///< columns under a head, and why a write was refused
    WithLdif,  ///< the plan as well
    Json       ///< an object on a line, with every field
  };
  LogPrinter(std::ostream& out, Form form) : out_(out), form_(form) {}

  void print(const LogRow& row);

 private:
  void printText(const LogRow& row);
  void printIndented(std::string_view text);

  std::ostream& out_;
  Form form_;
  bool hasHead_ = false;
};

}  // namespace scim2ldap::connector
