#include "connector/provisioning/RequestPolicy.h"

#include <algorithm>
#include <set>

#include "connector/config/Scope.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {

using scim::Json;

namespace {

/// A part of a resource that a policy may keep as it was: an attribute, or a part of one.
struct Part {
  std::string schema;
  std::string name;
  std::string subAttribute;
  [[nodiscard]] std::string toString() const { return scim::toString({schema, name, subAttribute}); }
};

const Json* find(const Json& resource, const Part& part) {
  const Json* holder = part.schema.empty() ? &resource : resource.find(part.schema);
  const Json* value = holder == nullptr || !holder->isObject() ? nullptr : holder->find(part.name);
  if (value == nullptr || part.subAttribute.empty() || !value->isObject()) return value;
  return value->find(part.subAttribute);
}

bool isSame(const Json* left, const Json* right) {
  return left == nullptr || right == nullptr ? left == right : *left == *right;
}

/// Has `resource` say there what `before` says.
void keep(const Part& part, const Json& before, Json& resource) {
  const Json* kept = find(before, part);
  const auto putInto = [&](Json& holder, const std::string& name) {
    if (kept != nullptr) {
      holder.set(name, *kept);
    } else {
      holder.erase(name);
    }
  };
  const auto dropIfEmpty = [](Json& outer, const std::string& name) {
    const Json* inner = outer.find(name);
    if (inner != nullptr && inner->isObject() && inner->asObject().empty()) outer.erase(name);
  };
  const auto inside = [](Json& outer, const std::string& name) -> Json& {
    if (outer.find(name) == nullptr) outer.set(name, Json::object());
    return *outer.find(name);
  };
  Json& holder = part.schema.empty() ? resource : inside(resource, part.schema);
  const Json* whole = holder.find(part.name);
  if (part.subAttribute.empty() || (whole != nullptr && !whole->isObject())) {
    putInto(holder, part.name);
  } else {
    putInto(inside(holder, part.name), part.subAttribute);
    dropIfEmpty(holder, part.name);
  }
  if (!part.schema.empty()) dropIfEmpty(resource, part.schema);
}

/// The attributes that the two differ in, those of extensions each for itself.
std::vector<Part> differences(const Json& before, const Json& after) {
  const auto isSchema = [](const std::string& name) { return name.starts_with("urn:"); };
  std::set<std::string> names;
  for (const Json* resource : {&before, &after}) {
    for (const Json::Member& entry : resource->asObject()) names.insert(entry.name);
  }
  std::vector<Part> parts;
  for (const std::string& name : names) {
    const Json* left = before.find(name);
    const Json* right = after.find(name);
    if (isSame(left, right)) continue;
    if (!isSchema(name)) {
      parts.push_back({"", name, ""});
      continue;
    }
    const Json none = Json::object();
    for (const Part& part : differences(left != nullptr ? *left : none, right != nullptr ? *right : none)) {
      parts.push_back({name, part.name, ""});
    }
  }
  return parts;
}

/// \param name  of an attribute, in standard notation
VerbPolicy policyOf(const VerbPolicies& verbs, Kind kind, const std::string& name) {
  if (kind == Kind::Group) return scim::sameName(name, "members") ? verbs.groupMembers : verbs.groupRename;
  return scim::sameName(name, "active") ? verbs.userDisable : verbs.userUpdate;
}

}  // namespace

Permitted permit(const EndpointPolicies& policies, Kind kind, const std::vector<std::string>& scopes,
                 const Json& before, Json after) {
  Permitted permitted{std::move(after)};
  const auto withhold = [&](const Part& part, VerbPolicy policy) {
    if (policy == VerbPolicy::Apply) return;
    keep(part, before, permitted.after);
    (policy == VerbPolicy::Ignore ? permitted.ignored : permitted.refused).push_back(part.toString());
  };
  for (const Part& part : differences(before, permitted.after)) {
    withhold(part, policyOf(policies.verbs, kind, part.toString()));
  }
  if (kind == Kind::Group || hasScope(scopes, kUserProtected)) return permitted;
  for (const scim::AttributePath& path : policies.protectedAttributes) {
    const Part part{path.schema, path.name, path.subAttribute};
    if (!isSame(find(before, part), find(permitted.after, part))) withhold(part, policies.protectedPolicy);
  }
  return permitted;
}

bool holdsAllowed(const EndpointPolicies& policies, Kind kind, const std::vector<std::string>& scopes,
                  const std::vector<std::string>& named) {
  const bool mayAll = kind == Kind::Group || hasScope(scopes, kUserProtected);
  const auto isProtected = [&](const std::string& name) {
    return std::any_of(policies.protectedAttributes.begin(), policies.protectedAttributes.end(),
                       [&](const scim::AttributePath& path) {
                         const std::string whole = toString(scim::AttributePath{path.schema, path.name, ""});
                         return scim::sameName(name, toString(path)) || scim::sameName(name, whole);
                       });
  };
  return std::any_of(named.begin(), named.end(), [&](const std::string& name) {
    return policyOf(policies.verbs, kind, name) == VerbPolicy::Apply && (mayAll || !isProtected(name));
  });
}

VerbPolicy createPolicy(const EndpointPolicies& policies, Kind kind) {
  return kind == Kind::User ? policies.verbs.userCreate : policies.verbs.groupCreate;
}

VerbPolicy deletePolicy(const EndpointPolicies& policies, Kind kind) {
  return kind == Kind::User ? policies.verbs.userDelete : policies.verbs.groupDelete;
}

scim::Error forbidden(const std::string& what) {
  return {403, scim::ScimType::None,
          "this endpoint does not take " + what + " from its clients; nothing was changed"};
}

scim::Error forbidden(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return forbidden("a change of " + text);
}

}  // namespace scim2ldap::connector
