#include "tests/tree/IncludeRules.h"

#include <algorithm>
#include <array>
#include <map>

namespace scim2ldap::test {
namespace {

using Names = std::vector<std::string_view>;

/// Which folders' headers the files of a folder may include.
const std::map<std::string_view, Names> kMayUse = {
    {"scim", {"scim"}},
    {"ldap", {"ldap"}},
    {"mappings", {"mappings", "scim", "ldap"}},
    {"connector", {"connector", "mappings", "scim", "ldap"}},
    {"tests", {"tests", "connector", "mappings", "scim", "ldap"}},
};

/// A foreign header, or a folder of them, and the files that may include it: a prefix and a suffix of the
/// path.
struct Foreign {
  std::string_view header;
  std::vector<std::pair<std::string_view, std::string_view>> allowed;
};
const std::array<Foreign, 9> kForeign = {{
    {"ldap.h", {{"ldap/", ".cpp"}, {"tests/bench/Raw", ".cpp"}}},
    {"lber.h", {{"ldap/", ".cpp"}}},
    {"ldap_schema.h", {{"ldap/", ".cpp"}}},
    {"sqlite3.h", {{"connector/store/", ".cpp"}, {"tests/connector/store/", ".cpp"}}},
    {"uninorm.h", {{"scim/", "Normalization.cpp"}}},
    {"unicase.h", {{"scim/", "SimpleFolding.cpp"}}},
    {"toml++/", {{"mappings/", ".cpp"}, {"connector/config/", ".cpp"}}},
    {"Poco/JSON/", {{"scim/Json", ".cpp"}}},
    {"Poco/Net/", {{"connector/http/", ""}, {"tests/", ""}}},
}};

std::string_view folderOf(std::string_view path) {
  return path.substr(0, std::min(path.find('/'), path.size()));
}

bool names(const Foreign& foreign, std::string_view included) {
  return foreign.header.ends_with('/') ? included.starts_with(foreign.header) : included == foreign.header;
}

}  // namespace

std::string includeFault(std::string_view file, std::string_view included) {
  const std::string says = std::string(file) + " includes " + std::string(included) + ": ";
  for (const Foreign& foreign : kForeign) {
    const bool allowed = std::ranges::any_of(foreign.allowed, [&](const auto& where) {
      return file.starts_with(where.first) && file.ends_with(where.second);
    });
    if (names(foreign, included) && !allowed) return says + "it belongs behind another folder's interface";
  }
  const auto user = kMayUse.find(folderOf(file));
  if (user == kMayUse.end() || !kMayUse.contains(folderOf(included))) return "";
  if (std::ranges::find(user->second, folderOf(included)) == user->second.end())
    return says + "wrong direction, connector -> mappings -> {scim, ldap}";
  return "";
}

std::vector<std::string> includedHeaders(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  std::vector<std::string> headers;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const auto skip = [&line](std::string_view word) {
      line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
      const bool found = line.starts_with(word);
      if (found) line.remove_prefix(word.size());
      return found;
    };
    if (!skip("#") || !skip("include") || !(skip("<") || skip("\""))) continue;
    const std::size_t end = line.find_first_of(">\"");
    if (end != std::string_view::npos) headers.emplace_back(line.substr(0, end));
  }
  return headers;
}

}  // namespace scim2ldap::test
