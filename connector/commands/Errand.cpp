#include "connector/commands/Errand.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>

#include "connector/provisioning/Compile.h"
#include "connector/provisioning/LdapErrors.h"
#include "connector/provisioning/ResourceReader.h"
#include "connector/review/Mending.h"
#include "connector/review/Rebuilding.h"
#include "ldap/Error.h"
#include "scim/Error.h"

namespace scim2ldap::connector {

using scim::Json;

namespace {

constexpr std::array<std::pair<Errand::Task, std::string_view>, 5> kTasks{
    {{Errand::Task::ResolveRole, "state resolve-roles"},
     {Errand::Task::LinkGroup, "group link"},
     {Errand::Task::UnlinkGroup, "group unlink"},
     {Errand::Task::Mend, "state repair"},
     {Errand::Task::Rebuild, "state rebuild"}}};

std::string_view nameOf(Errand::Task task) {
  return std::find_if(kTasks.begin(), kTasks.end(), [&](const auto& each) { return each.first == task; })
      ->second;
}

bool mend(const Errand& errand, const ErrandPlace& place, const RequestContext& context) {
  Mending mending(place.endpoint, place.directoryConfiguration, place.directory, place.store, place.sink,
                  place.coordination);
  return mending.mend(context, errand.finding.value());
}

void rebuild(const Errand& errand, const ErrandPlace& place, const RequestContext& context,
             ErrandResult& result) {
  Rebuilding rebuilding(place.endpoint, place.directoryConfiguration, place.directory, place.store,
                        place.sink, place.coordination);
  const Kind kind = errand.type == typeOf(Kind::Group) ? Kind::Group : Kind::User;
  const Rebuilding::Rows rows = rebuilding.rebuild(context, kind, errand.ids);
  result.made = static_cast<std::int64_t>(rows.resources.size());
  result.externalIds = std::count_if(rows.resources.begin(), rows.resources.end(),
                                     [](const ResourceRow& row) { return row.externalId.has_value(); });
  result.clashes = rows.clashes;
}

/// Writes into the audit log that a user or group was not changed. What cannot be written there is told to
/// the command's user all the same.
void noteRefusal(const Errand& errand, Store& store, const RequestContext& context,
                 const scim::Error& error) {
  if (errand.id.empty()) return;
  const Kind kind = errand.task == Errand::Task::ResolveRole ? Kind::User : Kind::Group;
  StoreChanges changes;
  changes.log.push_back(refusal(context, kind, errand.id, "", error.status(), error.detail()));
  try {
    store.commit(changes);
  } catch (const StoreError&) {
  }
}

}  // namespace

RequestContext contextOf(const Errand& errand, const EndpointConfiguration& endpoint, TimePoint now) {
  RequestContext context;
  context.requestId = nameOf(errand.task);
  context.endpoint = endpoint.name;
  context.directory = endpoint.directory;
  context.principal = nameOf(errand.task);
  context.method = "COMMAND";
  context.now = now;
  context.wall = currentTime();
  context.begun = std::chrono::steady_clock::now();
  context.uniqueExternalId = endpoint.uniqueExternalId;
  return context;
}

ErrandResult carryOut(const Errand& errand, const ErrandPlace& place) {
  ServiceRequest request;
  request.context = contextOf(errand, place.endpoint, place.now);
  ErrandResult result;
  try {
    switch (errand.task) {
      case Errand::Task::ResolveRole:
        result.role = place.service.resolveRole(request, errand.id);
        break;
      case Errand::Task::LinkGroup:
        place.service.linkGroup(request, errand.id, errand.externalId);
        break;
      case Errand::Task::UnlinkGroup:
        place.service.linkGroup(request, errand.id, std::nullopt);
        break;
      case Errand::Task::Mend:
        result.isMended = mend(errand, place, request.context);
        break;
      case Errand::Task::Rebuild:
        rebuild(errand, place, request.context, result);
        break;
    }
  } catch (const scim::Error& error) {
    result.error = error.detail();
    noteRefusal(errand, place.store, request.context, error);
  } catch (const ldap::Error& error) {
    result.error = toScimError(error).detail();
    noteRefusal(errand, place.store, request.context, toScimError(error));
  } catch (const StoreError& error) {
    result.error = error.what();
  }
  return result;
}

Json toJson(const Errand& errand) {
  Json json = Json::object();
  json.set("task", nameOf(errand.task));
  json.set("endpoint", errand.endpoint);
  json.set("id", errand.id);
  json.set("externalId", errand.externalId);
  if (errand.finding) json.set("finding", toJson(*errand.finding));
  json.set("type", errand.type);
  json.set("ids", Json(Json::Array(errand.ids.begin(), errand.ids.end())));
  return json;
}

Json toJson(const ErrandResult& result) {
  Json json = Json::object();
  json.set("role", result.role);
  json.set("isMended", result.isMended);
  json.set("made", result.made);
  json.set("externalIds", result.externalIds);
  json.set("clashes", Json(Json::Array(result.clashes.begin(), result.clashes.end())));
  json.set("error", result.error);
  if (result.now) json.set("now", std::int64_t{result.now->time_since_epoch().count()});
  return json;
}

Errand errandFrom(const Json& json) {
  const std::string_view name = json.stringAt("task");
  const auto task =
      std::find_if(kTasks.begin(), kTasks.end(), [&](const auto& each) { return each.second == name; });
  if (task == kTasks.end()) {
    throw std::invalid_argument("\"" + std::string(name) +
                                "\" is nothing that the service does; restart it after an upgrade");
  }
  Errand errand{task->first, std::string(json.stringAt("endpoint")), std::string(json.stringAt("id")),
                std::string(json.stringAt("externalId"))};
  if (const Json* finding = json.find("finding")) errand.finding = findingFrom(*finding);
  if (errand.task == Errand::Task::Mend && !errand.finding)
    throw std::invalid_argument("there is nothing said to mend");
  errand.type = json.stringAt("type");
  if (const Json* ids = json.find("ids")) {
    for (const Json& id : ids->asArray()) errand.ids.emplace_back(id.asString());
  }
  return errand;
}

ErrandResult errandResultFrom(const Json& json) {
  ErrandResult result;
  result.role = json.stringAt("role");
  result.error = json.stringAt("error");
  if (const Json* isMended = json.find("isMended")) result.isMended = isMended->asBool();
  if (const Json* made = json.find("made")) result.made = made->asInteger();
  if (const Json* externalIds = json.find("externalIds")) result.externalIds = externalIds->asInteger();
  if (const Json* clashes = json.find("clashes")) {
    for (const Json& id : clashes->asArray()) result.clashes.push_back(id.asString());
  }
  if (const Json* now = json.find("now")) result.now = TimePoint(std::chrono::milliseconds(now->asInteger()));
  return result;
}

}  // namespace scim2ldap::connector
