#include <unistd.h>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "connector/config/Configuration.h"
#include "tests/connector/config/ConfigurationFile.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using scim2ldap::test::ConfigurationFile;
using scim2ldap::test::replaced;

namespace {

/// The problems of a file, one per line, the folder's name left out.
std::string problemsOf(const ConfigurationFile& configuration) {
  try {
    (void)readConfiguration(configuration.file());
  } catch (const mappings::FileError& error) {
    std::string text = error.what();
    const std::string folder = configuration.folder().string() + "/";
    for (std::size_t place = 0; (place = text.find(folder)) != std::string::npos;)
      text.erase(place, folder.size());
    return text;
  }
  return "";
}

std::string problemsOf(const std::string& text) {
  return problemsOf(ConfigurationFile(text));
}

struct Fault {
  std::string what;     ///< in the correct file …
  std::string with;     ///< … becomes this …
  std::string problem;  ///< … and is reported so, alone
};

std::ostream& operator<<(std::ostream& stream, const Fault& fault) {
  return stream << fault.with;
}

const std::string kListen = "listen = \"127.0.0.1:8080\"";
const std::string kAdmin = "listen = \"127.0.0.1:8081\"";
const std::string kUris = "uris = [\"ldap://127.0.0.1:389\"]";
const std::string kBind =
    "bind = { method = \"simple\", dn = \"cn=admin,dc=example,dc=org\", password_file = \"password\" }";
const std::string kPaths = "base_paths = [\"/scim/v2\"]";

const std::vector<Fault> kFaults = {
    // syntax and keys
    {kListen, "listn = \"127.0.0.1:8080\"",
     "scim2ldap.toml:2:1: [server] knows no \"listn\"; did you mean \"listen\"?"},
    {"[server]", "[servr]",
     "scim2ldap.toml:1:2: scim2ldap.toml knows no \"servr\"; did you mean \"server\"?"},
    {"directory = \"state\"", "directry = \"state\"",
     "scim2ldap.toml:6:1: [state] knows no \"directry\"; did you mean \"directory\"?"},
    {kListen, "max_connections = \"64\"",
     "scim2ldap.toml:2:19: \"max_connections\" is a text; write an integer, without quotes"},
    {kListen, "listen = 8080", "scim2ldap.toml:2:10: \"listen\" is an integer; write a text in quotes"},
    // server
    {kListen, "listen = \"8080\"",
     "scim2ldap.toml:2:10: listen: \"8080\" is no address to listen on: the port is missing; write for "
     "example "
     "\"127.0.0.1:8080\", \"0.0.0.0:8080\" or \"[::1]:8080\""},
    {kListen, "listen = \"0.0.0.0:8080\"",
     "scim2ldap.toml:2:10: tokens and personal data would cross the network in plain text; write a table "
     "[server.tls], listen on 127.0.0.1 behind a proxy that does TLS, or write allow_plaintext = true"},
    {kListen, "max_connections = 0",
     "scim2ldap.toml:2:19: max_connections = 0 is out of range; write 1 to 4096"},
    {kListen, "max_body = \"512B\"",
     "scim2ldap.toml:2:12: max_body: \"512B\" is out of range; write a size from 1KiB to 1GiB"},
    {kListen, "idle_timeout = \"10\"",
     "scim2ldap.toml:2:16: idle_timeout: \"10\" is no duration: the unit is missing; write a whole number "
     "and a "
     "unit (ms, s, m, h or d), for example \"30s\""},
    {kListen, "tls = { certificate = \"password\" }",
     "scim2ldap.toml:2:7: [server.tls] lacks \"key\"; write for example key = \"tls/key.pem\""},
    {kAdmin, "listen = \"0.0.0.0:8081\"\nallow_plaintext = true",
     "scim2ldap.toml:4:10: other machines could reach health, metrics and the admin page; listen on "
     "127.0.0.1, or "
     "write allow_remote = true"},
    {kAdmin, "listen = \"127.0.0.1:8080\"",
     "scim2ldap.toml:3:1: [admin] and [server] listen on the same address; give one another port"},
    // directory
    {kUris, "uris = [\"127.0.0.1\"]",
     "scim2ldap.toml:9:9: uris: \"127.0.0.1\" names no directory: it does not begin with ldap://, ldaps:// "
     "or "
     "ldapi://; write for example \"ldaps://ldap.example.org\", \"ldap://127.0.0.1:389\" or "
     "\"ldapi://%2Frun%2Fslapd%2Fldapi\""},
    {kUris, "uris = []",
     "scim2ldap.toml:9:8: uris is empty; write for example uris = [\"ldaps://ldap.example.org\"]"},
    {kUris, "uris = [\"ldap://ldap.example.org\"]",
     "scim2ldap.toml:9:8: the password would cross the network in plain text; write ldaps://, start_tls = "
     "true, or "
     "allow_plaintext = true"},
    {kUris, "uris = [\"ldap://127.0.0.1\", \"ldap://ldap.example.org\"]",
     "scim2ldap.toml:9:8: the password would cross the network in plain text; write ldaps://, start_tls = "
     "true, or "
     "allow_plaintext = true"},
    {kUris, "uris = [\"ldaps://ldap.example.org\"]\nstart_tls = true",
     "scim2ldap.toml:10:13: StartTLS belongs to ldap:// alone; remove start_tls, or write ldap:// in uris"},
    {kUris, kUris + "\nca_file = \"none.pem\"",
     "scim2ldap.toml:10:11: ca_file: none.pem cannot be read: No such file or directory; name a file that "
     "the user "
     "running scim2ldap can read"},
    {kUris, kUris + "\nclient_key = \"password\"",
     "scim2ldap.toml:7:1: [[directory]] lacks \"client_certificate\"; write for example client_certificate = "
     "\"tls/client.pem\""},
    {"base = \"dc=example,dc=org\"", "",
     "scim2ldap.toml:7:1: [[directory]] lacks \"base\"; write for example base = \"dc=example,dc=org\""},
    {"password_file = \"password\"", "password = \"x\"",
     "scim2ldap.toml:11:8: bind lacks \"password_file\"; write for example password_file = "
     "\"ldap-password\"\n"
     "scim2ldap.toml:11:64: bind knows no \"password\"; the keys are dn, method, password_file"},
    {"\"simple\"", "\"gssapi\"",
     "scim2ldap.toml:11:19: method: \"gssapi\" is not known; write \"simple\" or \"external\" or "
     "\"anonymous\""},
    {kBind, "bind = { method = \"external\" }",
     "scim2ldap.toml:11:19: the directory has nothing to know us by; write ldapi:// in uris, or TLS with "
     "client_certificate and client_key"},
    {kBind, "",
     "scim2ldap.toml:7:1: [[directory]] lacks \"bind\"; write for example bind = { method = \"simple\", dn = "
     "\"cn=scim2ldap,ou=services,dc=example,dc=org\", password_file = \"ldap-password\" }"},
    {"name = \"main\"", "name = \"main office\"",
     "scim2ldap.toml:8:8: name: \"main office\" is no name; write 1 to 64 letters, digits, \"-\", \"_\" or "
     "\".\"\n"
     "scim2ldap.toml:15:13: no [[directory]] is named \"main\""},
    // endpoint
    {"directory = \"main\"", "directory = \"mian\"",
     "scim2ldap.toml:15:13: no [[directory]] is named \"mian\"; did you mean \"main\"?"},
    {kPaths, "base_paths = [\"/scim/v2/\"]",
     "scim2ldap.toml:14:15: base_paths: \"/scim/v2/\" is no base path; write one that begins with a slash "
     "and does "
     "not end with one, for example \"/scim/v2\""},
    {kPaths, "base_paths = [\"/scim?v=2\"]",
     "scim2ldap.toml:14:15: base_paths: \"/scim?v=2\" is no base path; write one that begins with a slash "
     "and does "
     "not end with one, for example \"/scim/v2\""},
    {kPaths, "base_paths = [\"/scim\", \"/scim/v2\"]",
     "scim2ldap.toml:14:14: base path \"/scim/v2\" collides with \"/scim\"; write base paths of which none "
     "lies "
     "below another"},
    {kPaths, kPaths + "\npublic_url = \"scim.example.org\"",
     "scim2ldap.toml:15:14: public_url: \"scim.example.org\" is no public URL; write scheme, host and base "
     "path "
     "without a slash at the end, for example \"https://scim.example.org/scim/v2\""},
    {kPaths, kPaths + "\ndialect = \"okta\"",
     "scim2ldap.toml:15:11: dialect: \"okta\" is not known; write \"entra\" or \"rfc\""},
    {kPaths, kPaths + "\nunknown_members = \"ignore\"",
     "scim2ldap.toml:15:19: unknown_members: \"ignore\" is not known; write \"reject\" or \"skip\""},
    {kPaths, kPaths + "\nmax_page_size = 50",
     "scim2ldap.toml:12:1: page_size is larger than max_page_size; write at most 50"},
    {kPaths, kPaths + "\ndisable_first = \"yes\"",
     "scim2ldap.toml:15:17: \"disable_first\" is a text; write true or false, without quotes"},
    {"mapping = \"mapping.toml\"", "",
     "scim2ldap.toml:12:1: [[endpoint]] lacks \"mapping\"; write for example mapping = "
     "\"inetorgperson.toml\""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ConfigurationReaderSuite)

BOOST_AUTO_TEST_CASE(reads_a_correct_file) {
  const ConfigurationFile file;
  const Configuration configuration = readConfiguration(file.file());
  BOOST_TEST(configuration.stateDirectory == file.folder() / "state");
  BOOST_REQUIRE(configuration.directories.size() == 1U);
  const DirectoryConfiguration& directory = configuration.directory("main");
  BOOST_TEST(directory.base.toString() == "dc=example,dc=org");
  BOOST_TEST(directory.settings.uris.front() == "ldap://127.0.0.1:389");
  BOOST_TEST(directory.settings.bindDn == "cn=admin,dc=example,dc=org");
  BOOST_TEST(directory.settings.bindPassword == "secret");
  BOOST_REQUIRE(configuration.endpoints.size() == 1U);
  const EndpointConfiguration& endpoint = configuration.endpoints.front();
  BOOST_TEST(endpoint.basePaths.front() == "/scim/v2");
  BOOST_TEST(endpoint.mapping.user.container.toString() == "ou=people,dc=example,dc=org");
}

BOOST_AUTO_TEST_CASE(reads_every_key) {
  const ConfigurationFile file(R"([server]
listen = "0.0.0.0:443"
max_connections = 7
max_body = "2MiB"
header_timeout = "1s"
request_timeout = "2s"
idle_timeout = "3s"
drain_timeout = "4s"
max_failed_logins = 5
[server.tls]
certificate = "tls/c.pem"
key = "tls/k.pem"
[admin]
listen = "[::]:9000"
allow_plaintext = true
allow_remote = true
[state]
directory = "/srv/state"
log_rows = 9
log_age = "3d"
[[directory]]
name = "main"
uris = ["ldap://a.example.org", "ldap://b.example.org"]
base = "o=x"
id_attribute = "nsUniqueId"
start_tls = true
ca_file = "tls/c.pem"
verify_certificate = false
client_certificate = "tls/c.pem"
client_key = "tls/k.pem"
bind = { method = "external" }
connect_timeout = "5s"
operation_timeout = "6s"
lease_timeout = "7s"
sweep_interval = "9s"
max_connections = 8
[[directory]]
name = "open"
uris = ["ldap://192.0.2.1"]
base = ""
bind = { method = "anonymous" }
[[endpoint]]
name = "one"
base_paths = ["/scim/one", "/scim/eins"]
public_url = "https://scim.example.org/scim/one"
directory = "main"
mapping = "mapping.toml"
dialect = "rfc"
disable_first = false
unique_external_id = false
unknown_members = "skip"
page_size = 10
max_page_size = 20
bulk_max_operations = 0
[[endpoint]]
name = "two"
base_paths = ["/scim/oneself"]
directory = "open"
mapping = "mapping.toml"
)");
  file.write("tls/c.pem", "certificate");
  file.write("tls/k.pem", "key");
  BOOST_TEST(problemsOf(file) == "");
  const Configuration read = readConfiguration(file.file());
  BOOST_TEST(read.server.address == "0.0.0.0");
  BOOST_TEST(read.server.port == 443);
  BOOST_TEST(read.server.maxConnections == 7U);
  BOOST_TEST(read.server.maxBodyBytes == 2U << 20);
  BOOST_TEST(read.server.headerTimeout.count() == 1000);
  BOOST_TEST(read.server.requestTimeout.count() == 2000);
  BOOST_TEST(read.server.idleTimeout.count() == 3000);
  BOOST_TEST(read.server.drainTimeout.count() == 4000);
  BOOST_TEST(read.server.maxFailedLogins == 5U);
  BOOST_TEST(read.server.tls.certificateFile == file.folder() / "tls/c.pem");
  BOOST_TEST(read.server.tls.keyFile == file.folder() / "tls/k.pem");
  BOOST_TEST(read.admin.address == "::");
  BOOST_TEST(read.admin.port == 9000);
  BOOST_TEST(!read.admin.tls.enabled());
  BOOST_TEST(read.stateDirectory == "/srv/state");
  BOOST_TEST(read.logRetention.rows == 9);
  BOOST_TEST((read.logRetention.age == std::chrono::days(3)));
  const DirectoryConfiguration& main = read.directory("main");
  BOOST_TEST(main.idAttribute == "nsUniqueId");
  BOOST_TEST(main.settings.uris.size() == 2U);
  BOOST_TEST(main.settings.startTls);
  BOOST_TEST(main.settings.caFile == (file.folder() / "tls/c.pem").string());
  BOOST_TEST(!main.settings.verifyCertificate);
  BOOST_TEST(main.settings.clientCertificateFile == (file.folder() / "tls/c.pem").string());
  BOOST_TEST(main.settings.clientKeyFile == (file.folder() / "tls/k.pem").string());
  BOOST_TEST((main.settings.bindMethod == ldap::BindMethod::SaslExternal));
  BOOST_TEST(main.settings.connectTimeout.count() == 5000);
  BOOST_TEST(main.settings.operationTimeout.count() == 6000);
  BOOST_TEST(main.settings.leaseTimeout.count() == 7000);
  BOOST_TEST(main.sweepInterval.count() == 9000);
  BOOST_TEST(main.settings.maxConnections == 8U);
  BOOST_TEST((read.directory("open").settings.bindMethod == ldap::BindMethod::Anonymous));
  const EndpointConfiguration& one = *read.findEndpoint("one");
  BOOST_TEST(one.basePaths.back() == "/scim/eins");
  BOOST_TEST(one.publicUrl == "https://scim.example.org/scim/one");
  BOOST_TEST((one.dialect == scim::Dialect::Rfc));
  BOOST_TEST(!one.disableFirst);
  BOOST_TEST(!one.uniqueExternalId);
  BOOST_TEST((one.unknownMembers == UnknownMember::Skip));
  BOOST_TEST(one.pageSize == 10);
  BOOST_TEST(one.bulkMaxOperations == 0U);
  BOOST_TEST(one.maxPageSize == 20);
  BOOST_TEST(one.mapping.user.container.toString() == "ou=people,o=x");
  BOOST_TEST(read.findEndpoint("two")->mapping.user.container.toString() == "ou=people");
}

BOOST_DATA_TEST_CASE(reports_a_fault_with_place_and_remedy, kFaults) {
  BOOST_TEST(problemsOf(replaced(ConfigurationFile::kText, sample.what, sample.with)) == sample.problem);
}

BOOST_AUTO_TEST_CASE(reports_a_syntax_error_with_its_place) {
  BOOST_TEST(problemsOf(replaced(ConfigurationFile::kText, kListen, "listen = "))
                 .starts_with("scim2ldap.toml:2:10: "));
}

BOOST_AUTO_TEST_CASE(reports_all_faults_of_all_files_at_once) {
  std::string text = replaced(ConfigurationFile::kText, kListen, "listn = 1");
  text = replaced(text, "\"/scim/v2\"", "\"scim\"");
  const ConfigurationFile file(text);
  file.write("mapping.toml", "[user]\ncontainr = \"ou=people\"\n");
  file.write("password", "secret", 0644);
  const std::string problems = problemsOf(file);
  for (const char* part :
       {"scim2ldap.toml:2:1: ", "chmod 600", "base_paths: \"scim\"", "mapping.toml:2:1: "}) {
    BOOST_TEST(problems.find(part) != std::string::npos, part << " in " << problems);
  }
}

BOOST_AUTO_TEST_CASE(reports_a_mapping_that_two_endpoints_share_once) {
  const ConfigurationFile file(ConfigurationFile::kText +
                               "[[endpoint]]\nname = \"b\"\nbase_paths = [\"/b\"]\ndirectory = \"main\"\n"
                               "mapping = \"mapping.toml\"\n");
  BOOST_TEST(problemsOf(file) == "");
  file.write("mapping.toml", "x = ");
  const std::string problems = problemsOf(file);
  BOOST_TEST(problems.starts_with("mapping.toml:1:"));
  BOOST_TEST(problems.find('\n') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(refuses_two_of_one_name) {
  const std::string problems = problemsOf(ConfigurationFile::kText + R"([[endpoint]]
name = "entra"
base_paths = ["/scim/v2"]
directory = "main"
mapping = "mapping.toml"
)");
  BOOST_TEST(
      problems ==
      "scim2ldap.toml:18:8: a second [[endpoint]] is named \"entra\"; rename one\n"
      "scim2ldap.toml:19:14: base path \"/scim/v2\" is taken already; write base paths of which none lies "
      "below another");
}

BOOST_AUTO_TEST_CASE(compares_base_paths_as_requests_are_matched) {
  const auto second = [](const std::string& path) {
    return problemsOf(std::string(ConfigurationFile::kText) +
                      "[[endpoint]]\nname = \"other\"\nbase_paths = [\"" + path +
                      "\"]\ndirectory = \"main\"\nmapping = \"mapping.toml\"\n");
  };
  BOOST_TEST(second("/SCIM/v2").find("\"/SCIM/v2\" is taken already") != std::string::npos);
  BOOST_TEST(second("/Scim/V2/more").find("collides with \"/scim/v2\"") != std::string::npos);
  BOOST_TEST(second("/scim").find("collides with") != std::string::npos);
  BOOST_TEST(second("/scim/v22") == "");
}

BOOST_AUTO_TEST_CASE(demands_a_directory_and_an_endpoint) {
  const std::string problems = problemsOf("[server]\n");
  BOOST_TEST(problems.find("there is no [[directory]]; write at least one") != std::string::npos);
  BOOST_TEST(problems.find("there is no [[endpoint]]; write at least one") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(allows_plaintext_only_when_told) {
  std::string text =
      replaced(ConfigurationFile::kText, kListen, "listen = \"0.0.0.0:8080\"\nallow_plaintext = true");
  text = replaced(text, kUris, "uris = [\"ldap://ldap.example.org\"]\nallow_plaintext = true");
  BOOST_TEST(problemsOf(text) == "");
}

BOOST_AUTO_TEST_CASE(allows_passwords_of_users_on_protected_connections_only) {
  const auto problems = [](const std::string& uris, const std::string& method) {
    const ConfigurationFile file(replaced(ConfigurationFile::kText, kUris, uris));
    std::ifstream stream(file.folder() / "mapping.toml");
    const std::string mapping{std::istreambuf_iterator<char>(stream), {}};
    file.write("mapping.toml", mapping + "[user.password]\nmethod = \"" + method + "\"\n");
    return problemsOf(file);
  };
  const std::string open = "uris = [\"ldap://ldap.example.org\"]\nallow_plaintext = true";
  const std::string message =
      "mapping.toml:11:1: passwords of users would cross the network to the directory \"main\" in plain "
      "text; give it ldaps:// or start_tls = true, or write method = \"none\"";
  BOOST_TEST(problems(open, "exop") == message);
  BOOST_TEST(problems(open, "none") == "");
  for (const char* uris :
       {"uris = [\"ldaps://ldap.example.org\"]", "uris = [\"ldap://ldap.example.org\"]\nstart_tls = true",
        "uris = [\"ldap://127.0.0.1\"]", "uris = [\"ldapi://%2Frun%2Fldapi\"]"}) {
    BOOST_TEST(problems(uris, "exop") == "", uris);
  }
}

BOOST_AUTO_TEST_CASE(says_that_the_file_cannot_be_read) {
  BOOST_CHECK_EXCEPTION(
      (void)readConfiguration("/nowhere/scim2ldap.toml"), mappings::FileError,
      [](const mappings::FileError& error) {
        return std::string(error.what()) ==
               "/nowhere/scim2ldap.toml: cannot be read: No such file or directory; name the "
               "configuration file with --config";
      });
}

BOOST_AUTO_TEST_CASE(says_who_may_read_the_file) {
  const ConfigurationFile configuration;
  std::filesystem::permissions(configuration.file(), std::filesystem::perms::none);
  constexpr uid_t kNobody = 65534;
  const uid_t user = ::geteuid();
  if (user == 0) BOOST_TEST_REQUIRE(::seteuid(kNobody) == 0);
  const std::string problems = problemsOf(configuration);
  if (user == 0) BOOST_TEST_REQUIRE(::seteuid(user) == 0);
  BOOST_TEST(
      problems ==
      "scim2ldap.toml: cannot be read: Permission denied; run this as root, or as the user of the service");
}

BOOST_AUTO_TEST_SUITE_END()
