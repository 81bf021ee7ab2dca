#include "connector/auth/ExpiryWatch.h"

#include <array>

#include "scim/DateTime.h"

namespace scim2ldap::connector {
namespace {

constexpr std::array kThresholdDays{1, 7, 30};

std::string textOf(TimePoint time) {
  return scim::printDateTime(std::chrono::floor<std::chrono::seconds>(time));
}

std::int64_t hoursLeft(TimePoint expires, TimePoint now) {
  return std::chrono::floor<std::chrono::hours>(expires - now).count();
}

}  // namespace

std::optional<int> expiryThreshold(const std::optional<TimePoint>& expires, TimePoint now) {
  if (!expires || *expires <= now) return std::nullopt;
  for (const int days : kThresholdDays) {
    if (*expires - now <= std::chrono::days(days)) return days;
  }
  return std::nullopt;
}

void ExpiryWatch::look(TimePoint now) {
  Warned warned;
  lookAtTokens(now, warned);
  lookAtClients(now, warned);
  warned_ = std::move(warned);  // without those that are gone
}

void ExpiryWatch::lookAtTokens(TimePoint now, Warned& warned) {
  for (const TokenRow& token : store_.tokens("")) {
    // Tokens of OAuth clients live for hours, and are got anew.
    if (token.revoked || !token.client.empty()) continue;
    if (!isDue(token.hash, token.expires, now, warned)) continue;
    logger_.warning("TOKEN_EXPIRES", "A token is about to expire",
                    {{"endpoint", token.endpoint},
                     {"token", token.name},
                     {"expires", textOf(*token.expires)},
                     {"hoursLeft", hoursLeft(*token.expires, now)},
                     {"lastUsed", token.lastUsed ? textOf(*token.lastUsed) : "never"},
                     {"remedy",
                      "make a new one with `scim2ldap token create`, enter it at the client, and "
                      "revoke this one"}});
  }
}

void ExpiryWatch::lookAtClients(TimePoint now, Warned& warned) {
  for (const ClientRow& client : store_.clients("")) {
    if (client.revoked) continue;
    for (const ClientSecret& secret : client.secrets) {
      if (!isDue(secret.hash, secret.expires, now, warned)) continue;
      logger_.warning("SECRET_EXPIRES", "A secret of an OAuth client is about to expire",
                      {{"endpoint", client.endpoint},
                       {"client", client.id},
                       {"created", textOf(secret.created)},
                       {"expires", textOf(*secret.expires)},
                       {"hoursLeft", hoursLeft(*secret.expires, now)},
                       {"remedy", "make sure that the client has a newer one: `scim2ldap client rotate`"}});
    }
  }
}

bool ExpiryWatch::isDue(const std::string& hash, const std::optional<TimePoint>& expires, TimePoint now,
                        Warned& warned) const {
  const std::optional<int> days = expiryThreshold(expires, now);
  if (!days) return false;
  warned.emplace(hash, *days);
  return !warned_.contains({hash, *days});
}

}  // namespace scim2ldap::connector
