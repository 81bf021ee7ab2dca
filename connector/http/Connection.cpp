#include "connector/http/Connection.h"

#include <Poco/Net/SecureStreamSocket.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <stdexcept>
#include <utility>

#include "connector/http/Body.h"
#include "connector/http/RequestGate.h"
#include "connector/http/RequestHead.h"
#include "connector/http/RequestId.h"
#include "connector/http/Syntax.h"

namespace scim2ldap::connector {
namespace {

using Clock = ConnectionGuard::Clock;
using Phase = ConnectionGuard::Phase;

constexpr int kMaxRequests = 1000;                      ///< of a connection: nobody keeps a thread for ever
constexpr std::size_t kMostInOneWrite = 65'536;         ///< octets of a body that is joined to its head
constexpr std::chrono::seconds kMinAnswerTime{5};       ///< for an answer that comes after the deadline
constexpr std::chrono::milliseconds kLingerTime{1000};  ///< for a refused client to take its answer
constexpr std::chrono::milliseconds kSurplusTime{500};  ///< for a surplus connection to send its request

Refusal tooMany() {
  return {503, "too many connections; try again in a second"};
}

AnswerFrame frame(const std::string& requestId) {
  return {.requestId = requestId,
          .date = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())};
}

/// The bytes of a socket; ends when the guard has ended reading, even if the client goes on sending.
class SocketSource : public ByteSource {
 public:
  SocketSource(Poco::Net::StreamSocket& socket, const ConnectionGuard::Seat& seat)
      : socket_(socket), seat_(seat) {}

  std::size_t read(char* to, std::size_t capacity) override {
    if (seat_.expired()) return 0;
    const int count = socket_.receiveBytes(to, static_cast<int>(capacity));
    return static_cast<std::size_t>(std::max(count, 0));  // negative: TLS has failed
  }

 private:
  Poco::Net::StreamSocket& socket_;
  const ConnectionGuard::Seat& seat_;
};

}  // namespace

void Connection::run() {
  try {
    peer_ = socket().peerAddress().host().toString();
    const auto now = Clock::now();
    auto headDeadline = now + listener_.settings.headerTimeout;
    Seat seat(listener_.guard, static_cast<int>(socket().impl()->sockfd()), headDeadline);
    if (seat.surplus()) {
      headDeadline = std::min(headDeadline, now + kSurplusTime);
      seat.enter(Phase::Idle, headDeadline);
    }
    if (shakeHands()) serve(seat, headDeadline);
  } catch (const Poco::Exception& error) {
    logLost(error.displayText());
  } catch (const std::exception& error) {
    logLost(error.what());
  }
}

bool Connection::shakeHands() {
  if (!socket().secure()) return true;
  std::string error = "the client broke off, or took too long";
  try {
    if (Poco::Net::SecureStreamSocket(socket()).completeHandshake() == 1) return true;
  } catch (const Poco::Exception& exception) {
    error = exception.displayText();
  }
  listener_.denials.log(Level::Info, "TLS_HANDSHAKE_FAILED", networkOf(peer_),
                        "A client did not get as far as a TLS connection",
                        {{"peer", peer_}, {"error", error}});
  return false;
}

void Connection::serve(Seat& seat, Clock::time_point headDeadline) {
  SocketSource source(socket(), seat);
  Input input(source);
  if (input.atEnd() && seat.gaveWay()) return giveWay(seat);
  for (int count = 1; !input.atEnd(); ++count) {
    const Next next = answerOne(seat, input, headDeadline, count == kMaxRequests);
    if (next == Next::Close) return;
    if (next == Next::Linger) return seat.linger(Clock::now() + kLingerTime);
    seat.enter(Phase::Idle, Clock::now() + listener_.settings.idleTimeout);
    if (input.atEnd()) return;
    headDeadline = Clock::now() + listener_.settings.headerTimeout;
  }
}

Connection::Next Connection::answerOne(Seat& seat, Input& input, Clock::time_point headDeadline,
                                       bool isLast) {
  const auto begin = Clock::now();
  seat.enter(Phase::Receiving, headDeadline);
  HttpRequest request;
  request.peer = peer_;
  request.requestId = makeRequestId();
  request.tls = socket().secure();

  Next next = Next::Linger;
  HttpResponse response;
  try {
    const bool keepAlive = receive(seat, input, request);
    seat.enter(Phase::Handling);
    response = handle(request);
    if (!keepAlive) next = Next::Close;
    if (keepAlive && !isLast && !listener_.guard.draining() && !seat.gaveWay()) next = Next::Read;
  } catch (const Refusal& refusal) {
    const bool isCutShort = refusal.status() == 400 && seat.gaveWay();
    response = seat.expired()
                   ? refuse(request, Refusal(408, "the request did not come whole in the time allowed"))
                   : refuse(request, isCutShort ? tooMany() : refusal);
  }
  seat.enter(Phase::Answering,
             std::max(begin + listener_.settings.requestTimeout, Clock::now() + kMinAnswerTime));
  logAccess(request, response, begin);
  AnswerFrame answerFrame = frame(request.requestId);
  answerFrame.keepAlive = next == Next::Read;
  answerFrame.toHead = request.method == "HEAD";
  write(response, answerFrame);
  return next;
}

bool Connection::receive(Seat& seat, Input& input, HttpRequest& request) {
  RequestHead head = readHead(input);
  seat.enter(Phase::Receiving, Clock::now() + listener_.settings.requestTimeout);
  request.method = head.method;
  request.path = head.target.substr(0, head.target.find('?'));  // for the log, should the gate refuse it
  if (seat.surplus()) throw tooMany();

  const Admission admission = admit(head, listener_.settings.maxBodyBytes);
  request.path = admission.path;
  request.query = admission.query;
  request.headers = std::move(head.headers);
  std::erase_if(request.headers, [](const auto& field) { return sameToken(field.first, "Host"); });
  request.headers.emplace_back("Host", admission.host);
  if (admission.expectsContinue && !input.buffered()) write("HTTP/1.1 100 Continue\r\n\r\n");
  request.body = readBody(input, admission, listener_.settings.maxBodyBytes);
  return admission.keepAlive;
}

HttpResponse Connection::handle(const HttpRequest& request) {
  try {
    HttpResponse response = listener_.handler.handle(request);
    checkAnswer(response);
    return response;
  } catch (const std::exception& error) {
    listener_.logger.error("HTTP_HANDLER_FAILED", "A request could not be answered as intended",
                           {{"requestId", request.requestId}, {"error", error.what()}});
  }
  return listener_.handler.refuse(500, "internal error; the log tells more under " + request.requestId);
}

/// Its first request may be on the way.
void Connection::giveWay(Seat& seat) {
  seat.enter(Phase::Answering, Clock::now() + kLingerTime);
  write(denial(tooMany()), frame(makeRequestId()));
  seat.linger(Clock::now() + kLingerTime);
}

HttpResponse Connection::refuse(const HttpRequest& request, const Refusal& refusal) {
  listener_.denials.log(Level::Info, "HTTP_REQUEST_REFUSED", burstOf(refusal.status()),
                        "A request was refused before it was handled",
                        {{"requestId", request.requestId},
                         {"peer", peer_},
                         {"status", refusal.status()},
                         {"reason", refusal.what()}});
  return denial(refusal);
}

HttpResponse Connection::denial(const Refusal& refusal) {
  HttpResponse response = listener_.handler.refuse(refusal.status(), refusal.what());
  response.isDenial = true;
  if (refusal.status() == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

void Connection::write(const HttpResponse& response, const AnswerFrame& frame) {
  std::string bytes = printHead(response, frame);
  std::string_view content = contentOf(response, frame);
  // One packet for a small answer, no copy of a large one.
  if (content.size() <= kMostInOneWrite) bytes += std::exchange(content, {});
  write(bytes);
  write(content);
}

void Connection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const int written = socket().sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    if (written <= 0) throw std::runtime_error("the client does not take its answer");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void Connection::logAccess(const HttpRequest& request, const HttpResponse& response,
                           Clock::time_point begin) {
  const auto duration = std::chrono::duration<double, std::milli>(Clock::now() - begin);
  const Logger::Fields fields{{"requestId", request.requestId},
                              {"peer", peer_},
                              {"method", request.method},
                              {"path", request.path},
                              {"status", response.status},
                              {"durationMs", std::round(duration.count() * 1000) / 1000}};
  const std::string_view text = "A request was answered";
  if (response.isDenial) {
    listener_.denials.log(Level::Info, "HTTP_REQUEST", burstOf(response.status), text, fields);
  } else {
    listener_.logger.info("HTTP_REQUEST", text, fields);
  }
}

void Connection::logLost(const std::string& error) {
  listener_.logger.debug("HTTP_CONNECTION_LOST", "A connection broke off",
                         {{"peer", peer_}, {"error", error}});
}

}  // namespace scim2ldap::connector
