#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scim2ldap::connector {

/// What a token may do, word by word (RFC 6749 §3.3).
inline constexpr std::string_view kUserRead = "user.read";
inline constexpr std::string_view kUserWrite = "user.write";
inline constexpr std::string_view kGroupRead = "group.read";
inline constexpr std::string_view kGroupWrite = "group.write";
inline constexpr std::string_view kUserProtected = "user.protected";  ///< change protected attributes

using Scopes = std::vector<std::string>;

/// What a token may do when nobody says otherwise: read and write users and groups.
[[nodiscard]] Scopes defaultScopes();

/// Takes a list of scopes apart, separated by blanks. Each stands in the result once, in the order of above.
/// \returns the default ones for a text without any
/// \throws std::invalid_argument  a word that is no scope, with the ones that there are
[[nodiscard]] Scopes parseScopes(std::string_view text);

/// The scopes with a blank between them.
[[nodiscard]] std::string printScopes(const Scopes& scopes);

[[nodiscard]] bool hasScope(const Scopes& scopes, std::string_view scope);
/// Whether all of them are among `granted`.
[[nodiscard]] bool coversScopes(const Scopes& granted, const Scopes& wanted);

}  // namespace scim2ldap::connector
