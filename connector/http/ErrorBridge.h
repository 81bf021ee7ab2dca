#pragma once

#include "connector/log/BurstLog.h"

namespace scim2ldap::connector {

/// While it lives, exceptions that POCO's own threads catch (a failing accept, for example) go to the log as
/// HTTP_INTERNAL_ERROR, once per burst, instead of nowhere. POCO has one error handler for the whole program; of several
/// bridges the newest receives them.
class ErrorBridge {
 public:
  explicit ErrorBridge(BurstLog& log);
  ~ErrorBridge();
  ErrorBridge(const ErrorBridge&) = delete;
  ErrorBridge& operator=(const ErrorBridge&) = delete;

 private:
  BurstLog& log_;
};

}  // namespace scim2ldap::connector
