#include <boost/test/unit_test.hpp>

#include "connector/provisioning/NameTable.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

const ldap::Dn kPeople = ldap::Dn::parse("ou=people,dc=example,dc=com");
const std::string kPeopleId = "f69d0b72-7f23-1041-9ce0-d1c5cf2325d1";

ldap::SyncUuid uuid(int n) {
  return {0xF6, 0x9D, 0x0B, 0x72, 0x7F, 0x23, 0x10, 0x41,
          0x9C, 0xE0, 0,    0,    0,    0,    0,    static_cast<unsigned char>(n)};
}

std::string id(int n) {
  return ldap::toString(uuid(n));
}

/// People with proven containers.
struct Fixture {
  NameTable table;

  void set(int n, const std::string& name, const std::string& display = "") {
    table.set(uuid(n), kPeople.child("uid", name), display);
    for (const ldap::Dn& container : table.takeUnproven()) table.prove(container, kPeopleId);
  }
  [[nodiscard]] FoundNames byId(const std::vector<std::string>& ids) const {
    FoundNames found(ids.size());
    table.findIds(ids, 0, found);
    return found;
  }
  [[nodiscard]] FoundNames byDn(const std::vector<std::string>& dns) const {
    FoundNames found(dns.size());
    table.findDns(dns, 0, found);
    return found;
  }
  [[nodiscard]] std::string dnOf(int n) const {
    const FoundNames found = byId({id(n)});
    return found.has(0) ? found.dn(0) : "";
  }
  [[nodiscard]] std::string idOf(const std::string& dn) const {
    const FoundNames found = byDn({dn});
    return found.has(0) ? ldap::toString(found.id(0)) : "";
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(NameTableSuite, Fixture)

BOOST_AUTO_TEST_CASE(finds_names_by_id_and_by_dn_in_the_order_of_the_question) {
  set(1, "ada", "Ada L");
  set(2, "Doe, John", "John");
  const FoundNames found = byId({id(2), id(9), id(1), "no uuid"});
  BOOST_TEST_REQUIRE(found.size() == 4U);
  BOOST_TEST_REQUIRE(found.has(0));
  BOOST_TEST(found.dn(0) == "uid=Doe\\, John,ou=people,dc=example,dc=com");
  BOOST_TEST(found.display(0) == "John");
  BOOST_TEST(!found.has(1));
  BOOST_TEST_REQUIRE(found.has(2));
  BOOST_TEST(found.dn(2) == "uid=ada,ou=people,dc=example,dc=com");
  BOOST_TEST(found.display(2) == "Ada L");
  BOOST_TEST(!found.has(3));
  const FoundNames ids = byDn({"uid=ada,ou=people,dc=example,dc=com", "uid=ada,ou=others,dc=example,dc=com",
                               "uid=Doe\\, John,ou=people,dc=example,dc=com", "", "uid=ada"});
  BOOST_TEST_REQUIRE(ids.has(0));
  BOOST_TEST((ids.id(0) == uuid(1)));
  BOOST_TEST(!ids.has(1));
  BOOST_TEST_REQUIRE(ids.has(2));
  BOOST_TEST((ids.id(2) == uuid(2)));
  BOOST_TEST(!ids.has(3));
  BOOST_TEST(!ids.has(4));
  BOOST_TEST_REQUIRE(ids.containers().size() == 1U);
  BOOST_TEST(ids.containers().front().named->id == kPeopleId);
  BOOST_TEST((ids.containers().front().named->dn == kPeople));
}

BOOST_AUTO_TEST_CASE(what_one_table_has_found_another_leaves_alone) {
  set(1, "ada", "Ada L");
  NameTable groups;
  const ldap::Dn home = ldap::Dn::parse("ou=groups,dc=example,dc=com");
  groups.set(uuid(1), home.child("cn", "not ada"), "");
  groups.set(uuid(2), home.child("cn", "crew"), "");
  groups.prove(home, kPeopleId);
  FoundNames found(2);
  table.findIds({id(1), id(2)}, 0, found);
  groups.findIds({id(1), id(2)}, 1, found);
  BOOST_TEST_REQUIRE((found.has(0) && found.has(1)));
  BOOST_TEST(found.table(0) == 0U);
  BOOST_TEST(found.display(0) == "Ada L");
  BOOST_TEST(found.table(1) == 1U);
  BOOST_TEST(found.dn(1) == "cn=crew,ou=groups,dc=example,dc=com");
  BOOST_TEST(found.display(1) == "");
  found.forget(0);
  BOOST_TEST(!found.has(0));
}

BOOST_AUTO_TEST_CASE(an_id_in_other_case_is_the_id_of_no_one) {
  set(1, "ada");
  std::string upper = id(1);
  upper.front() = 'F';
  BOOST_TEST(!byId({upper}).has(0));
}

BOOST_AUTO_TEST_CASE(follows_those_who_are_renamed_and_go) {
  set(1, "ada");
  set(1, "eva");
  BOOST_TEST(dnOf(1) == "uid=eva,ou=people,dc=example,dc=com");
  BOOST_TEST(idOf("uid=ada,ou=people,dc=example,dc=com") == "");
  table.erase(uuid(1));
  table.erase(uuid(1));
  BOOST_TEST(dnOf(1) == "");
  BOOST_TEST(idOf("uid=eva,ou=people,dc=example,dc=com") == "");
}

BOOST_AUTO_TEST_CASE(a_name_belongs_to_who_got_it_last) {
  set(1, "ada");
  set(2, "ada");  // told before the other is told to be gone
  BOOST_TEST(idOf("uid=ada,ou=people,dc=example,dc=com") == id(2));
  table.erase(uuid(1));
  BOOST_TEST(idOf("uid=ada,ou=people,dc=example,dc=com") == id(2));
  table.erase(uuid(2));
  BOOST_TEST(idOf("uid=ada,ou=people,dc=example,dc=com") == "");
}

BOOST_AUTO_TEST_CASE(names_of_one_container_are_not_those_of_another) {
  const ldap::Dn others = ldap::Dn::parse("ou=others,dc=example,dc=com");
  set(1, "ada");
  table.set(uuid(2), others.child("uid", "ada"), "");
  BOOST_TEST(idOf("uid=ada,ou=others,dc=example,dc=com") == "");  // what it stands below is not known
  BOOST_TEST((table.takeUnproven() == std::vector{others}));
  table.prove(others, std::nullopt);
  BOOST_TEST(idOf("uid=ada,ou=others,dc=example,dc=com") == "");
  BOOST_TEST(table.takeUnproven().empty());
  table.retryUnproven();
  BOOST_TEST((table.takeUnproven() == std::vector{others}));
  table.prove(others, kPeopleId);
  BOOST_TEST(idOf("uid=ada,ou=others,dc=example,dc=com") == id(2));
  BOOST_TEST(idOf("uid=ada,ou=people,dc=example,dc=com") == id(1));
}

BOOST_AUTO_TEST_CASE(keeps_no_more_containers_than_it_says) {
  for (std::size_t i = 0; i <= NameTable::kMaxContainers; ++i)
    table.set(uuid(static_cast<int>(i % 200)), kPeople.child("ou", std::to_string(i)).child("uid", "a"), "");
  BOOST_TEST(table.takeUnproven().size() == NameTable::kMaxContainers);
  table.prove(kPeople.child("ou", "1"), kPeopleId);
  const std::string one = "uid=a,ou=" + std::to_string(NameTable::kMaxContainers) + "," + kPeople.toString();
  BOOST_TEST(!byDn({one}).has(0));
}

BOOST_AUTO_TEST_CASE(is_told_from_a_position_until_it_is_distrusted_doubted_or_cleared) {
  const auto position = ldap::SyncPosition::ofCookie("csn=20261128030110.950520Z#000000#000#000000").value();
  const auto later = ldap::SyncPosition::ofCookie("csn=20261128030111.950520Z#000000#000#000000").value();
  constexpr std::chrono::milliseconds kAtOnce{0};
  int doubts = 0;
  table.whenDoubted([&] { ++doubts; });
  BOOST_TEST(!table.waitUntil(position, kAtOnce));
  table.reached(position);
  BOOST_TEST(table.isTold());
  BOOST_TEST(table.waitUntil(position, kAtOnce));
  BOOST_TEST(!table.waitUntil(later, kAtOnce));
  table.reached(later);
  BOOST_TEST(table.waitUntil(later, kAtOnce));
  table.distrust();
  BOOST_TEST(!table.waitUntil(position, kAtOnce));
  table.reached(position);
  set(2, "eva");
  table.doubt({kPeople, kPeople.toString(), "another id"});  // found before all was told anew
  BOOST_TEST(table.isTold());
  table.doubt({kPeople, kPeople.toString(), kPeopleId});
  BOOST_TEST(!table.isTold());
  BOOST_TEST(doubts == 1);
  set(1, "ada");
  table.reached(position);
  table.clear();
  BOOST_TEST(!table.isTold());
  BOOST_TEST(dnOf(1) == "");
}

BOOST_AUTO_TEST_SUITE_END()
