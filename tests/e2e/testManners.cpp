#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "scim/Json.h"
#include "tests/support/ConnectorProcess.h"
#include "tests/support/HttpClient.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::test;
using Headers = std::vector<std::pair<std::string, std::string>>;

namespace {

SlapdOptions withPolicy() {
  SlapdOptions options;
  options.ppolicy = true;
  return options;
}

struct Server {
  TemporarySlapd slapd;
  ConnectorProcess connector;
  explicit Server(const ConnectorOptions& options = {}) : slapd(withPolicy()), connector(slapd, options) {}

  [[nodiscard]] HttpAnswer send(const std::string& method, const std::string& target, Headers headers = {},
                                const std::string& body = "") const {
    headers.emplace_back("Authorization", "Bearer " + connector.token());
    return sendHttp(method, connector.baseUrl() + target, headers, body);
  }
};

const Server& server() {
  static const Server server;
  return server;
}

struct Allowed {
  const char* target;
  const char* methods;
};
std::ostream& operator<<(std::ostream& out, const Allowed& allowed) {
  return out << allowed.target;
}
const Allowed kAllowed[] = {
    {"", "HEAD, GET, OPTIONS"},
    {"/", "HEAD, GET, OPTIONS"},
    {"/.search", "POST, OPTIONS"},
    {"/Users", "HEAD, GET, POST, OPTIONS"},
    {"/users/", "HEAD, GET, POST, OPTIONS"},
    {"//Groups//", "HEAD, GET, POST, OPTIONS"},
    {"/Users/.search", "POST, OPTIONS"},
    {"/Users/of-nobody", "HEAD, GET, PUT, PATCH, DELETE, OPTIONS"},
    {"/ServiceProviderConfig", "HEAD, GET, OPTIONS"},
    {"/ResourceTypes", "HEAD, GET, OPTIONS"},
    {"/ResourceTypes/User", "HEAD, GET, OPTIONS"},
    {"/Schemas", "HEAD, GET, OPTIONS"},
    {"/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", "HEAD, GET, OPTIONS"},
};

struct Case {
  const char* method;
  const char* target;
  int status;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.method << " " << c.target;
}
const Case kStatuses[] = {
    {"GET", "/Users?aadOptscim062020", 200},
    {"GET", "/Users?&&=&x=1&aadOptscim062020&filter=userName+eq+%22x%22", 200},
    {"GET", "//Users/", 200},
    {"GET", "/USERS", 200},
    {"GET", "/", 200},
    {"GET", "/Nothing", 404},
    {"GET", "/Users/x/y", 404},
    {"GET", "/Users/of-nobody", 404},
    {"GET", "/ServiceProviderConfig/x", 404},
    {"GET", "/Schemas/urn:of:nothing", 404},
    {"GET", "/ResourceTypes/Nothing", 404},
    {"OPTIONS", "/Nothing", 404},
    {"POST", "/", 405},
    {"DELETE", "/Users", 405},
    {"POST", "/Schemas", 405},
    {"PATCH", "/ServiceProviderConfig", 405},
    {"GET", "/Me", 501},
    {"POST", "/Me", 501},
    {"GET", "/Schemas?filter=id+pr", 403},
    {"GET", "/ResourceTypes?FILTER=id+pr", 403},
    {"GET", "/ServiceProviderConfig?filter=patch+pr", 403},
    {"GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User?filter=id+pr", 403},
    {"GET", "/Schemas?sortBy=nothing&startIndex=x&count=0&cursor=", 200},
    {"GET", "/ServiceProviderConfig?count=x", 200},
};

const char* const kAccepted[] = {"application/scim+json", "application/json", "*/*", "", "text/html",
                                 "application/xml;q=0.9", "garbage"};

const char* const kContentTypes[] = {"",
                                     "application/scim+json",
                                     "application/scim+json; charset=utf-8",
                                     "application/scim+json;charset=UTF-8",
                                     "application/json",
                                     "Application/JSON; Charset=\"utf-8\"",
                                     "application/json; charset=utf8",
                                     "application/scim+json; profile=x; charset=utf-8"};
const char* const kOtherTypes[] = {"text/plain", "application/x-www-form-urlencoded", "application/xml",
                                   "application/scim+json; charset=iso-8859-1", "nonsense"};

/// Makes a user with this Content-Type.
int post(const Server& to, const std::string& userName, const std::string& contentType) {
  Headers headers;
  if (!contentType.empty()) headers.emplace_back("Content-Type", contentType);
  const std::string body =
      R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":")" + userName + R"("})";
  return to.send("POST", "/Users", headers, body).status;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(Manners)

BOOST_DATA_TEST_CASE(tells_what_a_path_allows, boost::unit_test::data::make(kAllowed)) {
  const HttpAnswer asked = server().send("OPTIONS", sample.target);
  BOOST_TEST(asked.status == 204);
  BOOST_TEST(asked.header("Allow") == sample.methods);
  BOOST_TEST(asked.body.empty());
  const HttpAnswer refused = server().send("TRACK", sample.target);
  BOOST_TEST(refused.status == 405);
  BOOST_TEST(refused.header("Allow") == sample.methods);
}

BOOST_DATA_TEST_CASE(answers_with_the_status, boost::unit_test::data::make(kStatuses)) {
  const HttpAnswer answer = server().send(sample.method, sample.target);
  BOOST_TEST(answer.status == sample.status, answer.body);
  BOOST_TEST(answer.header("Content-Type") == "application/scim+json");
}

BOOST_AUTO_TEST_CASE(head_is_get_without_the_body) {
  for (const char* target : {"/Users", "/ServiceProviderConfig", "/Schemas", "/", "/Users/of-nobody"}) {
    const HttpAnswer get = server().send("GET", target);
    const HttpAnswer head = server().send("HEAD", target);
    BOOST_TEST(head.status == get.status, target);
    BOOST_TEST(head.body.empty(), target);
    BOOST_TEST(head.header("Content-Length") == std::to_string(get.body.size()), target);
    BOOST_TEST(head.header("Content-Type") == "application/scim+json", target);
  }
}

BOOST_DATA_TEST_CASE(serves_whatever_is_accepted, boost::unit_test::data::make(kAccepted)) {
  const std::string accept = sample;
  const HttpAnswer answer =
      server().send("GET", "/Users", accept.empty() ? Headers{} : Headers{{"Accept", accept}});
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(answer.header("Content-Type") == "application/scim+json");
}

BOOST_AUTO_TEST_CASE(the_configuration_can_be_read_before_one_logs_in) {
  const HttpAnswer answer = sendHttp("GET", server().connector.baseUrl() + "/ServiceProviderConfig");
  BOOST_TEST(answer.status == 200);
  const scim::Json config = scim::parseJson(answer.body);
  BOOST_TEST(config.find("sort")->find("supported")->asBool());
  BOOST_TEST(printJson(*config.find("pagination")) ==
             R"({"cursor":true,"index":true,"defaultPaginationMethod":"index","defaultPageSize":100,)"
             R"("maxPageSize":1000,"cursorTimeout":600})");
  for (const char* target : {"/Schemas", "/ResourceTypes", "/Users", "/", "/ServiceProviderConfig/x"}) {
    BOOST_TEST(sendHttp("GET", server().connector.baseUrl() + target).status == 401, target);
  }
}

// RFC 7644 §3.13, RFC 7643 §2.4
BOOST_AUTO_TEST_CASE(serves_its_version_with_and_without_the_number_and_no_other) {
  ConnectorOptions options;
  options.basePaths = R"(["/scim/v2", "/people"])";
  const Server server(options);
  const std::string base = server.connector.baseUrl();
  const std::string root = base.substr(0, base.size() - std::string("/scim/v2").size());
  const auto get = [&](const std::string& path) {
    return sendHttp("GET", root + path, {{"Authorization", "Bearer " + server.connector.token()}});
  };
  BOOST_TEST(post(server, "versioned", "") == 201);
  const scim::Json list = scim::parseJson(get("/scim/v2/Users").body);
  const std::string id(list.find("Resources")->asArray().at(0).stringAt("id"));
  const HttpAnswer versioned = get("/scim/v2/Users/" + id);
  const HttpAnswer plain = get("/people/Users/" + id);
  BOOST_TEST(versioned.status == 200);
  BOOST_TEST(plain.status == 200);
  BOOST_TEST(plain.header("ETag") == versioned.header("ETag"));
  const auto location = [](const HttpAnswer& answer) {
    return std::string(scim::parseJson(answer.body).find("meta")->stringAt("location"));
  };
  BOOST_TEST(location(versioned) == root + "/scim/v2/Users/" + id);
  BOOST_TEST(location(plain) == root + "/people/Users/" + id);
  for (const char* other : {"/scim/v1/Users", "/scim/v3/Users", "/scim/Users", "/people/v2/Users"})
    BOOST_TEST(get(other).status == 404, other);
}

BOOST_AUTO_TEST_CASE(takes_json_under_every_name) {
  int n = 0;
  for (const char* type : kContentTypes) {
    BOOST_TEST(post(server(), "json" + std::to_string(n++), type) == 201, type);
  }
  for (const char* type : kOtherTypes) {
    BOOST_TEST(post(server(), "other" + std::to_string(n++), type) == 201, type);
  }
}

BOOST_AUTO_TEST_CASE(the_dialect_of_the_rfc_takes_nothing_but_json) {
  ConnectorOptions options;
  options.dialect = "rfc";
  const Server strict(options);
  int n = 0;
  for (const char* type : kContentTypes) {
    BOOST_TEST(post(strict, "json" + std::to_string(n++), type) == 201, type);
  }
  for (const char* type : kOtherTypes) BOOST_TEST(post(strict, "other", type) == 415, type);
  // There is no body whose type could be wrong.
  BOOST_TEST(strict.send("GET", "/Users", {{"Content-Type", "text/plain"}}).status == 200);
  BOOST_TEST(strict.send("DELETE", "/Users/of-nobody", {{"Content-Type", "text/plain"}}).status == 404);
}

BOOST_AUTO_TEST_SUITE_END()
