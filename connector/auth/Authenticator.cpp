#include "connector/auth/Authenticator.h"

#include <openssl/crypto.h>

#include "connector/auth/BearerToken.h"
#include "connector/auth/Validity.h"

namespace scim2ldap::connector {
namespace {

constexpr std::chrono::minutes kLastUseInterval{1};
constexpr std::size_t kMostLastUses = 1000;  ///< from there on those are forgotten that no longer matter

}  // namespace

NewToken makeToken(const std::string& endpoint, const std::string& name, TimePoint now,
                   std::optional<TimePoint> expires) {
  std::string text = randomTokenText();
  TokenRow row{
      .name = name, .endpoint = endpoint, .hash = tokenHash(text), .created = now, .expires = expires};
  return {.text = std::move(text), .row = std::move(row)};
}

Authentication Authenticator::authenticate(const std::string& endpoint, std::string_view authorization,
                                           TimePoint now) {
  const BearerToken bearer = readBearerToken(authorization);
  if (bearer.token.empty()) {
    return {.reason = std::string(bearer.reason),
            .hint = std::string(bearer.hint),
            .isMissing = authorization.empty()};
  }

  const std::string hash = tokenHash(bearer.token);
  const std::optional<TokenRow> token = store_.tokenByHash(hash);
  if (!token || token->hash.size() != hash.size() ||
      CRYPTO_memcmp(token->hash.data(), hash.data(), hash.size()) != 0) {
    return {.reason = "token unknown", .hint = std::string(bearer.hint)};
  }
  if (token->endpoint != endpoint) {
    return {.reason = "token \"" + token->name + "\" belongs to endpoint \"" + token->endpoint + "\"",
            .hint = "make a token for this endpoint, or correct the tenant URL in the client"};
  }
  switch (validityOf(token->revoked, token->expires, now)) {
    case Validity::Revoked:
      return {.reason = "token \"" + token->name + "\" is revoked",
              .hint = "enter the secret of a live token in the client"};
    case Validity::Expired:
      return {.reason = "token \"" + token->name + "\" has expired",
              .hint = "make a new token and enter its secret in the client"};
    case Validity::Valid:
      break;
  }
  const std::string notKept = keepLastUse(*token, now);
  return {.principal = Principal{.tokenName = token->name,
                                 .endpoint = endpoint,
                                 .client = token->client,
                                 .trust = token->trust,
                                 .scopes = parseScopes(token->scopes)},
          .hint = notKept.empty() ? std::string(bearer.hint) : notKept};
}

bool Authenticator::isUseToKeep(const TokenRow& token, TimePoint now) {
  const std::lock_guard lock(mutex_);
  if (lastUses_.size() >= kMostLastUses) {
    // Access tokens come and go; what is forgotten too early is written once more.
    std::erase_if(lastUses_, [&](const auto& use) { return use.second <= now - kLastUseInterval; });
  }
  TimePoint& last =
      lastUses_.try_emplace(token.hash, token.lastUsed.value_or(TimePoint::min())).first->second;
  // A use in the future was of a clock that was ahead.
  if (last > now - kLastUseInterval && last <= now + kLastUseInterval) return false;
  last = now;  // before the write, so that other threads do not write as well
  return true;
}

std::string Authenticator::keepLastUse(const TokenRow& token, TimePoint now) {
  if (!isUseToKeep(token, now)) return "";
  try {
    store_.touchToken(token.endpoint, token.hash, now);
  } catch (const StoreError& error) {
    // A full disk must not lock clients out of reading.
    return std::string("the token's last use could not be kept: ") + error.what();
  }
  return "";
}

}  // namespace scim2ldap::connector
