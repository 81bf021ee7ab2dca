#include "connector/store/StateReader.h"

#include "connector/store/Integrity.h"
#include "connector/store/LogTable.h"
#include "connector/store/Migrations.h"
#include "scim/CaseFolding.h"

namespace scim2ldap::connector {

StateReader::StateReader(const std::filesystem::path& file) : readers_(file) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    throw StoreError(file.string() + ": there is no side table yet; the service makes it when it starts");
  }
  if (error) {
    throw StoreError(file.string() + ": cannot be looked at: " + error.message() +
                     "; run this as the user that runs the service, or as root");
  }
  requireWholeLog(file);
  readers_.with([&](Database& database) { requireKnown(database, file); });
}

std::vector<LogRow> StateReader::log(std::size_t limit, std::optional<std::int64_t> before) {
  return readers_.with([&](Database& database) { return readLog(database, limit, before); });
}

std::vector<LogRow> StateReader::logAfter(std::int64_t after, std::size_t limit) {
  return readers_.with([&](Database& database) { return readLogAfter(database, after, limit); });
}

std::vector<std::string> StateReader::idsOf(const std::string& externalId) {
  return readers_.with([&](Database& database) {
    const std::string folded = scim::foldCase(externalId);
    Statement select =
        database.statement("SELECT id, external_id FROM resource WHERE external_id IS NOT NULL");
    std::vector<std::string> ids;
    while (select.step()) {
      if (scim::foldCase(select.text(1)) == folded) ids.push_back(select.text(0));
    }
    return ids;
  });
}

std::set<std::pair<std::string, std::string>> StateReader::named(const std::string& name) {
  return readers_.with([&](Database& database) {
    const std::string folded = scim::foldCase(name);
    Statement select = database.statement("SELECT type, id, name FROM log WHERE id <> '' AND name <> ''");
    std::set<std::pair<std::string, std::string>> found;
    while (select.step()) {
      if (scim::foldCase(select.text(2)) == folded) found.emplace(select.text(0), select.text(1));
    }
    return found;
  });
}

std::map<std::pair<std::string, std::string>, std::string> StateReader::lastNames() {
  return readers_.with([&](Database& database) {
    Statement select = database.statement(
        "SELECT type, id, name FROM log WHERE id <> '' AND name <> '' AND status < 400 ORDER BY number");
    std::map<std::pair<std::string, std::string>, std::string> names;
    while (select.step()) names.insert_or_assign(std::pair(select.text(0), select.text(1)), select.text(2));
    return names;
  });
}

}  // namespace scim2ldap::connector
