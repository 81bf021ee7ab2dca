#include "tests/support/KeyServer.h"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>

#include <mutex>
#include <ostream>

namespace scim2ldap::test {

struct KeyServer::State {
  std::mutex mutex;
  std::string document;
  bool isAway = false;
  int requests = 0;
};

class KeyServer::Server {
 public:
  explicit Server(const std::shared_ptr<State>& state)
      : socket_(Poco::Net::SocketAddress("127.0.0.1", 0)),
        server_(new Factory(state), socket_, new Poco::Net::HTTPServerParams) {
    server_.start();
  }
  ~Server() { server_.stopAll(true); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] int port() const { return socket_.address().port(); }

 private:
  class Handler : public Poco::Net::HTTPRequestHandler {
   public:
    explicit Handler(std::shared_ptr<State> state) : state_(std::move(state)) {}
    void handleRequest(Poco::Net::HTTPServerRequest&, Poco::Net::HTTPServerResponse& response) override {
      std::string document;
      {
        const std::lock_guard lock(state_->mutex);
        ++state_->requests;
        if (state_->isAway) response.setStatus(Poco::Net::HTTPResponse::HTTP_SERVICE_UNAVAILABLE);
        document = state_->isAway ? "{}" : state_->document;
      }
      response.setKeepAlive(false);
      response.setContentType("application/json");
      response.setContentLength64(static_cast<Poco::Int64>(document.size()));
      response.send() << document;
    }

   private:
    std::shared_ptr<State> state_;
  };

  class Factory : public Poco::Net::HTTPRequestHandlerFactory {
   public:
    explicit Factory(std::shared_ptr<State> state) : state_(std::move(state)) {}
    Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
      return new Handler(state_);
    }

   private:
    std::shared_ptr<State> state_;
  };

  Poco::Net::ServerSocket socket_;
  Poco::Net::HTTPServer server_;
};

KeyServer::KeyServer(std::string document) : state_(std::make_shared<State>()) {
  state_->document = std::move(document);
  server_ = std::make_unique<Server>(state_);
}

KeyServer::~KeyServer() = default;

std::string KeyServer::url() const {
  return "http://127.0.0.1:" + std::to_string(server_->port()) + "/keys";
}

void KeyServer::setDocument(const std::string& document) {
  const std::lock_guard lock(state_->mutex);
  state_->document = document;
}

void KeyServer::setAway(bool isAway) {
  const std::lock_guard lock(state_->mutex);
  state_->isAway = isAway;
}

int KeyServer::requests() const {
  const std::lock_guard lock(state_->mutex);
  return state_->requests;
}

}  // namespace scim2ldap::test
