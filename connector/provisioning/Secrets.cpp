#include "connector/provisioning/Secrets.h"

#include <algorithm>
#include <array>

#include "scim/CaseFolding.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {

bool isSecret(std::string_view attribute) {
  constexpr std::array<std::string_view, 10> secrets{
      "userPassword", "unicodePwd",           "sambaNTPassword", "sambaLMPassword", "authPassword",
      "pwdHistory",   "sambaPasswordHistory", "ipaNTHash",       "krbPrincipalKey", "userPKCS12"};
  attribute = attribute.substr(0, attribute.find(';'));  // without options
  return std::any_of(secrets.begin(), secrets.end(),
                     [&](std::string_view secret) { return scim::sameName(attribute, secret); });
}

std::string withoutSecret(std::string path) {
  const std::size_t filter = path.find('[');
  if (filter == std::string::npos) return path;
  const bool isSecret = scim::foldCase(path.substr(0, filter)).ends_with("password");
  return isSecret ? path.substr(0, filter) : path;
}

}  // namespace scim2ldap::connector
