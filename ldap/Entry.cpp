#include "ldap/Entry.h"

#include <algorithm>

namespace scim2ldap::ldap {

bool CaseInsensitiveLess::operator()(std::string_view left, std::string_view right) const {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                      [&](char a, char b) { return lower(a) < lower(b); });
}

const std::vector<std::string>& Entry::values(std::string_view attribute) const {
  static const std::vector<std::string> kNone;
  const auto found = attributes.find(attribute);
  return found == attributes.end() ? kNone : found->second;
}

std::optional<std::string> Entry::first(std::string_view attribute) const {
  const std::vector<std::string>& all = values(attribute);
  if (all.empty()) return std::nullopt;
  return all.front();
}

}  // namespace scim2ldap::ldap
