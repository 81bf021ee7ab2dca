#include "scim/UriReference.h"

#include <algorithm>

namespace scim2ldap::scim {
namespace {

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isHexDigit(char c) {
  return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
bool isScheme(std::string_view text) {
  return !text.empty() && isLetter(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
    return isLetter(c) || isDigit(c) || c == '+' || c == '-' || c == '.';
  });
}

/// Nothing but unreserved characters, percent-encoded ones, and these.
bool holdsOnly(std::string_view text, std::string_view others) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || !isHexDigit(text[i + 1]) || !isHexDigit(text[i + 2])) return false;
      i += 2;
    } else if (!isLetter(c) && !isDigit(c) && std::string_view("-._~").find(c) == std::string_view::npos &&
               others.find(c) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

/// Takes off and returns what stands before the first of these characters.
std::string_view takeUntil(std::string_view& text, std::string_view ends) {
  const std::string_view taken = text.substr(0, text.find_first_of(ends));
  text.remove_prefix(taken.size());
  return taken;
}

}  // namespace

// URI-reference = [ scheme ":" ] [ "//" authority ] path [ "?" query ] [ "#" fragment ]
bool isUriReference(std::string_view text) {
  constexpr std::string_view kPath = "!$&'()*+,;=:@/";
  constexpr std::string_view kQuery = "!$&'()*+,;=:@/?";
  constexpr std::string_view kAuthority = "!$&'()*+,;=:@[]";

  std::string_view rest = text;
  if (takeUntil(rest, ":/?#"); rest.starts_with(':')) {
    if (!isScheme(text.substr(0, text.size() - rest.size()))) return false;
    rest.remove_prefix(1);
  } else {
    rest = text;
  }
  if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    if (!holdsOnly(takeUntil(rest, "/?#"), kAuthority)) return false;
  }
  if (!holdsOnly(takeUntil(rest, "?#"), kPath)) return false;
  if (!rest.empty() && rest.front() == '?') {
    rest.remove_prefix(1);
    if (!holdsOnly(takeUntil(rest, "#"), kQuery)) return false;
  }
  return rest.empty() || holdsOnly(rest.substr(1), kQuery);
}

}  // namespace scim2ldap::scim
