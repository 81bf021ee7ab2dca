#include "connector/commands/CommandUser.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace scim2ldap::connector {

std::string commandUser() {
  const uid_t user = ::getuid();
  std::string text = "uid " + std::to_string(user);
  if (const passwd* known = ::getpwuid(user); known != nullptr)
    text += " (" + std::string(known->pw_name) + ")";
  if (const char* invoker = std::getenv("SUDO_USER"); invoker != nullptr && *invoker != '\0')
    text += ", through sudo by " + std::string(invoker);
  return text;
}

}  // namespace scim2ldap::connector
