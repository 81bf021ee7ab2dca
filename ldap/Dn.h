#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scim2ldap::ldap {

/// type=value inside of an RDN; the value is unescaped.
struct AttributeTypeAndValue {
  std::string type;
  std::string value;
  bool operator==(const AttributeTypeAndValue&) const = default;
};

/// A relative distinguished name: one or more type=value pairs. RFC 4512 §2.3.1
struct Rdn {
  std::vector<AttributeTypeAndValue> pairs;
  bool operator==(const Rdn&) const = default;
};

/// A distinguished name, as its parts. Values never have to be escaped by a caller: DNs are made by `child`
/// and printed by `toString`, not by joining strings.
///
/// Two DNs are equal when their normalized forms are: types and values without regard to case, spaces
/// squeezed (caseIgnoreMatch, RFC 4517 §4.2.11), pairs of a multi-valued RDN in any order.
class Dn {
 public:
  /// The empty DN (the root DSE).
  Dn() = default;
  explicit Dn(std::vector<Rdn> rdns) : rdns_(std::move(rdns)) {}

  /// Parses the string form of RFC 4514 (and RFC 2253's `;` and quoted values on input).
  /// \throws Error  invalidDnSyntax (34), the diagnostic names the byte offset
  [[nodiscard]] static Dn parse(std::string_view text);

  /// The string form of RFC 4514 §2. UTF-8 stays UTF-8; Dn::parse(d.toString()) == d.
  [[nodiscard]] std::string toString() const;
  /// A key for maps and comparison; not for the wire.
  [[nodiscard]] std::string normalized() const;

  [[nodiscard]] bool empty() const { return rdns_.empty(); }
  /// RDNs from the leaf upwards.
  [[nodiscard]] const std::vector<Rdn>& rdns() const { return rdns_; }
  /// The leaf RDN. Must not be called on the empty DN.
  [[nodiscard]] const Rdn& rdn() const { return rdns_.front(); }
  /// The DN without its leaf RDN; empty for the empty DN.
  [[nodiscard]] Dn parent() const;
  [[nodiscard]] Dn child(Rdn rdn) const;
  [[nodiscard]] Dn child(std::string type, std::string value) const;
  /// This DN, read as relative, placed under `base`.
  [[nodiscard]] Dn under(const Dn& base) const;
  /// Whether this DN is `base` or lies below it.
  [[nodiscard]] bool isWithin(const Dn& base) const;

  friend bool operator==(const Dn& left, const Dn& right) {
    return left.rdns_ == right.rdns_ || left.normalized() == right.normalized();
  }

 private:
  std::vector<Rdn> rdns_;
};

}  // namespace scim2ldap::ldap
