#include "ldap/SyncPosition.h"

#include <algorithm>
#include <array>

namespace scim2ldap::ldap {
namespace {

/// The part before the separator; the text goes on behind it.
std::string_view takeUntil(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

}  // namespace

/// A CSN is GT "#" change count "#" sid "#" modification count; those of one sid are ordered as texts.
bool SyncPosition::take(std::string_view csn) {
  std::array<std::string_view, 4> parts;
  std::string_view rest = csn;
  for (std::string_view& part : parts) {
    part = takeUntil(rest, '#');
    if (part.empty()) return false;
  }
  if (!rest.empty()) return false;
  std::string& known = csns_[std::string(parts[2])];
  known = std::max(known, std::string(csn));
  return true;
}

std::optional<SyncPosition> SyncPosition::ofCookie(std::string_view cookie) {
  constexpr std::string_view kCsn = "csn=";
  while (!cookie.empty()) {
    std::string_view part = takeUntil(cookie, ',');
    if (part.substr(0, kCsn.size()) != kCsn) continue;
    part.remove_prefix(kCsn.size());
    std::vector<std::string> csns;
    while (!part.empty()) csns.emplace_back(takeUntil(part, ';'));
    return ofContext(csns);
  }
  return std::nullopt;
}

std::optional<SyncPosition> SyncPosition::ofContext(const std::vector<std::string>& values) {
  SyncPosition position;
  const bool areCsns =
      std::all_of(values.begin(), values.end(), [&](const std::string& csn) { return position.take(csn); });
  return areCsns && !values.empty() ? std::optional(position) : std::nullopt;
}

void SyncPosition::advance(const SyncPosition& other) {
  for (const auto& [sid, csn] : other.csns_) {
    std::string& known = csns_[sid];
    known = std::max(known, csn);
  }
}

void SyncPosition::meet(const SyncPosition& other) {
  std::erase_if(csns_, [&](const auto& each) { return !other.csns_.contains(each.first); });
  for (auto& [sid, csn] : csns_) csn = std::min(csn, other.csns_.at(sid));
}

std::string withoutProvider(std::string_view cookie) {
  // What is not OpenLDAP's is not for us to change.
  if (!SyncPosition::ofCookie(cookie)) return std::string(cookie);
  std::string kept;
  while (!cookie.empty()) {
    const std::string_view part = takeUntil(cookie, ',');
    if (part.starts_with("sid=")) continue;
    kept.append(kept.empty() ? "" : ",").append(part);
  }
  return kept;
}

bool SyncPosition::hasReached(const SyncPosition& other) const {
  return std::all_of(other.csns_.begin(), other.csns_.end(), [&](const auto& each) {
    const auto known = csns_.find(each.first);
    return known != csns_.end() && known->second >= each.second;
  });
}

}  // namespace scim2ldap::ldap
