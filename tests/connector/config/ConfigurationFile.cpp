#include "tests/connector/config/ConfigurationFile.h"

#include <stdexcept>

namespace scim2ldap::test {

const std::string ConfigurationFile::kText = R"([server]
listen = "127.0.0.1:8080"
[admin]
listen = "127.0.0.1:8081"
[state]
directory = "state"
[[directory]]
name = "main"
uris = ["ldap://127.0.0.1:389"]
base = "dc=example,dc=org"
bind = { method = "simple", dn = "cn=admin,dc=example,dc=org", password_file = "password" }
[[endpoint]]
name = "entra"
base_paths = ["/scim/v2"]
directory = "main"
mapping = "mapping.toml"
)";

ConfigurationFile::ConfigurationFile(std::string_view text) : file_(folder_.write("scim2ldap.toml", text)) {
  write("password", "secret\n");
  write("mapping.toml", R"([user]
container = "ou=people"
objectClass = ["inetOrgPerson"]
rdn = "uid"
[user.disable]
method = "ppolicy"
[[user.attribute]]
scim = "userName"
ldap = "uid"
required = true
)");
}

std::filesystem::path ConfigurationFile::write(const std::string& name, std::string_view content,
                                               unsigned mode) const {
  std::filesystem::create_directories((folder_.path() / name).parent_path());
  const std::filesystem::path path = folder_.write(name, content);
  std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
  return path;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t place = text.find(what);
  if (place == std::string::npos) throw std::runtime_error("no \"" + std::string(what) + "\" to replace");
  return text.replace(place, what.size(), with);
}

}  // namespace scim2ldap::test
