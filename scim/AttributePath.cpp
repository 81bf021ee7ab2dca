#include "scim/AttributePath.h"

#include <algorithm>

namespace scim2ldap::scim {
namespace {

bool isAlpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// nameChar = "-" / "_" / DIGIT / ALPHA
bool isNameChar(char c) {
  return isAlpha(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// RFC 3986 leaves neither blanks, quotes and brackets nor control characters in a URI.
bool isUriChar(char c) {
  return c > 0x20 && c < 0x7f && std::string_view("\"<>[]()\\^`{}|,").find(c) == std::string_view::npos;
}

class PathReader {
 public:
  PathReader(std::string_view text, ScimType fault, std::size_t offset)
      : text_(text), fault_(fault), offset_(offset) {}

  // attrPath = [URI ":"] ATTRNAME *1subAttr
  AttributePath attrPath() {
    AttributePath path;
    if (const std::size_t colon = text_.rfind(':'); colon != std::string_view::npos) {
      path.schema = text_.substr(0, colon);
      checkUri(path.schema);
      position_ = colon + 1;
    }
    path.name = attrName();
    // subAttr = "." ATTRNAME
    if (position_ < text_.size() && text_[position_] == '.') {
      ++position_;
      path.subAttribute = attrName();
    }
    if (position_ < text_.size()) fail(position_, "unexpected character in an attribute path");
    return path;
  }

 private:
  // ATTRNAME = ALPHA *(nameChar), and "$ref"
  std::string attrName() {
    const std::size_t begin = position_;
    if (position_ < text_.size() && text_[position_] == '$') ++position_;
    if (position_ == text_.size() || !isAlpha(text_[position_]))
      fail(position_, "an attribute name is expected");
    while (position_ < text_.size() && isNameChar(text_[position_])) ++position_;
    return std::string(text_.substr(begin, position_ - begin));
  }

  void checkUri(std::string_view uri) const {
    const auto bad = std::find_if_not(uri.begin(), uri.end(), isUriChar);
    if (uri.empty() || bad != uri.end()) {
      fail(static_cast<std::size_t>(bad - uri.begin()), "a schema URN is expected before the last colon");
    }
  }

  [[noreturn]] void fail(std::size_t position, const std::string& what) const {
    throw Error(400, fault_, what + " (at byte " + std::to_string(offset_ + position) + ")");
  }

  std::string_view text_;
  ScimType fault_;
  std::size_t offset_;
  std::size_t position_ = 0;
};

}  // namespace

AttributePath parseAttributePath(std::string_view text, ScimType fault, std::size_t offset) {
  return PathReader(text, fault, offset).attrPath();
}

std::string toString(const AttributePath& path) {
  std::string text = path.schema;
  if (!text.empty() && !path.name.empty()) text += ':';
  text += path.name;
  if (!path.subAttribute.empty()) text += '.' + path.subAttribute;
  return text;
}

}  // namespace scim2ldap::scim
