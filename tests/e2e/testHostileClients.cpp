#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/connector/http/RawClient.h"
#include "tests/e2e/DirectoryDump.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/OpenDescriptors.h"
#include "tests/support/ProcessStatus.h"
#include "tests/support/ScimClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using namespace std::chrono_literals;
using connector::RawAnswer;
using connector::RawClient;

namespace {

using Clock = std::chrono::steady_clock;

/// No bound of the product: what hangs, or grows with the square of its input, takes longer.
constexpr auto kSoonEnough = 30s;
#ifdef __SANITIZE_ADDRESS__  // keeps what was freed, up to 256 MiB of it, and each allocation is larger
constexpr std::int64_t kMostGrowthKiB = std::int64_t{1024} * 1024;
#else
constexpr std::int64_t kMostGrowthKiB = std::int64_t{256} * 1024;
#endif
/// Each connection has two, and 64 + 4 are served, 256 wait; the rest is files, listeners and the
/// directory's.
constexpr std::int64_t kMostDescriptors = 2 * 68 + 256 + 60;
constexpr std::int64_t kMostThreads = 64 + 4 + 24;

struct Fixture {
  TemporarySlapd slapd{withPolicy()};
  ConnectorProcess connector{slapd, {.serverLines = "header_timeout = \"2s\"\nrequest_timeout = \"4s\""}};
  ScimClient client{connector};
  std::string victim = client.makeUser("victim", "Victim");
  std::string group = client.makeGroup("Leads");
  DirectoryDump before = dumpOf(slapd);

  static SlapdOptions withPolicy() {
    SlapdOptions options;
    options.ppolicy = true;
    return options;
  }
  [[nodiscard]] std::string fields(const std::string& more = "") const {
    return "Host: scim.example\r\nAuthorization: Bearer " + connector.token() + "\r\n" + more;
  }
  /// What a smuggler wants to have carried out, with a good token.
  [[nodiscard]] std::string smuggled() const {
    return "DELETE /scim/v2/Users/" + victim + " HTTP/1.1\r\n" + fields() + "\r\n";
  }
  [[nodiscard]] std::size_t lines(const std::string& id) const {
    std::size_t count = 0;
    std::istringstream log(connector.log());
    for (std::string line; std::getline(log, line);)
      count += line.find("\"id\":\"" + id + "\"") != std::string::npos ? 1 : 0;
    return count;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(HostileClients, Fixture)

/// A request that two readers could understand in two ways, with another one hidden in it, is answered once,
/// refused, and is the last of its connection.
BOOST_AUTO_TEST_CASE(smuggle_nothing_past_the_gate) {
  const std::string hidden = smuggled();
  const std::string size = std::to_string(hidden.size());
  const auto post = [&](const std::string& more, const std::string& body = "") {
    return "POST /scim/v2/Users HTTP/1.1\r\n" + fields(more) + "\r\n" + body + hidden;
  };
  struct Case {
    const char* name;
    std::string octets;
    int status;
  };
  const std::vector<Case> cases{
      {"CL.TE", post("Content-Length: " + size + "\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"TE.CL", post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "1\r\nx\r\n0\r\n\r\n"), 400},
      {"two lengths", post("Content-Length: 0\r\nContent-Length: " + size + "\r\n"), 400},
      {"equal lengths", post("Content-Length: 0\r\nContent-Length: 0\r\n"), 400},
      {"length list", post("Content-Length: 0, " + size + "\r\n"), 400},
      {"negative length", post("Content-Length: -5\r\n"), 400},
      {"length with plus", post("Content-Length: +0\r\n"), 400},
      {"hexadecimal length", post("Content-Length: 0x0\r\n"), 400},
      {"length above 2^63", post("Content-Length: 9223372036854775808\r\n"), 413},
      {"length above 2^64", post("Content-Length: 18446744073709551616\r\n"), 413},
      {"space before the colon", post("Content-Length : 0\r\n"), 400},
      {"tab before the colon", post("Transfer-Encoding\t: chunked\r\n", "0\r\n\r\n"), 400},
      {"gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
      {"chunked twice", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 501},
      {"two encodings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"),
       501},
      {"quoted encoding", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 501},
      {"encoding behind a vertical tab", post("Transfer-Encoding: \vchunked\r\n", "0\r\n\r\n"), 400},
      {"encoding folded", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), 400},
      {"no length", "POST /scim/v2/Users HTTP/1.1\r\n" + fields() + "\r\n" + hidden, 411},
      {"line without a colon", post("Content-Length: 0\r\nGarbage\r\n"), 400},
      {"folded line", post("Content-Length: 0\r\nX: a\r\n b\r\n"), 400},
      {"first line folded", "GET /scim/v2/Users HTTP/1.1\r\n " + fields() + "\r\n" + hidden, 400},
      {"bare LF", "GET /scim/v2/Users HTTP/1.1\n" + fields() + "\n" + hidden, 400},
      {"bare CR", "GET /scim/v2/Users HTTP/1.1\r\n" + fields("X: a\rContent-Length: 9\r\n") + "\r\n" + hidden,
       400},
      {"NUL in a name",
       "GET /scim/v2/Users HTTP/1.1\r\n" + fields(std::string("X\0Y: a\r\n", 8)) + "\r\n" + hidden, 400},
      {"NUL in a value",
       "GET /scim/v2/Users HTTP/1.1\r\n" + fields(std::string("X: a\0b\r\n", 8)) + "\r\n" + hidden, 400},
      {"no Host", "GET /scim/v2/Users HTTP/1.1\r\n\r\n" + hidden, 400},
      {"two Hosts", "GET /scim/v2/Users HTTP/1.1\r\n" + fields("Host: other\r\n") + "\r\n" + hidden, 400},
      {"two tokens",
       "GET /scim/v2/Users HTTP/1.1\r\n" + fields("Authorization: Bearer x\r\n") + "\r\n" + hidden, 400},
      {"HTTP/9.9", "GET /scim/v2/Users HTTP/9.9\r\n" + fields() + "\r\n" + hidden, 505},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + hidden, 505},
      {"no version", "GET /scim/v2/Users\r\n" + hidden, 400},
      {"garbage behind a chunk", post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\ngarbage\r\n"), 400},
      {"chunk longer than its size", post("Transfer-Encoding: chunked\r\n", "4\r\nhello\r\n0\r\n\r\n"), 400},
      {"chunk size with sign", post("Transfer-Encoding: chunked\r\n", "+5\r\nhello\r\n0\r\n\r\n"), 400},
      {"chunk size 0x", post("Transfer-Encoding: chunked\r\n", "0x5\r\nhello\r\n0\r\n\r\n"), 400},
      {"chunk size that wraps",
       post("Transfer-Encoding: chunked\r\n", "10000000000000005\r\nhello\r\n0\r\n\r\n"), 413},
      {"chunk ended by LF", post("Transfer-Encoding: chunked\r\n", "5\nhello\r\n0\r\n\r\n"), 400},
      {"trailer that is no field", post("Transfer-Encoding: chunked\r\n", "0\r\nDELETE / HTTP/1.1\r\n\r\n"),
       400},
      {"encoding in HTTP/1.0",
       "POST /scim/v2/Users HTTP/1.0\r\n" + fields("Transfer-Encoding: chunked\r\n") + "\r\n0\r\n\r\n" +
           hidden,
       400},
      {"CONNECT", "CONNECT other:443 HTTP/1.1\r\n" + fields() + "\r\n" + hidden, 400},
      {"Upgrade to nothing",
       "GET /scim/v2/Users#x HTTP/1.1\r\n" + fields("Upgrade: h2c\r\n") + "\r\n" + hidden, 400},
      {"TLS greeting", "\x16\x03\x01\x02\x00" + hidden, 400},
  };
  for (const Case& each : cases) {
    BOOST_TEST_CONTEXT(each.name) {
      RawClient raw(connector.port());
      raw.send(each.octets);
      const RawAnswer answer = raw.readAnswer();
      BOOST_TEST(answer.status == each.status);
      BOOST_TEST(raw.isClosed());
    }
  }
  BOOST_TEST((dumpOf(slapd) == before));
  BOOST_TEST(client.send("GET", "/Users/" + victim).status == 200);
  // One line for each status, and none for each request.
  BOOST_TEST(lines("HTTP_REQUEST_REFUSED") < cases.size() / 2);
}

BOOST_AUTO_TEST_CASE(smuggle_nothing_in_a_body_or_a_trailer) {
  const std::string hidden = smuggled();
  RawClient raw(connector.port());
  raw.send("DELETE /scim/v2/Users/none HTTP/1.1\r\n" +
           fields("Content-Length: " + std::to_string(hidden.size()) + "\r\n") + "\r\n" + hidden);
  BOOST_TEST(raw.readAnswer().status == 404);
  raw.send("POST /scim/v2/Users HTTP/1.1\r\n" + fields("Transfer-Encoding: chunked\r\n") +
           "\r\n2\r\n{}\r\n0\r\nAuthorization: Bearer x\r\nContent-Length: 5\r\n\r\n");
  BOOST_TEST(raw.readAnswer().status == 400);
  BOOST_TEST((dumpOf(slapd) == before));
}

/// Slow in every way that there is, all at once; others are served meanwhile.
BOOST_AUTO_TEST_CASE(that_dawdle_are_cut_off_and_hold_nobody_up) {
  const std::vector<std::string> beginnings{
      "",
      "G",
      "GET /scim/v2/Users HTTP/1.1\r\nX: ",
      "GET /scim/v2/Users HTTP/1.1\r\n" + fields(),
      "POST /scim/v2/Users HTTP/1.1\r\n" + fields("Content-Length: 100\r\n") + "\r\n{",
      "POST /scim/v2/Users HTTP/1.1\r\n" + fields("Transfer-Encoding: chunked\r\n") + "\r\n5\r\nhe",
      "POST /scim/v2/Users HTTP/1.1\r\n" + fields("Content-Length: 9\r\nExpect: 100-continue\r\n") + "\r\n",
  };
  std::vector<RawClient> slow;
  slow.reserve(8 * beginnings.size());
  for (int round = 0; round < 8; ++round) {
    for (const std::string& beginning : beginnings) {
      slow.emplace_back(connector.port());
      slow.back().send(beginning);
    }
  }
  std::jthread dribble([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      for (RawClient& raw : slow) raw.send("a");
      std::this_thread::sleep_for(200ms);
    }
  });
  BOOST_TEST(client.send("GET", "/Users/" + victim).status == 200);
  const auto end = Clock::now() + kSoonEnough;
  std::this_thread::sleep_for(4500ms);  // the longer of the deadlines
  dribble.request_stop();
  dribble.join();
  std::size_t open = 0;
  for (RawClient& raw : slow) {
    while (raw.readAnswer().status != 0 && Clock::now() < end) {
    }
    open += raw.isClosed() ? 0 : 1;
  }
  BOOST_TEST(open == 0U);
  BOOST_TEST(client.send("GET", "/Users/" + victim).status == 200);
  BOOST_TEST((dumpOf(slapd) == before));
}

/// Ten thousand of them in the long form: SCIM2LDAP_IDLE_CONNECTIONS=10000.
BOOST_AUTO_TEST_CASE(thousands_that_say_nothing_hold_nobody_up) {
  const char* text = std::getenv("SCIM2LDAP_IDLE_CONNECTIONS");
  const std::size_t wanted = text == nullptr ? 2000 : std::stoul(text);
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const std::size_t most = std::min<std::size_t>(wanted, limit.rlim_cur - 200);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(connector.port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const std::int64_t memory = statusOf(connector, "VmRSS");
  std::vector<int> idle;
  int served = 0;
  int asked = 0;
  std::int64_t descriptors = 0;
  while (idle.size() < most) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) break;
    idle.push_back(socket);
    static_cast<void>(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address));
    if (idle.size() % 1000 != 0) continue;
    descriptors = std::max(descriptors, openDescriptors(connector));
    ++asked;
    // Who is told to come back, or is reset in the crowd, comes back.
    for (int attempt = 0; attempt < 20; ++attempt) {
      try {
        if (client.send("GET", "/Users/" + victim).status == 200) {
          ++served;
          break;
        }
      } catch (const std::runtime_error&) {
      }
      std::this_thread::sleep_for(50ms);
    }
  }
  BOOST_TEST(idle.size() == most);
  BOOST_TEST(served == asked);
  BOOST_TEST(descriptors > 0);
  BOOST_TEST(descriptors <= kMostDescriptors);
  BOOST_TEST(statusOf(connector, "Threads") <= kMostThreads);
  BOOST_TEST(statusOf(connector, "VmRSS") - memory < kMostGrowthKiB);
  for (const int socket : idle) ::close(socket);
  BOOST_TEST(client.send("GET", "/Users/" + victim).status == 200);
  BOOST_TEST(lines("HTTP_REQUEST_REFUSED") < 10U);
}

BOOST_AUTO_TEST_CASE(that_flood_get_their_refusal_and_no_memory) {
  const std::int64_t memory = statusOf(connector, "VmRSS");
  std::string manyFields;
  for (int i = 0; i < 500; ++i) manyFields += "X" + std::to_string(i) + ": y\r\n";
  const std::string chunk = "100000\r\n" + std::string(0x100000, 'x') + "\r\n";
  std::string chunks;
  for (int i = 0; i < 12; ++i) chunks += chunk;
  const std::vector<std::pair<std::string, int>> floods{
      {"GET /scim/v2/Users HTTP/1.1\r\n" + fields("X: " + std::string(1 << 20, 'x')), 431},
      {"GET /scim/v2/Users HTTP/1.1\r\n" + fields(manyFields) + "\r\n", 431},
      {"GET /scim/v2/Users?" + std::string(1 << 20, 'x'), 414},
      {std::string(1 << 20, 'G'), 414},
      {"POST /scim/v2/Users HTTP/1.1\r\n" + fields("Content-Length: 100000000000\r\n") + "\r\n" + chunks,
       413},
      {"POST /scim/v2/Users HTTP/1.1\r\n" + fields("Transfer-Encoding: chunked\r\n") + "\r\n" + chunks, 413},
      {"POST /scim/v2/Users HTTP/1.1\r\n" + fields("Transfer-Encoding: chunked\r\n") + "\r\n1;" +
           std::string(1 << 20, 'x'),
       400},
  };
  for (int round = 0; round < 5; ++round) {
    for (const auto& [octets, status] : floods) {
      BOOST_TEST_CONTEXT(octets.substr(0, 40)) {
        RawClient raw(connector.port());
        raw.send(octets);
        BOOST_TEST(raw.readAnswer().status == status);
      }
    }
  }
  BOOST_TEST(statusOf(connector, "VmRSS") - memory < kMostGrowthKiB);
  BOOST_TEST((dumpOf(slapd) == before));
}

BOOST_AUTO_TEST_CASE(that_send_bodies_which_swell_get_their_refusal_soon_and_no_memory) {
  const std::int64_t memory = statusOf(connector, "VmHWM");
  const std::string big(std::size_t{7} << 20, 'x');
  const auto repeated = [](const std::string& part, std::size_t count) {
    std::string text;
    text.reserve(part.size() * count);
    for (std::size_t i = 0; i < count; ++i) text += part;
    return text;
  };
  std::string distinct = R"({"userName":"wide")";
  for (int i = 0; i < 100'000; ++i) distinct += ",\"" + std::to_string(i) + "\":1";
  distinct += "}";
  std::string nested;
  for (int i = 0; i < 20; ++i) nested += R"({"name":)";
  const std::string open = R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)";
  const std::string user = "/Users/" + victim;
  struct Case {
    const char* name;
    std::string method;
    std::string path;
    std::string body;
    std::vector<int> statuses;
  };
  const std::vector<Case> cases{
      {"deep arrays", "POST", "/Users", repeated("[", 1'000'000), {400}},
      {"deep objects", "POST", "/Users", repeated("{\"a\":", 1'000'000), {400}},
      {"many zeros", "POST", "/Users", R"({"userName":"a","x":[0)" + repeated(",0", 600'000) + "]}", {400}},
      {"many empty objects",
       "POST",
       "/Users",
       R"({"userName":"a","x":[{})" + repeated(",{}", 300'000) + "]}",
       {400}},
      {"many names", "POST", "/Users", distinct, {400}},
      {"one name again and again",
       "POST",
       "/Users",
       R"({"userName":"a")" + repeated(R"(,"x":1)", 500'000) + "}",
       {400}},
      {"a userName of 7 MiB", "POST", "/Users", R"({"userName":")" + big + "\"}", {400, 413}},
      {"a name of 7 MiB", "POST", "/Users", R"({"userName":"a",")" + big + "\":1}", {201, 400}},
      {"escapes", "POST", "/Users", R"({"userName":")" + repeated("\\u0041", 1'200'000) + "\"}", {400, 413}},
      {"a title of 7 MiB",
       "PATCH",
       user,
       open + R"({"op":"replace","path":"title","value":")" + big + "\"}]}",
       {200, 400, 413}},
      {"a path of 7 MiB",
       "PATCH",
       user,
       open + R"({"op":"replace","path":")" + big + R"(","value":"x"}]})",
       {200, 204, 400}},
      {"a path of brackets",
       "PATCH",
       user,
       open + R"({"op":"replace","path":")" + repeated("emails[", 500'000) + R"(","value":"x"}]})",
       {400}},
      {"many operations",
       "PATCH",
       user,
       open + R"({"op":"replace","path":"title","value":"x"})" +
           repeated(R"(,{"op":"replace","path":"title","value":"x"})", 20'000) + "]}",
       {200, 204, 400, 413}},
      {"a number of a million digits",
       "POST",
       "/Users",
       R"({"userName":)" + repeated("9", 1'000'000) + "}",
       {400}},
      {"not UTF-8", "POST", "/Users", "{\"userName\":\"\xff\xfe\"}", {400}},
      {"nested names", "POST", "/Users", nested + "1" + repeated("}", 20), {400}},
  };
  for (const Case& each : cases) {
    BOOST_TEST_CONTEXT(each.name) {
      const auto begin = Clock::now();
      const ScimAnswer answer = client.send(each.method, each.path, each.body);
      BOOST_TEST(
          (std::find(each.statuses.begin(), each.statuses.end(), answer.status) != each.statuses.end()),
          answer.status << ' ' << scim::printJson(answer.body).substr(0, 200));
      const auto lasted = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
      BOOST_TEST_MESSAGE(each.name << ": " << answer.status << " after " << lasted.count() << " ms, "
                                   << statusOf(connector, "VmHWM") << " KiB");
      BOOST_TEST((lasted < kSoonEnough));
      BOOST_TEST((answer.status < 300 || scim::printJson(answer.body).size() < 20'000U));
    }
  }
  BOOST_TEST(statusOf(connector, "VmHWM") - memory < kMostGrowthKiB);
  BOOST_TEST(client.send("GET", user).status == 200);
}

BOOST_AUTO_TEST_CASE(that_ask_slow_questions_are_told_so) {
  const auto search = [&](const std::string& filter) {
    return client.send("POST", "/Users/.search",
                       R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":)" +
                           scim::printJson(scim::Json(filter)) + "}");
  };
  const auto repeated = [](const std::string& part, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += part;
    return text;
  };
  const std::string many = R"(userName co "a")" + repeated(R"( or userName co "a")", 390);
  const std::vector<std::string> slow{
      many,
      repeated("(", 4000) + "userName pr" + repeated(")", 4000),
      repeated("not (", 1500) + "userName pr" + repeated(")", 1500),
      R"(userName eq "a")" + repeated(R"( and emails[value co "b" or type co "c"])", 190),
      repeated(R"(emails[)", 1000),
      R"(userName eq ")" + std::string(1 << 20, 'a') + "\"",
      R"(userName co ")" + repeated("*", 100'000) + "\"",
      "userName" + repeated(".a", 3000) + " pr",
      repeated(R"(userName sw "a" and )", 400) + "userName pr",
  };
  for (const std::string& filter : slow) {
    BOOST_TEST_CONTEXT(filter.substr(0, 60)) {
      const auto begin = Clock::now();
      const ScimAnswer answer = search(filter);
      BOOST_TEST(answer.status == 400);
      BOOST_TEST(answer.body.stringAt("scimType") == "invalidFilter");
      BOOST_TEST((Clock::now() - begin < kSoonEnough));
    }
  }
}

BOOST_AUTO_TEST_CASE(who_are_denied_cost_a_line_for_each_burst) {
  const std::string users = connector.baseUrl() + "/Users";
  constexpr int kMany = 200;
  for (int count = 0; count < kMany; ++count) {
    const std::string number = std::to_string(count);
    const int wrong = sendHttp("GET", users, {{"Authorization", "Bearer wrong" + number}}).status;
    BOOST_TEST((wrong == 401 || wrong == 429));
    BOOST_TEST(sendHttp("POST", users, {}, "{}").status == 401);
    BOOST_TEST(sendHttp("GET", connector.adminUrl() + "/healthz").status == 200);
    BOOST_TEST(sendHttp("GET", users.substr(0, users.size() - 14) + "/none" + number).status == 404);
  }
  for (const char* id : {"TOKEN_REFUSED", "REQUEST_REFUSED", "LOGINS_LIMITED"})
    BOOST_TEST(lines(id) < kMany / 10U, id << ' ' << lines(id));
  const std::string log = connector.log();
  std::size_t denied = 0;
  for (std::size_t at = 0; (at = log.find("\"path\":\"/", at)) != std::string::npos; ++at)
    denied += log.compare(at, 17, "\"path\":\"/healthz\"") == 0 ? 0 : 1;
  BOOST_TEST(denied < kMany / 10U);
  BOOST_TEST(connector.stop() == 0);
  BOOST_TEST(lines("MESSAGES_LIMITED") >= 3U);
}

BOOST_AUTO_TEST_SUITE_END()
