#pragma once

#include <mutex>

#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// A store in memory that knows tokens only; everything else is refused.
class FakeStore : public Store {
 public:
  std::optional<ResourceRow> find(const ResourceKey& key) override;
  std::vector<ResourceRow> findAll(const std::string& endpoint, const std::string& type,
                                   const std::vector<std::string>& ids) override;
  std::vector<std::string> idsByExternalId(const std::string& endpoint, const std::string& type,
                                           const std::string& externalId) override;
  void commit(const StoreChanges& changes) override;
  std::int64_t beginJournal(const scim::Json& plan) override;
  std::vector<JournalRow> journal() override;
  std::optional<JournalRow> journalRow(std::int64_t number) override;
  std::vector<LogRow> log(std::size_t limit, std::optional<std::int64_t> before) override;
  std::vector<LogRow> logAfter(std::int64_t after, std::size_t limit) override;
  std::map<std::string, std::int64_t> countResources(const std::string& endpoint) override;

  void addToken(const TokenRow& token) override;
  std::vector<TokenRow> tokens(const std::string& endpoint) override;
  std::optional<TokenRow> tokenByHash(const std::string& hash) override;
  std::optional<std::int64_t> addClientToken(const TokenRow& token, const std::string& secretHash) override;
  bool revokeToken(const std::string& endpoint, const std::string& name, TimePoint when) override;
  void touchToken(const std::string& endpoint, const std::string& hash, TimePoint when) override;

  void removeExpiredTokens(TimePoint when) override;
  void addClient(const ClientRow& client) override;
  std::vector<ClientRow> clients(const std::string& endpoint) override;
  std::optional<std::vector<ClientSecret>> rotateSecret(const std::string& endpoint, const std::string& id,
                                                        const ClientSecret& added,
                                                        std::optional<TimePoint> overlap) override;
  bool revokeClient(const std::string& endpoint, const std::string& id, TimePoint when) override;
  std::vector<ResourceRow> resources(const std::string& endpoint, const std::string& type,
                                     const std::string& after, std::size_t limit) override;
  std::vector<FallbackRow> fallbackRows(const std::string& endpoint,
                                        const std::vector<std::string>& ids) override;
  std::vector<FallbackRow> fallbackRowsAfter(const std::string& endpoint, const std::string& after,
                                             std::size_t limit) override;
  std::vector<FallbackRow> fallbackDue(const std::string& endpoint, TimePoint now,
                                       std::size_t limit) override;
  std::int64_t makeFallbackDue(const std::string& endpoint) override;
  std::int64_t countLeavings(const std::string& endpoint, const std::string& exceptId,
                             TimePoint since) override;
  void confirmLeaving(const std::string& endpoint, TimePoint until) override;
  std::optional<TimePoint> leavingConfirmedUntil(const std::string& endpoint) override;

  int touches = 0;
  bool isFull = false;  ///< touchToken throws

 private:
  std::mutex mutex_;
  std::vector<TokenRow> tokens_;
  std::vector<ClientRow> clients_;
};

}  // namespace scim2ldap::connector
