#include "tests/e2e/replay/JsonMatch.h"

#include <charconv>
#include <stdexcept>

namespace scim2ldap::test {
namespace {

using scim::Json;

std::string mismatchAt(const std::string& path, const Json& expected, const Json* actual) {
  const auto differs = [&] {
    return path + " should be " + printJson(expected) + " and is " + (actual ? printJson(*actual) : "absent");
  };
  if (expected.isNull()) return actual == nullptr || actual->isNull() ? "" : differs();
  if (actual == nullptr) return differs();
  if (expected.isObject() && actual->isObject()) {
    for (const Json::Member& member : expected.asObject()) {
      std::string difference = mismatchAt(path + "." + member.name, member.value, actual->find(member.name));
      if (!difference.empty()) return difference;
    }
    return "";
  }
  if (expected.isArray() && actual->isArray()) {
    if (expected.asArray().size() != actual->asArray().size()) return differs();
    for (std::size_t i = 0; i < expected.asArray().size(); ++i) {
      std::string difference =
          mismatchAt(path + "[" + std::to_string(i) + "]", expected.asArray()[i], &actual->asArray()[i]);
      if (!difference.empty()) return difference;
    }
    return "";
  }
  return expected == *actual ? "" : differs();
}

/// Takes "name]" with `end` as the closing delimiter off the front of a path.
std::string_view takeUntil(std::string_view& rest, std::string_view end, std::string_view path) {
  const std::size_t at = rest.find(end);
  if (at == std::string_view::npos)
    throw std::invalid_argument("no " + std::string(end) + " in " + std::string(path));
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(at + end.size());
  return taken;
}

}  // namespace

std::string mismatch(const Json& expected, const Json& actual) {
  return mismatchAt("$", expected, &actual);
}

const Json* valueAt(const Json& json, std::string_view path) {
  const auto invalid = [path] { return std::invalid_argument("not a path: " + std::string(path)); };
  if (!path.starts_with('$')) throw invalid();
  const Json* value = &json;
  for (std::string_view rest = path.substr(1); !rest.empty() && value != nullptr;) {
    if (rest.starts_with("['")) {
      rest.remove_prefix(2);
      value = value->find(takeUntil(rest, "']", path));
    } else if (rest.starts_with('[')) {
      rest.remove_prefix(1);
      const std::string_view digits = takeUntil(rest, "]", path);
      std::size_t index = 0;
      if (std::from_chars(digits.begin(), digits.end(), index).ptr != digits.end()) throw invalid();
      value = value->isArray() && index < value->asArray().size() ? &value->asArray()[index] : nullptr;
    } else if (rest.starts_with('.')) {
      rest.remove_prefix(1);
      const std::string_view name = rest.substr(0, rest.find_first_of(".["));
      rest.remove_prefix(name.size());
      if (name.empty()) throw invalid();
      value = value->find(name);
    } else {
      throw invalid();
    }
  }
  return value;
}

}  // namespace scim2ldap::test
