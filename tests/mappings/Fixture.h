#pragma once

#include <string>
#include <string_view>

#include "mappings/MappingFile.h"
#include "mappings/Translation.h"
#include "scim/Filter.h"
#include "scim/Json.h"
#include "tests/support/Folders.h"

namespace scim2ldap::mappings {

/// A `[user]` section that stands by itself; rules of a test are put behind it.
inline constexpr std::string_view kUserSection = R"([user]
container = "ou=people"
objectClass = ["inetOrgPerson"]
rdn = "uid"
[user.disable]
method = "ppolicy"
[[user.attribute]]
scim = "userName"
ldap = "uid"
)";

/// The user mapping with these rules more.
inline ResourceMapping userWith(const std::string& rules) {
  return parseMapping(std::string(kUserSection) + rules, "test.toml").user;
}

inline std::string shipped(const std::string& name) {
  return std::string(SCIM2LDAP_SOURCE_DIR) + "/mappings/" + name;
}

inline scim::Json json(std::string_view text) {
  return scim::parseJson(text);
}

/// "attribute=value" for each value, joined by blanks; in the order of names.
inline std::string textOf(const ldap::Attributes& attributes) {
  std::string text;
  for (const auto& [name, values] : attributes) {
    for (const std::string& value : values) text += (text.empty() ? "" : " ") + name + "=" + value;
  }
  return text;
}

}  // namespace scim2ldap::mappings
