#pragma once

#include <Poco/Net/StreamSocket.h>
#include <Poco/Net/TCPServerConnection.h>

#include <chrono>
#include <string>
#include <string_view>

#include "connector/config/Configuration.h"
#include "connector/http/Answer.h"
#include "connector/http/ConnectionGuard.h"
#include "connector/http/Input.h"
#include "connector/http/Message.h"
#include "connector/http/Refusal.h"
#include "connector/log/BurstLog.h"
#include "connector/log/Logger.h"
#include "connector/log/PeerNetwork.h"

namespace scim2ldap::connector {

/// What the connections of a listener share; lives longer than they do.
struct Listener {
  const ServerSettings& settings;
  HttpHandler& handler;
  Logger& logger;
  BurstLog& denials;
  ConnectionGuard& guard;
};

/// A client's connection: requests are read and answered one after the other, in the order in which they
/// came. Runs on a thread of its own until the connection ends.
class Connection : public Poco::Net::TCPServerConnection {
 public:
  Connection(const Poco::Net::StreamSocket& socket, const Listener& listener)
      : TCPServerConnection(socket), listener_(listener) {}

  void run() override;

 private:
  using Clock = ConnectionGuard::Clock;
  using Seat = ConnectionGuard::Seat;

  /// What follows an answer: the next request; the end the client asked for; the end it does not expect.
  enum class Next { Read, Close, Linger };

  /// \returns whether the connection can be used: it needs no TLS, or the handshake succeeded
  bool shakeHands();
  void serve(Seat& seat, Clock::time_point headDeadline);
  [[nodiscard]] Next answerOne(Seat& seat, Input& input, Clock::time_point headDeadline, bool isLast);
  /// Reads head and body into `request`, as far as it gets.
  /// \returns whether the client wants to keep the connection
  /// \throws Refusal
  [[nodiscard]] bool receive(Seat& seat, Input& input, HttpRequest& request);
  [[nodiscard]] HttpResponse handle(const HttpRequest& request);
  [[nodiscard]] HttpResponse refuse(const HttpRequest& request, const Refusal& refusal);
  [[nodiscard]] HttpResponse denial(const Refusal& refusal);
  /// Tells a client that has not sent anything yet that there are too many connections.
  void giveWay(Seat& seat);
  void write(const HttpResponse& response, const AnswerFrame& frame);
  void write(std::string_view bytes);
  void logAccess(const HttpRequest& request, const HttpResponse& response, Clock::time_point begin);
  /// What makes denials alike: who gets them, and which.
  [[nodiscard]] std::string burstOf(int status) const {
    return networkOf(peer_) + ' ' + std::to_string(status);
  }
  void logLost(const std::string& error);

  const Listener& listener_;
  std::string peer_;
};

}  // namespace scim2ldap::connector
