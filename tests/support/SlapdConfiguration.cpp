#include <unistd.h>

#include "tests/support/Program.h"
#include "tests/support/TemporarySlapd.h"

namespace scim2ldap::test {
namespace {

std::string schemaFile(const std::string& nameOrPath) {
  return nameOrPath.find('/') == std::string::npos ? "/etc/ldap/schema/" + nameOrPath + ".schema"
                                                   : nameOrPath;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  for (const std::string& each : names)
    if (each == name) return true;
  return false;
}

}  // namespace

void TemporarySlapd::writeConfiguration() const {
  const std::string service = "\"" + serviceDn() + "\"";
  std::string text;
  for (const std::string& schema : options_.schemas) text += "include " + schemaFile(schema) + "\n";
  text += "pidfile " + path("slapd.pid") + "\nargsfile " + path("slapd.args") + "\n";
  text += "modulepath /usr/lib/ldap\nmoduleload back_mdb\n";
  if (options_.ppolicy) text += "moduleload ppolicy\n";
  if (!options_.uniqueAttributes.empty()) text += "moduleload unique\n";
  if (options_.refint) text += "moduleload refint\n";
  if (options_.syncprov) text += "moduleload syncprov\n";
  // "\+" would lose its backslash in slapd.conf and never match.
  text += "authz-regexp \"gidNumber=[0-9]+[+]uidNumber=" + std::to_string(::getuid()) +
          ",cn=peercred,cn=external,cn=auth\" " + service + "\n";
  if (options_.tls) {
    text += "authz-regexp \"^cn=scim2ldap$\" " + service + "\n";
    text += "TLSCACertificateFile " + caFile() + "\nTLSCertificateFile " + path("server.pem") +
            "\nTLSCertificateKeyFile " + path("server.key") + "\nTLSVerifyClient try\n";
  }
  text += options_.globalLines + "\n";

  text += "database mdb\nsuffix \"" + base() + "\"\nrootdn \"" + adminDn() + "\"\nrootpw " + adminPassword() +
          "\ndirectory " + path("db") + "\nmaxsize 1073741824\n";
  if (!options_.durable)
    text += "dbnosync\n";  // the tests need no protection against power loss, and run several times faster
  text += "index objectClass,uid,cn,mail,member,entryUUID,entryCSN eq\n";
  if (contains(options_.schemas, "nis")) text += "index uidNumber,gidNumber,memberUid eq\n";
  text += options_.databaseLines + "\n";
  text += "access to attrs=userPassword by dn.exact=" + service +
          " write by self write by anonymous auth by * none\n";
  text += "access to * by dn.exact=" + service + " write by * read\n";
  text += "limits dn.exact=" + service + " size=unlimited\n";
  if (options_.ppolicy)
    text +=
        "overlay ppolicy\nppolicy_default \"cn=default,ou=policies," + base() + "\"\nppolicy_use_lockout\n";
  if (!options_.uniqueAttributes.empty()) {
    text += "overlay unique\nunique_uri \"serialize ldap:///?";
    for (const std::string& attribute : options_.uniqueAttributes)
      text += (text.back() == '?' ? "" : ",") + attribute;
    text += "?sub\"\n";
  }
  if (options_.refint)
    text += "overlay refint\nrefint_attributes member manager\nrefint_nothing \"" + adminDn() + "\"\n";
  if (options_.syncprov) text += "overlay syncprov\nsyncprov-sessionlog 10000\n";
  folder_.write("slapd.conf", text);
}

void TemporarySlapd::loadEntries() const {
  std::string ldif =
      "dn: " + base() + "\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: Example\n\n";
  for (const char* name : {"people", "groups", "services"})
    ldif += std::string("dn: ou=") + name + "," + base() + "\nobjectClass: organizationalUnit\n\n";
  ldif +=
      "dn: " + serviceDn() +
      "\nobjectClass: applicationProcess\nobjectClass: simpleSecurityObject\ncn: scim2ldap\nuserPassword: " +
      servicePassword() + "\n\n";
  if (options_.ppolicy)
    ldif += "dn: ou=policies," + base() + "\nobjectClass: organizationalUnit\n\ndn: cn=default,ou=policies," +
            base() +
            "\nobjectClass: applicationProcess\nobjectClass: pwdPolicy\npwdAttribute: userPassword\n"
            "pwdLockout: TRUE\npwdMinLength: 8\npwdCheckQuality: 1\n\n";
  ldif += options_.ldif + "\n";
  std::filesystem::create_directory(path("db"));
  runProgram({"/usr/sbin/slapadd", "-q", "-f", path("slapd.conf"), "-l",
              folder_.write("entries.ldif", ldif).string()},
             path("slapadd.log"));
}

}  // namespace scim2ldap::test
