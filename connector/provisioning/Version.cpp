#include "connector/provisioning/Version.h"

namespace scim2ldap::connector {

scim::EntityTag versionOf(const CurrentResource& current, const scim::Json& resource) {
  scim::Json state = resource;
  state.set("id", current.id);
  if (current.kind == Kind::User) return entityTag(state);
  // Directories without entryCSN have only the second in which the entry was changed.
  const std::optional<std::string> csn = current.entry.first("entryCSN");
  return entityTag(state, csn ? *csn : current.entry.first("modifyTimestamp").value_or(""));
}

}  // namespace scim2ldap::connector
