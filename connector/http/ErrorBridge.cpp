#include "connector/http/ErrorBridge.h"

#include <Poco/ErrorHandler.h>
#include <Poco/Exception.h>

#include <algorithm>
#include <mutex>
#include <vector>

namespace scim2ldap::connector {
namespace {

class LoggingErrorHandler : public Poco::ErrorHandler {
 public:
  void add(Logger& logger) {
    const std::lock_guard lock(mutex_);
    loggers_.push_back(&logger);
  }

  void remove(Logger& logger) {
    const std::lock_guard lock(mutex_);
    loggers_.erase(std::find(loggers_.rbegin(), loggers_.rend(), &logger).base() - 1);
  }

  void exception(const Poco::Exception& exception) override { log(exception.displayText()); }
  void exception(const std::exception& exception) override { log(exception.what()); }
  void exception() override { log("unknown exception"); }

 private:
  void log(const std::string& error) {
    const std::lock_guard lock(mutex_);
    if (loggers_.empty()) return;
    loggers_.back()->error("HTTP_INTERNAL_ERROR", "The listener met an error", {{"error", error}});
  }

  std::mutex mutex_;
  std::vector<Logger*> loggers_;
};

/// Installed once, and never destroyed: POCO's threads may outlive static objects. POCO calls it under a
/// mutex that `set` takes as well, so installing it must not happen under a mutex of ours.
LoggingErrorHandler& handler() {
  static LoggingErrorHandler& installed = []() -> LoggingErrorHandler& {
    auto* made = new LoggingErrorHandler;
    Poco::ErrorHandler::set(made);
    return *made;
  }();
  return installed;
}

}  // namespace

ErrorBridge::ErrorBridge(Logger& logger) : logger_(logger) {
  handler().add(logger_);
}

ErrorBridge::~ErrorBridge() {
  handler().remove(logger_);
}

}  // namespace scim2ldap::connector
