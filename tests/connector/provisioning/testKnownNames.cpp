#include <boost/test/unit_test.hpp>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <thread>

#include "connector/provisioning/IndexWatch.h"
#include "connector/provisioning/KnownNames.h"
#include "ldap/Error.h"
#include "tests/ldap/DirectoryFixture.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

constexpr std::size_t kPeople = KnownNames::kMany + 20;

/// Many people below ou=people, and somebody who watches them.
struct Fixture : ldap::DirectoryFixture {
  explicit Fixture(test::SlapdOptions options = {.syncprov = true}, const std::string& container = "")
      : DirectoryFixture(std::move(options)) {
    if (!container.empty()) addContainer(container);
    home = container.empty() ? people : people.child("ou", container);
    for (std::size_t i = 0; i < kPeople; ++i) ids.push_back(add(home, "u" + std::to_string(i)));
    watch.emplace(std::vector{scope}, indexes, logger);
  }

  ldap::Dn home;
  std::vector<std::string> ids;
  Logger logger{Level::Error};
  IdIndexes indexes;
  IndexScope scope{slapd.settings(), "entryUUID",
                   {people},         ldap::parseFilter("(objectClass=inetOrgPerson)"),
                   "displayName",    std::chrono::seconds(1)};
  std::shared_ptr<NameTable> table = indexes.namesOf(scope);
  std::optional<IndexWatch> watch;
  std::optional<KnownNames> names{std::in_place, directory, std::vector{people}, std::vector{table}};

  std::string add(const ldap::Dn& below, const std::string& uid) {
    ldap::Entry entry = person(uid);
    entry.dn = below.child("uid", uid);
    entry.attributes["displayName"] = {"Display of " + uid};
    BOOST_TEST_REQUIRE(directory.add(entry).ok());
    return stored(entry.dn, "entryUUID");
  }
  void addContainer(const std::string& name) {
    const ldap::Entry container{people.child("ou", name), {{"objectClass", {"organizationalUnit"}}}};
    BOOST_TEST_REQUIRE(directory.add(container).ok());
  }
  /// Who was told nothing, or finds a container changed, rests for a while.
  enum class Asking { Anybody, WhoNeverRests };
  /// Whether all are known, as soon as that is so.
  [[nodiscard]] bool awaitAll(Asking asking = Asking::Anybody) {
    for (int tries = 0; tries < 1000; ++tries) {
      if (asking == Asking::WhoNeverRests) names.emplace(directory, std::vector{people}, std::vector{table});
      if (known(names->byId(ids)) == kPeople) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }
  /// An answer that knows this one. It may not come at once; what it holds has to be right at once.
  [[nodiscard]] FoundNames answerWith(std::size_t i) {
    for (int tries = 0; tries < 100; ++tries) {
      FoundNames answer = names->byId(ids);
      if (answer.has(i)) return answer;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    throw std::runtime_error("nobody tells of " + ids[i]);
  }
  static std::size_t known(const FoundNames& answer) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < answer.size(); ++i) count += answer.has(i) ? 1 : 0;
    return count;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(KnownNamesSuite)

BOOST_AUTO_TEST_CASE(each_answer_holds_what_was_written_before) {
  Fixture f;
  BOOST_TEST_REQUIRE(f.awaitAll());
  for (std::size_t i = 0; i < 30; ++i) {
    BOOST_TEST_CONTEXT(i) {
      const ldap::Dn before = f.home.child("uid", "u" + std::to_string(i));
      const ldap::Dn after = f.home.child("uid", "renamed" + std::to_string(i));
      BOOST_TEST_REQUIRE(f.directory.rename(before, after.rdn(), {}).ok());
      BOOST_TEST(f.answerWith(i).dn(i) == after.toString());
      BOOST_TEST_REQUIRE(f.directory.modify(after, ldap::replace("displayName", {"new"})).ok());
      BOOST_TEST(f.answerWith(i).display(i) == "new");
      BOOST_TEST_REQUIRE(
          f.directory.modify(f.groups, ldap::replace("description", {"a write elsewhere"})).ok());
      BOOST_TEST(f.known(f.answerWith(i)) == kPeople - i);
      BOOST_TEST_REQUIRE(f.directory.remove(after).ok());
      BOOST_TEST(f.known(f.answerWith(i + 1)) == kPeople - i - 1);
    }
  }
}

BOOST_AUTO_TEST_CASE(dns_lead_to_ids) {
  Fixture f;
  BOOST_TEST_REQUIRE(f.awaitAll());
  std::vector<std::string> dns;
  for (std::size_t i = 0; i < kPeople; ++i)
    dns.push_back(f.home.child("uid", "u" + std::to_string(i)).toString());
  dns.push_back("cn=stranger,dc=example,dc=com");
  const FoundNames answer = f.names->byDn(dns);
  BOOST_TEST(f.known(answer) == kPeople);
  for (std::size_t i = 0; i < kPeople; ++i) {
    BOOST_TEST(ldap::toString(answer.id(i)) == f.ids[i]);
    BOOST_TEST(answer.display(i) == "Display of u" + std::to_string(i));
  }
}

BOOST_AUTO_TEST_CASE(few_are_left_to_searches) {
  Fixture f;
  BOOST_TEST_REQUIRE(f.awaitAll());
  const std::vector<std::string> few(f.ids.begin(), f.ids.begin() + KnownNames::kMany - 1);
  BOOST_TEST(f.known(f.names->byId(few)) == 0U);
}

BOOST_AUTO_TEST_CASE(who_moved_together_with_a_container_is_not_known_by_the_old_name) {
  Fixture f({.syncprov = true}, "sales");
  BOOST_TEST_REQUIRE(f.awaitAll());
  // Of those below nothing is told. One comes back by himself, below another container of the old name.
  BOOST_TEST_REQUIRE(f.directory.rename(f.home, f.people.child("ou", "trade").rdn(), {}).ok());
  f.addContainer("sales");
  const ldap::Dn moved = f.people.child("ou", "trade").child("uid", "u0");
  BOOST_TEST_REQUIRE(f.directory.rename(moved, moved.rdn(), f.home).ok());
  BOOST_TEST(f.known(f.names->byId(f.ids)) == 0U);
  // All is told anew.
  const auto isRight = [&](const FoundNames& answer) {
    for (std::size_t i = 0; i < kPeople; ++i) {
      const ldap::Dn home = i == 0 ? f.home : f.people.child("ou", "trade");
      if (answer.dn(i) != home.child("uid", "u" + std::to_string(i)).toString()) return false;
    }
    return true;
  };
  BOOST_TEST_REQUIRE(f.awaitAll(Fixture::Asking::WhoNeverRests));
  BOOST_TEST(isRight(f.names->byId(f.ids)));
}

BOOST_AUTO_TEST_CASE(nothing_is_known_where_nobody_tells) {
  Fixture f{test::SlapdOptions{}};
  const auto isComplete = [&] { return f.indexes.of(f.scope)->complete(); };
  for (int tries = 0; tries < 1000 && !isComplete(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  BOOST_TEST_REQUIRE(isComplete());
  BOOST_TEST(f.known(f.names->byId(f.ids)) == 0U);
}

BOOST_AUTO_TEST_CASE(nothing_is_known_where_the_account_does_not_see_how_far_the_directory_is) {
  Fixture f{{.syncprov = true, .databaseLines = "access to attrs=contextCSN by * none\n"}};
  for (int tries = 0; tries < 1000 && !f.table->isTold(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  BOOST_TEST_REQUIRE(f.table->isTold());
  BOOST_TEST(f.known(f.names->byId(f.ids)) == 0U);
}

BOOST_AUTO_TEST_CASE(nothing_is_known_below_a_container_that_does_not_show_what_it_is) {
  Fixture f{
      {.syncprov = true,
       .databaseLines = "access to dn.base=\"ou=people,dc=example,dc=com\" attrs=entryUUID by * none\n"}};
  const auto isComplete = [&] { return f.indexes.of(f.scope)->complete() && f.table->isTold(); };
  for (int tries = 0; tries < 1000 && !isComplete(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  BOOST_TEST_REQUIRE(isComplete());
  BOOST_TEST(f.known(f.names->byId(f.ids)) == 0U);
}

BOOST_AUTO_TEST_CASE(a_directory_that_is_away_is_told) {
  Fixture f;
  BOOST_TEST_REQUIRE(f.awaitAll());
  f.slapd.stop();
  f.table->reached(ldap::SyncPosition::ofCookie("csn=20261128030110.950520Z#000000#000#000000").value());
  BOOST_CHECK_THROW(static_cast<void>(f.names->byId(f.ids)), ldap::Error);
}

BOOST_AUTO_TEST_SUITE_END()
