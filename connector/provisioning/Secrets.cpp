#include "connector/provisioning/Secrets.h"

#include <algorithm>
#include <array>

#include "scim/Schema.h"

namespace scim2ldap::connector {

bool isSecret(std::string_view attribute) {
  constexpr std::array<std::string_view, 4> secrets{"userPassword", "unicodePwd", "sambaNTPassword",
                                                    "sambaLMPassword"};
  return std::any_of(secrets.begin(), secrets.end(),
                     [&](std::string_view secret) { return scim::sameName(attribute, secret); });
}

}  // namespace scim2ldap::connector
