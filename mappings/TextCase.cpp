#include "mappings/TextCase.h"

#include <Poco/UTF8String.h>

namespace scim2ldap::mappings {

std::string lowerCase(std::string_view text) {
  return Poco::UTF8::toLower(std::string(text));
}

std::string upperCase(std::string_view text) {
  return Poco::UTF8::toUpper(std::string(text));
}

}  // namespace scim2ldap::mappings
