#pragma once

#include <string>
#include <string_view>

namespace scim2ldap::connector {

/// A file of the page, as it is sent.
struct PageFile {
  std::string_view path;  ///< "/page.css"
  std::string_view mediaType;
  std::string_view content;
  std::string entityTag;  ///< strong: the SHA-256 of the content, in quotes
};

/// The file that stands at the path, or nullptr.
[[nodiscard]] const PageFile* findPageFile(std::string_view path);

/// Whether an If-None-Match field names the file's state, so that 304 is the answer.
/// RFC 9110 §13.1.2 (weak comparison)
[[nodiscard]] bool isCurrent(const PageFile& file, std::string_view ifNoneMatch);

}  // namespace scim2ldap::connector
