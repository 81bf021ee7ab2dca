#include "connector/store/ResourceTable.h"

#include <exception>

#include "connector/store/OriginalsJson.h"

namespace scim2ldap::connector {
namespace {

Origin parseOrigin(const std::string& text) {
  for (const Origin origin : {Origin::Scim, Origin::Adopted, Origin::Linked}) {
    if (text == toString(origin)) return origin;
  }
  throw std::invalid_argument("unknown origin " + text);
}

void remove(Database& database, const std::string& endpoint, const std::string& type, const std::string& id) {
  database.run("DELETE FROM resource WHERE endpoint = ?1 AND type = ?2 AND id = ?3", endpoint, type, id);
}

void upsert(Database& database, const ResourceRow& row) {
  const std::optional<std::string> unique = row.externalIdUnique ? row.externalId : std::nullopt;
  const std::optional<std::string> kept =
      row.kept.isNull() ? std::nullopt : std::optional(scim::printJson(row.kept));
  try {
    database.run(
        "INSERT INTO resource (endpoint, type, id, external_id, unique_external_id, origin, originals, kept,"
        " created, modified, external_id_is_unique, home, raw_role, role)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
        " ON CONFLICT (endpoint, type, id) DO UPDATE SET external_id = excluded.external_id,"
        " unique_external_id = excluded.unique_external_id, origin = excluded.origin,"
        " originals = excluded.originals, kept = excluded.kept, created = excluded.created,"
        " modified = excluded.modified, external_id_is_unique = excluded.external_id_is_unique,"
        " home = excluded.home, raw_role = excluded.raw_role, role = excluded.role",
        row.endpoint, row.type, row.id, row.externalId, unique, toString(row.origin),
        scim::printJson(originalsToJson(row.originals)), kept, row.created, row.modified,
        std::int64_t{row.externalIdUnique ? 1 : 0}, row.home, row.rawRole, row.role);
  } catch (const SqliteError& error) {
    if (error.isUniqueViolation()) throw ExternalIdTaken(row.externalId.value_or(""));
    throw;
  }
}

const std::string kSelect =
    "SELECT id, external_id, external_id_is_unique, origin, originals, kept, created, modified, home,"
    " raw_role, role FROM resource WHERE endpoint = ?1 AND type = ?2";
const std::string kSelectOne = kSelect + " AND id = ?3";
const std::string kSelectPage = kSelect + " AND id > ?3 ORDER BY id LIMIT ?4";

/// The row that a statement of these stands on.
/// \throws StoreError  when it cannot be read
ResourceRow rowOf(const Statement& select, const std::string& endpoint, const std::string& type) {
  ResourceRow row{.endpoint = endpoint, .type = type, .id = select.text(0)};
  row.externalId = select.optionalText(1);
  row.externalIdUnique = select.integer(2) != 0;
  row.created = select.time(6);
  row.modified = select.time(7);
  row.home = select.text(8);
  row.rawRole = select.text(9);
  row.role = select.text(10);
  try {
    row.origin = parseOrigin(select.text(3));
    row.originals = originalsFromJson(scim::parseJson(select.text(4)));
    if (const auto kept = select.optionalText(5)) row.kept = scim::parseJson(*kept);
  } catch (const std::exception& error) {
    throw StoreError("the row of " + type + " " + row.id + " (endpoint " + endpoint +
                     ") is damaged: " + error.what() + "; restore the state file from a backup");
  }
  return row;
}

std::vector<std::string> firstColumn(Statement statement) {
  std::vector<std::string> texts;
  while (statement.step()) texts.push_back(statement.text(0));
  return texts;
}

}  // namespace

std::optional<ResourceRow> findResource(Database& database, const ResourceKey& key) {
  Statement select = database.statement(kSelectOne.c_str(), key.endpoint, key.type, key.id);
  if (!select.step()) return std::nullopt;
  return rowOf(select, key.endpoint, key.type);
}

std::vector<ResourceRow> readResources(Database& database, const std::string& endpoint,
                                       const std::string& type, const std::string& after, std::size_t limit) {
  Statement select =
      database.statement(kSelectPage.c_str(), endpoint, type, after, static_cast<std::int64_t>(limit));
  std::vector<ResourceRow> rows;
  while (select.step()) rows.push_back(rowOf(select, endpoint, type));
  return rows;
}

std::vector<std::string> idsByExternalId(Database& database, const std::string& endpoint,
                                         const std::string& type, const std::string& externalId) {
  return firstColumn(database.statement(
      "SELECT id FROM resource WHERE endpoint = ?1 AND type = ?2 AND external_id = ?3 ORDER BY id", endpoint,
      type, externalId));
}

std::map<std::string, std::int64_t> countResources(Database& database, const std::string& endpoint) {
  std::map<std::string, std::int64_t> counts;
  Statement select =
      database.statement("SELECT type, count(*) FROM resource WHERE endpoint = ?1 GROUP BY type", endpoint);
  while (select.step()) counts[select.text(0)] = select.integer(1);
  return counts;
}

void writeResources(Database& database, const std::vector<ResourceKey>& removals,
                    const std::vector<ResourceRow>& upserts) {
  for (const ResourceKey& key : removals) remove(database, key.endpoint, key.type, key.id);
  // Two rows may swap their externalIds: only the outcome has to be unique, so the old ones all go first.
  if (upserts.size() > 1) {
    for (const ResourceRow& row : upserts) remove(database, row.endpoint, row.type, row.id);
  }
  for (const ResourceRow& row : upserts) upsert(database, row);
}

}  // namespace scim2ldap::connector
