#include "mappings/TextCase.h"

#include <Poco/UTF8String.h>

#include "scim/CaseFolding.h"

namespace scim2ldap::mappings {

std::string lowerCase(std::string_view text) {
  return scim::foldCase(text);
}

std::string upperCase(std::string_view text) {
  return Poco::UTF8::toUpper(std::string(text));
}

}  // namespace scim2ldap::mappings
