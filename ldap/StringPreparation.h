#pragma once

#include <string>
#include <string_view>

namespace scim2ldap::ldap {

/// The length of the well-formed UTF-8 sequence at `offset`, 0 when there is none. RFC 3629 §4
[[nodiscard]] std::size_t utf8SequenceLength(std::string_view text, std::size_t offset);

/// A value as caseIgnoreMatch compares it: lower case, surrounding spaces gone, inner runs of spaces one
/// space; a value of spaces alone is one space. Octets that are not UTF-8 are compared as they are. Unlike
/// RFC 4518 §2.3 there is no NFKC: composed and decomposed letters stay different.
/// RFC 4517 §4.2.11, RFC 4518 §2.6.1
[[nodiscard]] std::string prepareCaseIgnore(std::string_view value);

}  // namespace scim2ldap::ldap
