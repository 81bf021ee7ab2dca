#include "connector/provisioning/ScratchEntries.h"

#include <algorithm>

#include "ldap/Error.h"

namespace scim2ldap::connector {

ScratchEntries::~ScratchEntries() {
  for (auto dn = standing_.rbegin(); dn != standing_.rend(); ++dn) {
    const ldap::WriteResult result = directory_.remove(*dn);
    if (result.ok() || result.code == ldap::ResultCode::NoSuchObject) continue;
    report_.error("the scratch entry " + dn->toString() + " is left behind, remove it by hand: " +
                  ldap::Error(result.code, result.diagnosticMessage, result.matchedDn).what());
  }
}

ldap::WriteResult ScratchEntries::add(const ldap::Entry& entry) {
  ldap::WriteResult result = directory_.add(entry);
  if (result.ok() || result.outcomeUnknown()) standing_.push_back(entry.dn);
  return result;
}

ldap::WriteResult ScratchEntries::rename(const ldap::Dn& from, const ldap::Dn& to) {
  const ldap::Dn superior = to.parent();
  const bool moves = !(superior == from.parent());
  ldap::WriteResult result =
      directory_.rename(from, to.rdn(), moves ? std::optional(superior) : std::nullopt);
  if (result.ok()) std::replace(standing_.begin(), standing_.end(), from, to);
  if (result.outcomeUnknown()) standing_.push_back(to);
  return result;
}

ldap::WriteResult ScratchEntries::remove(const ldap::Dn& dn) {
  ldap::WriteResult result = directory_.remove(dn);
  if (result.ok()) std::erase(standing_, dn);
  return result;
}

}  // namespace scim2ldap::connector
