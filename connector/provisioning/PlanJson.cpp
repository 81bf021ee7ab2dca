#include "connector/provisioning/PlanJson.h"

#include "connector/provisioning/PlanLdif.h"
#include "connector/store/Octets.h"
#include "connector/store/OriginalsJson.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;

Json toJson(const std::vector<std::string>& values) {
  Json::Array array;
  for (const std::string& value : values) array.push_back(octetsToJson(value));
  return Json(std::move(array));
}

Json toJson(const std::vector<ldap::Modification>& modifications) {
  Json::Array array;
  for (const ldap::Modification& modification : modifications) {
    Json json = Json::object();
    json.set("type", static_cast<int>(modification.type));
    json.set("attribute", modification.attribute);
    json.set("values", toJson(modification.values));
    array.push_back(std::move(json));
  }
  return Json(std::move(array));
}

Json attributesToJson(const ldap::Attributes& attributes) {
  // Attribute descriptions that differ only in options or case are one member each: an array keeps them
  // apart.
  Json::Array array;
  for (const auto& [name, values] : attributes) {
    Json json = Json::object();
    json.set("name", name);
    json.set("values", toJson(values));
    array.push_back(std::move(json));
  }
  return Json(std::move(array));
}

Json toJson(const Step& step) {
  Json json = Json::object();
  json.set("dn", target(step).toString());
  const auto assertion = [&](const std::optional<ldap::Filter>& filter) {
    if (filter) json.set("assertion", ldap::toString(*filter));
  };
  if (const auto* add = std::get_if<AddEntry>(&step)) {
    json.set("op", "add");
    json.set("attributes", attributesToJson(add->entry.attributes));
  } else if (const auto* modify = std::get_if<ModifyEntry>(&step)) {
    json.set("op", "modify");
    json.set("modifications", toJson(modify->modifications));
    json.set("undo", toJson(modify->undo));
    assertion(modify->assertion);
  } else if (const auto* rename = std::get_if<RenameEntry>(&step)) {
    json.set("op", "rename");
    json.set("newDn", rename->newDn.toString());
    assertion(rename->assertion);
  } else if (const auto* change = std::get_if<ChangeMembers>(&step)) {
    json.set("op", "changeMembers");
    json.set("attribute", change->attribute);
    json.set("add", toJson(change->add));
    json.set("remove", toJson(change->remove));
    if (change->placeholder) json.set("placeholder", octetsToJson(*change->placeholder));
    assertion(change->assertion);
  } else if (const auto* password = std::get_if<SetPassword>(&step)) {
    // RFC 7643 §9.2: never stored in clear text.
    json.set("op", "setPassword");
    json.set("attribute", password->attribute);
  } else {
    json.set("op", "delete");
    assertion(std::get<DeleteEntry>(step).assertion);
  }
  return json;
}

Json toJson(const ResourceKey& key) {
  Json json = Json::object();
  json.set("endpoint", key.endpoint);
  json.set("type", key.type);
  json.set("id", key.id);
  return json;
}

Json toJson(const ResourceRow& row) {
  Json json = toJson(ResourceKey{row.endpoint, row.type, row.id});
  if (row.externalId) json.set("externalId", *row.externalId);
  json.set("externalIdUnique", row.externalIdUnique);
  json.set("origin", static_cast<int>(row.origin));
  json.set("originals", originalsToJson(row.originals));
  json.set("kept", row.kept);
  json.set("home", row.home);
  json.set("rawRole", row.rawRole);
  json.set("role", row.role);
  json.set("created", row.created.time_since_epoch().count());
  json.set("modified", row.modified.time_since_epoch().count());
  return json;
}

/// \param ldif  of the plan: a row that tells it does without
Json toJson(const LogRow& row, const std::string& ldif) {
  Json json = Json::object();
  json.set("time", row.time.time_since_epoch().count());
  json.set("requestId", row.requestId);
  json.set("endpoint", row.endpoint);
  json.set("principal", row.principal);
  json.set("method", row.method);
  json.set("type", row.type);
  json.set("id", row.id);
  json.set("name", row.name);
  json.set("status", row.status);
  json.set("detail", row.detail);
  if (row.ldif != ldif) json.set("ldif", row.ldif);
  json.set("duration", std::int64_t{row.duration.count()});
  return json;
}

Json toJson(const FallbackRow& row) {
  Json json = Json::object();
  json.set("endpoint", row.endpoint);
  json.set("id", row.id);
  json.set("state", static_cast<int>(row.state));
  if (row.due) json.set("due", row.due->time_since_epoch().count());
  return json;
}

Json toJson(const LeavingRow& row) {
  Json json = Json::object();
  json.set("endpoint", row.endpoint);
  json.set("id", row.id);
  json.set("time", row.time.time_since_epoch().count());
  return json;
}

/// Reads members of a journal row; a missing or misshapen one is an error, not a default.
class Reader {
 public:
  explicit Reader(const Json& json) : json_(json) {}

  [[nodiscard]] const Json& at(std::string_view name) const {
    const Json* value = json_.find(name);
    if (value == nullptr) throw StoreError("journal: a plan lacks \"" + std::string(name) + "\"");
    return *value;
  }
  [[nodiscard]] bool has(std::string_view name) const { return json_.find(name) != nullptr; }
  [[nodiscard]] std::string text(std::string_view name) const {
    return typed(name, &Json::isString).asString();
  }
  [[nodiscard]] std::int64_t number(std::string_view name) const {
    return typed(name, &Json::isInteger).asInteger();
  }
  [[nodiscard]] bool flag(std::string_view name) const { return typed(name, &Json::isBool).asBool(); }
  [[nodiscard]] const Json::Array& array(std::string_view name) const {
    return typed(name, &Json::isArray).asArray();
  }
  [[nodiscard]] std::vector<std::string> octets(std::string_view name) const {
    std::vector<std::string> values;
    for (const Json& value : array(name)) values.push_back(octetsFromJson(value));
    return values;
  }
  [[nodiscard]] std::optional<ldap::Filter> assertion() const {
    return has("assertion") ? std::optional(ldap::parseFilter(text("assertion"))) : std::nullopt;
  }
  [[nodiscard]] TimePoint time(std::string_view name) const {
    return TimePoint(std::chrono::milliseconds(number(name)));
  }

 private:
  const Json& typed(std::string_view name, bool (Json::*is)() const) const {
    const Json& value = at(name);
    if (!(value.*is)()) throw StoreError("journal: \"" + std::string(name) + "\" of a plan has another type");
    return value;
  }

  const Json& json_;
};

std::vector<ldap::Modification> modificationsFromJson(const Json::Array& array) {
  std::vector<ldap::Modification> modifications;
  for (const Json& json : array) {
    const Reader reader(json);
    modifications.push_back({static_cast<ldap::ModificationType>(reader.number("type")),
                             reader.text("attribute"), reader.octets("values")});
  }
  return modifications;
}

ldap::Attributes attributesFromJson(const Json::Array& array) {
  ldap::Attributes attributes;
  for (const Json& json : array) attributes[Reader(json).text("name")] = Reader(json).octets("values");
  return attributes;
}

Step stepFromJson(const Json& json) {
  const Reader reader(json);
  const ldap::Dn dn = ldap::Dn::parse(reader.text("dn"));
  const std::string op = reader.text("op");
  if (op == "add") return AddEntry{{dn, attributesFromJson(reader.array("attributes"))}};
  if (op == "modify") {
    return ModifyEntry{dn, modificationsFromJson(reader.array("modifications")),
                       modificationsFromJson(reader.array("undo")), reader.assertion()};
  }
  if (op == "rename") return RenameEntry{dn, ldap::Dn::parse(reader.text("newDn")), reader.assertion()};
  if (op == "changeMembers") {
    ChangeMembers change{dn, reader.text("attribute"), reader.octets("add"), reader.octets("remove")};
    if (reader.has("placeholder")) change.placeholder = octetsFromJson(reader.at("placeholder"));
    change.assertion = reader.assertion();
    return change;
  }
  if (op == "setPassword") return SetPassword{dn, reader.text("attribute")};
  if (op == "delete") return DeleteEntry{dn, reader.assertion()};
  throw StoreError("journal: unknown step \"" + op + "\"");
}

ResourceKey keyFromJson(const Json& json) {
  const Reader reader(json);
  return {reader.text("endpoint"), reader.text("type"), reader.text("id")};
}

ResourceRow rowFromJson(const Json& json) {
  const Reader reader(json);
  ResourceRow row;
  row.endpoint = reader.text("endpoint");
  row.type = reader.text("type");
  row.id = reader.text("id");
  if (reader.has("externalId")) row.externalId = reader.text("externalId");
  row.externalIdUnique = reader.flag("externalIdUnique");
  row.origin = static_cast<Origin>(reader.number("origin"));
  row.originals = originalsFromJson(reader.at("originals"));
  row.kept = reader.at("kept");
  if (reader.has("home")) row.home = reader.text("home");
  if (reader.has("rawRole")) row.rawRole = reader.text("rawRole");
  if (reader.has("role")) row.role = reader.text("role");
  row.created = reader.time("created");
  row.modified = reader.time("modified");
  return row;
}

LogRow logFromJson(const Json& json, const std::string& ldif) {
  const Reader reader(json);
  LogRow row;
  row.time = reader.time("time");
  row.requestId = reader.text("requestId");
  row.endpoint = reader.text("endpoint");
  row.principal = reader.text("principal");
  row.method = reader.text("method");
  row.type = reader.text("type");
  row.id = reader.text("id");
  row.name = reader.text("name");
  row.status = static_cast<int>(reader.number("status"));
  row.detail = reader.text("detail");
  row.ldif = reader.has("ldif") ? reader.text("ldif") : ldif;
  row.duration = std::chrono::microseconds(reader.number("duration"));
  return row;
}

FallbackRow fallbackFromJson(const Json& json) {
  const Reader reader(json);
  FallbackRow row{reader.text("endpoint"), reader.text("id"),
                  static_cast<FallbackState>(reader.number("state"))};
  if (reader.has("due")) row.due = reader.time("due");
  return row;
}

LeavingRow leavingFromJson(const Json& json) {
  const Reader reader(json);
  return {reader.text("endpoint"), reader.text("id"), reader.time("time")};
}

template <typename Range>
Json arrayOf(const Range& range) {
  Json::Array array;
  for (const auto& element : range) array.push_back(toJson(element));
  return Json(std::move(array));
}

}  // namespace

scim::Json toJson(const Plan& plan) {
  Json json = Json::object();
  json.set("directory", plan.directory);
  json.set("steps", arrayOf(plan.steps));
  json.set("upserts", arrayOf(plan.changes.upserts));
  json.set("removals", arrayOf(plan.changes.removals));
  const std::string ldif = plan.changes.log.empty() ? "" : toLdif(plan);
  Json::Array log;
  for (const LogRow& row : plan.changes.log) log.push_back(toJson(row, ldif));
  json.set("log", Json(std::move(log)));
  json.set("fallback", arrayOf(plan.changes.fallback));
  json.set("leavings", arrayOf(plan.changes.leavings));
  return json;
}

Plan planFromJson(const scim::Json& json) {
  const Reader reader(json);
  Plan plan;
  plan.directory = reader.text("directory");
  for (const Json& step : reader.array("steps")) plan.steps.push_back(stepFromJson(step));
  for (const Json& row : reader.array("upserts")) plan.changes.upserts.push_back(rowFromJson(row));
  for (const Json& key : reader.array("removals")) plan.changes.removals.push_back(keyFromJson(key));
  const std::string ldif = reader.array("log").empty() ? "" : toLdif(plan);
  for (const Json& row : reader.array("log")) plan.changes.log.push_back(logFromJson(row, ldif));
  const auto eachOf = [&](std::string_view name, const auto& take) {
    if (!reader.has(name)) return;  // written by an earlier release
    for (const Json& row : reader.array(name)) take(row);
  };
  eachOf("fallback", [&](const Json& row) { plan.changes.fallback.push_back(fallbackFromJson(row)); });
  eachOf("leavings", [&](const Json& row) { plan.changes.leavings.push_back(leavingFromJson(row)); });
  return plan;
}

}  // namespace scim2ldap::connector
