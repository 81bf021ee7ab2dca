#include "connector/config/PolicyTables.h"

#include <algorithm>

#include "mappings/Suggestion.h"
#include "scim/Error.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

const std::vector<std::pair<std::string, VerbPolicy>> kVerbPolicies{
    {"apply", VerbPolicy::Apply}, {"ignore", VerbPolicy::Ignore}, {"reject", VerbPolicy::Reject}};
const std::vector<std::pair<std::string, KnownResource>> kKnownResource{{"reject", KnownResource::Reject},
                                                                        {"adopt", KnownResource::Adopt}};

/// The attribute of a user that the text names, by its full path: an attribute of an extension may stand
/// without the URN where only one extension has it.
/// \throws std::invalid_argument  when there is none
scim::AttributePath userAttribute(const scim::ResourceType& type, const std::string& text) {
  scim::AttributePath path;
  try {
    path = scim::parseAttributePath(text);
  } catch (const scim::Error& error) {
    throw std::invalid_argument(error.detail());
  }
  const scim::Attribute* found = type.find(path.schema, path.name);
  for (auto extension = type.extensions.begin(); found == nullptr && extension != type.extensions.end();
       ++extension) {
    if (!path.schema.empty()) break;
    found = extension->find(path.name);
    if (found != nullptr) path.schema = extension->id;
  }
  if (found == nullptr) {
    std::vector<std::string> names{"externalId"};
    for (const scim::Attribute& attribute : type.schema.attributes) names.push_back(attribute.name);
    for (const scim::Schema& extension : type.extensions) {
      for (const scim::Attribute& attribute : extension.attributes) names.push_back(attribute.name);
    }
    throw std::invalid_argument("\"" + text + "\" is no attribute that the mapping has" +
                                mappings::didYouMean(path.name, names));
  }
  path.name = found->name;
  if (path.subAttribute.empty()) return path;
  const scim::Attribute* part = found->find(path.subAttribute);
  // What a mapping leaves out of a reference, clients send all the same.
  const scim::Attribute* whole = scim::enterpriseUserSchema().find(path.name);
  if (part == nullptr && whole != nullptr) part = whole->find(path.subAttribute);
  if (part == nullptr) throw std::invalid_argument("\"" + text + "\": " + path.name + " has no such part");
  path.subAttribute = part->name;
  return path;
}

void readAttributes(Section& section, const std::string& key, const scim::ResourceType& type,
                    std::vector<scim::AttributePath>& into) {
  for (const mappings::LocatedText& text : section.texts(key)) {
    try {
      into.push_back(userAttribute(type, text.text));
    } catch (const std::invalid_argument& error) {
      section.report(text.where, key + ": " + error.what());
    }
  }
}

void readVerbs(Section& endpoint, VerbPolicies& verbs) {
  std::optional<Section> section = endpoint.section("verbs", "[endpoint.verbs]");
  if (!section) return;
  for (const Verb& verb : kVerbs) {
    readChoice<VerbPolicy>(*section, std::string(verb.key), verbs.*verb.policy, kVerbPolicies);
  }
  section->reportUnknownKeys();
}

}  // namespace

void readPolicies(Section& endpoint, const mappings::Mapping& mapping, EndpointPolicies& policies) {
  read(endpoint, "enabled", policies.enabled);
  readChoice<GroupSync>(endpoint, "groups", policies.groups,
                        {{"on", GroupSync::On}, {"off", GroupSync::Off}, {"empty", GroupSync::Empty}});
  readVerbs(endpoint, policies.verbs);
  readAttributes(endpoint, "required", mapping.user.type, policies.required);
  readChoice<UserNameSyntax>(endpoint, "user_name", policies.userName,
                             {{"any", UserNameSyntax::Any}, {"address", UserNameSyntax::Address}});
  read(endpoint, "require_external_id", policies.requireExternalId);
  readChoice<KnownResource>(endpoint, "known_external_id", policies.knownExternalId, kKnownResource);
  readChoice<KnownResource>(endpoint, "inactive_user", policies.inactiveUser, kKnownResource);
  readAttributes(endpoint, "protected_attributes", mapping.user.type, policies.protectedAttributes);
  readChoice<VerbPolicy>(endpoint, "protected", policies.protectedPolicy,
                         {{"reject", VerbPolicy::Reject}, {"ignore", VerbPolicy::Ignore}});
}

void readLeavingGuard(Section& endpoint, LeavingGuard& guard) {
  std::optional<Section> section = endpoint.section("leaving_guard", "[endpoint.leaving_guard]");
  if (!section) return;
  constexpr std::int64_t kMost = 1'000'000;
  const auto limit = [&](const std::string& key, std::int64_t most, std::optional<std::int64_t>& into) {
    std::int64_t number = 0;
    readNumber(*section, key, number, 1, most);
    if (number > 0) into = number;
  };
  limit("count", kMost, guard.count);
  limit("percent", 100, guard.percent);
  if (!section->has("count") && !section->has("percent")) {
    section->report(section->where(),
                    "[endpoint.leaving_guard] sets no limit; write count = 50 or percent = 10");
  }
  section->reportUnknownKeys();
}

}  // namespace scim2ldap::connector
