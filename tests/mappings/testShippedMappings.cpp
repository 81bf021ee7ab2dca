#include <boost/test/unit_test.hpp>

#include "ldap/Directory.h"
#include "mappings/SchemaCheck.h"
#include "mappings/Translation.h"
#include "scim/Resource.h"
#include "tests/mappings/Fixture.h"
#include "tests/mappings/RandomResource.h"
#include "tests/support/Folders.h"
#include "tests/support/TemporarySlapd.h"

using namespace scim2ldap;
using namespace scim2ldap::mappings;
using scim::Json;

namespace {

/// Every row of Entra's default mapping for users.
constexpr const char* kEntraUser =
    R"({"userName":"B.Novak@corp.example","active":true,"displayName":"Bára  Novák",
 "title":"Planner","preferredLanguage":"cs-CZ","externalId":"bnovak",
 "emails":[{"primary":true,"type":"work","value":"B.Novak@Corp.Example"}],
 "name":{"formatted":"Bára Novák","familyName":"Novák","givenName":"Bára"},
 "addresses":[{"type":"work","formatted":"B2/14","streetAddress":"Lesní 4","locality":"Brno","region":"JMK",
   "postalCode":"602 00","country":"Czechia"}],
 "phoneNumbers":[{"type":"work","value":"+420 555 010 100"},{"type":"mobile","value":"+420 555-010-101"},
   {"type":"fax","value":"+420 555 010 102"}],
 "roles":[{"value":"editor","primary":true}],
 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"70112","department":"Logistics",
   "manager":{"value":"id-1"}}})";

test::SlapdOptions optionsFor(const std::string& file) {
  test::SlapdOptions options;
  options.ppolicy = true;
  if (file != "posix.toml") return options;
  options.schemas = {"core", "cosine", "inetorgperson",
                     std::string(SCIM2LDAP_SOURCE_DIR) + "/etc/ldap/schema/rfc2307bis.schema"};
  options.ldif = R"(dn: ou=counters,dc=example,dc=com
objectClass: organizationalUnit
ou: counters

dn: cn=uidNext,ou=counters,dc=example,dc=com
objectClass: device
objectClass: extensibleObject
cn: uidNext
uidNumber: 10000

dn: cn=gidNext,ou=counters,dc=example,dc=com
objectClass: device
objectClass: extensibleObject
cn: gidNext
gidNumber: 10000
)";
  return options;
}

struct Shipped {
  explicit Shipped(const std::string& file)
      : slapd(optionsFor(file)),
        directory(slapd.settings()),
        mapping(under(readMappingFile(shipped(file)), ldap::Dn::parse(slapd.base()))) {
    const ldap::Entry manager =
        newEntry(mapping.user, json(R"({"userName":"manager"})"), numbersFor(mapping.user));
    BOOST_REQUIRE(directory.add(manager).ok());
    managerDn = manager.dn;
    references.ofDn[managerDn.normalized()] = {"id-1", ""};
  }

  WriteInputs numbersFor(const ResourceMapping& type) {
    WriteInputs inputs{{{"id-1", managerDn.toString()}}, {}};
    for (const AttributeRule& rule : type.rules) {
      if (!rule.allocate) continue;
      inputs.numbers[rule.ldap] =
          std::to_string(directory.takeNumber(rule.allocate->counter, rule.allocate->attribute));
    }
    return inputs;
  }

  ldap::Entry read(const ldap::Dn& dn) {
    const auto entry = directory.read(dn, attributesToRead(mapping.user));
    BOOST_REQUIRE(entry.has_value());
    return *entry;
  }

  void comesBack(const Json& sent, const ldap::Entry& entry) {
    const Originals originals = originalsFor(mapping.user, sent, entry, references);
    const Json kept = keptPart(mapping.user, sent);
    ReadInputs inputs = references;
    inputs.originals = &originals;
    inputs.kept = &kept;
    const Json given = toResource(mapping.user, entry, inputs);
    BOOST_TEST_CONTEXT(printJson(sent) << "\n" << printJson(given)) BOOST_TEST((given == sent));
  }

  void matchesTheSchema() {
    for (const Problem& problem : checkAgainstSchema(mapping, directory.subschema()))
      BOOST_TEST(false, toString(problem));
  }

  /// The user with every attribute: stored, and read back without the help of originals.
  void takesEntrasUser() {
    scim::Ignored ignored;
    Json sent = canonicalResource(mapping.user.type, json(kEntraUser), scim::Dialect::Entra, ignored);
    BOOST_TEST(ignored.unknown.empty());
    sent.erase("externalId");
    const ldap::Entry added = newEntry(mapping.user, sent, numbersFor(mapping.user));
    const ldap::WriteResult result = directory.add(added);
    BOOST_REQUIRE_MESSAGE(result.ok(), result.diagnosticMessage);
    const ldap::Entry entry = read(added.dn);
    BOOST_TEST(originalsFor(mapping.user, sent, entry, references).empty());
    comesBack(sent, entry);
  }

  void takesMinimalUserAndGroup() {
    const Json sent = json(R"({"userName":"minimal","displayName":"Min Imal","active":false})");
    const ldap::Entry added = newEntry(mapping.user, sent, numbersFor(mapping.user));
    const ldap::WriteResult user = directory.add(added);
    BOOST_REQUIRE_MESSAGE(user.ok(), user.diagnosticMessage);
    comesBack(sent, read(added.dn));

    const ldap::WriteResult group = directory.add(newEntry(
        *mapping.group, json(R"({"displayName":"R&D (EU), #1","members":[]})"), numbersFor(*mapping.group)));
    BOOST_TEST(group.ok(), group.diagnosticMessage);
  }

  /// Modifications from one random user to the next are such as a directory takes.
  void takesChanges() {
    RandomUsers random(4);
    Json before = json(R"({"userName":"changing","active":true})");
    const ldap::Entry added = newEntry(mapping.user, before, numbersFor(mapping.user));
    BOOST_REQUIRE(directory.add(added).ok());
    for (int i = 0; i < 60; ++i) {
      const ldap::Entry current = read(added.dn);
      Json after = mappedPart(mapping.user, random.next());
      // What IA5String, TelephoneNumber and the languages of RFC 2798 refuse is another test's matter.
      for (const char* strict : {"preferredLanguage", "phoneNumbers", "emails"}) after.erase(strict);
      after.set("userName", "changing");
      after.set("emails", json(random.one(2) ? R"([{"type":"work","value":"a@x","primary":true}])"
                                             : R"([{"type":"work","value":"A@x","primary":true}])"));
      const auto changes = modifications(mapping.user, toAttributes(mapping.user, before, {}, false),
                                         toAttributes(mapping.user, after, {}, false), current);
      if (!changes.empty()) {
        const ldap::WriteResult result = directory.modify(added.dn, changes);
        BOOST_REQUIRE_MESSAGE(result.ok(), printJson(after) << " " << result.diagnosticMessage);
      }
      if (Json* enterprise = after.find("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")) {
        enterprise->erase("manager");
        if (enterprise->asObject().empty())
          after.erase("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User");
      }
      comesBack(after, read(added.dn));
      before = after;
    }
  }

  test::TemporarySlapd slapd;
  ldap::Directory directory;
  Mapping mapping;
  ldap::Dn managerDn;
  ReadInputs references;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ShippedMappings)

BOOST_AUTO_TEST_CASE(inetorgperson_does_what_it_says) {
  Shipped shipped("inetorgperson.toml");
  shipped.matchesTheSchema();
  shipped.takesEntrasUser();
  shipped.takesMinimalUserAndGroup();
  shipped.takesChanges();
}

BOOST_AUTO_TEST_CASE(posix_does_what_it_says) {
  Shipped shipped("posix.toml");
  shipped.matchesTheSchema();
  shipped.takesEntrasUser();
  shipped.takesMinimalUserAndGroup();
  const ldap::Entry entry =
      shipped.directory.read(ldap::Dn::parse("uid=minimal,ou=people," + shipped.slapd.base()), {"*"}).value();
  BOOST_TEST(entry.first("homeDirectory").value() == "/home/minimal");
  BOOST_TEST(entry.first("gecos").value() == "Min Imal");
  BOOST_TEST(entry.first("uidNumber").value() == "10002");
}

BOOST_AUTO_TEST_CASE(a_value_changed_in_case_is_written_beside_another) {
  Shipped shipped("inetorgperson.toml");
  const ldap::Dn dn = ldap::Dn::parse("uid=two,ou=people," + shipped.slapd.base());
  BOOST_REQUIRE(
      shipped.directory
          .add({dn,
                {{"objectClass", {"inetOrgPerson"}}, {"cn", {"x"}}, {"sn", {"x"}}, {"mail", {"a@x", "b@x"}}}})
          .ok());
  const auto changes =
      modifications(shipped.mapping.user, {{"mail", {"a@x"}}}, {{"mail", {"A@x"}}}, shipped.read(dn));
  BOOST_TEST(shipped.directory.modify(dn, changes).ok());
  std::vector<std::string> mails = shipped.read(dn).values("mail");
  std::sort(mails.begin(), mails.end());
  BOOST_TEST(mails == (std::vector<std::string>{"A@x", "b@x"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
