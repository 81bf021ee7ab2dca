#include <boost/test/unit_test.hpp>

#include "ldap/Error.h"
#include "tests/ldap/DirectoryFixture.h"
#include "tests/support/TcpProxy.h"

using namespace scim2ldap::ldap;
using namespace std::chrono_literals;
using scim2ldap::test::SlapdOptions;
using scim2ldap::test::TcpProxy;
using scim2ldap::test::TemporarySlapd;

namespace {

constexpr int kPeople = 200;

std::string uidOf(int number) {
  return "p" + std::to_string(number);
}

SlapdOptions withPeople() {
  SlapdOptions options{.tls = true};
  for (int n = 0; n < kPeople; ++n) {
    options.ldif += "dn: uid=" + uidOf(n) +
                    ",ou=people,dc=example,dc=com\nobjectClass: inetOrgPerson\ncn: x\nsn: x\ndescription: " +
                    std::string(300, 'x') + "\n\n";
  }
  return options;
}

struct Fixture : DirectoryFixture {
  Fixture() : DirectoryFixture(withPeople()) {}

  /// One for each, in their order; that of number `broken` is for a base that there is not.
  [[nodiscard]] std::vector<SearchRequest> requests(int broken = -1) const {
    std::vector<SearchRequest> all;
    for (int n = 0; n < kPeople; ++n) {
      const Dn base = n == broken ? personDn("nobody") : people;
      all.push_back({base, Scope::Subtree, {Equality{"uid", uidOf(n)}}, {"uid", "description"}});
    }
    return all;
  }

  /// Settings that lead through the proxy.
  [[nodiscard]] DirectorySettings through(const TcpProxy& proxy) const {
    DirectorySettings settings = slapd.settings();
    settings.uris = {"ldap://127.0.0.1:" + std::to_string(proxy.port())};
    return settings;
  }
};

void checkIsEverybody(const std::vector<Entry>& found) {
  BOOST_REQUIRE(found.size() == std::size_t{kPeople});
  for (int n = 0; n < kPeople; ++n) {
    const Entry& entry = found[static_cast<std::size_t>(n)];
    BOOST_TEST(entry.first("uid").value() == uidOf(n));
    BOOST_TEST(entry.first("description").value() == std::string(300, 'x'));
  }
}

ResultCode errorOf(Directory& directory, const std::vector<SearchRequest>& requests) {
  try {
    (void)directory.searchAll(requests);
    return ResultCode::Success;
  } catch (const Error& error) {
    return error.code();
  }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(SearchAllSuite, Fixture)

BOOST_AUTO_TEST_CASE(finds_what_each_search_finds_in_their_order) {
  checkIsEverybody(directory.searchAll(requests()));
  BOOST_TEST(directory.searchAll({}).empty());
  // Searches that find nothing, or more than one.
  const auto found = directory.searchAll({{people, Scope::OneLevel, {Equality{"uid", "nobody"}}, {"uid"}},
                                          {people, Scope::OneLevel, {Present{"uid"}}, {"uid"}},
                                          {groups, Scope::Base, {Present{"ou"}}, {"ou"}}});
  BOOST_REQUIRE(found.size() == std::size_t{kPeople} + 1);
  BOOST_TEST(found.back().first("ou").value() == "groups");
}

BOOST_AUTO_TEST_CASE(goes_through_tls) {
  DirectorySettings settings = slapd.settings();
  settings.caFile = slapd.caFile();
  settings.startTls = true;
  Directory startTls(settings);
  checkIsEverybody(startTls.searchAll(requests()));
  settings.startTls = false;
  settings.uris = {slapd.ldapsUri()};
  Directory ldaps(settings);
  checkIsEverybody(ldaps.searchAll(requests()));
}

BOOST_AUTO_TEST_CASE(one_that_fails_fails_all_and_the_connection_lives_on) {
  TcpProxy proxy(slapd.port());
  Directory other(through(proxy));
  for (const int broken : {0, kPeople / 2, kPeople - 1}) {
    BOOST_CHECK(errorOf(other, requests(broken)) == ResultCode::NoSuchObject);
    checkIsEverybody(other.searchAll(requests()));
  }
  BOOST_TEST(proxy.connections() == 1U);
}

BOOST_AUTO_TEST_CASE(a_server_that_falls_silent_is_a_timeout_and_the_connection_is_not_used_again) {
  TcpProxy proxy(slapd.port());
  DirectorySettings settings = through(proxy);
  settings.operationTimeout = 300ms;
  Directory other(settings);
  checkIsEverybody(other.searchAll(requests()));
  proxy.blackHole(true);
  BOOST_CHECK(errorOf(other, requests()) == ResultCode::Timeout);
  proxy.blackHole(false);
  checkIsEverybody(other.searchAll(requests()));
  BOOST_TEST(proxy.connections() == 2U);
}

BOOST_AUTO_TEST_CASE(each_of_many_slow_answers_has_a_deadline_of_its_own) {
  TcpProxy proxy(slapd.port());
  proxy.setFates([] { return scim2ldap::test::ConnectionFate{.delayMs = 60}; });
  DirectorySettings settings = through(proxy);
  settings.operationTimeout = 600ms;
  Directory other(settings);
  checkIsEverybody(other.searchAll(requests()));
}

BOOST_AUTO_TEST_CASE(a_connection_lost_in_the_middle_is_an_error_and_one_lost_before_is_not) {
  TcpProxy proxy(slapd.port());
  Directory other(through(proxy));
  checkIsEverybody(other.searchAll(requests()));
  proxy.cutAnswersAfter(10'000);
  BOOST_CHECK(errorOf(other, requests()) == ResultCode::ServerDown);
  proxy.cutAnswersAfter(scim2ldap::test::ConnectionFate::kNever);
  checkIsEverybody(other.searchAll(requests()));
  proxy.dropAll();
  checkIsEverybody(other.searchAll(requests()));
}

BOOST_AUTO_TEST_SUITE_END()
