#pragma once

#include <memory>
#include <string>

namespace scim2ldap::test {

/// A server on loopback that hands out one document, as an issuer does its JWK Set. Thread-safe.
class KeyServer {
 public:
  explicit KeyServer(std::string document);
  ~KeyServer();
  KeyServer(const KeyServer&) = delete;
  KeyServer& operator=(const KeyServer&) = delete;

  [[nodiscard]] std::string url() const;  ///< "http://127.0.0.1:port/keys"
  void setDocument(const std::string& document);
  /// Answers with 503 from now on, or with the document again.
  void setAway(bool isAway);
  /// How often it was asked.
  [[nodiscard]] int requests() const;

 private:
  struct State;
  class Server;
  std::shared_ptr<State> state_;
  std::unique_ptr<Server> server_;
};

}  // namespace scim2ldap::test
