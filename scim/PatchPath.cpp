#include "scim/Error.h"
#include "scim/FilterParser.h"
#include "scim/Patch.h"

namespace scim2ldap::scim {
namespace {

bool isVersion(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// Whether the text is a URN without an attribute. SCIM's URNs end in a version and a name ("…:2.0:User"),
/// some of others' in the version.
bool isSchemaUrn(std::string_view text) {
  const std::size_t last = text.rfind(':');
  if (last == std::string_view::npos || last == 0) return false;
  const std::string_view end = text.substr(last + 1);
  if (isVersion(end)) return true;
  const std::size_t before = text.rfind(':', last - 1);
  return before != std::string_view::npos && end.find('.') == std::string_view::npos &&
         isVersion(text.substr(before + 1, last - before - 1));
}

}  // namespace

// PATH = attrPath / valuePath [subAttr]
PatchPath parsePatchPath(std::string_view text) {
  FilterParser parser(text, ScimType::InvalidPath);
  if (text.size() > kMaxFilterBytes) parser.failAt(kMaxFilterBytes, "the path is too long");
  parser.skipSpaces();

  PatchPath path;
  FilterParser lookAhead = parser;
  if (const std::string_view token = lookAhead.pathToken(); isSchemaUrn(token) && !lookAhead.at('[')) {
    // A name behind it makes it an attrPath, so that the URN's characters are checked.
    path.attribute.schema = parseAttributePath(std::string(token) + ":x").schema;
    parser = lookAhead;
  } else {
    path.attribute = parser.attributePath();
  }

  if (parser.at('[')) {
    if (!path.attribute.subAttribute.empty()) parser.fail("a sub-attribute has no values to choose from");
    path.valueFilter = parser.bracketedFilter();
    path.subAttribute = parser.subAttribute();
  }
  parser.skipSpaces();
  if (!parser.atEnd()) parser.fail("the end of the path is expected");
  return path;
}

std::string toString(const PatchPath& path) {
  std::string text = toString(path.attribute);
  if (path.valueFilter) text += '[' + toString(*path.valueFilter) + ']';
  if (!path.subAttribute.empty()) text += '.' + path.subAttribute;
  return text;
}

}  // namespace scim2ldap::scim
