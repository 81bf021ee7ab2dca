#pragma once

#include <optional>
#include <string>

#include "scim/Dialect.h"
#include "scim/Json.h"
#include "scim/Resource.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {

/// Brings what a client sent for an attribute into canonical form, by the rules of `canonicalResource`.
/// The parts of that rule book that a PATCH needs by themselves are functions of their own.
class CanonicalValue {
 public:
  /// Both must outlive the object. `ignored` receives the sub-attributes that are set aside.
  CanonicalValue(Dialect dialect, Ignored& ignored) : dialect_(dialect), ignored_(ignored) {}

  /// The whole attribute: a list when it is multi-valued. Elements without content stay (see `isHollow`).
  /// \param path  how errors and `ignored` name the attribute
  /// \returns nullopt when the value means "not assigned"
  /// \throws Error  400 invalidValue naming the path
  [[nodiscard]] std::optional<Json> of(const Attribute& attribute, const Json& sent,
                                       const std::string& path) const;

  /// One value of the attribute, whether it is multi-valued or not.
  [[nodiscard]] std::optional<Json> element(const Attribute& attribute, const Json& sent,
                                            const std::string& path) const;

  /// One value of a complex attribute as an object whose members are still as sent; nullopt for "not
  /// assigned". Dialect::Entra: arrays of one, bare values, JSON documents in strings are unwrapped.
  [[nodiscard]] std::optional<Json> object(const Attribute& attribute, const Json& sent,
                                           const std::string& path) const;

 private:
  std::optional<Json> list(const Attribute&, const Json&, const std::string& path) const;
  std::optional<Json> complex(const Attribute&, const Json&, const std::string& path) const;
  std::optional<Json> simple(const Attribute&, const Json&, const std::string& path) const;
  [[nodiscard]] bool lenient() const { return dialect_ == Dialect::Entra; }

  Dialect dialect_;
  Ignored& ignored_;
};

/// A value that says "take it away": null, "", [], and {"value": one of these}.
[[nodiscard]] bool meansUnassigned(const Json& sent);

/// Whether an element of a multi-valued complex attribute says nothing: only `type`, `primary` and `display`
/// are left of it. Never so for an attribute that has no other sub-attributes.
[[nodiscard]] bool isHollow(const Attribute& attribute, const Json& element);

/// Removes hollow elements, and attributes that are left with nothing.
void dropHollowElements(const ResourceType& type, Json& resource);

/// The elements of a multi-valued attribute, each (type, value) combination once: the parts of a later one are
/// added to the first. RFC 7643 §2.4
[[nodiscard]] Json distinct(const Attribute& attribute, Json list);

/// Whether this is one app role as Entra writes it, a JSON document in a string, without a word on `primary`.
[[nodiscard]] bool isAppRoleDocument(const Attribute& attribute, const Json& sent);

/// Whether the element carries `primary` true.
[[nodiscard]] bool isPrimary(const Json& element);

/// Takes `primary` from every element but the one at `winner`. RFC 7643 §2.4
void keepOnePrimary(Json& list, std::size_t winner);

}  // namespace scim2ldap::scim
