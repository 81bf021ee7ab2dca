#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "scim/CanonicalValue.h"
#include "scim/Patch.h"

namespace scim2ldap::scim {

/// What an operation is aimed at.
struct PatchTarget {
  const Attribute& attribute;
  const Attribute* subAttribute;  ///< nullptr: the whole attribute, or whole elements of it
  const PatchPath& path;          ///< as the client wrote it; its valueFilter chooses elements
  std::string name;               ///< for errors and `ignored`
};

/// One operation as seen by the attribute it changes: value before -> value after. Knows nothing of the
/// resource around it.
class PatchValues {
 public:
  PatchValues(Dialect dialect, Ignored& ignored, const PatchTarget& target)
      : dialect_(dialect), canonical_(dialect, ignored), target_(target) {}

  /// \param current  canonical, null when not assigned
  /// \param sent     the operation's value
  /// \returns the value afterwards, canonical but for elements without content; null when none is left
  /// \throws Error  400 noTarget, invalidValue, mutability
  /// RFC 7644 §3.5.2.1 to §3.5.2.3
  [[nodiscard]] Json apply(PatchOp op, Json current, const Json& sent) const;

 private:
  [[nodiscard]] Json applyToWhole(PatchOp op, Json current, const Json& sent) const;
  [[nodiscard]] Json mergeComplex(Json current, const Json& sent) const;
  /// Whether the list has a value other than the given one.
  [[nodiscard]] bool hasOther(const Json& list, const Json& given) const;
  [[nodiscard]] Json append(Json list, const Json& sent) const;
  [[nodiscard]] Json removeValues(Json list, const Json& sent) const;
  [[nodiscard]] Json applyToSubAttribute(PatchOp op, Json current, const Json& sent) const;
  [[nodiscard]] Json applyToElements(PatchOp op, Json list, const Json& sent) const;

  void setPart(PatchOp op, Json& object, const std::optional<Json>& parts) const;
  [[nodiscard]] std::optional<Json> partsFrom(PatchOp op, const Json& sent) const;
  [[nodiscard]] std::optional<Json> termsOfFilter() const;
  [[nodiscard]] Json elementFromFilter() const;
  [[nodiscard]] std::vector<std::size_t> chosen(const Json& list) const;
  /// \throws Error  400 mutability when a complex value loses or changes an immutable part that it had
  void checkKeepsImmutable(const Json& before, const Json& after) const;
  [[noreturn]] void failNoTarget() const;
  [[noreturn]] void failMutability() const;
  [[nodiscard]] bool lenient() const { return dialect_ == Dialect::Entra; }

  Dialect dialect_;
  CanonicalValue canonical_;
  const PatchTarget& target_;
};

/// "If the attribute is required, [...] an error with "scimType" set to "mutability"" (RFC 7644 §3.5.2.2);
/// who replaces it by nothing has a wrong value. \throws Error  400 mutability or invalidValue naming the
/// path
[[noreturn]] void failRequired(PatchOp op, const PatchPath& path);

/// Whether a value filter names only sub-attributes that the attribute has.
[[nodiscard]] bool namesKnown(const Attribute& attribute, const Filter& filter);

}  // namespace scim2ldap::scim
