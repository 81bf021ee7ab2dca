#include "connector/provisioning/PreviewStore.h"

namespace scim2ldap::connector {
namespace {

[[noreturn]] void refuse() {
  throw StoreError("a preview changes nothing in the side table");
}

}  // namespace

std::optional<ResourceRow> PreviewStore::find(const ResourceKey& key) {
  return store_ ? store_->find(key) : std::nullopt;
}

std::vector<ResourceRow> PreviewStore::findAll(const std::string& endpoint, const std::string& type,
                                               const std::vector<std::string>& ids) {
  return store_ ? store_->findAll(endpoint, type, ids) : std::vector<ResourceRow>{};
}

std::vector<std::string> PreviewStore::idsByExternalId(const std::string& endpoint, const std::string& type,
                                                       const std::string& externalId) {
  return store_ ? store_->idsByExternalId(endpoint, type, externalId) : std::vector<std::string>{};
}

/// Reading a resource whose entry is gone reaps its row: here it stays.
void PreviewStore::commit(const StoreChanges& /*changes*/) {}

std::int64_t PreviewStore::beginJournal(const scim::Json& /*plan*/) {
  refuse();
}

std::vector<JournalRow> PreviewStore::journal() {
  return store_ ? store_->journal() : std::vector<JournalRow>{};
}

std::optional<JournalRow> PreviewStore::journalRow(std::int64_t number) {
  return store_ ? store_->journalRow(number) : std::nullopt;
}

std::vector<LogRow> PreviewStore::log(std::size_t limit, std::optional<std::int64_t> before) {
  return store_ ? store_->log(limit, before) : std::vector<LogRow>{};
}

std::vector<LogRow> PreviewStore::logAfter(std::int64_t after, std::size_t limit) {
  return store_ ? store_->logAfter(after, limit) : std::vector<LogRow>{};
}

std::map<std::string, std::int64_t> PreviewStore::countResources(const std::string& endpoint) {
  return store_ ? store_->countResources(endpoint) : std::map<std::string, std::int64_t>{};
}

void PreviewStore::addToken(const TokenRow& /*token*/) {
  refuse();
}

std::vector<TokenRow> PreviewStore::tokens(const std::string& endpoint) {
  return store_ ? store_->tokens(endpoint) : std::vector<TokenRow>{};
}

std::optional<TokenRow> PreviewStore::tokenByHash(const std::string& hash) {
  return store_ ? store_->tokenByHash(hash) : std::nullopt;
}

std::optional<std::int64_t> PreviewStore::addClientToken(const TokenRow& /*token*/,
                                                         const std::string& /*secretHash*/) {
  refuse();
}

bool PreviewStore::revokeToken(const std::string& /*endpoint*/, const std::string& /*name*/,
                               TimePoint /*when*/) {
  refuse();
}

void PreviewStore::touchToken(const std::string& /*endpoint*/, const std::string& /*hash*/,
                              TimePoint /*when*/) {
  refuse();
}

void PreviewStore::removeExpiredTokens(TimePoint /*when*/) {
  refuse();
}

void PreviewStore::addClient(const ClientRow& /*client*/) {
  refuse();
}

std::vector<ClientRow> PreviewStore::clients(const std::string& endpoint) {
  return store_ ? store_->clients(endpoint) : std::vector<ClientRow>{};
}

std::optional<std::vector<ClientSecret>> PreviewStore::rotateSecret(const std::string& /*endpoint*/,
                                                                    const std::string& /*id*/,
                                                                    const ClientSecret& /*added*/,
                                                                    std::optional<TimePoint> /*overlap*/) {
  refuse();
}

bool PreviewStore::revokeClient(const std::string& /*endpoint*/, const std::string& /*id*/,
                                TimePoint /*when*/) {
  refuse();
}

std::vector<ResourceRow> PreviewStore::resources(const std::string& endpoint, const std::string& type,
                                                 const std::string& after, std::size_t limit) {
  return store_ ? store_->resources(endpoint, type, after, limit) : std::vector<ResourceRow>{};
}

std::vector<FallbackRow> PreviewStore::fallbackRows(const std::string& endpoint,
                                                    const std::vector<std::string>& ids) {
  return store_ ? store_->fallbackRows(endpoint, ids) : std::vector<FallbackRow>{};
}

std::vector<FallbackRow> PreviewStore::fallbackRowsAfter(const std::string& endpoint,
                                                         const std::string& after, std::size_t limit) {
  return store_ ? store_->fallbackRowsAfter(endpoint, after, limit) : std::vector<FallbackRow>{};
}

std::vector<FallbackRow> PreviewStore::fallbackDue(const std::string& endpoint, TimePoint now,
                                                   std::size_t limit) {
  return store_ ? store_->fallbackDue(endpoint, now, limit) : std::vector<FallbackRow>{};
}

std::int64_t PreviewStore::makeFallbackDue(const std::string& /*endpoint*/) {
  refuse();
}

std::int64_t PreviewStore::countLeavings(const std::string& endpoint, const std::string& exceptId,
                                         TimePoint since) {
  return store_ ? store_->countLeavings(endpoint, exceptId, since) : 0;
}

void PreviewStore::confirmLeaving(const std::string& /*endpoint*/, TimePoint /*until*/) {
  refuse();
}

std::optional<TimePoint> PreviewStore::leavingConfirmedUntil(const std::string& endpoint) {
  return store_ ? store_->leavingConfirmedUntil(endpoint) : std::nullopt;
}

}  // namespace scim2ldap::connector
