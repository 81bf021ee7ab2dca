#include "scim/Query.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "scim/CaseFolding.h"
#include "scim/Error.h"
#include "scim/Sort.h"

namespace scim2ldap::scim {
namespace {

std::optional<unsigned> hexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  return std::nullopt;
}

// application/x-www-form-urlencoded
std::string decode(std::string_view raw) {
  std::string text;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '%') {
      text += raw[i] == '+' ? ' ' : raw[i];
      continue;
    }
    const auto high = i + 2 < raw.size() ? hexDigit(raw[i + 1]) : std::nullopt;
    const auto low = i + 2 < raw.size() ? hexDigit(raw[i + 2]) : std::nullopt;
    if (!high || !low) throw Error(400, ScimType::InvalidSyntax, "a broken %-escape in the query string");
    text += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  if (!isUtf8(text)) throw Error(400, ScimType::InvalidSyntax, "the query string is not UTF-8");
  return text;
}

/// Calls `take` for every part between the separators that is not empty.
template <typename Take>
void forEachPart(std::string_view text, char separator, Take take) {
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    if (!part.empty()) take(part);
  }
}

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::vector<AttributePath> attributeList(std::string_view text) {
  std::vector<AttributePath> paths;
  forEachPart(text, ',', [&](std::string_view part) {
    if (const std::string_view path = trim(part); !path.empty()) paths.push_back(parseAttributePath(path));
  });
  return paths;
}

/// \param least  what a smaller number counts as. RFC 7644 §3.4.2.4
std::int64_t number(std::string_view name, std::string_view text, std::int64_t least) {
  text = trim(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size() || error == std::errc::invalid_argument) {
    throw Error(400, ScimType::InvalidValue, "\"" + std::string(name) + "\" is to be a number");
  }
  if (error == std::errc::result_out_of_range) {
    value = text.starts_with('-') ? least : std::numeric_limits<std::int64_t>::max();
  }
  return std::max(value, least);
}

}  // namespace

QueryParameters parseQueryString(std::string_view raw) {
  QueryParameters parameters;
  forEachPart(raw, '&', [&](std::string_view part) {
    const std::size_t equals = part.find('=');
    const std::string_view value = equals == std::string_view::npos ? "" : part.substr(equals + 1);
    parameters.emplace_back(decode(part.substr(0, equals)), decode(value));
  });
  return parameters;
}

Query parseQuery(const QueryParameters& parameters) {
  const auto find = [&](std::string_view name) -> const std::string* {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const auto& parameter) { return sameName(parameter.first, name); });
    return found == parameters.end() ? nullptr : &found->second;
  };

  Query query;
  if (const auto* filter = find("filter")) query.filter = parseFilter(*filter);
  if (const auto* list = find("attributes")) query.projection.attributes = attributeList(*list);
  if (const auto* list = find("excludedAttributes"))
    query.projection.excludedAttributes = attributeList(*list);
  const auto textOf = [&](std::string_view name) {
    const std::string* text = find(name);
    return text == nullptr ? std::string_view() : trim(*text);
  };
  query.sorting = sortingFrom(textOf("sortBy"), textOf("sortOrder"));
  if (const auto* text = find("startIndex")) query.startIndex = number("startIndex", *text, 1);
  if (const auto* text = find("count")) query.count = number("count", *text, 0);
  if (const auto* text = find("cursor")) query.cursor = *text;
  return query;
}

}  // namespace scim2ldap::scim
