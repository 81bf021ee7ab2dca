#include "connector/http/HttpFetch.h"

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <system_error>
#include <thread>

#include "connector/config/FetchUrl.h"

namespace scim2ldap::connector {
namespace {

using Clock = std::chrono::steady_clock;

int duplicated(int descriptor) {
  const int copy = ::dup(descriptor);
  if (copy < 0) throw std::system_error(errno, std::generic_category(), "the connection cannot be watched");
  return copy;
}

/// Ends what goes on over a socket when its time is over, however slowly the bytes come: timeouts of sockets
/// begin anew with each of them.
class Deadline {
 public:
  Deadline(const Poco::Net::StreamSocket& socket, Clock::time_point end)
      // A descriptor of its own: POCO may close its one at any time, and the number be given anew.
      : descriptor_(duplicated(socket.impl()->sockfd())), thread_([this, end](const std::stop_token& stop) {
          std::unique_lock lock(mutex_);
          wake_.wait_until(lock, stop, end, [] { return false; });
          if (stop.stop_requested()) return;
          isOver_ = true;
          ::shutdown(descriptor_, SHUT_RDWR);
        }) {}
  ~Deadline() {
    thread_.request_stop();
    thread_.join();
    ::close(descriptor_);
  }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  [[nodiscard]] bool isOver() const { return isOver_; }

 private:
  const int descriptor_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::atomic<bool> isOver_{false};
  std::jthread thread_;
};

Poco::Net::Context::Ptr clientContext(const FetchUrl& url, const FetchLimits& limits) {
  using Poco::Net::Context;
  Context::Params params;
  params.verificationMode = Context::VERIFY_STRICT;
  params.loadDefaultCAs = limits.caFile.empty();
  params.caLocation = limits.caFile.string();
  Context::Ptr context(new Context(Context::TLS_CLIENT_USE, params));
  context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
  // POCO compares names by itself, and not at all for this machine's: OpenSSL is to do it, always.
  context->enableExtendedCertificateVerification(false);
  SSL_CTX* handle = context->sslContext();
  SSL_CTX_set_verify(handle, SSL_VERIFY_PEER, nullptr);
  X509_VERIFY_PARAM* verification = SSL_CTX_get0_param(handle);
  X509_VERIFY_PARAM_set_hostflags(verification, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (X509_VERIFY_PARAM_set1_ip_asc(verification, url.host.c_str()) != 1 &&
      X509_VERIFY_PARAM_set1_host(verification, url.host.c_str(), url.host.size()) != 1) {
    throw std::runtime_error("the host cannot be compared with a certificate");
  }
  return context;
}

/// \throws std::runtime_error  when it is larger
std::string readBody(std::istream& stream, std::size_t maxBytes) {
  std::string body;
  std::array<char, 4096> part{};
  while (stream.read(part.data(), part.size()), stream.gcount() > 0) {
    body.append(part.data(), static_cast<std::size_t>(stream.gcount()));
    if (body.size() > maxBytes) {
      throw std::runtime_error("the document is larger than " + std::to_string(maxBytes) + " bytes");
    }
  }
  return body;
}

std::string get(Poco::Net::HTTPClientSession& session, const FetchUrl& url, std::size_t maxBytes) {
  session.setKeepAlive(false);
  Poco::Net::HTTPRequest request("GET", url.target, Poco::Net::HTTPRequest::HTTP_1_1);
  const bool isIpv6 = url.host.find(':') != std::string::npos;
  request.setHost((isIpv6 ? "[" + url.host + "]" : url.host) +
                  (url.port == (url.tls ? 443 : 80) ? "" : ":" + std::to_string(url.port)));
  request.set("Accept", "application/json");
  session.sendRequest(request);
  Poco::Net::HTTPResponse response;
  std::istream& stream = session.receiveResponse(response);
  if (response.getStatus() != Poco::Net::HTTPResponse::HTTP_OK) {
    throw std::runtime_error("the server answered with " + std::to_string(response.getStatus()));
  }
  std::string body = readBody(stream, maxBytes);
  if (response.hasContentLength() &&
      response.getContentLength64() != static_cast<std::int64_t>(body.size())) {
    throw std::runtime_error("the answer was cut off");
  }
  return body;
}

std::string fetch(const FetchUrl& url, const FetchLimits& limits) {
  const auto end = Clock::now() + limits.timeout;
  const Poco::Timespan timeout(std::chrono::microseconds(limits.timeout).count());
  Poco::Net::StreamSocket socket;
  socket.connect(Poco::Net::SocketAddress(url.host, url.port), timeout);
  socket.setSendTimeout(timeout);
  socket.setReceiveTimeout(timeout);
  const Deadline deadline(socket, end);
  try {
    if (url.tls) socket = Poco::Net::SecureStreamSocket::attach(socket, url.host, clientContext(url, limits));
    Poco::Net::HTTPClientSession session(socket);
    return get(session, url, limits.maxBytes);
  } catch (const std::exception&) {
    if (!deadline.isOver()) throw;
    throw std::runtime_error("the answer did not come in time");
  }
}

}  // namespace

std::string fetchUrl(const std::string& url, const FetchLimits& limits) {
  const FetchUrl parts = parseFetchUrl(url);
  try {
    return fetch(parts, limits);
  } catch (const Poco::Exception& error) {
    throw std::runtime_error(error.displayText());
  }
}

}  // namespace scim2ldap::connector
