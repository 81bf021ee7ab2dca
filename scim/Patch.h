#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scim/Dialect.h"
#include "scim/Filter.h"
#include "scim/Json.h"
#include "scim/Resource.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {

/// A PATCH path: attrPath / valuePath [subAttr]. RFC 7644 §3.5.2, figure 7
struct PatchPath {
  AttributePath attribute;            ///< with subAttribute only when there is no value filter
  std::optional<Filter> valueFilter;  ///< the filter between the brackets
  std::string subAttribute;           ///< behind the brackets, "" when none

  bool operator==(const PatchPath&) const = default;
};

/// Parses a PATCH path. A URN alone names the whole extension (name is then "").
/// \throws Error  400 invalidPath; `detail` names the byte offset of the fault
[[nodiscard]] PatchPath parsePatchPath(std::string_view text);
[[nodiscard]] std::string toString(const PatchPath& path);

enum class PatchOp { Add, Remove, Replace };

struct PatchOperation {
  PatchOp op = PatchOp::Add;
  std::optional<PatchPath> path;
  Json value;  ///< null when the client gave none

  bool operator==(const PatchOperation&) const = default;
};

inline constexpr std::size_t kMaxPatchOperations = 10'000;

/// Reads a PatchOp message. `op` is taken in any case. A pathless add or replace is split into one operation
/// for each attribute in its value, keys being names, dotted names or URN names, and nested URN objects:
/// every operation but a malformed one has a path afterwards. `id`, `schemas` and `meta` in a pathless value
/// are dropped. Paths are not yet checked against a schema.
/// \throws Error  400 invalidSyntax (no PatchOp schema, no Operations, unknown op), 400 invalidPath,
///                400 noTarget (remove without path), 413 above kMaxPatchOperations
/// RFC 7644 §3.5.2
[[nodiscard]] std::vector<PatchOperation> parsePatch(const Json& body);

/// The operations of a PatchOp message on one core attribute, whatever is wrong with the others: a leaver
/// must not stay because of them. Empty where the message is none at all.
[[nodiscard]] std::vector<PatchOperation> operationsOn(const Json& body, std::string_view attribute);

/// Carries out the operations, in order, on a copy of the resource. Nothing is changed when one fails.
/// With Dialect::Entra: a value path that matches nothing creates the element from its `eq` terms; unknown
/// attributes are told in `ignored`; "", null, [] and {"value": ""} unassign; remove with a value array
/// removes those values only; add to a single-valued attribute overwrites, replace of an absent one creates;
/// values are coerced as in canonicalResource. With Dialect::Rfc these are noTarget, invalidPath and
/// invalidValue errors where the RFC says so.
/// \param resource  canonical; \returns canonical
/// \throws Error  400 invalidPath, invalidValue, mutability, noTarget, naming the path
/// RFC 7644 §3.5.2.1 to §3.5.2.3
[[nodiscard]] Json applyPatch(const ResourceType& type, Json resource,
                              const std::vector<PatchOperation>& operations, Dialect dialect,
                              Ignored& ignored);

}  // namespace scim2ldap::scim
