#include <fcntl.h>
#include <ldap.h>
#include <unistd.h>

#include <csignal>

#include "ldap/Connection.h"
#include "ldap/Error.h"
#include "ldap/Timeval.h"

namespace scim2ldap::ldap {
namespace {

/// Debian's system trust store; GnuTLS has none of its own as libldap uses it.
constexpr const char* kSystemTrustStore = "/etc/ssl/certs/ca-certificates.crt";

/// Finds out within about 90 s that an idle connection's other end is gone without a word.
constexpr int kKeepaliveIdleSeconds = 60;
constexpr int kKeepaliveIntervalSeconds = 10;
constexpr int kKeepaliveProbes = 3;

/// Some dozens of a search's entries.
constexpr ber_len_t kReadAheadBytes = 32 * 1024;

/// libldap writes to sockets without MSG_NOSIGNAL: a connection that the server has closed would end the
/// process.
void ignoreSigpipe() {
  [[maybe_unused]] static const auto previous = std::signal(SIGPIPE, SIG_IGN);
}

/// libldap sets its global options up at its first call, and not safely where two threads make that at once.
void initializeLibrary() {
  [[maybe_unused]] static const int done = [] {
    int level = 0;
    return ldap_get_option(nullptr, LDAP_OPT_DEBUG_LEVEL, &level);
  }();
}

bool startsWith(const std::string& text, const char* prefix) {
  return text.rfind(prefix, 0) == 0;
}

void require(int code, const std::string& what) {
  if (code != LDAP_OPT_SUCCESS) throw Error(ResultCode::ConnectError, what);
}

void setInteger(::ldap* handle, int option, int value) {
  require(ldap_set_option(handle, option, &value), "libldap refuses option " + std::to_string(option));
}

void setFile(::ldap* handle, int option, const std::string& file) {
  require(ldap_set_option(handle, option, file.c_str()), "libldap refuses the file " + file);
}

}  // namespace

Connection::Connection(const DirectorySettings& settings, const std::string& uri)
    : timeout_(settings.connectTimeout) {
  ignoreSigpipe();
  initializeLibrary();
  configure(settings, uri);
  connect(settings, uri);
  bind(settings, uri);
  timeout_ = settings.operationTimeout;
}

/// Everything that ldap.conf or the environment of the process could have set otherwise is set here.
void Connection::configure(const DirectorySettings& settings, const std::string& uri) {
  ::ldap* raw = nullptr;
  const int code = ldap_initialize(&raw, uri.c_str());
  handle_.reset(raw);
  if (code != LDAP_SUCCESS) throw Error(ResultCode::ConnectError, uri + ": " + ldap_err2string(code));
  setInteger(raw, LDAP_OPT_PROTOCOL_VERSION, LDAP_VERSION3);
  setInteger(raw, LDAP_OPT_DEREF, LDAP_DEREF_NEVER);
  setInteger(raw, LDAP_OPT_TIMELIMIT, LDAP_NO_LIMIT);
  ldap_set_option(raw, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
  setInteger(raw, LDAP_OPT_X_KEEPALIVE_IDLE, kKeepaliveIdleSeconds);
  setInteger(raw, LDAP_OPT_X_KEEPALIVE_INTERVAL, kKeepaliveIntervalSeconds);
  setInteger(raw, LDAP_OPT_X_KEEPALIVE_PROBES, kKeepaliveProbes);
  const timeval timeout = toTimeval(settings.connectTimeout);
  ldap_set_option(raw, LDAP_OPT_NETWORK_TIMEOUT, &timeout);
  ldap_set_option(raw, LDAP_OPT_TIMEOUT, &timeout);
  if (settings.startTls || startsWith(uri, "ldaps://")) configureTls(settings, uri);
}

/// NEWCTX comes last: it makes the context of what was set before, and fails on files that cannot be used.
void Connection::configureTls(const DirectorySettings& settings, const std::string& uri) {
  ::ldap* raw = handle_.get();
  const std::string authorities = settings.caFile.empty() ? kSystemTrustStore : settings.caFile;
  if (settings.verifyCertificate) {
    if (::access(authorities.c_str(), R_OK) != 0) {
      throw Error(
          ResultCode::ConnectError,
          uri + ": no certificate can be verified, since " + authorities + " cannot be read" +
              (settings.caFile.empty() ? "; install the package ca-certificates, or name the directory's "
                                         "authority in ca_file"
                                       : ""));
    }
    setFile(raw, LDAP_OPT_X_TLS_CACERTFILE, authorities);
  }
  setInteger(raw, LDAP_OPT_X_TLS_REQUIRE_CERT,
             settings.verifyCertificate ? LDAP_OPT_X_TLS_DEMAND : LDAP_OPT_X_TLS_NEVER);
  if (!settings.clientCertificateFile.empty()) {
    setFile(raw, LDAP_OPT_X_TLS_CERTFILE, settings.clientCertificateFile);
    setFile(raw, LDAP_OPT_X_TLS_KEYFILE, settings.clientKeyFile);
  }
  setInteger(raw, LDAP_OPT_X_TLS_PROTOCOL_MIN, LDAP_OPT_X_TLS_PROTOCOL_TLS1_2);
  const int client = 0;
  require(
      ldap_set_option(raw, LDAP_OPT_X_TLS_NEWCTX, &client),
      uri + ": TLS cannot be set up with the authorities in " + authorities +
          (settings.clientCertificateFile.empty() ? ""
                                                  : ", the certificate " + settings.clientCertificateFile +
                                                        " and the key " + settings.clientKeyFile));
}

void Connection::connect(const DirectorySettings& settings, const std::string& uri) {
  const bool startTls = settings.startTls && startsWith(uri, "ldap://");
  const bool ldaps = startsWith(uri, "ldaps://");
  int code = ldap_connect(handle_.get());
  bool inTls = ldaps && code != LDAP_SUCCESS && !diagnostic().empty();
  if (code == LDAP_SUCCESS && startTls) {
    code = ldap_start_tls_s(handle_.get(), nullptr, nullptr);
    inTls = code == LDAP_CONNECT_ERROR;
  }
  if (code != LDAP_SUCCESS) {
    std::string text = uri + ": " + ldap_err2string(code);
    if (!diagnostic().empty()) text += " (" + diagnostic() + ")";
    if (inTls) text += "; is its certificate issued for this host, and by an authority in the CA file?";
    throw Error(ResultCode::ConnectError, text);
  }
  // libldap polls before it reads or writes, but would then block in the middle of a message that stalls.
  ::fcntl(descriptor(), F_SETFL, ::fcntl(descriptor(), F_GETFL) | O_NONBLOCK);
  readAhead();
}

/// libldap asks the system twice for each message, however many are there. Below TLS, which reads so by
/// itself.
void Connection::readAhead() {
  Sockbuf* socket = nullptr;
  ldap_get_option(handle_.get(), LDAP_OPT_SOCKBUF, &socket);
  ber_len_t octets = kReadAheadBytes;
  if (socket == nullptr ||
      ber_sockbuf_add_io(socket, &ber_sockbuf_io_readahead, LBER_SBIOD_LEVEL_PROVIDER, &octets) != 0)
    throw Error(ResultCode::ConnectError, "libldap cannot read ahead");
}

void Connection::bind(const DirectorySettings& settings, const std::string& uri) {
  if (settings.bindMethod == BindMethod::Anonymous) return;
  const bool external = settings.bindMethod == BindMethod::SaslExternal;
  // RFC 4513 §5.1.2: with an empty password the server would make us anonymous and answer success.
  if (!external && settings.bindPassword.empty())
    throw Error(ResultCode::InvalidCredentials, uri + ": the bind password is empty");
  std::string password = external ? "" : settings.bindPassword;
  berval credentials{password.size(), password.data()};
  const auto until = deadline();
  int messageId = 0;
  const int sendCode =
      ldap_sasl_bind(handle_.get(), external ? "" : settings.bindDn.c_str(),
                     external ? "EXTERNAL" : LDAP_SASL_SIMPLE, &credentials, nullptr, nullptr, &messageId);
  const Answer answer = finish(sendCode, messageId, until);
  if (answer.code == ResultCode::Success) return;
  std::string text = uri + ": bind as " + (external ? "SASL EXTERNAL" : settings.bindDn) + " failed";
  if (!answer.diagnosticMessage.empty()) text += ": " + answer.diagnosticMessage;
  throw Error(isOutcomeUnknown(answer.code) ? ResultCode::ConnectError : answer.code, text, answer.matchedDn);
}

}  // namespace scim2ldap::ldap
