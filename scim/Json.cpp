#include "scim/Json.h"

#include <algorithm>
#include <utility>

#include "scim/Schema.h"

namespace scim2ldap::scim {

double Json::asDouble() const {
  return isInteger() ? static_cast<double>(asInteger()) : std::get<double>(value_);
}

const Json* Json::find(std::string_view name) const {
  const Object* object = std::get_if<Object>(&value_);
  if (object == nullptr) return nullptr;
  const auto member =
      std::find_if(object->begin(), object->end(), [&](const Member& m) { return sameName(m.name, name); });
  return member == object->end() ? nullptr : &member->value;
}

Json* Json::find(std::string_view name) {
  return const_cast<Json*>(std::as_const(*this).find(name));
}

std::string_view Json::stringAt(std::string_view name) const {
  const Json* value = find(name);
  return value != nullptr && value->isString() ? std::string_view(value->asString()) : std::string_view();
}

Json& Json::set(std::string_view name, Json value) {
  if (isNull()) value_ = Object{};
  if (Json* existing = find(name)) {
    *existing = std::move(value);
    return *existing;
  }
  return asObject().emplace_back(Member{std::string(name), std::move(value)}).value;
}

bool Json::erase(std::string_view name) {
  Object* object = std::get_if<Object>(&value_);
  if (object == nullptr) return false;
  return std::erase_if(*object, [&](const Member& m) { return sameName(m.name, name); }) > 0;
}

bool operator==(const Json& left, const Json& right) {
  if (!left.isObject() || !right.isObject()) return left.value_ == right.value_;
  if (left.asObject().size() != right.asObject().size()) return false;
  return std::all_of(left.asObject().begin(), left.asObject().end(), [&](const Json::Member& member) {
    const Json* other = right.find(member.name);
    return other != nullptr && member.value == *other;
  });
}

}  // namespace scim2ldap::scim
