#include <array>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <string>

#include "tests/connector/admin/AdminFixture.h"

using namespace scim2ldap::connector;
using namespace scim2ldap::test;
using scim2ldap::scim::Json;

namespace {

const std::array<std::string, 10> kPaths = {"/",          "/page.js",      "/healthz",    "/readyz",
                                            "/metrics",   "/nothing",      "/api/status", "/api/log",
                                            "/resources", "/api/resources"};

}  // namespace

BOOST_AUTO_TEST_SUITE(AdminHandlerSuite)

BOOST_AUTO_TEST_CASE(serves_the_page_and_says_304_to_who_has_it) {
  AdminFixture admin;
  const HttpResponse page = admin.get("/", "failed=true");
  BOOST_TEST(page.status == 200);
  BOOST_TEST(page.body.starts_with("<!doctype html>"));
  BOOST_TEST(headerOf(page, "Content-Type") == "text/html; charset=utf-8");
  const std::string tag = headerOf(page, "ETag");
  BOOST_TEST(tag.size() == 66u);

  const HttpResponse again =
      admin.handler.handle({.method = "GET",
                            .path = "/",
                            .query = "",
                            .headers = {{"Host", "localhost"}, {"If-None-Match", tag}}});
  BOOST_TEST(again.status == 304);
  BOOST_TEST(again.body == "");
  BOOST_TEST(headerOf(again, "ETag") == tag);
  BOOST_TEST(headerOf(again, "Cache-Control") == "no-cache");
}

BOOST_DATA_TEST_CASE(every_answer_has_the_security_fields, kPaths) {
  AdminFixture admin;
  const HttpResponse answer = admin.get(sample);
  BOOST_TEST(
      headerOf(answer, "Content-Security-Policy").starts_with("default-src 'none'; script-src 'self'"));
  BOOST_TEST(headerOf(answer, "X-Content-Type-Options") == "nosniff");
  BOOST_TEST(headerOf(answer, "Referrer-Policy") == "no-referrer");
  BOOST_TEST(headerOf(answer, "Cross-Origin-Opener-Policy") == "same-origin");
  BOOST_TEST(headerOf(answer, "Cross-Origin-Resource-Policy") == "same-origin");
  BOOST_TEST(headerOf(answer, "Cache-Control") == "no-cache");
}

BOOST_DATA_TEST_CASE(refuses_a_name_that_could_be_anybodys, kPaths) {
  AdminFixture admin;
  const HttpResponse answer = admin.handler.handle(
      {.method = "GET", .path = sample, .query = "", .headers = {{"Host", "evil.example:8081"}}});
  BOOST_TEST(answer.status == 403);
  BOOST_TEST(answer.body.find("evil.example") != std::string::npos);
  BOOST_TEST(headerOf(answer, "Content-Type") == "text/plain; charset=utf-8");
}

BOOST_AUTO_TEST_CASE(takes_requests_without_a_host_from_http_1_0) {
  AdminFixture admin;
  for (const Headers& headers : {Headers{}, Headers{{"Host", ""}}})
    BOOST_TEST(
        admin.handler.handle({.method = "GET", .path = "/healthz", .query = "", .headers = headers}).status ==
        200);
}

BOOST_AUTO_TEST_CASE(answers_get_and_head_only) {
  AdminFixture admin;
  BOOST_TEST(
      admin.handler.handle({.method = "HEAD", .path = "/", .query = "", .headers = {{"Host", "localhost"}}})
          .status == 200);
  for (const char* method : {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    const HttpResponse answer = admin.handler.handle(
        {.method = method, .path = "/", .query = "", .headers = {{"Host", "localhost"}}});
    BOOST_TEST(answer.status == 405);
    BOOST_TEST(headerOf(answer, "Allow") == "GET, HEAD");
  }
}

BOOST_AUTO_TEST_CASE(is_alive_without_a_directory_but_not_ready) {
  AdminFixture admin;
  BOOST_TEST(admin.get("/healthz").status == 200);
  const HttpResponse ready = admin.get("/readyz");
  BOOST_TEST(ready.status == 503);
  BOOST_TEST(ready.body.starts_with("directory corp: "));
  BOOST_TEST(admin.get("/metrics").body.find("scim2ldap_directory_ready{directory=\"corp\"} 0\n") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(counts_its_open_descriptors) {
  AdminFixture admin;
  const auto count = [&] {
    const std::string text = admin.get("/metrics").body;
    const std::string name = "\nprocess_open_fds ";
    const std::size_t at = text.find(name);
    BOOST_TEST_REQUIRE(at != std::string::npos, text);
    return std::stoi(text.substr(at + name.size()));
  };
  const int before = count();
  const std::ifstream one("/dev/null");
  BOOST_TEST(count() == before + 1);
}

BOOST_AUTO_TEST_CASE(is_ready_with_a_directory) {
  const TemporarySlapd slapd;
  AdminFixture admin(&slapd);
  BOOST_TEST(admin.get("/readyz").status == 200);
  BOOST_TEST(admin.get("/metrics").body.find("scim2ldap_directory_ready{directory=\"corp\"} 1\n") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(shows_the_log) {
  AdminFixture admin;
  admin.store->commit({.log = {logRow("ada@corp.example"), logRow("bob@corp.example", 409)}});

  const Json body = admin.getJson("/api/log", "limit=1");
  BOOST_TEST(body.find("newest")->asInteger() == 2);
  BOOST_TEST(body.find("next")->asInteger() == 2);
  BOOST_TEST_REQUIRE(body.find("rows")->asArray().size() == 1u);
  const Json& row = body.find("rows")->asArray().front();
  BOOST_TEST(row.find("number")->asInteger() == 2);
  BOOST_TEST(row.stringAt("time") == "2023-11-14T22:13:20.123Z");
  BOOST_TEST(row.stringAt("requestId") == "9f0d6a3477f24f0e");
  BOOST_TEST(row.stringAt("endpoint") == "entra");
  BOOST_TEST(row.stringAt("principal") == "provisioning");
  BOOST_TEST(row.stringAt("method") == "POST");
  BOOST_TEST(row.stringAt("type") == "User");
  BOOST_TEST(row.stringAt("id") == "7a1f4b3c-0b1f-103f-9d0b-3b2f8f4c1d10");
  BOOST_TEST(row.stringAt("name") == "bob@corp.example");
  BOOST_TEST(row.find("status")->asInteger() == 409);
  BOOST_TEST(row.stringAt("detail") == "the directory refused it");
  BOOST_TEST(row.stringAt("ldif").starts_with("dn: uid=bob@corp.example"));
  BOOST_TEST(row.find("milliseconds")->asDouble() == 2.5);

  const Json rest = admin.getJson("/api/log", "before=2");
  BOOST_TEST(rest.find("next")->isNull());
  BOOST_TEST(rest.find("rows")->asArray().front().stringAt("name") == "ada@corp.example");
}

BOOST_AUTO_TEST_CASE(refuses_a_faulty_query_by_name) {
  AdminFixture admin;
  const HttpResponse answer = admin.get("/api/log", "before=yesterday");
  BOOST_TEST(answer.status == 400);
  BOOST_TEST(answer.body == "before wants a number\n");
}

BOOST_AUTO_TEST_CASE(has_nothing_at_other_paths) {
  AdminFixture admin;
  for (const char* path : {"/api", "/api/status/", "/scim/v2/Users", "/favicon.ico"})
    BOOST_TEST(admin.get(path).status == 404);
}

BOOST_AUTO_TEST_SUITE_END()
