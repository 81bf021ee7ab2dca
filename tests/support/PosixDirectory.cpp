#include "tests/support/PosixDirectory.h"

#include "tests/support/Folders.h"

namespace scim2ldap::test {

SlapdOptions posixDirectory() {
  SlapdOptions options;
  options.ppolicy = true;
  options.schemas = {"core", "cosine", "inetorgperson",
                     SCIM2LDAP_SOURCE_DIR "/etc/ldap/schema/rfc2307bis.schema"};
  options.ldif =
      "dn: ou=counters,dc=example,dc=com\nobjectClass: organizationalUnit\nou: counters\n\n"
      "dn: cn=uidNext,ou=counters,dc=example,dc=com\nobjectClass: device\nobjectClass: extensibleObject\n"
      "cn: uidNext\nuidNumber: 10000\n\n"
      "dn: cn=gidNext,ou=counters,dc=example,dc=com\nobjectClass: device\nobjectClass: extensibleObject\n"
      "cn: gidNext\ngidNumber: 10000\n\n";
  return options;
}

}  // namespace scim2ldap::test
