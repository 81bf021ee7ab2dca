#include "connector/endpoint/RequiredScopes.h"

#include "connector/config/Scope.h"
#include "scim/Error.h"

namespace scim2ldap::connector {
namespace {

std::string_view scopeFor(Kind kind, Access access) {
  if (kind == Kind::User) return access == Access::Read ? kUserRead : kUserWrite;
  return access == Access::Read ? kGroupRead : kGroupWrite;
}

}  // namespace

bool coversAccess(const std::vector<std::string>& scopes, Kind kind, Access access) {
  return hasScope(scopes, scopeFor(kind, access));
}

void requireScopes(Call& call, const std::vector<Kind>& kinds, Access access) {
  Scopes needed;
  for (const Kind kind : kinds) needed.emplace_back(scopeFor(kind, access));
  const Scopes& granted = call.request.context.scopes;
  if (coversScopes(granted, needed)) return;
  call.challenge =
      "Bearer realm=\"scim2ldap\", error=\"insufficient_scope\", scope=\"" + printScopes(needed) + "\"";
  throw scim::Error(
      403, scim::ScimType::None,
      "the token may do " + printScopes(granted) + " and this takes " + printScopes(needed) +
          "; use a token of `scim2ldap token create --scope`, or an OAuth client of `scim2ldap client "
          "create --scope`, that may");
}

}  // namespace scim2ldap::connector
