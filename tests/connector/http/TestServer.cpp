#include "TestServer.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <thread>

namespace scim2ldap::connector {

using namespace std::chrono_literals;

HttpResponse EchoHandler::handle(const HttpRequest& request) {
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
  }
  if (request.path == "/slow") released_.wait();
  if (request.path == "/throw") throw std::runtime_error("the handler's own fault");
  if (request.path == "/badHeader") return {.headers = {{"Location", "x\r\nSet-Cookie: a=b"}}};
  if (request.path == "/badStatus") return {.status = 42};
  if (request.path == "/empty") return {.status = 204};
  return {.status = 200,
          .headers = {{"Content-Type", "text/plain"}, {"Content-Length", "1"}, {"Connection", "upgrade"}},
          .body = request.method + ' ' + request.path + '?' + request.query + ' ' + request.body};
}

HttpResponse EchoHandler::refuse(int status, const std::string& reason) {
  return {.status = status, .headers = {{"Content-Type", "text/plain"}}, .body = "refused: " + reason};
}

std::vector<HttpRequest> EchoHandler::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

bool EchoHandler::waitForRequests(std::size_t count) const {
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (requests().size() < count) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(5ms);
  }
  return true;
}

LogFile::LogFile()
    : descriptor_(::open((folder_.path() / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)),
      logger_(Level::Debug, descriptor_) {}

LogFile::~LogFile() {
  ::close(descriptor_);
}

std::vector<scim::Json> LogFile::messages(std::string_view id) const {
  std::vector<scim::Json> found;
  std::ifstream file(folder_.path() / "log");
  for (std::string line; std::getline(file, line);) {
    scim::Json message = scim::parseJson(line);
    if (message.stringAt("id") == id) found.push_back(std::move(message));
  }
  return found;
}

ServerSettings testSettings() {
  ServerSettings settings;
  settings.port = 0;
  settings.maxBodyBytes = 64 * 1024;
  settings.headerTimeout = settings.requestTimeout = settings.idleTimeout = settings.drainTimeout = 20s;
  return settings;
}

}  // namespace scim2ldap::connector
