#pragma once

#include "connector/log/Logger.h"

namespace scim2ldap::connector {

/// While it lives, exceptions that POCO's own threads catch (a failing accept, for example) go to the log as
/// HTTP_INTERNAL_ERROR instead of nowhere. POCO has one error handler for the whole program; of several
/// bridges the newest receives them.
class ErrorBridge {
 public:
  explicit ErrorBridge(Logger& logger);
  ~ErrorBridge();
  ErrorBridge(const ErrorBridge&) = delete;
  ErrorBridge& operator=(const ErrorBridge&) = delete;

 private:
  Logger& logger_;
};

}  // namespace scim2ldap::connector
