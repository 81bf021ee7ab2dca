#include <algorithm>

#include "scim/Error.h"
#include "scim/Json.h"
#include "tests/fuzz/Property.h"

using namespace scim2ldap;
using fuzz::require;
using scim::Json;

namespace {

std::size_t depthOf(const Json& json) {
  std::size_t deepest = 0;
  if (json.isArray())
    for (const Json& element : json.asArray()) deepest = std::max(deepest, depthOf(element));
  if (json.isObject())
    for (const Json::Member& member : json.asObject()) deepest = std::max(deepest, depthOf(member.value));
  return json.isArray() || json.isObject() ? deepest + 1 : 0;
}

bool namesAreUnique(const Json& json) {
  if (json.isArray()) return std::ranges::all_of(json.asArray(), namesAreUnique);
  if (!json.isObject()) return true;
  return std::ranges::all_of(json.asObject(), [&](const Json::Member& member) {
    return json.find(member.name) == &member.value && namesAreUnique(member.value);
  });
}

/// -?(0|[1-9][0-9]*), but "-0"
bool isPlainInteger(std::string_view text) {
  if (text.starts_with('-'))
    text.remove_prefix(1);
  else if (text == "0")
    return true;
  return !text.empty() && text[0] != '0' && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = fuzz::textOf(bytes, size);
  try {
    const Json json = scim::parseJson(text);
    require(depthOf(json) <= scim::kMaxJsonDepth, "nesting is limited");
    require(namesAreUnique(json), "a name stands once in an object");
    const std::string printed = scim::printJson(json);
    require(fuzz::isOneLine(printed), "is printed in one line");
    require(!isPlainInteger(text) || printed == text, "an integer is taken as it stands, or refused");
    const Json again = scim::parseJson(printed);
    require(again == json, "what is printed reads back as it was");
    require(scim::printJson(again) == printed, "is printed the same again");
  } catch (const scim::Error& error) {
    require(error.status() == 400 && error.type() == scim::ScimType::InvalidSyntax, "400 invalidSyntax");
  }
  return 0;
}
