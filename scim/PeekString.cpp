#include "scim/PeekString.h"

#include <algorithm>

#include "scim/Error.h"
#include "scim/Json.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {
namespace {

constexpr auto kNone = std::string_view::npos;

/// Where the string that begins at `begin` ends, behind its closing quotation mark; kNone when it does not.
std::size_t endOfString(std::string_view json, std::size_t begin) {
  for (std::size_t at = begin + 1; at < json.size(); ++at) {
    if (json[at] == '\\') {
      ++at;
    } else if (json[at] == '"') {
      return at + 1;
    }
  }
  return kNone;
}

std::size_t behindSpace(std::string_view json, std::size_t at) {
  return std::min(json.find_first_not_of(" \t\r\n", at), json.size());
}

/// The value of a string with its quotation marks; "" when it is none.
std::string valueOf(std::string_view quoted) {
  try {
    return parseJson("[" + std::string(quoted) + "]").asArray().front().asString();
  } catch (const Error&) {
    return "";
  }
}

}  // namespace

std::string peekString(std::string_view json, std::string_view name) {
  int depth = 0;
  for (std::size_t at = 0; at < json.size();) {
    if (json[at] != '"') {
      if (json[at] == '{' || json[at] == '[') ++depth;
      if (json[at] == '}' || json[at] == ']') --depth;
      ++at;
      continue;
    }
    const std::size_t end = endOfString(json, at);
    if (end == kNone) return "";
    const bool isNamed = depth == 1 && sameName(json.substr(at + 1, end - at - 2), name);
    at = end;
    const std::size_t colon = behindSpace(json, end);
    if (!isNamed || colon == json.size() || json[colon] != ':') continue;
    const std::size_t value = behindSpace(json, colon + 1);
    if (value == json.size() || json[value] != '"') return "";
    const std::size_t valueEnd = endOfString(json, value);
    return valueEnd == kNone ? "" : valueOf(json.substr(value, valueEnd - value));
  }
  return "";
}

}  // namespace scim2ldap::scim
