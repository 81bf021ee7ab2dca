#include "connector/provisioning/ResourceReader.h"

#include <algorithm>
#include <array>
#include <map>

#include "connector/fault/FaultPoint.h"
#include "connector/provisioning/Version.h"
#include "mappings/GeneralizedTime.h"
#include "scim/DateTime.h"

namespace scim2ldap::connector {
namespace {

using scim::Json;

/// `schemas`: the core schema, and each extension that has a value.
Json schemasOf(const scim::ResourceType& type, const Json& resource) {
  Json::Array schemas{Json(type.schema.id)};
  for (const scim::Schema& extension : type.extensions) {
    if (resource.find(extension.id) != nullptr) schemas.push_back(Json(extension.id));
  }
  return Json(std::move(schemas));
}

/// A reference carries the URL of what it names, beside its id.
void addReferenceUrl(Json& resource, const mappings::ScimTarget& target, std::string_view baseUrl) {
  Json* holder = target.schema.empty() ? &resource : resource.find(target.schema);
  Json* reference = holder == nullptr ? nullptr : holder->find(target.attribute);
  if (reference == nullptr || !reference->isObject()) return;
  const std::string id(reference->stringAt("value"));
  if (!id.empty()) reference->set("$ref", urlOf(baseUrl, Kind::User, id));
}

Json metaOf(const CurrentResource& current, const Json& mapped, std::string_view baseUrl) {
  Json meta = Json::object();
  meta.set("resourceType", typeOf(current.kind));
  const auto time = [&](std::string_view attribute) {
    const std::optional<std::string> text = current.entry.first(attribute);
    return text ? mappings::dateTime(*text) : std::nullopt;
  };
  const std::optional<std::string> created = time("createTimestamp");
  std::optional<std::string> modified = time("modifyTimestamp");
  // A change of the side table alone moves no timestamp in the directory.
  if (current.row && current.row->modified > TimePoint{}) {
    const std::string own = scim::printDateTime(current.row->modified);
    if (!modified || *modified < own) modified = own;
  }
  if (created) meta.set("created", *created);
  if (modified) meta.set("lastModified", *modified);
  meta.set("location", urlOf(baseUrl, current.kind, current.id));
  meta.set("version", toString(versionOf(current, mapped)));
  return meta;
}

}  // namespace

std::string urlOf(std::string_view baseUrl, Kind kind, std::string_view id) {
  const std::string_view path = pathOf(kind);
  std::string url;
  url.reserve(baseUrl.size() + path.size() + 1 + id.size());
  return url.append(baseUrl).append(path).append("/").append(id);
}
std::string_view pathOf(Kind kind) {
  return kind == Kind::User ? "/Users" : "/Groups";
}
std::string_view typeOf(Kind kind) {
  return kind == Kind::User ? "User" : "Group";
}

ResourceReader::ResourceReader(DirectoryView& view, Store& store, std::string endpoint)
    : view_(view), store_(store), endpoint_(std::move(endpoint)) {}

std::optional<CurrentResource> ResourceReader::read(Kind kind, const std::string& id, bool withMembers) {
  std::optional<ldap::Entry> entry = view_.findById(kind, id, withMembers);
  if (!entry) return std::nullopt;
  std::vector<ldap::Entry> entries;
  entries.push_back(std::move(*entry));
  return std::move(complete(kind, std::move(entries)).front());
}

void ResourceReader::forget(Kind kind, const std::string& id) {
  StoreChanges gone;
  gone.removals.push_back({endpoint_, std::string(typeOf(kind)), id});
  faultPoint("forget");
  store_.commit(gone);
  faultPoint("forget-done");
}

std::vector<CurrentResource> ResourceReader::complete(Kind kind, std::vector<ldap::Entry> entries) {
  std::vector<std::string> ids;
  std::vector<ldap::Dn> dns;
  for (const ldap::Entry& entry : entries) {
    ids.push_back(entry.first(view_.idAttribute()).value_or(""));
    for (ldap::Dn& dn : mappings::referencedDns(view_.mapping(kind), entry)) dns.push_back(std::move(dn));
  }
  mappings::ReferencedResources references;
  for (const auto& [dn, resource] : view_.resolveDns(dns)) references[dn] = {resource.id, resource.display};
  std::map<std::string, ResourceRow> rows;
  for (ResourceRow& row : store_.findAll(endpoint_, std::string(typeOf(kind)), ids)) {
    std::string id = row.id;
    rows.emplace(std::move(id), std::move(row));
  }

  std::vector<CurrentResource> resources;
  resources.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    CurrentResource current{kind, ids[i], std::move(entries[i]), std::nullopt, {}};
    for (const ldap::Dn& dn : mappings::referencedDns(view_.mapping(kind), current.entry)) {
      const auto reference = references.find(dn.normalized());
      if (reference != references.end()) current.references.insert(*reference);
    }
    if (const auto row = rows.find(current.id); row != rows.end()) current.row = std::move(row->second);
    resources.push_back(std::move(current));
  }
  return resources;
}

scim::Json ResourceReader::represent(const CurrentResource& current, std::string_view baseUrl,
                                     MembersForm membersForm) {
  const mappings::ResourceMapping& mapping = view_.mapping(current.kind);
  Json mapped = resourceOf(mapping, current);
  Json meta = metaOf(current, mapped, baseUrl);
  for (const mappings::AttributeRule& rule : mapping.rules) {
    if (!rule.scim || !std::holds_alternative<mappings::Reference>(rule.conversion)) continue;
    addReferenceUrl(mapped, *rule.scim, baseUrl);
  }
  Json resource = Json::object();
  resource.set("schemas", schemasOf(mapping.type, mapped));
  resource.set("id", current.id);
  for (Json::Member& member : mapped.asObject()) resource.set(member.name, std::move(member.value));
  if (mapping.members && membersForm == MembersForm::Parts)
    resource.set("members", members(current, baseUrl));
  if (mapping.members && membersForm == MembersForm::Printed)
    resource.set("members", printedMembers(current, baseUrl));
  resource.set("meta", std::move(meta));
  return resource;
}

const std::vector<std::string>& ResourceReader::memberValues(const CurrentResource& group) const {
  return group.entry.values(view_.mapping(Kind::Group).members->attribute);
}

scim::Json ResourceReader::members(const CurrentResource& group, std::string_view baseUrl) {
  const std::vector<std::string>& values = memberValues(group);
  Json::Array members;
  members.reserve(values.size());
  view_.eachMember(values, [&](Kind kind, const std::string& id, std::string_view display) {
    Json::Object member;
    member.reserve(4);
    member.push_back({"value", id});
    member.push_back({"$ref", urlOf(baseUrl, kind, id)});
    member.push_back({"type", typeOf(kind)});
    if (!display.empty()) member.push_back({"display", display});
    members.emplace_back(std::move(member));
  });
  return Json(std::move(members));
}

scim::Json ResourceReader::printedMembers(const CurrentResource& group, std::string_view baseUrl) {
  constexpr std::size_t kLengthOfOne = 160;  // but for the URL of its endpoint
  const std::vector<std::string>& values = memberValues(group);
  std::array<std::string, kKinds.size()> urls{};  // up to the id, without the closing quote
  for (const Kind kind : kKinds) {
    std::string& url = urls[static_cast<std::size_t>(kind)];
    scim::appendJsonString(urlOf(baseUrl, kind, ""), url);
    url.pop_back();
  }
  std::string text = "[";
  text.reserve(values.size() * (kLengthOfOne + std::max(urls.front().size(), urls.back().size())));
  std::string quotedId;
  view_.eachMember(values, [&](Kind kind, const std::string& id, std::string_view display) {
    quotedId.clear();
    scim::appendJsonString(id, quotedId);
    text.append(text.size() == 1 ? "" : ",").append(R"({"value":)").append(quotedId);
    text.append(R"(,"$ref":)").append(urls[static_cast<std::size_t>(kind)]).append(quotedId, 1);
    text.append(R"(,"type":")").append(typeOf(kind)).append("\"");
    if (!display.empty()) {
      text += R"(,"display":)";
      scim::appendJsonString(display, text);
    }
    text += '}';
  });
  text += ']';
  return scim::PrintedJson{std::move(text)};
}

}  // namespace scim2ldap::connector
