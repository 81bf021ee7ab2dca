#pragma once

#include <string>
#include <string_view>

namespace scim2ldap::connector {

/// tchar: a character of a token. RFC 9110 §5.6.2
[[nodiscard]] bool isTokenCharacter(char c);
/// token = 1*tchar. RFC 9110 §5.6.2
[[nodiscard]] bool isToken(std::string_view text);
/// 1*DIGIT
[[nodiscard]] bool isDigits(std::string_view text);
/// VCHAR, obs-text, SP and HTAB only: what a field value may hold. RFC 9110 §5.5
[[nodiscard]] bool isFieldContent(std::string_view text);
/// The text without spaces and tabs around it (OWS). RFC 9110 §5.6.3
[[nodiscard]] std::string_view withoutWhitespace(std::string_view text);
/// Equality without regard to ASCII case, as field names and coding names have it.
[[nodiscard]] bool sameToken(std::string_view left, std::string_view right);
/// Whether a comma-separated list (RFC 9110 §5.6.1) has the member, ASCII case ignored.
[[nodiscard]] bool listContains(std::string_view list, std::string_view member);

}  // namespace scim2ldap::connector
