#include "connector/admin/ExpiryMetrics.h"

#include "scim/DateTime.h"

namespace scim2ldap::connector {
namespace {

bool isLive(const std::optional<TimePoint>& expires, TimePoint now) {
  return expires && *expires > now;
}

std::string secondsLeft(TimePoint expires, TimePoint now) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(expires - now).count());
}

}  // namespace

std::string expiryMetrics(Store& store, TimePoint now) {
  // Names hold letters, digits and "-_." alone: nothing that a label would have to escape.
  std::string text =
      "# HELP scim2ldap_token_expires_seconds Time until a live token expires.\n"
      "# TYPE scim2ldap_token_expires_seconds gauge\n";
  for (const TokenRow& token : store.tokens("")) {
    if (token.revoked || !token.client.empty() || !isLive(token.expires, now)) continue;
    text += "scim2ldap_token_expires_seconds{endpoint=\"" + token.endpoint + "\",token=\"" + token.name +
            "\"} " + secondsLeft(*token.expires, now) + "\n";
  }
  text +=
      "# HELP scim2ldap_client_secret_expires_seconds Time until a live secret of an OAuth client expires.\n"
      "# TYPE scim2ldap_client_secret_expires_seconds gauge\n";
  for (const ClientRow& client : store.clients("")) {
    for (const ClientSecret& secret : client.secrets) {
      if (client.revoked || !isLive(secret.expires, now)) continue;
      text += "scim2ldap_client_secret_expires_seconds{endpoint=\"" + client.endpoint + "\",client=\"" +
              client.id + "\",created=\"" + scim::printDateTime(secret.created) + "\"} " +
              secondsLeft(*secret.expires, now) + "\n";
    }
  }
  return text;
}

}  // namespace scim2ldap::connector
