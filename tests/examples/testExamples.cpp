#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/e2e/replay/Player.h"
#include "tests/e2e/replay/RecordedCases.h"
#include "tests/examples/ShippedExample.h"
#include "tests/support/HttpClient.h"

using namespace scim2ldap::test;

namespace {

const std::vector<std::string> kExamples = shippedExamples();

/// The example that its recordings share.
ShippedExample& shared(const std::string& name) {
  static std::map<std::string, std::unique_ptr<ShippedExample>> examples;
  std::unique_ptr<ShippedExample>& example = examples[name];
  if (!example) example = std::make_unique<ShippedExample>(name);
  return *example;
}

/// Plays a recording to the example that its folder is named for.
void play(const std::filesystem::path& file) {
  const std::string name = file.parent_path().filename().string();
  const Recording recording = readRecording(file);
  BOOST_TEST_REQUIRE(!recording.steps.empty());
  std::unique_ptr<ShippedExample> own;
  if (recording.own) own = std::make_unique<ShippedExample>(name, recording.changes);
  ShippedExample& example = own ? *own : shared(name);
  BOOST_TEST_CONTEXT(recording.name) {
    const Player player(example.slapd(), example.connector(), example.service(recording.endpoint));
    const std::vector<std::string> faults = player.play(recording);
    for (const std::string& fault : faults) BOOST_ERROR(fault);
    BOOST_TEST(faults.empty());
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ShippedExampleSuite)

BOOST_DATA_TEST_CASE(passes_the_check_without_a_warning, kExamples) {
  const std::string report = shared(sample).connector().command("check");
  BOOST_TEST(report.find("0 errors, 0 warnings") != std::string::npos, report);
}

BOOST_DATA_TEST_CASE(O1_K2_answers_at_every_base_path_and_says_which, kExamples) {
  ShippedExample& example = shared(sample);
  const auto& server = example.configuration().server;
  const std::string host = "http://" + server.address + ":" + std::to_string(server.port);
  for (const auto& endpoint : example.configuration().endpoints)
    for (const std::string& path : endpoint.basePaths) {
      const std::string authorization = "Bearer " + example.service(endpoint.name).token;
      const HttpAnswer answer =
          sendHttp("GET", host + path + "/Users?count=1", {{"Authorization", authorization}});
      BOOST_TEST(answer.status == 200, path);
      BOOST_TEST(example.connector().log().find("\"url\":\"" + host + path + "\"") != std::string::npos,
                 path << " is not in the log");
    }
}

BOOST_AUTO_TEST_CASE(C6_the_admin_page_shows_each_user_and_group_as_it_comes) {
  ShippedExample example("minimal-attributes");
  const PlayedService& service = example.service();
  const std::vector<std::pair<std::string, std::string>> headers = {
      {"Authorization", "Bearer " + service.token}, {"Content-Type", "application/scim+json"}};
  BOOST_TEST(sendHttp("POST", service.baseUrl + "/Users", headers,
                      R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"externalId":"1",)"
                      R"("userName":"ann@page.example","displayName":"Ann Lee","active":true})")
                 .status == 201);
  BOOST_TEST(sendHttp("POST", service.baseUrl + "/Groups", headers,
                      R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"externalId":"2",)"
                      R"("displayName":"Page Crew","members":[]})")
                 .status == 201);
  const std::string rows = sendHttp("GET", example.connector().adminUrl() + "/api/log").body;
  for (const char* shown :
       {R"("name":"ann@page.example")", R"("name":"Page Crew")", R"("principal":"replay")"})
    BOOST_TEST(rows.find(shown) != std::string::npos, shown << " is not among " << rows);
}

BOOST_DATA_TEST_CASE(C1_a_token_is_short, kExamples) {
  // Entra keeps the secret and a certificate for single sign-on in one place of 1,024 bytes.
  const std::string& token = shared(sample).service().token;
  BOOST_TEST(token.size() <= 128U);
  BOOST_TEST(token.find_first_of("=+/ ") == std::string::npos);
}

BOOST_DATA_TEST_CASE(K5_a_directory_that_is_away_is_no_fault_of_the_client, kExamples) {
  ShippedExample example(sample);
  const PlayedService& service = example.service();
  example.slapd().stop();
  const HttpAnswer answer = sendHttp("GET", service.baseUrl + "/Users?filter=userName+eq+%22a@b.example%22",
                                     {{"Authorization", "Bearer " + service.token}});
  BOOST_TEST(answer.status == 503);
  BOOST_TEST(!answer.header("Retry-After").empty());
}

BOOST_AUTO_TEST_SUITE_END()

RECORDED_CASES(CreateOnlyLocalGroups, "examples/create-only-local-groups", play)
RECORDED_CASES(OktaAndEntraRoles, "examples/okta-and-entra-roles", play)
RECORDED_CASES(FullSyncRoleMapping, "examples/full-sync-role-mapping", play)
RECORDED_CASES(MinimalAttributes, "examples/minimal-attributes", play)
RECORDED_CASES(MailAsUsername, "examples/mail-as-username", play)
