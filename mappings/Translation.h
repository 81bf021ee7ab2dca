#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ldap/Entry.h"
#include "ldap/Filter.h"
#include "ldap/Modification.h"
#include "mappings/Mapping.h"
#include "scim/Filter.h"
#include "scim/Json.h"

namespace scim2ldap::mappings {

/// A SCIM value that the directory cannot give back as it was sent. Valid as long as the entry's values of
/// the LDAP attributes involved are still those that were written with it.
struct Original {
  std::string attribute;  ///< top-level SCIM attribute; "URN:attr" in an extension
  scim::Json sent;        ///< the whole attribute as sent; null: it was not sent (the LDAP value is made up)
  ldap::Attributes stored;  ///< the values of all LDAP attributes that this SCIM attribute is written to

  bool operator==(const Original&) const = default;
};
using Originals = std::vector<Original>;

/// What a pure translation has to know of other entries and counters.
struct WriteInputs {
  std::map<std::string, std::string> dnOfId;   ///< references: resource id -> DN
  std::map<std::string, std::string> numbers;  ///< allocated: LDAP attribute -> number
  std::string role{};                          ///< the user's resolved role; "": none
};
/// A referenced entry as clients see it.
struct ReferencedResource {
  std::string id;
  std::string display;
};
using ReferencedResources = std::map<std::string, ReferencedResource>;  ///< by normalized DN
struct ReadInputs {
  ReferencedResources ofDn;
  const Originals* originals = nullptr;
  const scim::Json* kept = nullptr;  ///< what keptPart gave when the resource was written
};

/// The part of a canonical resource that the mapping stores: unmapped values (an e-mail of a type without a
/// rule, or the second one where the rule holds one: the primary value goes first) left out. Common
/// attributes, members and password are not the mapping's matter and stay.
[[nodiscard]] scim::Json mappedPart(const ResourceMapping& mapping, const scim::Json& resource);

/// The part of a canonical resource that rules without `ldap` are about: an object for the side table, laid
/// out like the resource. ReadInputs::kept brings it back.
[[nodiscard]] scim::Json keptPart(const ResourceMapping& mapping, const scim::Json& resource);

/// Checks the mapping's own `required` rules (those of the schema are scim::checkRequired's).
/// \throws scim::Error  400 invalidValue naming the SCIM attribute
void checkRequiredRules(const ResourceMapping& mapping, const scim::Json& resource);

/// The ids of other resources in reference attributes of the resource (manager), each once.
[[nodiscard]] std::vector<std::string> referencedIds(const ResourceMapping& mapping,
                                                     const scim::Json& resource);
/// The ids that a filter compares reference attributes with, each once.
[[nodiscard]] std::vector<std::string> referencedIds(const ResourceMapping& mapping,
                                                     const scim::Filter& filter);
/// The DNs in reference attributes of the entry, each once; group members are not among them.
[[nodiscard]] std::vector<ldap::Dn> referencedDns(const ResourceMapping& mapping, const ldap::Entry& entry);
/// LDAP attributes whose values are DNs of other users (reference rules), for repair on rename and delete.
[[nodiscard]] std::vector<std::string> referenceAttributes(const ResourceMapping& mapping);
/// The attributes to ask the directory for, the mark of a disabled user and objectClass included, without the
/// members attribute. What a caller needs beside (id, time stamps, entryCSN) it adds.
[[nodiscard]] std::vector<std::string> attributesToRead(const ResourceMapping& mapping);

/// The LDAP attributes of a resource: rules with SCIM values, constants, expressions, defaults, numbers, the
/// role and the disable mark (`active` false). Without objectClass, members and their placeholder. A
/// reference to an id that is not in `inputs.dnOfId` is left out. \param creating  include rules with
/// Apply::Create \throws scim::Error  400 invalidValue naming the SCIM attribute whose value cannot be
/// converted
[[nodiscard]] ldap::Attributes toAttributes(const ResourceMapping& mapping, const scim::Json& resource,
                                            const WriteInputs& inputs, bool creating);

/// What toAttributes says of the attribute that names an entry (creating = false).
/// \throws scim::Error  as toAttributes
[[nodiscard]] std::vector<std::string> namingValues(const ResourceMapping& mapping,
                                                    const scim::Json& resource, const WriteInputs& inputs);

/// The RDN of an entry with these attributes.
/// \throws scim::Error  400 invalidValue when there is no naming value
[[nodiscard]] ldap::Rdn rdnFor(const ResourceMapping& mapping, const ldap::Attributes& attributes);

/// Where an entry of this resource belongs: the container, or the disabled branch.
[[nodiscard]] ldap::Dn containerFor(const ResourceMapping& mapping, const scim::Json& resource);

/// A new entry: DN, objectClass, attributes, and in a group the members whose DNs `inputs` names, or the
/// placeholder when there are none.
[[nodiscard]] ldap::Entry newEntry(const ResourceMapping& mapping, const scim::Json& resource,
                                   const WriteInputs& inputs);

/// How a group lists this member: its DN, or its naming value.
[[nodiscard]] std::string memberValue(const MembersRule& rule, const ldap::Dn& member);

/// The modifications that take an entry from what `before` maps to to what `after` maps to. Values of the
/// current entry that `before` does not account for stay untouched; the naming attribute is left to a rename.
/// \param before, after  results of toAttributes (creating = false)
[[nodiscard]] std::vector<ldap::Modification> modifications(const ResourceMapping& mapping,
                                                            const ldap::Attributes& before,
                                                            const ldap::Attributes& after,
                                                            const ldap::Entry& current);

/// The resource an entry stands for: mapped attributes, `active`; no id, meta, schemas, externalId or
/// members. Originals that still hold go before what the directory gives.
[[nodiscard]] scim::Json toResource(const ResourceMapping& mapping, const ldap::Entry& entry,
                                    const ReadInputs& inputs);

/// The originals to keep for a resource written as `entry`: those attributes that toResource would not give
/// back as they stand in `resource`. A reference that could not be written is not kept, nor is a value that a
/// rule with Apply::Create no longer writes: for both, what the directory holds is the truth.
[[nodiscard]] Originals originalsFor(const ResourceMapping& mapping, const scim::Json& resource,
                                     const ldap::Entry& entry, const ReadInputs& references);

/// An LDAP filter that finds at least the entries whose resources meet the SCIM filter; nullopt where the
/// directory cannot narrow it (all entries are candidates then). Combined with the mapping's own filter by
/// the caller. `id`, `externalId`, members and attributes of the side table are not translated here.
/// \throws scim::Error  400 invalidFilter
[[nodiscard]] std::optional<ldap::Filter> translate(const ResourceMapping& mapping,
                                                    const scim::Filter& filter, const WriteInputs& inputs);

/// The SCIM attribute that a rule writes to this LDAP attribute, for error messages; the LDAP name otherwise.
[[nodiscard]] std::string scimNameOf(const ResourceMapping& mapping, const std::string& ldapAttribute);

}  // namespace scim2ldap::mappings
