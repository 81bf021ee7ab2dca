#include "ldap/TryBind.h"

#include "ldap/Connection.h"
#include "ldap/Error.h"

namespace scim2ldap::ldap {

ResultCode tryBind(DirectorySettings settings, const Dn& dn, const std::string& password) {
  settings.bindMethod = BindMethod::Simple;
  settings.bindDn = dn.toString();
  settings.bindPassword = password;
  ResultCode code = ResultCode::ConnectError;
  for (const std::string& uri : settings.uris) {
    try {
      const Connection bound(settings, uri);
      return ResultCode::Success;
    } catch (const Error& error) {
      code = error.code();
    }
    if (!isUnavailable(code)) break;
  }
  return code;
}

}  // namespace scim2ldap::ldap
