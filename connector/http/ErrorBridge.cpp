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
  void add(BurstLog& log) {
    const std::lock_guard lock(mutex_);
    logs_.push_back(&log);
  }

  void remove(BurstLog& log) {
    const std::lock_guard lock(mutex_);
    logs_.erase(std::find(logs_.rbegin(), logs_.rend(), &log).base() - 1);
  }

  void exception(const Poco::Exception& exception) override { log(exception.displayText()); }
  void exception(const std::exception& exception) override { log(exception.what()); }
  void exception() override { log("unknown exception"); }

 private:
  void log(const std::string& error) {
    const std::lock_guard lock(mutex_);
    if (logs_.empty()) return;
    logs_.back()->log(Level::Error, "HTTP_INTERNAL_ERROR", error, "The listener met an error",
                      {{"error", error}});
  }

  std::mutex mutex_;
  std::vector<BurstLog*> logs_;
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

ErrorBridge::ErrorBridge(BurstLog& log) : log_(log) {
  handler().add(log_);
}

ErrorBridge::~ErrorBridge() {
  handler().remove(log_);
}

}  // namespace scim2ldap::connector
