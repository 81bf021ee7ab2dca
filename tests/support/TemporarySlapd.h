#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "ldap/DirectorySettings.h"
#include "tests/support/TemporaryFolder.h"

namespace scim2ldap::test {

/// What a TemporarySlapd is made of. The defaults give a plain, fast directory with the usual schemas.
struct SlapdOptions {
  /// Names of slapd's own schemas, or paths of schema files, in order. Leave out "nis" for a schema file
  /// that defines posixGroup itself.
  std::vector<std::string> schemas{"core", "cosine", "inetorgperson", "nis"};
  /// Overlay ppolicy with a default policy: pwdLockout TRUE, pwdMinLength 8, pwdCheckQuality 1.
  bool ppolicy = false;
  /// Overlay unique: no value of these attributes twice below the base.
  std::vector<std::string> uniqueAttributes{};
  bool refint = false;    ///< on member and manager
  bool syncprov = false;  ///< RFC 4533
  bool durable = false;   ///< what was answered outlives a power failure; several times slower
  /// A ldaps listener, StartTLS on the other, and client certificates; CA and certificates are made anew.
  bool tls = false;
  std::string certificateSan = "IP:127.0.0.1";  ///< subjectAltName of the server's certificate
  std::string globalLines{};                    ///< more lines for slapd.conf before the database
  /// More lines for the database, before the ACL and limits of this class: the first that match win.
  std::string databaseLines{};
  std::string ldif{};  ///< more entries, loaded behind the base ones
};

/// An OpenLDAP server of its own in a temporary folder, on loopback, with a base entry, ou=people, ou=groups,
/// ou=services and a service identity that may write everything below the base. Gone with this object, and
/// also when the thread that started it dies. Not thread-safe.
class TemporarySlapd {
 public:
  /// Returns when the server answers.
  /// \throws std::runtime_error  with what slapd or openssl printed
  explicit TemporarySlapd(SlapdOptions options = {});
  ~TemporarySlapd();
  TemporarySlapd(const TemporarySlapd&) = delete;
  TemporarySlapd& operator=(const TemporarySlapd&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string uri() const;       ///< ldap://127.0.0.1:port
  [[nodiscard]] std::string ldapsUri() const;  ///< ldaps://127.0.0.1:port; only with `tls`
  [[nodiscard]] std::string ldapiUri() const;  ///< SASL EXTERNAL over it is the service identity
  [[nodiscard]] std::string base() const { return "dc=example,dc=com"; }
  [[nodiscard]] std::string adminDn() const { return "cn=admin," + base(); }
  [[nodiscard]] std::string adminPassword() const { return "admin-secret"; }
  [[nodiscard]] std::string serviceDn() const { return "cn=scim2ldap,ou=services," + base(); }
  [[nodiscard]] std::string servicePassword() const { return "service-secret"; }
  /// Simple bind as the service identity over `uri()`.
  [[nodiscard]] ldap::DirectorySettings settings() const;

  /// PEM files; only with `tls`.
  [[nodiscard]] std::string caFile() const { return path("ca.pem"); }
  [[nodiscard]] std::string otherCaFile() const { return path("other-ca.pem"); }  ///< signed nothing here
  /// SASL EXTERNAL with this certificate is the service identity.
  [[nodiscard]] std::string clientCertificateFile() const { return path("client.pem"); }
  [[nodiscard]] std::string clientKeyFile() const { return path("client.key"); }

  /// Ends the server cleanly; `start` brings it back on the same ports, with what it held.
  void stop();
  void start();
  void kill();    ///< SIGKILL
  void pause();   ///< SIGSTOP: connections are taken, nothing is answered
  void resume();  ///< SIGCONT
  [[nodiscard]] bool running() const { return pid_ > 0; }
  [[nodiscard]] pid_t pid() const { return pid_; }  ///< 0 while it does not run

 private:
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  void writeConfiguration() const;
  void loadEntries() const;
  [[nodiscard]] bool launch();
  void signalAndWait(int signal);

  SlapdOptions options_;
  TemporaryFolder folder_;
  std::uint16_t port_ = 0;
  std::uint16_t tlsPort_ = 0;
  pid_t pid_ = 0;
};

}  // namespace scim2ldap::test
