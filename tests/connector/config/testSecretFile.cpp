#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "connector/config/BareConfiguration.h"
#include "connector/config/Configuration.h"
#include "connector/config/ConfiguredPath.h"
#include "connector/config/SecretFile.h"
#include "tests/connector/config/ConfigurationFile.h"

using namespace scim2ldap::connector;
using scim2ldap::test::ConfigurationFile;
using scim2ldap::test::replaced;

namespace {

template <typename Call>
std::string refusal(const Call& call) {
  try {
    call();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(SecretFileSuite, ConfigurationFile)

BOOST_AUTO_TEST_CASE(is_the_text_without_the_last_line_break) {
  BOOST_TEST(readSecretFile(write("s", "secret")) == "secret");
  BOOST_TEST(readSecretFile(write("s", "secret\n")) == "secret");
  BOOST_TEST(readSecretFile(write("s", "secret\r\n", 0400)) == "secret");
  BOOST_TEST(readSecretFile(write("t", " two\nlines \n\n")) == " two\nlines \n");
  BOOST_TEST(readSecretFile(write("l", std::string(10'000, 'x'))).size() == 10'000U);
}

BOOST_AUTO_TEST_CASE(must_not_be_open_to_others) {
  for (const unsigned mode : {0640U, 0604U, 0660U, 0601U}) {
    const auto file = write("s", "secret", mode);
    BOOST_TEST(refusal([&] { (void)readSecretFile(file); }) ==
               file.string() + " is open to group or others; run: chmod 600 " + file.string());
  }
}

BOOST_AUTO_TEST_CASE(a_credential_of_systemd_is_open_to_its_user_by_a_list) {
  const auto file = write("credentials/ldap-password", "secret", 0440);
  BOOST_TEST(refusal([&] { (void)readSecretFile(file); }).find("is open to group") != std::string::npos);
  ::setenv("CREDENTIALS_DIRECTORY", file.parent_path().c_str(), 1);
  BOOST_TEST(readSecretFile(file) == "secret");
  BOOST_TEST(readSecretFile(write("credentials/ldap-password", "secret", 0400)) == "secret");
  for (const unsigned mode : {0444U, 0460U, 0441U}) {
    const auto open = write("credentials/ldap-password", "secret", mode);
    BOOST_TEST(refusal([&] { (void)readSecretFile(open); }).find("is open to") != std::string::npos);
  }
  ::unsetenv("CREDENTIALS_DIRECTORY");
}

BOOST_AUTO_TEST_CASE(a_path_may_begin_with_the_folder_of_credentials) {
  BOOST_TEST(configuredPath("/etc/x", "key.pem") == "/etc/x/key.pem");
  BOOST_TEST(configuredPath("/etc/x", "/tls/key.pem") == "/tls/key.pem");
  for (const std::string text : {"$CREDENTIALS_DIRECTORY/key", "${CREDENTIALS_DIRECTORY}/key"}) {
    BOOST_TEST(refusal([&] { (void)configuredPath("/etc/x", text); }).find("LoadCredential=") !=
               std::string::npos);
    ::setenv("CREDENTIALS_DIRECTORY", "/run/credentials/x", 1);
    BOOST_TEST(configuredPath("/etc/x", text) == "/run/credentials/x/key");
    ::unsetenv("CREDENTIALS_DIRECTORY");
  }
}

BOOST_AUTO_TEST_CASE(a_configuration_takes_its_secrets_from_there) {
  std::string text = replaced(kText, "password_file = \"password\"",
                              "password_file = \"$CREDENTIALS_DIRECTORY/ldap-password\"");
  text = replaced(text, "[admin]",
                  "tls = { certificate = \"c.pem\", key = \"$CREDENTIALS_DIRECTORY/tls-key\" }\n[admin]");
  write("c.pem", "x");
  write("scim2ldap.toml", text);
  const auto password = write("credentials/ldap-password", "from systemd", 0440);
  const auto key = write("credentials/tls-key", "x", 0440);
  try {
    (void)readConfiguration(file());
    BOOST_ERROR("there is no such folder");
  } catch (const std::exception& error) {
    BOOST_TEST(std::string(error.what()).find("CREDENTIALS_DIRECTORY is not set") != std::string::npos);
  }
  const Configuration bare = readBareConfiguration(file());  // asks for none of them
  BOOST_TEST(bare.directories.front().settings.bindPassword == "");
  BOOST_TEST(bare.server.tls.enabled());
  ::setenv("CREDENTIALS_DIRECTORY", password.parent_path().c_str(), 1);
  const Configuration read = readConfiguration(file());
  ::unsetenv("CREDENTIALS_DIRECTORY");
  BOOST_TEST(read.directories.front().settings.bindPassword == "from systemd");
  BOOST_TEST(read.server.tls.keyFile == key);
}

BOOST_AUTO_TEST_CASE(all_else_is_checked_without_secrets_too) {
  write("scim2ldap.toml", replaced(kText, "password_file = \"password\"", "password_fil = \"nowhere\""));
  try {
    (void)readBareConfiguration(file());
    BOOST_ERROR("the key is not known");
  } catch (const std::exception& error) {
    BOOST_TEST(std::string(error.what()).find("password_fil") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(must_hold_something) {
  for (const char* content : {"", "\n", "\r\n"}) {
    const auto file = write("s", content);
    BOOST_TEST(refusal([&] { (void)readSecretFile(file); }) ==
               file.string() + " is empty; write the secret into it");
  }
}

BOOST_AUTO_TEST_CASE(must_be_a_file) {
  BOOST_TEST(refusal([&] { (void)readSecretFile(folder() / "none"); }).find("No such file") !=
             std::string::npos);
  BOOST_TEST(refusal([&] { (void)readSecretFile(folder()); }).find("is not a file") != std::string::npos);
  BOOST_TEST(refusal([&] { requireReadable(folder() / "none"); }).find("No such file") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_private_key_may_be_read_by_a_group_but_not_by_all) {
  requirePrivateKey(write("k", "key", 0640));
  const auto file = write("k", "key", 0644);
  BOOST_TEST(refusal([&] { requirePrivateKey(file); }) ==
             file.string() + " is open to everybody; run: chmod o= " + file.string());
  requireReadable(file);
}

BOOST_AUTO_TEST_SUITE_END()
