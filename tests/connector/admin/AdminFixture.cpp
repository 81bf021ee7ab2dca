#include "tests/connector/admin/AdminFixture.h"

#include "connector/config/Configuration.h"
#include "connector/store/SqliteStore.h"
#include "tests/support/Folders.h"
#include "tests/support/FreePort.h"

namespace scim2ldap::test {
namespace {

std::shared_ptr<const connector::Snapshot> makeSnapshot(AdminFixture& fixture,
                                                        const TemporarySlapd* directory,
                                                        const std::string& endpointLines) {
  const std::string uri = directory ? directory->uri() : "ldap://127.0.0.1:" + std::to_string(freePort());
  const std::string password = fixture.folder.write("password", "service-secret").string();
  std::filesystem::permissions(password, std::filesystem::perms::owner_read);
  const std::filesystem::path file = fixture.folder.write(
      "scim2ldap.toml",
      "[server]\nlisten = \"127.0.0.1:18080\"\n"
      "[state]\ndirectory = \"" +
          fixture.folder.path().string() +
          "\"\n"
          "[[directory]]\nname = \"corp\"\nuris = [\"" +
          uri +
          "\"]\n"
          "base = \"dc=example,dc=com\"\n"
          "bind = { method = \"simple\", dn = \"cn=scim2ldap,ou=services,dc=example,dc=com\", "
          "password_file = \"" +
          password +
          "\" }\n"
          "[[endpoint]]\nname = \"entra\"\nbase_paths = [\"/scim/v2\", \"/old\"]\n"
          "directory = \"corp\"\n"
          "mapping = \"" SCIM2LDAP_SOURCE_DIR "/mappings/inetorgperson.toml\"\n" +
          endpointLines);
  return std::make_shared<const connector::Snapshot>(connector::readConfiguration(file), *fixture.store,
                                                     fixture.coordination, fixture.logger);
}

}  // namespace

AdminFixture::AdminFixture(const TemporarySlapd* directory, const std::string& endpointLines)
    : store(connector::openSqliteStore(folder.path() / "scim2ldap.db")),
      scim(makeSnapshot(*this, directory, endpointLines), *store, metrics, logger),
      handler(scim, *store, metrics, logger) {}

connector::HttpResponse AdminFixture::get(const std::string& path, const std::string& query) {
  return handler.handle(
      {.method = "GET", .path = path, .query = query, .headers = {{"Host", "127.0.0.1:8081"}}});
}

scim::Json AdminFixture::getJson(const std::string& path, const std::string& query) {
  return scim::parseJson(get(path, query).body);
}

std::string headerOf(const connector::HttpResponse& response, const std::string& name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return "";
}

connector::LogRow logRow(const std::string& name, int status) {
  return {.time = connector::TimePoint(std::chrono::milliseconds(1'700'000'000'123)),
          .requestId = "9f0d6a3477f24f0e",
          .endpoint = "entra",
          .principal = "provisioning",
          .method = "POST",
          .type = "User",
          .id = "7a1f4b3c-0b1f-103f-9d0b-3b2f8f4c1d10",
          .name = name,
          .status = status,
          .detail = status < 400 ? "" : "the directory refused it",
          .ldif = "dn: uid=" + name + ",dc=example,dc=com\nchangetype: add\n",
          .duration = std::chrono::microseconds(2500)};
}

}  // namespace scim2ldap::test
