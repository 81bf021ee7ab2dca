#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "StringSource.h"
#include "connector/http/RequestGate.h"

using namespace scim2ldap::connector;

namespace {

constexpr std::size_t kMaxBodyBytes = 1000;
const std::pair<std::string, std::string> kHost{"Host", "scim.example:8443"};

RequestHead head(const std::string& method, const std::string& target, const Headers& headers,
                 const std::string& version = "HTTP/1.1") {
  return {.method = method, .target = target, .version = version, .headers = headers};
}

struct RefusalCase {
  const char* name;
  RequestHead head;
  int status;  ///< 0: admitted
};
std::ostream& operator<<(std::ostream& out, const RefusalCase& c) {
  return out << c.name;
}

const RefusalCase kFraming[] = {
    {"get_without_body", head("GET", "/", {kHost}), 0},
    {"delete_without_body", head("DELETE", "/", {kHost}), 0},
    {"post_with_length", head("POST", "/", {kHost, {"content-length", "1000"}}), 0},
    {"post_chunked", head("POST", "/", {kHost, {"Transfer-Encoding", "Chunked"}}), 0},
    {"post_without_length", head("POST", "/", {kHost}), 411},
    {"put_without_length", head("PUT", "/", {kHost}), 411},
    {"patch_without_length", head("PATCH", "/", {kHost}), 411},
    {"length_above_limit", head("POST", "/", {kHost, {"Content-Length", "1001"}}), 413},
    {"length_above_64_bits", head("POST", "/", {kHost, {"Content-Length", "18446744073709551617"}}), 413},
    {"length_and_encoding",
     head("POST", "/", {kHost, {"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}}), 400},
    {"two_lengths", head("POST", "/", {kHost, {"Content-Length", "5"}, {"Content-Length", "6"}}), 400},
    {"two_equal_lengths", head("POST", "/", {kHost, {"Content-Length", "5"}, {"Content-Length", "5"}}), 400},
    {"length_list", head("POST", "/", {kHost, {"Content-Length", "5, 5"}}), 400},
    {"length_negative", head("POST", "/", {kHost, {"Content-Length", "-5"}}), 400},
    {"length_with_plus", head("POST", "/", {kHost, {"Content-Length", "+5"}}), 400},
    {"length_hexadecimal", head("POST", "/", {kHost, {"Content-Length", "0x5"}}), 400},
    {"length_empty", head("POST", "/", {kHost, {"Content-Length", ""}}), 400},
    {"length_bad_on_get", head("GET", "/", {kHost, {"Content-Length", "x"}}), 400},
    {"encoding_gzip_chunked", head("POST", "/", {kHost, {"Transfer-Encoding", "gzip, chunked"}}), 501},
    {"encoding_chunked_twice", head("POST", "/", {kHost, {"Transfer-Encoding", "chunked, chunked"}}), 501},
    {"encoding_in_two_fields",
     head("POST", "/", {kHost, {"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "identity"}}), 501},
    {"encoding_quoted", head("POST", "/", {kHost, {"Transfer-Encoding", "\"chunked\""}}), 501},
    {"encoding_with_vertical_tab", head("POST", "/", {kHost, {"Transfer-Encoding", "\vchunked"}}), 501},
    {"encoding_empty", head("POST", "/", {kHost, {"Transfer-Encoding", ""}}), 501},
    {"encoding_in_http_1_0", head("POST", "/", {kHost, {"Transfer-Encoding", "chunked"}}, "HTTP/1.0"), 400},
};

const RefusalCase kMeaning[] = {
    {"version_1_0", head("GET", "/", {kHost}, "HTTP/1.0"), 0},
    {"version_1_2", head("GET", "/", {kHost}, "HTTP/1.2"), 505},
    {"version_2_0", head("GET", "/", {kHost}, "HTTP/2.0"), 505},
    {"version_9_9", head("GET", "/", {kHost}, "HTTP/9.9"), 505},
    {"no_host", head("GET", "/", {}), 400},
    {"no_host_in_http_1_0", head("GET", "/", {}, "HTTP/1.0"), 0},
    {"two_hosts", head("GET", "/", {kHost, kHost}), 400},
    {"two_tokens", head("GET", "/", {kHost, {"Authorization", "Bearer a"}, {"authorization", "Bearer b"}}), 400},
    {"two_equal_tokens",
     head("GET", "/", {kHost, {"Authorization", "Bearer a"}, {"Authorization", "Bearer a"}}), 400},
    {"two_content_types",
     head("GET", "/", {kHost, {"Content-Type", "application/json"}, {"Content-Type", "text/plain"}}), 400},
    {"empty_host", head("GET", "/", {{"Host", ""}}), 400},
    {"host_with_path", head("GET", "/", {{"Host", "a/b"}}), 400},
    {"host_with_user", head("GET", "/", {{"Host", "user@a"}}), 400},
    {"host_list", head("GET", "/", {{"Host", "a, b"}}), 400},
    {"host_not_ascii", head("GET", "/", {{"Host", "\xC3\xBC"}}), 400},
    {"fragment", head("GET", "/a#b", {kHost}), 400},
    {"fragment_in_query", head("GET", "/a?b#c", {kHost}), 400},
    {"asterisk_form", head("OPTIONS", "*", {kHost}), 400},
    {"authority_form", head("CONNECT", "a:443", {kHost}), 400},
    {"relative_path", head("GET", "a", {kHost}), 400},
    {"other_scheme", head("GET", "ftp://a/", {kHost}), 400},
    {"absolute_without_host", head("GET", "http:///a", {kHost}), 400},
    {"absolute_with_user", head("GET", "http://user@a/", {kHost}), 400},
    {"absolute_without_host_field", head("GET", "http://a/", {}), 400},
    {"other_expectation", head("GET", "/", {kHost, {"Expect", "200-ok"}}), 417},
    {"other_expectation_in_http_1_0", head("GET", "/", {kHost, {"Expect", "200-ok"}}, "HTTP/1.0"), 0},
};

struct TargetCase {
  const char* target;
  const char* path;
  const char* query;
  const char* host;
};
std::ostream& operator<<(std::ostream& out, const TargetCase& c) {
  return out << c.target;
}

const TargetCase kTargets[] = {
    {"/scim/v2/Users", "/scim/v2/Users", "", "scim.example:8443"},
    {"/Users?filter=a+eq+%22b%22&x", "/Users", "filter=a+eq+%22b%22&x", "scim.example:8443"},
    {"/Users?a=b?c", "/Users", "a=b?c", "scim.example:8443"},
    {"/Users?", "/Users", "", "scim.example:8443"},
    {"//Users/%2e%2E", "//Users/%2e%2E", "", "scim.example:8443"},
    {"http://other.example:80/Users?a=b", "/Users", "a=b", "other.example:80"},
    {"HTTPS://other.example/Users", "/Users", "", "other.example"},
    {"http://other.example", "/", "", "other.example"},
    {"http://other.example?a=b", "/", "a=b", "other.example"},
    {"http://[::1]:8080/", "/", "", "[::1]:8080"},
};

struct KeepAliveCase {
  const char* version;
  const char* connection;
  bool keepAlive;
};
std::ostream& operator<<(std::ostream& out, const KeepAliveCase& c) {
  return out << c.version << ' ' << c.connection;
}

const KeepAliveCase kKeepAlive[] = {
    {"HTTP/1.1", "keep-alive", true},         {"HTTP/1.1", "Close", false},
    {"HTTP/1.1", "upgrade, close", false},    {"HTTP/1.1", "TE", true},
    {"HTTP/1.0", "Keep-Alive", true},         {"HTTP/1.0", "TE", false},
    {"HTTP/1.0", "keep-alive, close", false},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(RequestGateSuite)

BOOST_DATA_TEST_CASE(framing, kFraming, c) {
  BOOST_TEST(statusOf([&] { static_cast<void>(admit(c.head, kMaxBodyBytes)); }) == c.status);
}

BOOST_DATA_TEST_CASE(meaning, kMeaning, c) {
  BOOST_TEST(statusOf([&] { static_cast<void>(admit(c.head, kMaxBodyBytes)); }) == c.status);
}

BOOST_DATA_TEST_CASE(target_is_split_and_left_encoded, kTargets, c) {
  const Admission admission = admit(head("GET", c.target, {kHost}), kMaxBodyBytes);
  BOOST_TEST(admission.path == c.path);
  BOOST_TEST(admission.query == c.query);
  BOOST_TEST(admission.host == c.host);
}

BOOST_DATA_TEST_CASE(connection_persists, kKeepAlive, c) {
  const RequestHead request = head("GET", "/", {kHost, {"Connection", c.connection}}, c.version);
  BOOST_TEST(admit(request, kMaxBodyBytes).keepAlive == c.keepAlive);
}

BOOST_AUTO_TEST_CASE(connection_persists_by_default_in_http_1_1_only) {
  BOOST_TEST(admit(head("GET", "/", {kHost}), kMaxBodyBytes).keepAlive);
  BOOST_TEST(!admit(head("GET", "/", {kHost}, "HTTP/1.0"), kMaxBodyBytes).keepAlive);
}

BOOST_AUTO_TEST_CASE(framing_is_told) {
  const Admission length = admit(head("POST", "/", {kHost, {"Content-Length", "0012"}}), kMaxBodyBytes);
  BOOST_TEST((length.framing == BodyFraming::Length));
  BOOST_TEST(length.contentLength == 12U);
  const Admission chunked =
      admit(head("DELETE", "/", {kHost, {"Transfer-Encoding", "chunked"}}), kMaxBodyBytes);
  BOOST_TEST((chunked.framing == BodyFraming::Chunked));
  BOOST_TEST((admit(head("GET", "/", {kHost}), kMaxBodyBytes).framing == BodyFraming::None));
}

BOOST_AUTO_TEST_CASE(continue_is_expected_with_a_body_only) {
  const Headers expecting{kHost, {"Expect", "100-Continue"}, {"Content-Length", "5"}};
  BOOST_TEST(admit(head("POST", "/", expecting), kMaxBodyBytes).expectsContinue);
  BOOST_TEST(!admit(head("POST", "/", expecting, "HTTP/1.0"), kMaxBodyBytes).expectsContinue);
  BOOST_TEST(!admit(head("GET", "/", {kHost, {"Expect", "100-continue"}}), kMaxBodyBytes).expectsContinue);
}

BOOST_AUTO_TEST_SUITE_END()
