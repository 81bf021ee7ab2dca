#include "connector/endpoint/ContentType.h"

#include <algorithm>
#include <string>

#include "scim/CaseFolding.h"

namespace scim2ldap::connector {
namespace {

/// The part up to the next ";", without blanks around it; taken off the text.
std::string_view takePart(std::string_view& text) {
  std::string_view part = text.substr(0, text.find(';'));
  text.remove_prefix(std::min(text.size(), part.size() + 1));
  while (part.starts_with(' ') || part.starts_with('\t')) part.remove_prefix(1);
  while (part.ends_with(' ') || part.ends_with('\t')) part.remove_suffix(1);
  return part;
}

}  // namespace

bool isJson(std::string_view contentType) {
  const std::string lower = scim::lowerAscii(contentType);
  std::string_view rest = lower;
  const std::string_view type = takePart(rest);
  if (type.empty()) return true;
  if (!type.ends_with("/json") && !type.ends_with("+json")) return false;
  while (!rest.empty()) {
    const std::string_view parameter = takePart(rest);
    if (!parameter.starts_with("charset=")) continue;
    std::string charset(parameter.substr(parameter.find('=') + 1));
    std::erase(charset, '"');
    if (charset != "utf-8" && charset != "utf8") return false;
  }
  return true;
}

}  // namespace scim2ldap::connector
