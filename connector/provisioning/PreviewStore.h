#pragma once

#include <memory>

#include "connector/store/Store.h"

namespace scim2ldap::connector {

/// The side table as a preview sees it: everything can be read, and nothing changes, whatever is committed.
/// Thread-safe.
class PreviewStore : public Store {
 public:
  /// \param store  the side table, or null where there is none yet
  explicit PreviewStore(std::unique_ptr<Store> store) : store_(std::move(store)) {}

  [[nodiscard]] std::optional<ResourceRow> find(const ResourceKey& key) override;
  [[nodiscard]] std::vector<ResourceRow> findAll(const std::string& endpoint, const std::string& type,
                                                 const std::vector<std::string>& ids) override;
  [[nodiscard]] std::vector<std::string> idsByExternalId(const std::string& endpoint, const std::string& type,
                                                         const std::string& externalId) override;
  void commit(const StoreChanges& changes) override;
  [[nodiscard]] std::int64_t beginJournal(const scim::Json& plan) override;
  [[nodiscard]] std::vector<JournalRow> journal() override;
  [[nodiscard]] std::optional<JournalRow> journalRow(std::int64_t number) override;
  [[nodiscard]] std::vector<LogRow> log(std::size_t limit, std::optional<std::int64_t> before) override;
  [[nodiscard]] std::vector<LogRow> logAfter(std::int64_t after, std::size_t limit) override;
  [[nodiscard]] std::map<std::string, std::int64_t> countResources(const std::string& endpoint) override;
  void addToken(const TokenRow& token) override;
  [[nodiscard]] std::vector<TokenRow> tokens(const std::string& endpoint) override;
  [[nodiscard]] std::optional<TokenRow> tokenByHash(const std::string& hash) override;
  [[nodiscard]] std::optional<std::int64_t> addClientToken(const TokenRow& token,
                                                           const std::string& secretHash) override;
  bool revokeToken(const std::string& endpoint, const std::string& name, TimePoint when) override;
  void touchToken(const std::string& endpoint, const std::string& hash, TimePoint when) override;
  void removeExpiredTokens(TimePoint when) override;
  void addClient(const ClientRow& client) override;
  [[nodiscard]] std::vector<ClientRow> clients(const std::string& endpoint) override;
  std::optional<std::vector<ClientSecret>> rotateSecret(const std::string& endpoint, const std::string& id,
                                                        const ClientSecret& added,
                                                        std::optional<TimePoint> overlap) override;
  bool revokeClient(const std::string& endpoint, const std::string& id, TimePoint when) override;
  [[nodiscard]] std::vector<ResourceRow> resources(const std::string& endpoint, const std::string& type,
                                                   const std::string& after, std::size_t limit) override;
  [[nodiscard]] std::vector<FallbackRow> fallbackRows(const std::string& endpoint,
                                                      const std::vector<std::string>& ids) override;
  [[nodiscard]] std::vector<FallbackRow> fallbackRowsAfter(const std::string& endpoint,
                                                           const std::string& after,
                                                           std::size_t limit) override;
  [[nodiscard]] std::vector<FallbackRow> fallbackDue(const std::string& endpoint, TimePoint now,
                                                     std::size_t limit) override;
  std::int64_t makeFallbackDue(const std::string& endpoint) override;
  [[nodiscard]] std::int64_t countLeavings(const std::string& endpoint, const std::string& exceptId,
                                           TimePoint since) override;
  void confirmLeaving(const std::string& endpoint, TimePoint until) override;
  [[nodiscard]] std::optional<TimePoint> leavingConfirmedUntil(const std::string& endpoint) override;

 private:
  std::unique_ptr<Store> store_;
};

}  // namespace scim2ldap::connector
