#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scim2ldap::connector {

/// The segments of a raw request path, decoded once; empty segments (double and trailing slashes) dropped.
/// \throws scim::Error  400 invalidSyntax for a broken escape or bytes that are not UTF-8
/// RFC 3986 §3.3
[[nodiscard]] std::vector<std::string> pathSegments(std::string_view rawPath);

/// The number of segments that the base path takes off the front, or -1 when the path is not below it.
/// Case is ignored, as some clients and administrators do.
[[nodiscard]] int matchBasePath(const std::vector<std::string>& segments, std::string_view basePath);

}  // namespace scim2ldap::connector
