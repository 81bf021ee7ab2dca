#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "ldap/Error.h"
#include "ldap/TryBind.h"
#include "tests/ldap/DirectoryFixture.h"

using namespace scim2ldap::ldap;
using scim2ldap::test::SlapdOptions;
using scim2ldap::test::TemporarySlapd;

namespace {

struct Secured {
  TemporarySlapd slapd{SlapdOptions{.tls = true}};

  DirectorySettings ldaps() const {
    DirectorySettings settings = slapd.settings();
    settings.uris = {slapd.ldapsUri()};
    settings.caFile = slapd.caFile();
    return settings;
  }
  DirectorySettings startTls() const {
    DirectorySettings settings = slapd.settings();
    settings.startTls = true;
    settings.caFile = slapd.caFile();
    return settings;
  }
};

std::string identity(const DirectorySettings& settings) {
  return Directory(settings).whoAmI();
}

/// The text of the connectError that these settings lead to.
std::string refusal(const DirectorySettings& settings) {
  try {
    (void)identity(settings);
  } catch (const Error& error) {
    BOOST_CHECK(error.code() == ResultCode::ConnectError);
    return error.diagnosticMessage();
  }
  BOOST_ERROR("connected");
  return "";
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ConnectionSuite)

BOOST_FIXTURE_TEST_CASE(speaks_tls_from_the_start_or_by_start_tls, Secured) {
  BOOST_TEST(identity(ldaps()) == "dn:" + slapd.serviceDn());
  BOOST_TEST(identity(startTls()) == "dn:" + slapd.serviceDn());
}

BOOST_FIXTURE_TEST_CASE(large_values_go_through_tls, Secured) {
  const Dn dn = Dn::parse("uid=anna,ou=people," + slapd.base());
  const std::string photo(std::size_t{12} << 20, 'x');
  Directory directory(ldaps());
  const WriteResult added = directory.add(
      {dn, {{"objectClass", {"inetOrgPerson"}}, {"cn", {"Anna"}}, {"sn", {"A"}}, {"jpegPhoto", {photo}}}});
  BOOST_TEST(added.ok(), added.diagnosticMessage);
  BOOST_TEST((directory.read(dn, {"jpegPhoto"})->first("jpegPhoto") == photo));
}

BOOST_FIXTURE_TEST_CASE(refuses_a_certificate_of_another_authority, Secured) {
  for (DirectorySettings settings : {ldaps(), startTls()}) {
    settings.caFile = slapd.otherCaFile();
    BOOST_TEST(mentions(refusal(settings), "certificate"), refusal(settings));
    settings.verifyCertificate = false;
    BOOST_TEST(identity(settings) == "dn:" + slapd.serviceDn());
    settings.verifyCertificate = true;
    settings.caFile = "";  // the system's
    BOOST_TEST(mentions(refusal(settings), "certificate"));
  }
}

BOOST_AUTO_TEST_CASE(refuses_a_certificate_for_another_host) {
  TemporarySlapd slapd(SlapdOptions{.tls = true, .certificateSan = "IP:127.0.0.9"});
  DirectorySettings settings = slapd.settings();
  settings.caFile = slapd.caFile();
  settings.startTls = true;
  BOOST_TEST(mentions(refusal(settings), "certificate"));
  settings.startTls = false;
  settings.uris = {slapd.ldapsUri()};
  BOOST_TEST(mentions(refusal(settings), "certificate"));
}

BOOST_FIXTURE_TEST_CASE(names_the_tls_files_that_cannot_be_used, Secured) {
  DirectorySettings settings = ldaps();
  settings.caFile = "/no/such/ca.pem";
  BOOST_TEST(mentions(refusal(settings), "/no/such/ca.pem"));
  settings = ldaps();
  settings.clientCertificateFile = slapd.clientCertificateFile();
  settings.clientKeyFile = "/no/such/client.key";
  BOOST_TEST(mentions(refusal(settings), "/no/such/client.key"));
}

BOOST_FIXTURE_TEST_CASE(start_tls_is_not_skipped_when_the_server_has_none, Secured) {
  TemporarySlapd plain;
  DirectorySettings settings = startTls();
  settings.uris = {plain.uri()};
  BOOST_TEST(!refusal(settings).empty());
}

BOOST_FIXTURE_TEST_CASE(a_client_certificate_is_an_identity, Secured) {
  for (DirectorySettings settings : {ldaps(), startTls()}) {
    settings.bindMethod = BindMethod::SaslExternal;
    settings.clientCertificateFile = slapd.clientCertificateFile();
    settings.clientKeyFile = slapd.clientKeyFile();
    BOOST_TEST(identity(settings) == "dn:" + slapd.serviceDn());
  }
}

BOOST_AUTO_TEST_CASE(the_owner_of_the_process_is_an_identity_over_ldapi) {
  TemporarySlapd slapd;
  DirectorySettings settings;
  settings.uris = {slapd.ldapiUri()};
  settings.bindMethod = BindMethod::SaslExternal;
  BOOST_TEST(identity(settings) == "dn:" + slapd.serviceDn());
}

BOOST_AUTO_TEST_CASE(a_wrong_bind_password_is_what_the_server_says_it_is) {
  TemporarySlapd slapd;
  DirectorySettings settings = slapd.settings();
  settings.bindPassword = "wrong";
  Directory directory(settings);
  BOOST_CHECK_EXCEPTION((void)directory.whoAmI(), Error, [&](const Error& error) {
    BOOST_TEST(mentions(error.diagnosticMessage(), slapd.serviceDn()));
    BOOST_TEST(!mentions(error.diagnosticMessage(), "wrong"));
    return error.code() == ResultCode::InvalidCredentials;
  });
  const WriteResult result = directory.remove(Dn::parse("uid=x," + slapd.base()));
  BOOST_CHECK(result.code == ResultCode::InvalidCredentials);
  settings.bindPassword = "";
  BOOST_CHECK_EXCEPTION((void)Directory(settings).whoAmI(), Error,
                        [](const Error& error) { return error.code() == ResultCode::InvalidCredentials; });
}

BOOST_AUTO_TEST_CASE(a_uri_that_is_none_is_named) {
  DirectorySettings settings;
  settings.uris = {"http://127.0.0.1/"};
  BOOST_TEST(mentions(refusal(settings), "http://127.0.0.1/"));
}

BOOST_AUTO_TEST_CASE(nobody_there_is_a_connect_error) {
  TemporarySlapd slapd;
  slapd.stop();
  BOOST_TEST(mentions(refusal(slapd.settings()), slapd.uri()));
  BOOST_CHECK(tryBind(slapd.settings(), Dn::parse(slapd.serviceDn()), "x") == ResultCode::ConnectError);
}

BOOST_AUTO_TEST_SUITE_END()
