#include "tests/e2e/replay/Variables.h"

#include <stdexcept>
#include <utility>

namespace scim2ldap::test {

using scim::Json;

void Variables::set(const std::string& name, Json value) {
  values_[name] = std::move(value);
}

void Variables::append(const std::string& name, Json value) {
  Json& list = values_[name];
  if (!list.isArray()) list = Json::array();
  list.asArray().push_back(std::move(value));
}

const Json& Variables::get(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end())
    throw std::invalid_argument("the variable " + std::string(name) + " is not set");
  return found->second;
}

std::string Variables::substitute(std::string_view text) const {
  std::string result;
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${")) {
    const std::size_t end = text.find('}', at);
    if (end == std::string_view::npos) break;
    const std::string_view name = text.substr(at + 2, end - at - 2);
    const Json& value = get(name);
    if (!value.isString()) throw std::invalid_argument("${" + std::string(name) + "} is no string");
    result.append(text.substr(0, at)).append(value.asString());
    text.remove_prefix(end + 1);
  }
  return result.append(text);
}

Json Variables::substituteAll(const Json& json) const {
  if (json.isString()) {
    const std::string& text = json.asString();
    const bool whole = text.starts_with("${") && text.find('}') == text.size() - 1;
    return whole ? get(std::string_view(text).substr(2, text.size() - 3)) : Json(substitute(text));
  }
  if (json.isArray()) {
    Json::Array elements;
    for (const Json& element : json.asArray()) elements.push_back(substituteAll(element));
    return Json(std::move(elements));
  }
  if (json.isObject()) {
    Json object = Json::object();
    for (const Json::Member& member : json.asObject())
      object.asObject().push_back({substitute(member.name), substituteAll(member.value)});
    return object;
  }
  return json;
}

}  // namespace scim2ldap::test
