#include "connector/provisioning/Preconditions.h"

#include "scim/Error.h"

namespace scim2ldap::connector {
namespace {

[[noreturn]] void fail(const scim::EntityTag& state, const std::string& why) {
  throw scim::Error(
      412, scim::ScimType::None,
      "the resource has the version " + toString(state) + ", and " + why + "; nothing was changed");
}

}  // namespace

// RFC 9110 §13.2.2
void Preconditions::check(const scim::EntityTag& state) const {
  // 1. If-Match that names none of the resource's versions: 412.
  if (ifMatch && !ifMatch->meets(state)) fail(state, "If-Match names another one");
  // 3. If-None-Match that names it: 412 for all methods but GET and HEAD.
  if (ifNoneMatch && ifNoneMatch->meets(state)) fail(state, "If-None-Match names it");
}

bool Preconditions::isKnown(const scim::EntityTag& state) const {
  Preconditions{ifMatch, std::nullopt}.check(state);
  return ifNoneMatch && ifNoneMatch->meets(state);
}

}  // namespace scim2ldap::connector
