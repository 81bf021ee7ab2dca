#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

#include <atomic>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <stdexcept>
#include <thread>

#include "TestServer.h"
#include "connector/http/HttpFetch.h"
#include "tests/support/Certificates.h"

using namespace scim2ldap::connector;
using namespace std::chrono_literals;

namespace {

/// Gives the documents of an issuer out.
class Documents : public HttpHandler {
 public:
  HttpResponse handle(const HttpRequest& request) override {
    if (request.path == "/moved") return {302, {{"Location", "/keys"}}, ""};
    if (request.path == "/large") return {200, {}, std::string(5000, 'x')};
    if (request.path != "/keys") return {404, {}, "{}"};
    return {200,
            {{"Content-Type", "application/json"}},
            "{\"host\":\"" + std::string(request.header("Host")) + "\"}"};
  }
  HttpResponse refuse(int status, const std::string& reason) override { return {status, {}, reason}; }
};

struct Server {
  LogFile log;
  Documents handler;
  HttpServer http;

  explicit Server(const ServerSettings& settings = testSettings()) : http(settings, handler, log.logger()) {}
  [[nodiscard]] std::string url(const std::string& scheme, const std::string& host,
                                const std::string& path) const {
    return scheme + "://" + host + ":" + std::to_string(http.port()) + path;
  }
};

/// Takes one connection and says what it is told to.
class RawServer {
 public:
  explicit RawServer(const std::function<void(Poco::Net::StreamSocket&)>& talk)
      : socket_(Poco::Net::SocketAddress("127.0.0.1", 0)), thread_([this, talk] {
          Poco::Net::StreamSocket connection = socket_.acceptConnection();
          try {
            talk(connection);
          } catch (const Poco::Exception&) {  // the other side has gone
          }
        }) {}
  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(socket_.address().port()) + "/keys";
  }

 private:
  Poco::Net::ServerSocket socket_;
  std::jthread thread_;
};

void say(Poco::Net::StreamSocket& socket, const std::string& text) {
  socket.sendBytes(text.data(), static_cast<int>(text.size()));
}

/// Why a fetch failed.
std::string failureOf(const std::string& url, const FetchLimits& limits = {}) {
  try {
    return "got " + fetchUrl(url, limits);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

bool holds(const std::string& text, std::string_view part) {
  BOOST_TEST_INFO(text);
  return text.find(part) != std::string::npos;
}

/// A server with a certificate for 127.0.0.1 alone.
struct TlsFixture {
  scim2ldap::test::TemporaryFolder folder;
  std::optional<Server> server;

  TlsFixture() {
    makeAuthority(folder, "ca");
    makeAuthority(folder, "other");
    makeCertificate(folder, "ca", "server", "keys", "IP:127.0.0.1");
    ServerSettings settings = testSettings();
    settings.tls = {folder.path() / "server.pem", folder.path() / "server.key"};
    server.emplace(settings);
  }
  [[nodiscard]] FetchLimits trusting(const std::string& authority) const {
    FetchLimits limits;
    limits.caFile = folder.path() / (authority + ".pem");
    return limits;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(HttpFetchSuite)

BOOST_AUTO_TEST_CASE(gets_a_document_from_this_machine_in_plain_text) {
  const Server server;
  const std::string host = "127.0.0.1:" + std::to_string(server.http.port());
  BOOST_TEST(fetchUrl(server.url("http", "127.0.0.1", "/keys?a=b")) == "{\"host\":\"" + host + "\"}");
}

BOOST_AUTO_TEST_CASE(takes_nothing_but_200_and_follows_nowhere) {
  const Server server;
  BOOST_TEST(holds(failureOf(server.url("http", "127.0.0.1", "/nothing")), "answered with 404"));
  BOOST_TEST(holds(failureOf(server.url("http", "127.0.0.1", "/moved")), "answered with 302"));
}

BOOST_AUTO_TEST_CASE(takes_no_more_than_it_should) {
  const Server server;
  FetchLimits limits;
  limits.maxBytes = 5000;
  BOOST_TEST(fetchUrl(server.url("http", "127.0.0.1", "/large"), limits).size() == 5000U);
  limits.maxBytes = 4999;
  BOOST_TEST(holds(failureOf(server.url("http", "127.0.0.1", "/large"), limits), "larger than 4999 bytes"));
}

BOOST_AUTO_TEST_CASE(refuses_other_machines_in_plain_text) {
  BOOST_CHECK_THROW(static_cast<void>(fetchUrl("http://192.0.2.1/keys")), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(tells_that_nobody_listens) {
  std::uint16_t port = 0;
  {
    Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0));
    port = socket.address().port();
  }
  BOOST_TEST(holds(failureOf("http://127.0.0.1:" + std::to_string(port) + "/keys"), "refused"));
}

BOOST_AUTO_TEST_CASE(ends_in_time_however_slowly_the_answer_comes) {
  std::atomic<bool> isOver{false};
  const auto drip = [&](Poco::Net::StreamSocket& socket) {
    say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    while (!isOver) {
      say(socket, "x");
      std::this_thread::sleep_for(10ms);
    }
  };
  RawServer server(drip);
  FetchLimits limits;
  limits.timeout = 300ms;
  BOOST_TEST(holds(failureOf(server.url(), limits), "did not come in time"));
  isOver = true;
}

BOOST_AUTO_TEST_CASE(ends_in_time_when_no_answer_comes) {
  std::atomic<bool> isOver{false};
  RawServer server([&](Poco::Net::StreamSocket&) {
    while (!isOver) std::this_thread::sleep_for(10ms);
  });
  FetchLimits limits;
  limits.timeout = 300ms;
  BOOST_TEST(!failureOf(server.url(), limits).starts_with("got"));
  isOver = true;
}

BOOST_AUTO_TEST_CASE(takes_no_answer_that_was_cut_off) {
  RawServer server([](Poco::Net::StreamSocket& socket) {
    say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"keys\":[]}");
    socket.shutdownSend();
  });
  BOOST_TEST(holds(failureOf(server.url()), "cut off"));
}

BOOST_FIXTURE_TEST_CASE(gets_a_document_over_tls_from_who_it_says_it_is, TlsFixture) {
  BOOST_TEST(fetchUrl(server->url("https", "127.0.0.1", "/keys"), trusting("ca")).starts_with("{\"host\""));
}

BOOST_FIXTURE_TEST_CASE(believes_no_certificate_of_an_authority_that_it_does_not_know, TlsFixture) {
  BOOST_TEST(holds(failureOf(server->url("https", "127.0.0.1", "/keys"), trusting("other")), "ertificate"));
  BOOST_TEST(holds(failureOf(server->url("https", "127.0.0.1", "/keys")), "ertificate"));
}

// The certificate names 127.0.0.1; POCO by itself would not look at all where the host is this machine.
BOOST_FIXTURE_TEST_CASE(believes_no_certificate_of_another_name, TlsFixture) {
  BOOST_TEST(holds(failureOf(server->url("https", "localhost", "/keys"), trusting("ca")), "ertificate"));
}

BOOST_AUTO_TEST_SUITE_END()
