#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mappings/Template.h"

namespace scim2ldap::mappings {

/// What is wrong with the use of a filter (its name, the number or kind of its arguments), or nullopt.
[[nodiscard]] std::optional<std::string> faultOf(const Template::Filter& filter);

/// The text behind the filter; `filter` has no fault.
[[nodiscard]] std::string filtered(const Template::Filter& filter, const std::string& text);

/// The text in ASCII: accents taken off, ligatures spelt out ("ß" as "ss"), what has no counterpart left out.
[[nodiscard]] std::string asciiOf(std::string_view text);

}  // namespace scim2ldap::mappings
