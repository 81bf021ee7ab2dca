#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scim2ldap::scim {

inline constexpr std::string_view kUserSchema = "urn:ietf:params:scim:schemas:core:2.0:User";
inline constexpr std::string_view kGroupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group";
inline constexpr std::string_view kEnterpriseUserSchema =
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

enum class Type { String, Boolean, Decimal, Integer, DateTime, Binary, Reference, Complex };
enum class Mutability { ReadOnly, ReadWrite, Immutable, WriteOnly };
enum class Returned { Always, Never, Default, Request };
enum class Uniqueness { None, Server, Global };

/// The definition of one attribute with the defaults of RFC 7643 §2.2; §7 names the characteristics.
struct Attribute {
  std::string name;
  Type type = Type::String;
  bool multiValued = false;
  bool required = false;
  bool caseExact = false;
  Mutability mutability = Mutability::ReadWrite;
  Returned returned = Returned::Default;
  Uniqueness uniqueness = Uniqueness::None;
  std::vector<std::string> canonicalValues{};
  std::vector<std::string> referenceTypes{};
  std::string description{};
  std::vector<Attribute> subAttributes{};

  /// The sub-attribute of that name (ASCII case ignored), or nullptr.
  [[nodiscard]] const Attribute* find(std::string_view subAttribute) const;

  bool operator==(const Attribute&) const = default;
};

/// A schema: a URN and the attributes defined under it. RFC 7643 §7
struct Schema {
  std::string id;
  std::string name;
  std::string description;
  std::vector<Attribute> attributes;

  /// The attribute of that name (ASCII case ignored), or nullptr.
  [[nodiscard]] const Attribute* find(std::string_view name) const;

  bool operator==(const Schema&) const = default;
};

/// A resource type as an endpoint serves it. RFC 7643 §6
struct ResourceType {
  std::string name;      ///< "User" or "Group"
  std::string endpoint;  ///< "/Users" or "/Groups"
  Schema schema;
  std::vector<Schema> extensions{};

  /// The attribute of that name in the core schema, or among the common attributes (`id`, `externalId`,
  /// `meta`, `schemas`, RFC 7643 §3.1), or, when `schema` is a URN, in that extension; nullptr when there
  /// is none. Case of names and URNs is ignored.
  [[nodiscard]] const Attribute* find(std::string_view schemaUrn, std::string_view name) const;
  /// The extension of that URN (case ignored), or nullptr.
  [[nodiscard]] const Schema* findExtension(std::string_view urn) const;
};

/// The schemas as RFC 7643 §4.1, §4.2, §4.3 and §8.7 define them, whole.
[[nodiscard]] const Schema& userSchema();
[[nodiscard]] const Schema& groupSchema();
[[nodiscard]] const Schema& enterpriseUserSchema();
/// `id`, `externalId`, `meta` and `schemas`, which no schema names. RFC 7643 §3.1
[[nodiscard]] const std::vector<Attribute>& commonAttributes();

/// ASCII case-insensitive comparison of attribute names, operators and URNs. RFC 7643 §2.1
[[nodiscard]] bool sameName(std::string_view left, std::string_view right);

}  // namespace scim2ldap::scim
