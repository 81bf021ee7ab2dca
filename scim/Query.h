#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scim/Filter.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {

/// The decoded parameters of a query string, in order. A key without "=" has an empty value.
using QueryParameters = std::vector<std::pair<std::string, std::string>>;

/// Decodes a raw query string: "+" and "%20" are spaces, %XX once, empty parts (stray "&") dropped.
/// \throws Error  400 invalidSyntax for a broken escape or bytes that are not UTF-8
[[nodiscard]] QueryParameters parseQueryString(std::string_view raw);

/// Which attributes an answer holds; lists empty means the default set. RFC 7644 §3.9
struct Projection {
  std::vector<AttributePath> attributes;
  std::vector<AttributePath> excludedAttributes;
  /// What the body of the request named: where the client asks for nothing else, attributes with
  /// returned=request that stand here are part of the answer. RFC 7643 §7
  std::vector<AttributePath> specified{};

  /// Whether the attribute can be part of the answer; false lets a reader leave out the work of loading it.
  [[nodiscard]] bool wants(const ResourceType& type, std::string_view attribute) const;
  /// Whether no part of the attribute is left out of its value.
  [[nodiscard]] bool wantsWhole(const ResourceType& type, std::string_view attribute) const;
};

/// The order of an answer. RFC 7644 §3.4.2.3
struct Sorting {
  AttributePath by;
  bool descending = false;
  bool operator==(const Sorting&) const = default;
};

/// A query. RFC 7644 §3.4.2
struct Query {
  std::optional<Filter> filter{};
  Projection projection{};
  std::optional<Sorting> sorting{};
  std::int64_t startIndex = 1;          ///< at least 1
  std::optional<std::int64_t> count{};  ///< at least 0; unset: the server's page size
  /// Set: the pages are asked for by cursor, and startIndex has no meaning; "": the first one. RFC 9865 §2
  std::optional<std::string> cursor{};
};

/// Reads the parameters that SCIM knows, names in any case; others are ignored, the first of a repeated
/// name counts. startIndex below 1 is 1, a negative count is 0; an empty sortBy or sortOrder is none.
/// \throws Error  400 invalidFilter, invalidPath, invalidValue (a count or startIndex that is no number, a
///                sortOrder that is neither "ascending" nor "descending")
[[nodiscard]] Query parseQuery(const QueryParameters& parameters);

/// Reads the body of a query by POST: the same, in JSON. A member that is null is absent, unknown ones are
/// ignored.
/// \throws Error  400 as `parseQuery`; invalidSyntax when the body is not a SearchRequest; invalidValue when
/// a
///                member has another JSON type
/// RFC 7644 §3.4.3
[[nodiscard]] Query parseSearchRequest(const Json& body);

/// The attributes and sub-attributes that the body of a POST, a PUT or a PATCH names; names that are none are
/// left out.
[[nodiscard]] std::vector<AttributePath> attributesNamedIn(const Json& body);

/// The resource as the client asked to see it. `schemas` and attributes with returned=always stay; those with
/// returned=never go; returned=request only when named, by the query or by the body.
/// RFC 7644 §3.9, RFC 7643 §2.2
[[nodiscard]] Json project(const ResourceType& type, Json resource, const Projection& projection);

}  // namespace scim2ldap::scim
