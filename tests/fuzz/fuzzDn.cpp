#include "ldap/Dn.h"
#include "ldap/Error.h"
#include "ldap/StringPreparation.h"
#include "tests/fuzz/Property.h"

using namespace scim2ldap;
using fuzz::require;

namespace {

bool isUtf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = ldap::utf8SequenceLength(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

void checkText(const ldap::Dn& dn) {
  const std::string printed = dn.toString();
  require(fuzz::isOneLine(printed) && isUtf8(printed), "is printed as text in one line");
  const ldap::Dn again = ldap::Dn::parse(printed);
  require(again.rdns() == dn.rdns(), "what is printed reads back as it was");
  require(again == dn, "and is the same name");
}

void checkParts(const ldap::Dn& dn) {
  require(dn.isWithin(dn) && dn.isWithin(ldap::Dn()), "lies below itself and the root");
  require(dn.under(ldap::Dn()) == dn, "under the root it is itself");
  if (dn.empty()) return;
  require(dn.parent().child(dn.rdn()).rdns() == dn.rdns(), "parent and RDN make the name");
  require(dn.isWithin(dn.parent()) && !dn.parent().isWithin(dn),
          "lies below its parent, not the other way round");
  require(dn != dn.parent(), "is not its parent");
}

/// Any octets are a value: what is put into a name comes back out of it, and cannot add to the name.
void checkValue(std::string_view value) {
  const ldap::Dn dn = ldap::Dn::parse("dc=example").child("cn", std::string(value));
  const ldap::Dn again = ldap::Dn::parse(dn.toString());
  require(again.rdns().size() == 2 && again.rdn().pairs.size() == 1, "a value stays one value");
  require(again.rdn().pairs[0].value == value, "a value comes back as it was");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = fuzz::textOf(bytes, size);
  checkValue(text);
  try {
    const ldap::Dn dn = ldap::Dn::parse(text);
    checkText(dn);
    checkParts(dn);
  } catch (const ldap::Error& error) {
    require(error.code() == ldap::ResultCode::InvalidDnSyntax, "invalidDnSyntax");
    require(error.diagnosticMessage().find(" at offset ") != std::string::npos, "the fault has a place");
  }
  return 0;
}
