#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "ldap/Error.h"
#include "tests/ldap/DirectoryFixture.h"

using namespace scim2ldap::ldap;
using namespace std::string_literals;

BOOST_FIXTURE_TEST_SUITE(DirectorySuite, DirectoryFixture)

BOOST_AUTO_TEST_CASE(reads_the_attributes_asked_for_and_no_others) {
  BOOST_REQUIRE(directory.add(person("anna")).ok());
  const auto entry = directory.read(personDn("anna"), {"cn", "entryUUID"});
  BOOST_REQUIRE(entry);
  BOOST_TEST(entry->first("CN").value() == "anna");
  BOOST_TEST(entry->first("entryUUID").value().size() == 36U);
  BOOST_TEST(entry->attributes.size() == 2U);
  BOOST_TEST(directory.read(personDn("anna"), {})->attributes.empty());
}

BOOST_AUTO_TEST_CASE(values_keep_every_octet) {
  std::string photo;
  for (int octet = 0; octet < 256; ++octet) photo += static_cast<char>(octet);
  Entry anna = person("anna");
  anna.attributes["jpegPhoto"] = {photo, "\0"s};
  BOOST_REQUIRE(directory.add(anna).ok());
  BOOST_CHECK(directory.read(anna.dn, {"jpegPhoto"})->values("jpegPhoto") == anna.attributes["jpegPhoto"]);
}

BOOST_AUTO_TEST_CASE(names_of_any_kind_go_there_and_back) {
  for (const std::string& uid : {"a,b+c=d"s, "#\"<;>\\ "s, " x  y"s, "Žofie Ωμέγα"s, "*)(uid=*"s, "a\nb"s}) {
    const WriteResult added = directory.add(person(uid), {.postRead = {"uid"}});
    BOOST_TEST_CONTEXT(uid << ": " << added.diagnosticMessage) {
      BOOST_REQUIRE(added.ok());
      BOOST_TEST(added.postRead->first("uid").value() == uid);
      BOOST_TEST((added.postRead->dn == personDn(uid)));
      const auto found = directory.search({people, Scope::OneLevel, {Equality{"uid", uid}}, {"uid"}});
      BOOST_REQUIRE(found.size() == 1U);
      BOOST_TEST((found.front().dn == personDn(uid)));
    }
  }
}

BOOST_AUTO_TEST_CASE(absence_is_no_error_for_read_and_one_for_search) {
  BOOST_TEST(!directory.read(personDn("nobody"), {"cn"}));
  BOOST_TEST(!directory.read(people, {"ou"}, Filter{Equality{"ou", "groups"}}));
  BOOST_TEST(directory.read(people, {"ou"}, Filter{Equality{"ou", "people"}}).has_value());
  BOOST_CHECK_EXCEPTION((void)directory.search({personDn("nobody")}), Error, [&](const Error& error) {
    BOOST_TEST((Dn::parse(error.matchedDn()) == people));
    return error.code() == ResultCode::NoSuchObject;
  });
}

BOOST_AUTO_TEST_CASE(searches_by_scope_and_filter) {
  for (const char* uid : {"anna", "bert", "cleo"}) BOOST_REQUIRE(directory.add(person(uid)).ok());
  BOOST_TEST(directory.search({people, Scope::Base}).size() == 1U);
  BOOST_TEST(directory.search({people, Scope::OneLevel}).size() == 3U);
  BOOST_TEST(directory.search({people, Scope::Subtree}).size() == 4U);
  const auto count = [&](Filter filter) {
    return directory.search({people, Scope::OneLevel, std::move(filter)}).size();
  };
  BOOST_TEST(count({Substrings{"uid", "", {"e"}, ""}}) == 2U);
  BOOST_TEST(count({Substrings{"uid", "c", {"l"}, "o"}}) == 1U);
  BOOST_TEST(count({Not{{{Equality{"uid", "ANNA"}}}}}) == 2U);
  BOOST_TEST(count({Or{{{Equality{"uid", "anna"}}, {Equality{"uid", "bert"}}}}}) == 2U);
  BOOST_TEST(count({And{}}) == 3U);
  BOOST_TEST(count({Or{}}) == 0U);
}

BOOST_AUTO_TEST_CASE(a_size_limit_is_an_error) {
  for (const char* uid : {"anna", "bert", "cleo"}) BOOST_REQUIRE(directory.add(person(uid)).ok());
  SearchRequest request{people, Scope::OneLevel};
  request.sizeLimit = 2;
  BOOST_CHECK_EXCEPTION((void)directory.search(request), Error,
                        [](const Error& error) { return error.code() == ResultCode::SizeLimitExceeded; });
}

BOOST_AUTO_TEST_CASE(pages_hand_out_every_entry_once_with_and_without_the_control) {
  constexpr std::size_t kCount = 23;
  for (std::size_t i = 0; i < kCount; ++i) BOOST_REQUIRE(directory.add(person("p" + std::to_string(i))).ok());
  Capabilities without = directory.capabilities();
  without.pagedResults = false;
  Directory unpaged(slapd.settings(), without);
  for (Directory* each : {&directory, &unpaged}) {
    std::vector<std::string> uids;
    each->searchPaged({people, Scope::OneLevel, {Present{"uid"}}, {"uid"}}, 5,
                      [&](Entry&& entry) { uids.push_back(entry.first("uid").value()); });
    BOOST_TEST(uids.size() == kCount);
    std::sort(uids.begin(), uids.end());
    BOOST_CHECK(std::adjacent_find(uids.begin(), uids.end()) == uids.end());
  }
}

BOOST_AUTO_TEST_CASE(the_directory_can_be_used_from_within_a_paged_search) {
  for (const char* uid : {"anna", "bert", "cleo"}) BOOST_REQUIRE(directory.add(person(uid)).ok());
  std::size_t seen = 0;
  directory.searchPaged({people, Scope::OneLevel}, 1, [&](Entry&& entry) {
    BOOST_TEST(directory.remove(entry.dn).ok());
    ++seen;
  });
  BOOST_TEST(seen == 3U);
  BOOST_TEST(directory.search({people, Scope::OneLevel}).empty());
}

BOOST_AUTO_TEST_CASE(reads_the_schema_of_the_server) {
  const Subschema schema = directory.subschema();
  BOOST_REQUIRE(schema.findAttributeType("uid") != nullptr);
  BOOST_TEST(schema.findAttributeType("cn")->equality == "caseIgnoreMatch");  // from its superior, name
  BOOST_TEST(schema.findAttributeType("entryUUID")->noUserModification);
  BOOST_TEST(schema.must({"inetOrgPerson"}).contains("SN"));
  BOOST_TEST(schema.may({"inetOrgPerson"}).contains("mail"));
  BOOST_TEST(schema.must({"groupOfNames"}).contains("member"));
}

BOOST_AUTO_TEST_CASE(reads_the_root_dse_with_operational_attributes) {
  const Entry root = directory.rootDse();
  BOOST_TEST(root.first("namingContexts").value() == slapd.base());
  BOOST_TEST(root.has("supportedControl"));
}

BOOST_AUTO_TEST_CASE(knows_who_it_is) {
  BOOST_TEST(directory.whoAmI() == "dn:" + slapd.serviceDn());
  DirectorySettings anonymous = slapd.settings();
  anonymous.bindMethod = BindMethod::Anonymous;
  BOOST_TEST(Directory(anonymous).whoAmI() == "");
}

BOOST_AUTO_TEST_SUITE_END()
