#include <algorithm>
#include <optional>
#include <utility>

#include "scim/AttributeLocation.h"
#include "scim/CanonicalValue.h"
#include "scim/Error.h"
#include "scim/PatchMember.h"
#include "scim/PatchValues.h"
#include "scim/SchemaUris.h"

namespace scim2ldap::scim {
namespace {

/// Carries out operations one by one on a resource of its own.
class PatchApplier {
 public:
  PatchApplier(const ResourceType& type, Json resource, Dialect dialect, Ignored& ignored)
      : type_(type),
        dialect_(dialect),
        ignored_(ignored),
        before_(resource),
        resource_(std::move(resource)) {}

  Json finish() && {
    dropHollowElements(type_, resource_);
    checkRequiredInChanges(type_, before_, resource_);
    return std::move(resource_);
  }

  void apply(const PatchOperation& operation) {
    // 2a. "path": attrPath / valuePath [subAttr]. One that the type does not have is set aside for Entra, an
    //     error by the RFC.
    if (!operation.path) return setAside(operation.value.asObject().front().name);
    const PatchPath& path = *operation.path;
    AttributePath whole = path.attribute;
    if (!path.subAttribute.empty()) whole.subAttribute = path.subAttribute;
    const auto location =
        locate(type_, whole, lenient() ? Unqualified::CoreThenExtensions : Unqualified::Core);
    if (!location) return setAside(toString(path));
    if (location->attribute == nullptr) return applyToSchema(operation, *location);
    const Attribute& attribute = *location->attribute;
    if (path.valueFilter && (!attribute.multiValued || !namesKnown(attribute, *path.valueFilter))) {
      return setAside(toString(path));
    }

    // 2b. "schemas" follows from what the resource holds, and the other way round.
    if (sameName(attribute.name, "schemas") && location->extension == nullptr) {
      if (!lenient()) patchSchemas(type_, operation, resource_);
      return;
    }

    // 2c. "[...] a mutability of "readOnly" [...] SHALL return an error" (§3.5.2)
    if (attribute.mutability == Mutability::ReadOnly ||
        (location->subAttribute != nullptr && location->subAttribute->mutability == Mutability::ReadOnly)) {
      if (!lenient()) throw Error(400, ScimType::Mutability, quoted(path) + " is read-only");
      ignored_.readOnly.push_back(toString(*location));
      return;
    }

    // 2d. "The operation MUST contain a "value" member" (§3.5.2.1)
    if (operation.op == PatchOp::Add && !lenient() && operation.value.isNull()) {
      throw Error(400, ScimType::InvalidValue, quoted(path) + ": an add operation needs a \"value\"");
    }

    // 2e. The change itself, by §3.5.2.1 for add, §3.5.2.2 for remove, §3.5.2.3 for replace.
    const Json* existing = valueAt(resource_, *location);
    const bool wasAssigned = existing != nullptr;
    const PatchTarget target{attribute, location->subAttribute, path,
                             toString(AttributeLocation{location->extension, &attribute, nullptr})};
    auto changed = PatchValues(dialect_, ignored_, target)
                       .apply(operation.op, existing == nullptr ? Json() : *existing, operation.value);
    if (!changed.isUnassigned()) {
      setAt(resource_, *location, std::move(changed));
      return;
    }

    // 2f. "If the attribute is required, [...] an error" (§3.5.2.2)
    if (attribute.required) failRequired(operation.op, path);
    if (wasAssigned) eraseAt(resource_, *location);
  }

 private:
  /// A path that is the URN of a schema: the operation is meant for each attribute in the value.
  void applyToSchema(const PatchOperation& operation, const AttributeLocation& location) {
    const bool removes = operation.op == PatchOp::Remove || meansUnassigned(operation.value);
    if (removes && location.extension != nullptr) {
      resource_.erase(location.extension->id);
    } else if (removes) {
      setAside(toString(*operation.path));
    } else if (!operation.value.isObject()) {
      throw Error(400, ScimType::InvalidValue,
                  quoted(*operation.path) + ": an object of attributes is expected");
    } else {
      const std::string& urn = location.extension == nullptr ? type_.schema.id : location.extension->id;
      for (const Json::Member& member : operation.value.asObject()) {
        apply(memberOperation(operation.op, urn, member));
      }
    }
  }

  void setAside(const std::string& path) {
    if (!lenient()) {
      throw Error(400, ScimType::InvalidPath, "\"" + path + "\" is not an attribute of " + type_.name);
    }
    ignored_.unknown.push_back(path);
  }

  [[nodiscard]] bool lenient() const { return dialect_ == Dialect::Entra; }

  static std::string quoted(const PatchPath& path) { return '"' + toString(path) + '"'; }

  const ResourceType& type_;
  Dialect dialect_;
  Ignored& ignored_;
  const Json before_;
  Json resource_;
};

}  // namespace

// RFC 7644 §3.5.2
Json applyPatch(const ResourceType& type, Json resource, const std::vector<PatchOperation>& operations,
                Dialect dialect, Ignored& ignored) {
  // 1. "regardless of the number of operations, [it] SHALL be treated as atomic": the work is done on a copy,
  //    and the first error ends it.
  PatchApplier applier(type, std::move(resource), dialect, ignored);

  // 2. "Operations are applied sequentially in the order they appear in the array. [...] the resulting
  //    resource becomes the target of the next operation."
  for (const PatchOperation& operation : operations) applier.apply(operation);

  // 3. The outcome has to be one that the schema allows: what was made or changed is complete.
  return std::move(applier).finish();
}

}  // namespace scim2ldap::scim
