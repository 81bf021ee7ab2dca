#pragma once

#include <filesystem>
#include <string_view>

#include "mappings/Mapping.h"

namespace scim2ldap::mappings {

/// Reads a mapping file (TOML; the language is described in mappings/README.md).
/// \throws FileError  every problem at once: syntax, unknown keys with a suggestion, unknown SCIM attributes,
///                    two rules for one attribute, templates, DNs, filters, missing required keys
[[nodiscard]] Mapping readMappingFile(const std::filesystem::path& file);

/// As readMappingFile, from text; `name` stands for the file in problems.
[[nodiscard]] Mapping parseMapping(std::string_view text, const std::string& name);

}  // namespace scim2ldap::mappings
