#include "scim/Put.h"

#include <algorithm>
#include <optional>

#include "scim/AttributeLocation.h"
#include "scim/Error.h"

namespace scim2ldap::scim {
namespace {

/// Values of a list come in no order.
bool sameValue(const Json& left, const Json& right) {
  if (!left.isArray() || !right.isArray()) return left == right;
  return std::is_permutation(left.asArray().begin(), left.asArray().end(), right.asArray().begin(),
                             right.asArray().end());
}

/// \param before, sent  nullptr: not assigned
std::optional<Json> valueAfter(AttributeLocation location, const Attribute& definition, const Json* before,
                               const Json* sent) {
  const auto copy = [](const Json* value) { return value ? std::optional(*value) : std::nullopt; };
  // 1. "readOnly: Any values provided SHALL be ignored." What the server says stays.
  if (definition.mutability == Mutability::ReadOnly) return copy(before);

  // 2. "immutable: If one or more values are already set for the attribute, the input value(s) MUST match
  //    [...] If the service provider has no existing values, the new value(s) SHALL be applied." What is not
  //    in the body is not asserted.
  if (definition.mutability == Mutability::Immutable && before != nullptr) {
    if (sent == nullptr || sameValue(*before, *sent)) return copy(before);
    throw Error(400, ScimType::Mutability,
                "\"" + toString(location) + "\" has another value and cannot be changed");
  }

  // 3. "readWrite, writeOnly: Any values provided SHALL replace the existing attribute values." So do the
  //    parts of a complex value, each by its own mutability. The elements of a list are whole: which of them
  //    was which, nobody can tell.
  if (definition.multiValued || definition.type != Type::Complex) return copy(sent);
  const Json empty = Json::object();
  const Json& partsBefore = before == nullptr ? empty : *before;
  const Json& partsSent = sent == nullptr ? empty : *sent;
  Json parts = Json::object();
  for (const Attribute& part : definition.subAttributes) {
    location.subAttribute = &part;
    auto value = valueAfter(location, part, partsBefore.find(part.name), partsSent.find(part.name));
    if (value) parts.set(part.name, std::move(*value));
  }
  if (parts.asObject().empty()) return std::nullopt;
  return parts;
}

}  // namespace

Json applyPut(const ResourceType& type, const Json& before, const Json& sent) {
  Json after = sent;
  const auto visit = [&](const Schema& schema, const Schema* extension) {
    for (const Attribute& attribute : schema.attributes) {
      const AttributeLocation location{extension, &attribute, nullptr};
      auto value = valueAfter(location, attribute, valueAt(before, location), valueAt(sent, location));
      if (value) {
        setAt(after, location, std::move(*value));
      } else {
        eraseAt(after, location);
      }
    }
  };
  visit(type.schema, nullptr);
  for (const Schema& extension : type.extensions) visit(extension, &extension);
  return after;
}

}  // namespace scim2ldap::scim
