#include <algorithm>
#include <string>
#include <string_view>

#include "scim/Error.h"
#include "scim/Messages.h"
#include "scim/Query.h"
#include "scim/Sort.h"

namespace scim2ldap::scim {
namespace {

[[noreturn]] void failSyntax(const std::string& what) {
  throw Error(400, ScimType::InvalidSyntax, what);
}

[[noreturn]] void failType(std::string_view name, const std::string& expected) {
  throw Error(400, ScimType::InvalidValue, "\"" + std::string(name) + "\" is to be " + expected);
}

void checkSchemas(const Json& body) {
  const Json* schemas = body.find("schemas");
  const bool named = schemas != nullptr && schemas->isArray() &&
                     std::any_of(schemas->asArray().begin(), schemas->asArray().end(), [](const Json& urn) {
                       return urn.isString() && sameName(urn.asString(), kSearchRequestSchema);
                     });
  if (!named) failSyntax("\"schemas\" does not name " + std::string(kSearchRequestSchema));
}

/// The members of a SearchRequest, each of the type that it must have.
class Members {
 public:
  explicit Members(const Json& body) : body_(body) {}

  [[nodiscard]] const std::string* text(std::string_view name) const {
    const Json* value = find(name);
    if (value == nullptr) return nullptr;
    if (!value->isString()) failType(name, "a string");
    return &value->asString();
  }

  [[nodiscard]] std::optional<std::int64_t> number(std::string_view name, std::int64_t least) const {
    const Json* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->isInteger()) failType(name, "a whole number");
    return std::max(value->asInteger(), least);
  }

  [[nodiscard]] std::vector<AttributePath> paths(std::string_view name) const {
    std::vector<AttributePath> paths;
    const Json* value = find(name);
    if (value == nullptr) return paths;
    if (!value->isArray()) failType(name, "a list of strings");
    for (const Json& element : value->asArray()) {
      if (!element.isString()) failType(name, "a list of strings");
      paths.push_back(parseAttributePath(element.asString()));
    }
    return paths;
  }

 private:
  [[nodiscard]] const Json* find(std::string_view name) const {
    const Json* value = body_.find(name);
    return value == nullptr || value->isNull() ? nullptr : value;
  }

  const Json& body_;
};

}  // namespace

Query parseSearchRequest(const Json& body) {
  if (!body.isObject()) failSyntax("the body is not a JSON object");
  checkSchemas(body);
  const Members members(body);
  const auto textOf = [&](std::string_view name) {
    const std::string* text = members.text(name);
    return text == nullptr ? std::string_view() : std::string_view(*text);
  };

  Query query;
  if (const std::string* filter = members.text("filter")) query.filter = parseFilter(*filter);
  query.projection.attributes = members.paths("attributes");
  query.projection.excludedAttributes = members.paths("excludedAttributes");
  query.sorting = sortingFrom(textOf("sortBy"), textOf("sortOrder"));
  query.startIndex = members.number("startIndex", 1).value_or(1);
  query.count = members.number("count", 0);
  if (const std::string* cursor = members.text("cursor")) query.cursor = *cursor;
  return query;
}

}  // namespace scim2ldap::scim
