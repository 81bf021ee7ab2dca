#include "mappings/PostalAddressText.h"

namespace scim2ldap::mappings {

std::optional<std::string> postalAddress(std::string_view text) {
  std::string address;
  std::string line;
  const auto endLine = [&] {
    if (line.find_first_not_of(' ') != std::string::npos) address += (address.empty() ? "" : "$") + line;
    line.clear();
  };
  for (const char c : text) {
    if (c == '\n') {
      endLine();
    } else if (c == '$') {
      line += "\\24";
    } else if (c == '\\') {
      line += "\\5C";
    } else if (c != '\r') {
      line += c;
    }
  }
  endLine();
  if (address.empty()) return std::nullopt;
  return address;
}

std::string linesOf(std::string_view postalAddress) {
  std::string text;
  for (std::size_t i = 0; i < postalAddress.size(); ++i) {
    const std::string_view escape = postalAddress.substr(i, 3);
    if (escape == "\\24") {
      text += '$';
      i += 2;
    } else if (escape == "\\5C" || escape == "\\5c") {
      text += '\\';
      i += 2;
    } else {
      text += postalAddress[i] == '$' ? '\n' : postalAddress[i];
    }
  }
  return text;
}

}  // namespace scim2ldap::mappings
