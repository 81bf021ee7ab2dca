#include "connector/commands/LogFilter.h"

#include <algorithm>
#include <stdexcept>

#include "connector/admin/LogSearch.h"
#include "connector/config/Duration.h"
#include "ldap/Dn.h"
#include "ldap/Error.h"
#include "mappings/Base64.h"
#include "scim/CaseFolding.h"
#include "scim/DateTime.h"

namespace scim2ldap::connector {
namespace {

constexpr std::size_t kDayLength = 10;     // "2026-11-27"
constexpr std::size_t kMinuteLength = 16;  // "2026-11-27T14:30"

/// The form in which two DNs are the same; "" for what is none.
std::string dnKey(const std::string& text) {
  if (text.find('=') == std::string::npos) return "";
  try {
    return ldap::Dn::parse(text).normalized();
  } catch (const ldap::Error&) {
    return "";
  }
}

/// The value of a line "attribute: value" or "attribute:: base64" of LDIF. RFC 2849
std::string valueIn(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return "";
  const bool isEncoded = line.substr(colon + 1).starts_with(':');
  std::string_view value = line.substr(std::min(line.size(), colon + (isEncoded ? 2 : 1)));
  value.remove_prefix(std::min(value.size(), value.find_first_not_of(' ')));
  return isEncoded ? mappings::decodeBase64(value).value_or("") : std::string(value);
}

bool namesDn(std::string_view ldif, const std::string& key) {
  while (!ldif.empty()) {
    const std::size_t end = std::min(ldif.size(), ldif.find('\n'));
    if (dnKey(valueIn(ldif.substr(0, end))) == key) return true;
    ldif.remove_prefix(std::min(ldif.size(), end + 1));
  }
  return false;
}

bool isAbout(const LogRow& row, const LogFilter& filter) {
  const std::string folded = scim::foldCase(filter.user);
  if (scim::foldCase(row.name) == folded || scim::foldCase(row.id) == folded) return true;
  if (!row.id.empty() && std::ranges::find(filter.ids, row.id) != filter.ids.end()) return true;
  if (filter.named.contains({row.type, row.id})) return true;
  const std::string key = dnKey(filter.user);
  return !key.empty() && namesDn(row.ldif, key);
}

}  // namespace

bool LogFilter::takes(const LogRow& row) const {
  if (failedOnly && !isFailure(row)) return false;
  if (!endpoint.empty() && row.endpoint != endpoint) return false;
  if ((since && row.time < *since) || (until && row.time > *until)) return false;
  return user.empty() || isAbout(row, *this);
}

TimePoint parseMoment(const std::string& text, TimePoint now) {
  const auto refuse = [&](const std::string& reason) -> std::invalid_argument {
    return std::invalid_argument("\"" + text + "\" is no time" + reason +
                                 "; write how long ago (30s, 5m, 2h, 3d), or a time such as 2026-11-27 or "
                                 "2026-11-27T14:30:00Z");
  };
  const bool isAgo = !text.empty() && text.find_first_of("-:") == std::string::npos;
  if (isAgo) {
    try {
      return now - parseDuration(text);
    } catch (const std::invalid_argument&) {
      const bool isNumber = text.find_first_not_of("0123456789") == std::string::npos;
      throw refuse(isNumber ? ": the unit is missing" : "");
    }
  }
  std::string dateTime = text;
  if (dateTime.size() == kDayLength) dateTime += "T00:00:00";
  if (dateTime.size() > kDayLength && dateTime[kDayLength] == ' ') dateTime[kDayLength] = 'T';
  if (dateTime.size() == kMinuteLength) dateTime += ":00";
  const std::optional<scim::Instant> instant = scim::parseDateTime(dateTime);
  if (!instant) throw refuse("");
  return instant->first + std::chrono::floor<std::chrono::milliseconds>(instant->second);
}

}  // namespace scim2ldap::connector
