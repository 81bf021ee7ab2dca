#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/X509Certificate.h>
#include <openssl/ssl.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <deque>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <thread>

#include "RawClient.h"
#include "TemporaryFolder.h"
#include "TestCertificate.h"
#include "TestServer.h"

using namespace scim2ldap::connector;
using namespace std::chrono_literals;
using Poco::Net::Context;
using Poco::Net::SecureStreamSocket;

namespace {

struct Fixture {
  TemporaryFolder folder;
  ServerSettings settings = [this] {
    ServerSettings made = testSettings();
    made.tls = writeCertificate(folder.path(), "first");
    return made;
  }();
};

/// A client of exactly one version of TLS. \throws Poco::Exception  when the handshake fails
class TlsClient {
 public:
  TlsClient(std::uint16_t port, int version, const std::string& ciphers = "ALL")
      : context_(makeContext(version, ciphers)),
        socket_(Poco::Net::SocketAddress("127.0.0.1", port), context_),
        client_(socket_) {
    socket_.setReceiveTimeout(Poco::Timespan(20, 0));
    if (socket_.completeHandshake() != 1) throw Poco::IOException("handshake");
  }

  RawClient& client() { return client_; }
  [[nodiscard]] std::string commonName() const { return socket_.peerCertificate().commonName(); }

 private:
  static Context::Ptr makeContext(int version, const std::string& ciphers) {
    Context::Params params;
    params.verificationMode = Context::VERIFY_NONE;
    params.cipherList = ciphers + ":@SECLEVEL=0";
    Context::Ptr context(new Context(Context::TLS_CLIENT_USE, params));
    SSL_CTX_set_min_proto_version(context->sslContext(), version);
    SSL_CTX_set_max_proto_version(context->sslContext(), version);
    return context;
  }

  Context::Ptr context_;
  SecureStreamSocket socket_;
  RawClient client_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(TlsSuite, Fixture)

BOOST_AUTO_TEST_CASE(serves_1_2_and_1_3_and_refuses_1_1) {
  TestServer test(settings);
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsClient tls(test.server.port(), version);
    for (int count = 0; count < 3; ++count) BOOST_TEST(tls.client().ask(get("/a")).body == "GET /a? ");
  }
  BOOST_TEST(test.handler.requests().at(0).tls);
  BOOST_CHECK_THROW(TlsClient(test.server.port(), TLS1_1_VERSION), Poco::Exception);
  // The client may hear of it before the log does.
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (test.log.messages("TLS_HANDSHAKE_FAILED").empty() && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  BOOST_TEST(test.log.messages("TLS_HANDSHAKE_FAILED").size() == 1U);
}

BOOST_AUTO_TEST_CASE(cannot_be_talked_down_to_what_is_weak) {
  TestServer test(settings);
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION})
    BOOST_CHECK_THROW(TlsClient(test.server.port(), version), Poco::Exception);
  // Without forward secrecy, without authentication of what is sent, without encryption, anonymous.
  for (const char* ciphers :
       {"AES128-SHA", "AES256-SHA256", "AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA",
        "ECDHE-RSA-AES256-SHA384:ECDHE-ECDSA-AES256-SHA384", "NULL-SHA256:eNULL", "AECDH:ADH:aNULL"})
    BOOST_CHECK_THROW(TlsClient(test.server.port(), TLS1_2_VERSION, ciphers), Poco::Exception);
  TlsClient strong(test.server.port(), TLS1_2_VERSION, "ECDHE+AESGCM");
  BOOST_TEST(strong.client().ask(get("/a")).status == 200);
}

BOOST_AUTO_TEST_CASE(carries_large_bodies_both_ways) {
  TestServer test(settings);
  TlsClient tls(test.server.port(), TLS1_3_VERSION);
  const std::string body(60'000, 'x');
  const RawAnswer answer =
      tls.client().ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n" + body);
  BOOST_TEST((answer.body == "POST /? " + body));
}

BOOST_AUTO_TEST_CASE(answers_refusals_and_deadlines_too) {
  settings.requestTimeout = 400ms;
  TestServer test(settings);
  TlsClient malformed(test.server.port(), TLS1_2_VERSION);
  BOOST_TEST(malformed.client().ask("GET / HTTP/1.1\r\n\r\n").status == 400);
  BOOST_TEST(malformed.client().isClosed());
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsClient slow(test.server.port(), version);
    BOOST_TEST(slow.client().ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel").status == 408);
    BOOST_TEST(slow.client().isClosed());
  }
}

BOOST_AUTO_TEST_CASE(cuts_half_handshakes_off) {
  settings.headerTimeout = 400ms;
  TestServer test(settings);
  RawClient silent(test.server.port());
  RawClient half(test.server.port());
  half.send(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03", 11));
  BOOST_TEST(silent.isClosed());
  BOOST_TEST(half.isClosed());
  TlsClient live(test.server.port(), TLS1_3_VERSION);
  BOOST_TEST(live.client().ask(get("/")).status == 200);
}

BOOST_AUTO_TEST_CASE(serves_a_live_client_among_half_handshakes) {
  settings.maxConnections = 4;
  TestServer test(settings);
  std::deque<RawClient> half;
  for (int count = 0; count < 50; ++count) {
    half.emplace_back(test.server.port());
    half.back().send("\x16\x03\x01");
  }
  TlsClient live(test.server.port(), TLS1_3_VERSION);
  BOOST_TEST(live.client().ask(get("/")).status == 200);
}

BOOST_AUTO_TEST_CASE(logs_a_client_that_speaks_plain_http) {
  TestServer test(settings);
  RawClient plain(test.server.port());
  plain.send(get("/"));
  BOOST_TEST(plain.readAnswer().status == 0);
  BOOST_TEST(test.log.messages("TLS_HANDSHAKE_FAILED").size() == 1U);
}

BOOST_AUTO_TEST_CASE(refuses_renegotiation) {
  TestServer test(settings);
  Context::Params params;
  params.verificationMode = Context::VERIFY_NONE;
  Context::Ptr context(new Context(Context::TLS_CLIENT_USE, params));
  SSL_CTX_set_max_proto_version(context->sslContext(), TLS1_2_VERSION);
  const std::unique_ptr<SSL, void (*)(SSL*)> ssl(SSL_new(context->sslContext()), SSL_free);
  const Poco::Net::StreamSocket socket(Poco::Net::SocketAddress("127.0.0.1", test.server.port()));
  SSL_set_fd(ssl.get(), static_cast<int>(socket.impl()->sockfd()));
  BOOST_REQUIRE(SSL_connect(ssl.get()) == 1);
  BOOST_REQUIRE(SSL_renegotiate(ssl.get()) == 1);
  BOOST_TEST(SSL_do_handshake(ssl.get()) != 1);
}

BOOST_AUTO_TEST_CASE(shows_a_reloaded_certificate_to_new_connections) {
  TestServer test(settings);
  TlsClient before(test.server.port(), TLS1_3_VERSION);
  BOOST_TEST(before.commonName() == "first");
  test.server.reloadCertificate(writeCertificate(folder.path(), "second"));
  TlsClient after(test.server.port(), TLS1_3_VERSION);
  BOOST_TEST(after.commonName() == "second");
  BOOST_TEST(before.client().ask(get("/")).status == 200);
  BOOST_TEST(after.client().ask(get("/")).status == 200);
}

BOOST_AUTO_TEST_CASE(keeps_the_old_certificate_when_the_new_one_is_bad) {
  TestServer test(settings);
  TlsSettings bad = writeCertificate(folder.path(), "second");
  std::ofstream(bad.keyFile) << "damaged";
  BOOST_CHECK_THROW(test.server.reloadCertificate(bad), std::runtime_error);
  TlsClient client(test.server.port(), TLS1_2_VERSION);
  BOOST_TEST(client.commonName() == "first");
}

BOOST_AUTO_TEST_CASE(does_not_start_with_a_bad_certificate) {
  settings.tls.keyFile = folder.path() / "missing.key";
  BOOST_CHECK_THROW(TestServer{settings}, std::runtime_error);
}

BOOST_AUTO_TEST_CASE(cannot_be_reloaded_where_there_was_none) {
  TestServer test;
  BOOST_CHECK_THROW(test.server.reloadCertificate(settings.tls), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(warns_of_a_certificate_about_to_expire) {
  TestServer lasting(settings);
  BOOST_TEST(lasting.log.messages("TLS_CERTIFICATE_LOADED").at(0).stringAt("level") == "info");
  for (const int days : {13, -1}) {
    settings.tls = writeCertificate(folder.path(), "short", days);
    TestServer expiring(settings);
    BOOST_TEST(expiring.log.messages("TLS_CERTIFICATE_LOADED").at(0).stringAt("level") == "warning");
  }
}

BOOST_AUTO_TEST_CASE(drains_a_slow_request) {
  TestServer test(settings);
  TlsClient slow(test.server.port(), TLS1_3_VERSION);
  TlsClient idle(test.server.port(), TLS1_3_VERSION);
  BOOST_TEST(idle.client().ask(get("/")).status == 200);
  slow.client().send(get("/slow"));
  BOOST_REQUIRE(test.handler.waitForRequests(2));
  auto drained = std::async(std::launch::async, [&] { return test.server.drain(); });
  BOOST_TEST(idle.client().isClosed());
  test.handler.release();
  BOOST_TEST(slow.client().readAnswer().status == 200);
  BOOST_TEST(drained.get());
}

BOOST_AUTO_TEST_SUITE_END()
