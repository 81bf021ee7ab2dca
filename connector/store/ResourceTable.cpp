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
        " created, modified, external_id_is_unique, home)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
        " ON CONFLICT (endpoint, type, id) DO UPDATE SET external_id = excluded.external_id,"
        " unique_external_id = excluded.unique_external_id, origin = excluded.origin,"
        " originals = excluded.originals, kept = excluded.kept, created = excluded.created,"
        " modified = excluded.modified, external_id_is_unique = excluded.external_id_is_unique,"
        " home = excluded.home",
        row.endpoint, row.type, row.id, row.externalId, unique, toString(row.origin),
        scim::printJson(originalsToJson(row.originals)), kept, row.created, row.modified,
        std::int64_t{row.externalIdUnique ? 1 : 0}, row.home);
  } catch (const SqliteError& error) {
    if (error.isUniqueViolation()) throw ExternalIdTaken(row.externalId.value_or(""));
    throw;
  }
}

std::vector<std::string> firstColumn(Statement statement) {
  std::vector<std::string> texts;
  while (statement.step()) texts.push_back(statement.text(0));
  return texts;
}

}  // namespace

std::optional<ResourceRow> findResource(Database& database, const ResourceKey& key) {
  Statement select = database.statement(
      "SELECT external_id, external_id_is_unique, origin, originals, kept, created, modified, home"
      " FROM resource"
      " WHERE endpoint = ?1 AND type = ?2 AND id = ?3",
      key.endpoint, key.type, key.id);
  if (!select.step()) return std::nullopt;
  ResourceRow row{.endpoint = key.endpoint, .type = key.type, .id = key.id};
  row.externalId = select.optionalText(0);
  row.externalIdUnique = select.integer(1) != 0;
  row.created = select.time(5);
  row.modified = select.time(6);
  row.home = select.text(7);
  try {
    row.origin = parseOrigin(select.text(2));
    row.originals = originalsFromJson(scim::parseJson(select.text(3)));
    if (const auto kept = select.optionalText(4)) row.kept = scim::parseJson(*kept);
  } catch (const std::exception& error) {
    throw StoreError("the row of " + key.type + " " + key.id + " (endpoint " + key.endpoint +
                     ") is damaged: " + error.what() + "; restore the state file from a backup");
  }
  return row;
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
