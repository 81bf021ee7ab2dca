#include "tests/support/Certificates.h"

#include "tests/support/Program.h"

namespace scim2ldap::test {
namespace {

std::vector<std::string> newKeyAndRequest(const std::string& prefix, const std::string& commonName) {
  return {"openssl", "req",     "-newkey",       "ec",    "-pkeyopt",         "ec_paramgen_curve:P-256",
          "-nodes",  "-keyout", prefix + ".key", "-subj", "/CN=" + commonName};
}

void append(std::vector<std::string>& command, const std::vector<std::string>& more) {
  command.insert(command.end(), more.begin(), more.end());
}

}  // namespace

void makeAuthority(const TemporaryFolder& folder, const std::string& name) {
  const std::string prefix = (folder.path() / name).string();
  std::vector<std::string> command = newKeyAndRequest(prefix, "Test authority " + name);
  append(command, {"-x509", "-days", "2", "-out", prefix + ".pem"});
  runProgram(command, folder.path() / "openssl.log");
}

void makeCertificate(const TemporaryFolder& folder, const std::string& authority, const std::string& name,
                     const std::string& commonName, const std::string& subjectAltName) {
  const std::string prefix = (folder.path() / name).string();
  const std::string authorityPrefix = (folder.path() / authority).string();
  const auto extensions = folder.write(name + ".ext", "subjectAltName=" + subjectAltName + "\n");
  std::vector<std::string> request = newKeyAndRequest(prefix, commonName);
  append(request, {"-out", prefix + ".csr"});
  runProgram(request, folder.path() / "openssl.log");
  runProgram({"openssl", "x509", "-req", "-in", prefix + ".csr", "-CA", authorityPrefix + ".pem", "-CAkey",
              authorityPrefix + ".key", "-CAcreateserial", "-days", "2", "-extfile", extensions.string(),
              "-out", prefix + ".pem"},
             folder.path() / "openssl.log");
}

}  // namespace scim2ldap::test
