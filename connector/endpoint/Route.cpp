#include "connector/endpoint/Route.h"

#include <Poco/Exception.h>
#include <Poco/URI.h>

#include "scim/CaseFolding.h"
#include "scim/Error.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

std::string decoded(std::string_view segment) {
  std::string text;
  try {
    Poco::URI::decode(std::string(segment), text);
  } catch (const Poco::SyntaxException&) {
    throw scim::Error(400, scim::ScimType::InvalidSyntax, "the request path holds a broken percent escape");
  }
  if (!scim::isUtf8(text)) {
    throw scim::Error(400, scim::ScimType::InvalidSyntax, "the request path is not UTF-8");
  }
  if (text.find('\0') != std::string::npos) {
    throw scim::Error(400, scim::ScimType::InvalidSyntax, "the request path holds a NUL");
  }
  return text;
}

}  // namespace

std::vector<std::string> pathSegments(std::string_view rawPath) {
  std::vector<std::string> segments;
  while (!rawPath.empty()) {
    const std::size_t slash = rawPath.find('/');
    const std::string_view segment = rawPath.substr(0, slash);
    if (!segment.empty()) segments.push_back(decoded(segment));
    rawPath = slash == std::string_view::npos ? std::string_view() : rawPath.substr(slash + 1);
  }
  return segments;
}

int matchBasePath(const std::vector<std::string>& segments, std::string_view basePath) {
  const std::vector<std::string> base = pathSegments(basePath);
  if (base.size() > segments.size()) return -1;
  for (std::size_t i = 0; i < base.size(); ++i) {
    if (!scim::sameName(base[i], segments[i])) return -1;
  }
  return static_cast<int>(base.size());
}

}  // namespace scim2ldap::connector
