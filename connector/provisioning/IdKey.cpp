#include "connector/provisioning/IdKey.h"

#include <charconv>

#include "mappings/GeneralizedTime.h"
#include "scim/DateTime.h"

namespace scim2ldap::connector {
namespace {

constexpr char kSeparator = '.';

std::int64_t secondsOf(const std::string& generalizedTime) {
  const std::optional<std::string> text = mappings::dateTime(generalizedTime);
  const std::optional<scim::Instant> instant = text ? scim::parseDateTime(*text) : std::nullopt;
  return instant ? instant->first.time_since_epoch().count() : 0;
}

}  // namespace

std::string IdKey::toString() const {
  return std::to_string(created) + kSeparator + id;
}

std::optional<IdKey> IdKey::parse(std::string_view text) {
  IdKey key;
  const char* const end = text.data() + text.size();
  const auto [behind, error] = std::from_chars(text.data(), end, key.created);
  if (error != std::errc() || behind == end || *behind != kSeparator) return std::nullopt;
  key.id.assign(behind + 1, end);
  if (key.id.empty() || key.toString() != text) return std::nullopt;
  return key;
}

std::optional<IdKey> keyOf(const ldap::Entry& entry, std::string_view idAttribute) {
  std::optional<std::string> id = entry.first(idAttribute);
  if (!id || id->empty()) return std::nullopt;
  const std::optional<std::string> created = entry.first("createTimestamp");
  return IdKey{created ? secondsOf(*created) : 0, std::move(*id)};
}

}  // namespace scim2ldap::connector
