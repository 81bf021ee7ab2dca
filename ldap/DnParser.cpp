#include <optional>

#include "ldap/Dn.h"
#include "ldap/Error.h"
#include "ldap/HexPair.h"
#include "ldap/StringPreparation.h"

namespace scim2ldap::ldap {
namespace {

bool isAlpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isSpecial(char c) {
  return std::string_view("\"+,;<>\\").find(c) != std::string_view::npos;
}

class DnParser {
 public:
  explicit DnParser(std::string_view text) : text_(text) {}

  /// distinguishedName = [ relativeDistinguishedName *( COMMA relativeDistinguishedName ) ]
  /// RFC 2253 §4 also separates with SEMI.
  std::vector<Rdn> distinguishedName() {
    std::vector<Rdn> rdns;
    skipSpaces();
    if (atEnd()) return rdns;
    do {
      rdns.push_back(relativeDistinguishedName());
    } while (accept(',') || accept(';'));
    if (!atEnd()) fail("unexpected character");
    return rdns;
  }

 private:
  /// relativeDistinguishedName = attributeTypeAndValue *( PLUS attributeTypeAndValue )
  Rdn relativeDistinguishedName() {
    Rdn rdn;
    do {
      rdn.pairs.push_back(attributeTypeAndValue());
    } while (accept('+'));
    return rdn;
  }

  /// attributeTypeAndValue = attributeType EQUALS attributeValue
  AttributeTypeAndValue attributeTypeAndValue() {
    skipSpaces();
    std::string type = attributeType();
    skipSpaces();
    if (!accept('=')) fail("expected '='");
    skipSpaces();
    std::string value = attributeValue();
    return {std::move(type), std::move(value)};
  }

  /// attributeType = descr / numericoid; RFC 2253 §4 also allows "oid." before the latter.
  std::string attributeType() {
    const std::size_t start = position_;
    if (isAlpha(peek())) {
      while (isAlpha(peek()) || isDigit(peek()) || peek() == '-') ++position_;
      if (peek() != '.' || prepareCaseIgnore(text_.substr(start, position_ - start)) != "oid")
        return std::string(text_.substr(start, position_ - start));
      ++position_;
    }
    return numericOid();
  }

  /// numericoid = number 1*( DOT number )
  std::string numericOid() {
    const std::size_t start = position_;
    do {
      const std::size_t number = position_;
      while (isDigit(peek())) ++position_;
      if (position_ == number) fail("expected an attribute type");
      if (text_[number] == '0' && position_ - number > 1) fail("expected an attribute type");
    } while (accept('.'));
    return std::string(text_.substr(start, position_ - start));
  }

  /// attributeValue = string / hexstring, and RFC 2253's quotation.
  std::string attributeValue() {
    if (accept('#')) return hexString();
    if (accept('"')) return quotation();
    return string();
  }

  /// string = [ ( leadchar / pair ) [ *( stringchar / pair ) ( trailchar / pair ) ] ]
  /// Unescaped spaces at the end are white space, as in RFC 2253.
  std::string string() {
    std::string value;
    std::size_t end = 0;  // behind the last octet that is not an unescaped space
    while (!atEnd() && peek() != ',' && peek() != ';' && peek() != '+') {
      const bool space = peek() == ' ';
      if (peek() == '\\')
        value += pair();
      else if (isSpecial(peek()))
        fail("unescaped special character");
      else
        value += character();
      if (!space) end = value.size();
    }
    value.resize(end);
    return value;
  }

  /// quotation = QUOTE *( quotechar / pair ) QUOTE
  std::string quotation() {
    std::string value;
    while (!accept('"')) {
      if (atEnd()) fail("unterminated quotation");
      value += peek() == '\\' ? std::string(1, pair()) : std::string(character());
    }
    skipSpaces();
    return value;
  }

  /// hexstring = SHARP 1*hexpair, the BER encoding of the value. RFC 4514 §2.4
  /// Only the string types of ASN.1 are values in LDAP's sense.
  std::string hexString() {
    const std::size_t start = position_ - 1;
    std::string ber;
    while (const std::optional<char> octet = hexPair()) ber += *octet;
    skipSpaces();
    const std::optional<std::string> value = stringContents(ber);
    if (!value) {
      position_ = start;
      fail("expected the BER encoding of a string");
    }
    return *value;
  }

  static std::optional<std::string> stringContents(std::string_view ber) {
    static constexpr std::string_view kStringTags =
        "\x04\x0C\x13\x14\x16";  // OCTET, UTF8, Printable, T61, IA5
    if (ber.size() < 2 || kStringTags.find(ber[0]) == std::string_view::npos) return std::nullopt;
    std::size_t length = static_cast<unsigned char>(ber[1]);
    std::size_t header = 2;
    if (length >= 0x80) {
      const std::size_t lengthOctets = length & 0x7F;
      if (lengthOctets == 0 || lengthOctets > 4 || ber.size() < header + lengthOctets) return std::nullopt;
      length = 0;
      for (std::size_t i = 0; i < lengthOctets; ++i)
        length = length << 8 | static_cast<unsigned char>(ber[header + i]);
      header += lengthOctets;
    }
    if (ber.size() - header != length) return std::nullopt;
    return std::string(ber.substr(header));
  }

  /// pair = ESC ( ESC / special / hexpair ), where special includes SPACE, SHARP and EQUALS
  char pair() {
    ++position_;
    if (const std::optional<char> octet = hexPair()) return *octet;
    const char c = peek();
    if (atEnd() || !(isSpecial(c) || c == ' ' || c == '#' || c == '=')) fail("invalid escape");
    ++position_;
    return c;
  }

  std::optional<char> hexPair() {
    const std::optional<char> octet = parseHexPair(text_.substr(position_));
    if (octet) position_ += 2;
    return octet;
  }

  /// One character of UTF-8, not NUL.
  std::string_view character() {
    const std::size_t length = utf8SequenceLength(text_, position_);
    if (length == 0) fail("not UTF-8");
    if (peek() == '\0') fail("unescaped NUL");
    const std::string_view sequence = text_.substr(position_, length);
    position_ += length;
    return sequence;
  }

  [[nodiscard]] bool atEnd() const { return position_ == text_.size(); }
  [[nodiscard]] char peek() const { return atEnd() ? '\0' : text_[position_]; }
  bool accept(char c) {
    if (atEnd() || text_[position_] != c) return false;
    ++position_;
    return true;
  }
  void skipSpaces() {
    while (accept(' ')) {
    }
  }
  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ResultCode::InvalidDnSyntax, what + " at offset " + std::to_string(position_));
  }

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace

Dn Dn::parse(std::string_view text) {
  return Dn(DnParser(text).distinguishedName());
}

}  // namespace scim2ldap::ldap
