#include "scim/EntityTag.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

#include "scim/CaseFolding.h"
#include "scim/Error.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {
namespace {

constexpr std::size_t kTagBytes = 16;  ///< of the hash: enough never to meet the same one twice

/// Reads the value of one header, byte by byte.
class EntityTagParser {
 public:
  EntityTagParser(std::string_view header, std::string_view text) : header_(header), text_(text) {}

  // If-Match = "*" / #entity-tag
  EntityTagList list() {
    EntityTagList list;
    skipBlanks();
    if (take("*")) {
      list.any = true;
      skipBlanks();
      if (position_ != text_.size()) fail("\"*\" stands alone");
      return list;
    }
    while (position_ < text_.size()) {
      if (!at(',')) list.tags.push_back(tag());
      skipBlanks();
      if (position_ < text_.size() && !take(",")) fail("a comma is expected");
      skipBlanks();
    }
    if (list.tags.empty()) fail("\"*\" or an entity-tag is expected");
    return list;
  }

 private:
  // entity-tag = [ weak ] opaque-tag ; opaque-tag = DQUOTE *etagc DQUOTE
  EntityTag tag() {
    EntityTag tag;
    tag.weak = take("W/");
    if (!take("\"")) fail("an entity-tag stands in quotes");
    const std::size_t begin = position_;
    while (position_ < text_.size() && isTagCharacter(text_[position_])) ++position_;
    tag.opaque = text_.substr(begin, position_ - begin);
    if (!take("\"")) fail("the end of the entity-tag is expected");
    return tag;
  }

  // etagc = %x21 / %x23-7E / obs-text
  static bool isTagCharacter(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != '"' && byte != 0x7F;
  }

  [[nodiscard]] bool at(char c) const { return position_ < text_.size() && text_[position_] == c; }
  bool take(std::string_view token) {
    const bool found = text_.substr(position_).starts_with(token);
    if (found) position_ += token.size();
    return found;
  }
  void skipBlanks() {
    while (at(' ') || at('\t')) ++position_;
  }
  [[noreturn]] void fail(const std::string& what) const {
    throw Error(400, ScimType::InvalidSyntax,
                std::string(header_) + ": " + what + ", at byte " + std::to_string(position_));
  }

  std::string_view header_;
  std::string_view text_;
  std::size_t position_ = 0;
};

/// Appends, of all the texts that say the same, the one that is hashed.
void appendNormalForm(const Json& json, std::string& text) {
  if (json.isArray()) {
    std::vector<std::string> elements(json.asArray().size());
    for (std::size_t i = 0; i < elements.size(); ++i) appendNormalForm(json.asArray()[i], elements[i]);
    std::sort(elements.begin(), elements.end());
    text += '[';
    for (const std::string& element : elements) text += element + ',';
    text += ']';
  } else if (json.isObject()) {
    std::vector<std::pair<std::string, const Json*>> members;
    members.reserve(json.asObject().size());
    for (const auto& [name, value] : json.asObject()) {
      if (sameName(name, "$ref") || value.isUnassigned()) continue;
      members.emplace_back(printJson(lowerAscii(name)), &value);
    }
    std::sort(members.begin(), members.end());
    text += '{';
    for (const auto& [name, value] : members) {
      text += name + ':';
      appendNormalForm(*value, text);
      text += ',';
    }
    text += '}';
  } else {
    text += printJson(json);
  }
}

std::string hexHash(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  unsigned length = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available from OpenSSL");
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string hex;
  for (std::size_t i = 0; i < kTagBytes; ++i) {
    hex += kHex[digest[i] >> 4];
    hex += kHex[digest[i] & 0xf];
  }
  return hex;
}

}  // namespace

std::string toString(const EntityTag& tag) {
  return (tag.weak ? "W/\"" : "\"") + tag.opaque + '"';
}

bool EntityTagList::meets(const EntityTag& state) const {
  return any || std::any_of(tags.begin(), tags.end(),
                            [&](const EntityTag& tag) { return tag.opaque == state.opaque; });
}

EntityTagList parseEntityTags(std::string_view header, std::string_view text) {
  return EntityTagParser(header, text).list();
}

EntityTag entityTag(const Json& resource, std::string_view version) {
  std::string text;
  appendNormalForm(resource, text);
  return {hexHash(text.append(version)), true};
}

}  // namespace scim2ldap::scim
