#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <sstream>

#include "connector/config/Configuration.h"
#include "connector/config/Duration.h"
#include "connector/config/Scope.h"
#include "connector/config/Size.h"
#include "tests/connector/config/ConfigurationFile.h"
#include "tests/support/Folders.h"
#include "tests/support/Program.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using scim2ldap::test::ConfigurationFile;
using scim2ldap::test::readFile;

namespace {

const std::string kReference = readFile(SCIM2LDAP_SOURCE_DIR "/etc/scim2ldap.toml");

/// "# key = value" or "# [table]": something that can be written in.
bool isCommentedOut(const std::string& line) {
  return line.starts_with("# ") && line.size() > 2 &&
         (line[2] == '[' ||
          line.substr(2, line.find(" = ") - 2).find_first_not_of("abcdefghijklmnopqrstuvwxyz_") ==
              std::string::npos) &&
         (line[2] == '[' || line.find(" = ") != std::string::npos);
}

/// Keys that have no default: what stands behind "no default" up to an empty line, and the table of TLS.
bool hasNoDefault(const std::string& line, bool& inside) {
  if (line.empty() || line.starts_with("[")) inside = false;
  if (line.find("no default:") != std::string::npos || line.starts_with("# [")) inside = true;
  return inside;
}

std::string uncommented(bool alsoWithoutDefault) {
  std::istringstream lines(kReference);
  std::string text;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    const bool skipped = hasNoDefault(line, inside) && !alsoWithoutDefault;
    text += (isCommentedOut(line) && !skipped ? line.substr(2) : line) + "\n";
  }
  return text;
}

/// The reference with what it names beside it.
struct Reference : ConfigurationFile {
  explicit Reference(const std::string& text) : ConfigurationFile(text) {
    write("ldap-password", "secret");
    write("inetorgperson.toml", readFile(SCIM2LDAP_SOURCE_DIR "/mappings/inetorgperson.toml"));
    for (const char* name : {"certificate.pem", "key.pem", "ca.pem", "client.pem", "client-key.pem"}) {
      write(std::string("tls/") + name, "x");
    }
  }
  [[nodiscard]] Configuration read() const { return readConfiguration(file()); }
};

std::string described(const ServerSettings& s) {
  return s.address + " " + std::to_string(s.port) + " " + s.tls.certificateFile.string() + " " +
         std::to_string(s.maxConnections) + " " + printSize(s.maxBodyBytes) + " " +
         printDuration(s.headerTimeout) + " " + printDuration(s.requestTimeout) + " " +
         printDuration(s.idleTimeout) + " " + printDuration(s.drainTimeout) + " " +
         std::to_string(s.maxFailedLogins);
}

std::string described(const ldap::DirectorySettings& s) {
  return std::to_string(s.startTls) + s.caFile + " " + std::to_string(s.verifyCertificate) +
         s.clientCertificateFile + s.clientKeyFile + " " + std::to_string(static_cast<int>(s.bindMethod)) +
         " " + printDuration(s.connectTimeout) + " " + printDuration(s.operationTimeout) + " " +
         std::to_string(s.maxConnections) + " " + printDuration(s.leaseTimeout);
}

std::string described(const EndpointPolicies& p) {
  std::string text = std::to_string(p.enabled) + std::to_string(p.required.size()) +
                     std::to_string(p.requireExternalId) + std::to_string(p.protectedAttributes.size());
  const auto add = [&](auto choice) { text += std::to_string(static_cast<int>(choice)); };
  add(p.groups);
  add(p.userName);
  add(p.knownExternalId);
  add(p.inactiveUser);
  add(p.protectedPolicy);
  const VerbPolicies& v = p.verbs;
  for (const VerbPolicy verb : {v.userCreate, v.userUpdate, v.userDisable, v.userDelete, v.groupCreate,
                                v.groupRename, v.groupMembers, v.groupDelete}) {
    add(verb);
  }
  return text;
}

std::string described(const EndpointConfiguration& e) {
  return e.publicUrl + " " + std::to_string(static_cast<int>(e.dialect)) + std::to_string(e.disableFirst) +
         std::to_string(e.uniqueExternalId) + std::to_string(static_cast<int>(e.unknownMembers)) + " " +
         std::to_string(e.pageSize) + " " + std::to_string(e.maxPageSize) + " " +
         std::to_string(e.bulkMaxOperations) + " " + std::to_string(e.maxSorted) + " " +
         std::to_string(e.maxCandidates) + " " + std::to_string(e.maxFilterComparisons) + " " +
         printDuration(e.cursorTimeout) + " " + described(e.policies);
}

/// The names behind "the keys are" in the report of an unknown key.
std::vector<std::string> knownKeys(const std::string& table) {
  constexpr const char* kNoKey = "qqqqqqqqqqqqqqqqqqqqqq";
  const std::string text =
      table.starts_with("bind")
          ? test::replaced(kReference, "bind = { ", std::string("bind = { ") + kNoKey + " = 1, ")
          : test::replaced(uncommented(true), "\n" + table + "\n", "\n" + table + "\n" + kNoKey + " = 1\n");
  try {
    (void)Reference(text).read();
  } catch (const mappings::FileError& error) {
    const std::string message = error.what();
    BOOST_TEST_INFO(message);
    std::istringstream words(message.substr(message.find("the keys are ") + 13));
    std::vector<std::string> keys;
    for (std::string key; words >> key;)
      keys.push_back(key.ends_with(',') ? key.substr(0, key.size() - 1) : key);
    return keys;
  }
  return {};
}

/// The lines from the table's header to the next one.
std::string sectionOf(const std::string& table) {
  if (table == "bind") return kReference;
  const std::size_t start = uncommented(true).find("\n" + table + "\n");
  BOOST_REQUIRE(start != std::string::npos);
  const std::string rest = uncommented(true).substr(start + table.size() + 1);
  return rest.substr(0, rest.find("\n["));
}

struct Table {
  std::string name;
  std::size_t least;  ///< so many keys at least, so that an empty list does not pass
};

std::ostream& operator<<(std::ostream& stream, const Table& table) {
  return stream << table.name;
}

const std::vector<Table> kTables = {{"[server]", 8},
                                    {"[server.tls]", 2},
                                    {"[admin]", 9},
                                    {"[state]", 3},
                                    {"[[directory]]", 15},
                                    {"bind", 3},
                                    {"[[endpoint]]", 11},
                                    {"[endpoint.roles]", 5},
                                    {"[endpoint.fallback_group]", 3},
                                    {"[endpoint.oauth]", 1},
                                    {"[[endpoint.oauth.trusted]]", 8},
                                    {"[endpoint.verbs]", 8},
                                    {"[endpoint.leaving_guard]", 2}};

}  // namespace

BOOST_AUTO_TEST_SUITE(ReferenceFileSuite)

BOOST_AUTO_TEST_CASE(can_be_read_as_it_stands) {
  const Configuration read = Reference(kReference).read();
  BOOST_TEST(read.directories.size() == 1U);
  BOOST_TEST(read.endpoints.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_defaults_that_it_shows_are_the_defaults) {
  const Configuration implicit = Reference(kReference).read();
  const Configuration written = Reference(uncommented(false)).read();
  const Configuration none;
  for (const Configuration* read : {&implicit, &written}) {
    BOOST_TEST(described(read->server) == described(none.server));
    BOOST_TEST(described(read->admin) == described(none.admin));
    BOOST_TEST(read->stateDirectory == none.stateDirectory);
    BOOST_TEST(read->directories.front().idAttribute == DirectoryConfiguration{}.idAttribute);
    BOOST_TEST(described(read->directories.front().settings) == described(ldap::DirectorySettings{}));
    BOOST_TEST(described(read->endpoints.front()) == described(EndpointConfiguration{}));
  }
}

BOOST_AUTO_TEST_CASE(what_has_no_default_can_be_written_too) {
  const Reference reference(uncommented(true));
  const Configuration read = reference.read();
  BOOST_TEST(read.server.tls.enabled());
  BOOST_TEST(read.directories.front().settings.caFile == (reference.folder() / "tls/ca.pem").string());
  BOOST_TEST(read.endpoints.front().publicUrl == "https://scim.example.org/scim/v2");
  BOOST_REQUIRE(read.endpoints.front().fallback.has_value());
  BOOST_TEST(read.endpoints.front().fallback->group.toString() == "cn=basic,ou=groups,dc=example,dc=com");
  BOOST_TEST((read.endpoints.front().fallback->grace == FallbackPolicy{}.grace));
  BOOST_TEST(read.endpoints.front().fallback->leave == FallbackPolicy{}.leave);
  BOOST_REQUIRE(read.endpoints.front().oauth.has_value());
  BOOST_TEST((read.endpoints.front().oauth->tokenLifetime == OAuthPolicy{}.tokenLifetime));
  BOOST_TEST(read.endpoints.front().oauth->trusted.front().scopes == defaultScopes());
}

BOOST_DATA_TEST_CASE(holds_every_key_of_the_table, kTables) {
  const std::vector<std::string> keys = knownKeys(sample.name);
  BOOST_TEST(keys.size() >= sample.least);
  const std::string section = sectionOf(sample.name);
  for (const std::string& key : keys) {
    if (kReference.find("." + key + "]") != std::string::npos) continue;  // a table of its own
    const bool present = section.find("\n" + key + " = ") != std::string::npos ||
                         (sample.name == "bind" && section.find(key + " = ") != std::string::npos);
    BOOST_TEST(present, key << " is missing");
  }
}

BOOST_AUTO_TEST_SUITE_END()
