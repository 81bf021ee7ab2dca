#include <boost/test/unit_test.hpp>

#include "ServiceFixture.h"
#include "connector/provisioning/DirectoryView.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;

namespace {

/// Users found by a filter of an administrator; slapd counts the searches.
struct Fixture : ServiceFixture {
  Fixture() : ServiceFixture("", withMonitor()) {}

  static SlapdOptions withMonitor() {
    SlapdOptions options;
    options.globalLines = "moduleload back_monitor\ndatabase monitor\n";
    return options;
  }
  /// Adds an entry below the users. \returns its id
  std::string add(const std::string& uid, const std::string& objectClass) {
    const ldap::Dn dn = endpoint.mapping.user.bases.front().child("uid", uid);
    ldap::Attributes attributes{{"objectClass", {objectClass}}, {"mail", {"same@example.com"}}};
    if (objectClass == "inetOrgPerson") attributes.insert({{"cn", {uid}}, {"sn", {uid}}});
    if (objectClass != "inetOrgPerson") attributes.erase("mail");
    BOOST_TEST_REQUIRE(directory.add({dn, attributes}).ok());
    return directory.read(dn, {"entryUUID"})->first("entryUUID").value();
  }
  [[nodiscard]] int searches() {
    const ldap::Dn counter = ldap::Dn::parse("cn=Search,cn=Operations,cn=Monitor");
    return std::stoi(directory.read(counter, {"monitorOpInitiated"})->first("monitorOpInitiated").value());
  }
  /// How many users with that uid there are by this filter, found by the uid and by the id.
  [[nodiscard]] std::pair<std::size_t, std::size_t> found(const std::string& filter, const std::string& uid,
                                                          const std::string& id) {
    mappings::Mapping mapping = endpoint.mapping;
    mapping.user.filter = ldap::parseFilter(filter);
    DirectoryView view(directory, mapping, "entryUUID");
    const auto byUid = view.find(Kind::User, ldap::Filter{ldap::Equality{"uid", uid}}, false, 10);
    return {byUid.value().size(), view.findByIds(Kind::User, {id}, false).size()};
  }
};

using Counts = std::pair<std::size_t, std::size_t>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(DirectoryViewSuite, Fixture)

BOOST_AUTO_TEST_CASE(entries_that_do_not_meet_the_filter_do_not_exist) {
  const std::string account = add("robot", "account");
  const std::string person = add("ann", "inetOrgPerson");
  for (const char* filter : {"(objectClass=inetOrgPerson)", "(&(objectClass=inetOrgPerson)(!(uid=robot)))"}) {
    BOOST_TEST_CONTEXT(filter) {
      BOOST_TEST((found(filter, "robot", account) == Counts{0, 0}));
      BOOST_TEST((found(filter, "ann", person) == Counts{1, 1}));
    }
  }
  BOOST_TEST((found("(&(objectClass=inetOrgPerson)(!(uid=ann)))", "ann", person) == Counts{0, 0}));
}

BOOST_AUTO_TEST_CASE(a_class_that_entries_do_not_list_is_the_directorys_to_know) {
  const std::string person = add("ann", "inetOrgPerson");
  BOOST_TEST((found("(objectClass=person)", "ann", person) == Counts{1, 1}));
}

BOOST_AUTO_TEST_CASE(one_search_finds_an_entry) {
  const std::string person = add("ann", "inetOrgPerson");
  for (const char* filter : {"(objectClass=inetOrgPerson)", "(&(objectClass=inetOrgPerson)(!(uid=robot)))"}) {
    BOOST_TEST_CONTEXT(filter) {
      const int before = searches();
      BOOST_TEST((found(filter, "ann", person) == Counts{1, 1}));
      const int own = 1;  // to count
      BOOST_TEST(searches() - before - own == 2);
    }
  }
}

BOOST_AUTO_TEST_CASE(more_than_were_asked_for_are_none) {
  add("ann", "inetOrgPerson");
  add("bob", "inetOrgPerson");
  DirectoryView view(directory, endpoint.mapping, "entryUUID");
  const ldap::Filter same{ldap::Equality{"mail", "same@example.com"}};
  BOOST_TEST(view.find(Kind::User, same, false, 2).value().size() == 2U);
  BOOST_TEST(!view.find(Kind::User, same, false, 1));
}

BOOST_AUTO_TEST_SUITE_END()
