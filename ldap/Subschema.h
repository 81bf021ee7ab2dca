#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ldap/Entry.h"

namespace scim2ldap::ldap {

/// An attribute type of the directory's schema, inherited properties resolved. RFC 4512 §4.1.2
struct AttributeType {
  std::string oid;
  std::vector<std::string> names;
  std::string syntax;  ///< OID without length, "" when unknown
  std::string equality{};
  std::string ordering{};
  std::string substrings{};
  bool singleValue = false;
  bool noUserModification = false;
  bool operational = false;
};

enum class ObjectClassKind { Abstract, Structural, Auxiliary };

/// An object class, superiors not yet resolved. RFC 4512 §4.1.1
struct ObjectClass {
  std::string oid;
  std::vector<std::string> names;
  std::vector<std::string> superiors{};
  ObjectClassKind kind = ObjectClassKind::Structural;
  std::vector<std::string> must{};
  std::vector<std::string> may{};
};

/// A directory's schema as a value. Look-ups ignore case and take names or OIDs.
class Subschema {
 public:
  Subschema() = default;
  /// Reads `attributeTypes` and `objectClasses` descriptions of a subschema entry. A description that cannot
  /// be parsed is skipped.
  explicit Subschema(const Entry& subschemaEntry);

  [[nodiscard]] const AttributeType* findAttributeType(std::string_view name) const;
  [[nodiscard]] const ObjectClass* findObjectClass(std::string_view name) const;
  /// Whether the class is that other one, or has it among its superiors; false where either is unknown.
  [[nodiscard]] bool isKindOf(std::string_view name, std::string_view other) const;
  /// Names required / allowed by the classes and all their superiors (canonical first names).
  [[nodiscard]] std::set<std::string, CaseInsensitiveLess> must(
      const std::vector<std::string>& classes) const;
  [[nodiscard]] std::set<std::string, CaseInsensitiveLess> may(const std::vector<std::string>& classes) const;
  /// The names of all attribute types, for suggestions.
  [[nodiscard]] std::vector<std::string> attributeNames() const;
  [[nodiscard]] std::vector<std::string> objectClassNames() const;

 private:
  [[nodiscard]] std::set<std::string, CaseInsensitiveLess> attributesOf(
      const std::vector<std::string>& classes, std::vector<std::string> ObjectClass::* list) const;

  std::vector<AttributeType> attributeTypes_;
  std::vector<ObjectClass> objectClasses_;
  std::map<std::string, std::size_t, CaseInsensitiveLess> attributeTypeByName_;
  std::map<std::string, std::size_t, CaseInsensitiveLess> objectClassByName_;
};

}  // namespace scim2ldap::ldap
