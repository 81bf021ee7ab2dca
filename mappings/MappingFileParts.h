#pragma once

#include <map>

#include "mappings/Mapping.h"
#include "mappings/MappingFileSection.h"
#include "scim/Schema.h"

namespace scim2ldap::mappings {

/// The tables of a mapping file: name -> SCIM value, LDAP value.
using LookupTables = std::map<std::string, std::vector<std::pair<std::string, std::string>>>;

/// The `[table.name]` sections.
[[nodiscard]] LookupTables readTables(Section& file);

/// The extensions that the `[[extension]]` sections define, by the resource type they belong to.
struct Extensions {
  std::vector<scim::Schema> user;
  std::vector<scim::Schema> group;
};
[[nodiscard]] Extensions readExtensions(Section& file);

/// A SCIM attribute from the file, its names as the schema spells them; a problem and nullopt when the type
/// has none such.
[[nodiscard]] std::optional<ScimTarget> readTarget(const Section& section, const LocatedText& text,
                                                   const scim::ResourceType& type);
/// Spells the target's names as the schema does. \returns what is wrong with it, or nullopt
[[nodiscard]] std::optional<std::string> resolve(ScimTarget& target, const scim::ResourceType& type);

/// What a rule may refer to.
struct RuleContext {
  const scim::ResourceType& type;  ///< whole: every attribute that could be mapped
  const LookupTables& tables;
};
/// One attribute rule, or nullopt when it is so wrong that nothing can be said of it.
[[nodiscard]] std::optional<AttributeRule> readRule(Section section, const RuleContext& context);

/// The `convert` key of a rule and the keys that belong to it.
[[nodiscard]] Conversion readConversion(Section& section, const LookupTables& tables);

/// `[user.disable]`.
[[nodiscard]] std::optional<DisableMethod> readDisable(Section& user);
/// `[user.password]`; nullopt without it, and where it says method = "none".
[[nodiscard]] std::optional<PasswordRule> readPassword(Section& user);
/// `role` in `[user]`; nullopt without it.
[[nodiscard]] std::optional<RoleRule> readRole(Section& user);
/// `[group.members]`; without it, `member` holds DNs and needs no placeholder.
[[nodiscard]] MembersRule readMembers(Section& group);

/// `[user]` or `[group]`.
enum class Kind { User, Group };
[[nodiscard]] ResourceMapping readResource(Section section, Kind kind, const scim::ResourceType& type,
                                           const LookupTables& tables, Problems& problems);

/// Checks the rules of a mapping against each other: one attribute named twice, a multi-valued attribute
/// mapped in two ways, the naming attribute, required attributes, what templates read.
void checkRules(const ResourceMapping& mapping, const scim::ResourceType& type, Problems& problems);

/// Whether the text can name an LDAP attribute, with options: descr or numericoid. RFC 4512 §2.5
[[nodiscard]] bool isAttributeDescription(std::string_view text);

/// A DN from the file; a problem and nullopt when it is none.
[[nodiscard]] std::optional<ldap::Dn> readDn(const Section& section, const LocatedText& text);
/// A template from the file; a problem and nullopt when it is none.
[[nodiscard]] std::optional<Template> readTemplate(const Section& section, const LocatedText& text);

/// A name out of a few. \returns its index, or nullopt after a problem that lists them
[[nodiscard]] std::optional<std::size_t> readChoice(const Section& section, const std::string& key,
                                                    const LocatedText& text,
                                                    const std::vector<std::string>& names);

}  // namespace scim2ldap::mappings
