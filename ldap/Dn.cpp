#include "ldap/Dn.h"

#include <algorithm>
#include <array>

#include "ldap/HexPair.h"
#include "ldap/StringPreparation.h"

namespace scim2ldap::ldap {
namespace {

/// Escapes a value. Beyond what RFC 4514 §2.4 demands, control characters and octets that are not UTF-8 are
/// hex pairs, so that the result is text that fits on one line.
void appendValue(std::string& text, std::string_view value) {
  for (std::size_t i = 0; i < value.size();) {
    const char c = value[i];
    const std::size_t length = utf8SequenceLength(value, i);
    const bool edgeSpace = c == ' ' && (i == 0 || i + 1 == value.size());
    if (length == 0 || static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      appendEscapedOctet(text, c);
    } else if (std::string_view("\"+,;<>\\").find(c) != std::string_view::npos || edgeSpace ||
               (c == '#' && i == 0)) {
      text += '\\';
      text += c;
    } else {
      text += value.substr(i, length);
    }
    i += length == 0 ? 1 : length;
  }
}

std::string toText(const AttributeTypeAndValue& pair) {
  std::string text = pair.type + "=";
  appendValue(text, pair.value);
  return text;
}

/// The short name of the attribute types that every implementation has to know by all their names.
/// RFC 4514 §3, RFC 4519
std::string canonicalType(std::string_view type) {
  struct Type {
    std::string_view shortName;
    std::string_view longName;
    std::string_view oid;
  };
  static constexpr std::array<Type, 9> kTypes = {{{"cn", "commonname", "2.5.4.3"},
                                                  {"l", "localityname", "2.5.4.7"},
                                                  {"st", "stateorprovincename", "2.5.4.8"},
                                                  {"o", "organizationname", "2.5.4.10"},
                                                  {"ou", "organizationalunitname", "2.5.4.11"},
                                                  {"c", "countryname", "2.5.4.6"},
                                                  {"street", "streetaddress", "2.5.4.9"},
                                                  {"dc", "domaincomponent", "0.9.2342.19200300.100.1.25"},
                                                  {"uid", "userid", "0.9.2342.19200300.100.1.1"}}};
  const std::string lower = prepareCaseIgnore(type);
  for (const Type& known : kTypes)
    if (lower == known.longName || lower == known.oid) return std::string(known.shortName);
  return lower;
}

std::string normalized(const Rdn& rdn) {
  std::vector<std::string> pairs;
  for (const AttributeTypeAndValue& pair : rdn.pairs)
    pairs.push_back(toText({canonicalType(pair.type), prepareCaseIgnore(pair.value)}));
  std::sort(pairs.begin(), pairs.end());
  std::string text;
  for (const std::string& pair : pairs) text += (text.empty() ? "" : "+") + pair;
  return text;
}

}  // namespace

std::string Dn::toString() const {
  std::string text;
  for (const Rdn& rdn : rdns_) {
    if (!text.empty()) text += ',';
    bool first = true;
    for (const AttributeTypeAndValue& pair : rdn.pairs) {
      if (!first) text += '+';
      text += toText(pair);
      first = false;
    }
  }
  return text;
}

std::string Dn::normalized() const {
  std::string text;
  for (const Rdn& rdn : rdns_) {
    if (!text.empty()) text += ',';
    text += ldap::normalized(rdn);
  }
  return text;
}

Dn Dn::parent() const {
  return rdns_.empty() ? Dn() : Dn(std::vector<Rdn>(rdns_.begin() + 1, rdns_.end()));
}

Dn Dn::child(Rdn rdn) const {
  std::vector<Rdn> rdns{std::move(rdn)};
  rdns.insert(rdns.end(), rdns_.begin(), rdns_.end());
  return Dn(std::move(rdns));
}

Dn Dn::child(std::string type, std::string value) const {
  return child(Rdn{{{std::move(type), std::move(value)}}});
}

Dn Dn::under(const Dn& base) const {
  std::vector<Rdn> rdns = rdns_;
  rdns.insert(rdns.end(), base.rdns_.begin(), base.rdns_.end());
  return Dn(std::move(rdns));
}

bool Dn::isWithin(const Dn& base) const {
  if (rdns_.size() < base.rdns_.size()) return false;
  return std::equal(
      base.rdns_.rbegin(), base.rdns_.rend(), rdns_.rbegin(),
      [](const Rdn& left, const Rdn& right) { return ldap::normalized(left) == ldap::normalized(right); });
}

}  // namespace scim2ldap::ldap
