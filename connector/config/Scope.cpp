#include "connector/config/Scope.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "mappings/Suggestion.h"

namespace scim2ldap::connector {
namespace {

constexpr std::array kAll{kUserRead, kUserWrite, kGroupRead, kGroupWrite, kUserProtected};

[[noreturn]] void refuse(const std::string& word) {
  const std::vector<std::string> names(kAll.begin(), kAll.end());
  const std::optional<std::string> nearest = mappings::nearest(word, names);
  throw std::invalid_argument("there is no scope \"" + word + "\"" +
                              (nearest ? "; did you mean \"" + *nearest + "\"?" : "") + "; there are " +
                              printScopes(names));
}

}  // namespace

Scopes defaultScopes() {
  return {std::string(kUserRead), std::string(kUserWrite), std::string(kGroupRead), std::string(kGroupWrite)};
}

Scopes parseScopes(std::string_view text) {
  Scopes words;
  while (!text.empty()) {
    const std::string word(text.substr(0, text.find(' ')));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (word.empty()) continue;
    if (std::find(kAll.begin(), kAll.end(), word) == kAll.end()) refuse(word);
    words.push_back(word);
  }
  if (words.empty()) return defaultScopes();
  Scopes scopes;
  for (const std::string_view each : kAll) {
    if (hasScope(words, each)) scopes.emplace_back(each);
  }
  return scopes;
}

std::string printScopes(const Scopes& scopes) {
  std::string text;
  for (const std::string& scope : scopes) text += (text.empty() ? "" : " ") + scope;
  return text;
}

bool hasScope(const Scopes& scopes, std::string_view scope) {
  return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

bool coversScopes(const Scopes& granted, const Scopes& wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const std::string& scope) { return hasScope(granted, scope); });
}

}  // namespace scim2ldap::connector
