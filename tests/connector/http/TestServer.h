#pragma once

#include <atomic>
#include <filesystem>
#include <future>
#include <mutex>
#include <string>
#include <vector>

#include "TemporaryFolder.h"
#include "connector/http/HttpServer.h"

namespace scim2ldap::connector {

/// Answers with what it was asked, and counts.
///
/// /slow waits for `release`; /throw, /badHeader and /badStatus misbehave; /empty answers 204.
class EchoHandler : public HttpHandler {
 public:
  HttpResponse handle(const HttpRequest& request) override;
  HttpResponse refuse(int status, const std::string& reason) override;

  [[nodiscard]] std::vector<HttpRequest> requests() const;
  /// Waits until that many requests have reached the handler. \returns whether they have, within 20 s
  [[nodiscard]] bool waitForRequests(std::size_t count) const;
  void release() { release_.set_value(); }

 private:
  mutable std::mutex mutex_;
  std::vector<HttpRequest> requests_;
  std::promise<void> release_;
  std::shared_future<void> released_{release_.get_future()};
};

/// A logger whose lines can be read back.
class LogFile {
 public:
  LogFile();
  ~LogFile();
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  [[nodiscard]] Logger& logger() { return logger_; }
  /// All lines with that message id.
  [[nodiscard]] std::vector<scim::Json> messages(std::string_view id) const;

 private:
  TemporaryFolder folder_;
  int descriptor_;
  Logger logger_;
};

/// Settings with a free port and deadlines that no test on a busy machine runs into by chance.
[[nodiscard]] ServerSettings testSettings();

/// A server with an EchoHandler and a log.
struct TestServer {
  explicit TestServer(const ServerSettings& settings = testSettings())
      : server(settings, handler, log.logger()) {}

  LogFile log;
  EchoHandler handler;
  HttpServer server;
};

}  // namespace scim2ldap::connector
