#include "FakeStore.h"

#include <algorithm>

namespace scim2ldap::connector {
namespace {

[[noreturn]] void unknown() {
  throw StoreError("this store knows tokens only");
}

}  // namespace

std::optional<ResourceRow> FakeStore::find(const ResourceKey&) {
  unknown();
}
std::vector<ResourceRow> FakeStore::findAll(const std::string&, const std::string&,
                                            const std::vector<std::string>&) {
  unknown();
}
std::vector<std::string> FakeStore::idsByExternalId(const std::string&, const std::string&,
                                                    const std::string&) {
  unknown();
}
void FakeStore::commit(const StoreChanges&) {
  unknown();
}
std::int64_t FakeStore::beginJournal(const scim::Json&) {
  unknown();
}
std::vector<JournalRow> FakeStore::journal() {
  unknown();
}
std::optional<JournalRow> FakeStore::journalRow(std::int64_t) {
  unknown();
}
std::vector<LogRow> FakeStore::log(std::size_t, std::optional<std::int64_t>) {
  unknown();
}
std::vector<LogRow> FakeStore::logAfter(std::int64_t, std::size_t) {
  unknown();
}
std::map<std::string, std::int64_t> FakeStore::countResources(const std::string&) {
  unknown();
}

std::vector<ResourceRow> FakeStore::resources(const std::string&, const std::string&, const std::string&,
                                              std::size_t) {
  unknown();
}
std::vector<FallbackRow> FakeStore::fallbackRows(const std::string&, const std::vector<std::string>&) {
  unknown();
}
std::vector<FallbackRow> FakeStore::fallbackRowsAfter(const std::string&, const std::string&, std::size_t) {
  unknown();
}
std::vector<FallbackRow> FakeStore::fallbackDue(const std::string&, TimePoint, std::size_t) {
  unknown();
}
std::int64_t FakeStore::makeFallbackDue(const std::string&) {
  unknown();
}
std::int64_t FakeStore::countLeavings(const std::string&, const std::string&, TimePoint) {
  unknown();
}
void FakeStore::confirmLeaving(const std::string&, TimePoint) {
  unknown();
}
std::optional<TimePoint> FakeStore::leavingConfirmedUntil(const std::string&) {
  unknown();
}

void FakeStore::removeExpiredTokens(TimePoint when) {
  const std::lock_guard lock(mutex_);
  std::erase_if(tokens_, [&](const TokenRow& token) {
    return !token.client.empty() && token.expires && *token.expires < when;
  });
}

void FakeStore::addClient(const ClientRow& client) {
  const std::lock_guard lock(mutex_);
  clients_.push_back(client);
}

std::vector<ClientRow> FakeStore::clients(const std::string& endpoint) {
  const std::lock_guard lock(mutex_);
  std::vector<ClientRow> found;
  std::copy_if(clients_.begin(), clients_.end(), std::back_inserter(found),
               [&](const ClientRow& client) { return endpoint.empty() || client.endpoint == endpoint; });
  return found;
}

std::optional<std::vector<ClientSecret>> FakeStore::rotateSecret(const std::string&, const std::string&,
                                                                 const ClientSecret&,
                                                                 std::optional<TimePoint>) {
  unknown();
}

std::optional<TokenRow> FakeStore::tokenByHash(const std::string& hash) {
  const std::lock_guard lock(mutex_);
  const auto found =
      std::find_if(tokens_.begin(), tokens_.end(), [&](const TokenRow& each) { return each.hash == hash; });
  if (found == tokens_.end()) return std::nullopt;
  return *found;
}

std::optional<std::int64_t> FakeStore::addClientToken(const TokenRow& token, const std::string& secretHash) {
  const std::lock_guard lock(mutex_);
  const auto hasSecret = [&](const ClientRow& client) {
    return client.endpoint == token.endpoint && client.id == token.client && !client.revoked &&
           std::any_of(client.secrets.begin(), client.secrets.end(),
                       [&](const ClientSecret& secret) { return secret.hash == secretHash; });
  };
  if (!secretHash.empty() && std::none_of(clients_.begin(), clients_.end(), hasSecret)) return std::nullopt;
  tokens_.push_back(token);
  return 0;
}

bool FakeStore::revokeClient(const std::string& endpoint, const std::string& id, TimePoint when) {
  const std::lock_guard lock(mutex_);
  for (TokenRow& token : tokens_) {
    if (token.endpoint == endpoint && token.client == id && !token.revoked) token.revoked = when;
  }
  for (ClientRow& client : clients_) {
    if (client.endpoint != endpoint || client.id != id || client.revoked) continue;
    client.revoked = when;
    return true;
  }
  return false;
}

void FakeStore::addToken(const TokenRow& token) {
  const std::lock_guard lock(mutex_);
  tokens_.push_back(token);
}

std::vector<TokenRow> FakeStore::tokens(const std::string& endpoint) {
  const std::lock_guard lock(mutex_);
  std::vector<TokenRow> found;
  std::copy_if(tokens_.begin(), tokens_.end(), std::back_inserter(found),
               [&](const TokenRow& token) { return endpoint.empty() || token.endpoint == endpoint; });
  return found;
}

bool FakeStore::revokeToken(const std::string& endpoint, const std::string& name, TimePoint when) {
  const std::lock_guard lock(mutex_);
  for (TokenRow& token : tokens_) {
    if (token.endpoint != endpoint || token.name != name || token.revoked) continue;
    token.revoked = when;
    return true;
  }
  return false;
}

void FakeStore::touchToken(const std::string& endpoint, const std::string& hash, TimePoint when) {
  const std::lock_guard lock(mutex_);
  if (isFull) throw StoreError("disk full");
  ++touches;
  for (TokenRow& token : tokens_) {
    if (token.endpoint == endpoint && token.hash == hash) token.lastUsed = when;
  }
}

}  // namespace scim2ldap::connector
