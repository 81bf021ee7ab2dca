#include <boost/test/unit_test.hpp>
#include <map>

#include "ServiceFixture.h"
#include "connector/provisioning/DirectoryCheck.h"
#include "connector/provisioning/LookUpCheck.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;

BOOST_AUTO_TEST_SUITE(DirectoryCheckSuite)

BOOST_FIXTURE_TEST_CASE(tells_whom_sasl_external_stands_for, ServiceFixture) {
  DirectoryConfiguration configuration{"main", ldap::Dn::parse(slapd.base()), "entryUUID", slapd.settings()};
  configuration.settings.uris = {slapd.ldapiUri()};
  configuration.settings.bindMethod = ldap::BindMethod::SaslExternal;
  std::string told;
  CheckReport report([&](Verdict, const std::string& text) { told += text + "\n"; });
  checkDirectory(endpoint, configuration, nullptr, Rehearse::No, report);
  BOOST_TEST(
      told.find("SASL EXTERNAL makes the service account dn:" + slapd.serviceDn()) != std::string::npos,
      told);
}

BOOST_AUTO_TEST_CASE(an_index_is_missing_where_a_look_up_takes_nearly_as_long_as_to_go_through_everything) {
  using std::chrono::microseconds;
  const auto is = [](int lookUp, int read, int everything) {
    return judgeIndex(microseconds(lookUp), {microseconds(read), microseconds(everything)});
  };
  BOOST_CHECK(is(300, 200, 15'000) == IndexVerdict::There);
  BOOST_CHECK(is(14'000, 200, 15'000) == IndexVerdict::Missing);
  BOOST_CHECK(is(2'000, 200, 3'000) == IndexVerdict::Unseen);
  BOOST_CHECK(is(90'300, 90'000, 105'000) == IndexVerdict::There);  // a directory far away
  BOOST_CHECK(judgeIndex(microseconds(300), {microseconds(200), microseconds::max()}) == IndexVerdict::There);
  BOOST_CHECK(is(104'000, 90'000, 105'000) == IndexVerdict::Missing);
}

BOOST_FIXTURE_TEST_CASE(says_nothing_of_a_container_that_is_missing, ServiceFixture) {
  std::size_t told = 0;
  CheckReport report([&](Verdict, const std::string&) { ++told; });
  mappings::Mapping nowhere = endpoint.mapping;
  nowhere.group.reset();
  nowhere.user.bases = {nowhere.memberships.base.child("ou", "nowhere")};
  nowhere.memberships.rules.clear();
  checkLookUps(nowhere, "entryUUID", directory, report);
  BOOST_TEST(told == 0U);
}

BOOST_FIXTURE_TEST_CASE(names_the_attributes_that_have_no_index, ServiceFixture) {
  std::map<Verdict, std::string> told;
  CheckReport report([&](Verdict verdict, const std::string& text) { told[verdict] += text + "\n"; });
  const auto look = [&](IndexVerdict index) {
    told.clear();
    checkLookUps(endpoint.mapping, "entryUUID", directory, report, [=](auto, const Pace&) { return index; });
  };
  const std::vector<std::string> attributes{"entryUUID", "uid", "cn", "manager", "member"};
  look(IndexVerdict::Missing);
  for (const std::string& attribute : attributes)
    BOOST_TEST(told[Verdict::Warning].find("olcDbIndex: " + attribute + " eq\"") != std::string::npos);
  BOOST_TEST(told.size() == 1U);
  for (const auto& [index, verdict] : std::map<IndexVerdict, Verdict>{
           {IndexVerdict::There, Verdict::Ok}, {IndexVerdict::Unseen, Verdict::Note}}) {
    look(index);
    BOOST_TEST(told[verdict].find("look-ups by cn, entryUUID, manager, member, uid go") != std::string::npos,
               told[verdict]);
    BOOST_TEST(told.size() == 1U);
  }
}

BOOST_AUTO_TEST_SUITE_END()
