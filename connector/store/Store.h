#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "mappings/Translation.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

enum class Origin { Scim, Adopted, Linked };  ///< who made the entry, or how it came under SCIM
[[nodiscard]] std::string_view toString(Origin origin);

/// What the side table holds of one user or group. The key is endpoint + type + id.
struct ResourceRow {
  std::string endpoint;
  std::string type;  ///< "User" or "Group"
  std::string id;
  std::optional<std::string> externalId{};
  bool externalIdUnique = true;  ///< take part in the uniqueness of (endpoint, type, externalId)
  Origin origin = Origin::Scim;
  mappings::Originals originals{};
  scim::Json kept{};   ///< object: SCIM attributes that LDAP has no place for (rules without `ldap`)
  std::string home{};  ///< the name that an entry had before it was disabled by a move, as a DN; or ""
  TimePoint created{};
  TimePoint modified{};

  bool operator==(const ResourceRow&) const = default;
};

/// One line of the audit log: a write that was carried out or refused.
struct LogRow {
  std::int64_t number = 0;  ///< given by the store
  TimePoint time{};
  std::string requestId;
  std::string endpoint;
  std::string principal;  ///< token name
  std::string method;
  std::string type{};
  std::string id{};
  std::string name{};  ///< userName or displayName, for people who read the log
  int status = 0;
  std::string detail{};  ///< why it was refused; what was ignored
  std::string ldif{};    ///< the plan as LDIF, secrets removed
  std::chrono::microseconds duration{};

  bool operator==(const LogRow&) const = default;
};

/// A plan on its way: written before the first LDAP write, removed with the last.
struct JournalRow {
  std::int64_t number = 0;  ///< given by the store, ascending
  TimePoint time{};
  scim::Json plan;  ///< null when what stands there is no JSON
  /// Why the plan could neither be brought to its end nor taken back; "" for one that is on its way.
  std::string setAside{};
};

/// A bearer token. The token itself is never kept, only the SHA-256 of it.
struct TokenRow {
  std::string name;
  std::string endpoint;
  std::string hash;  ///< 32 bytes
  TimePoint created{};
  std::optional<TimePoint> expires{};
  std::optional<TimePoint> lastUsed{};
  std::optional<TimePoint> revoked{};

  bool operator==(const TokenRow&) const = default;
};

struct ResourceKey {
  std::string endpoint;
  std::string type;
  std::string id;
  auto operator<=>(const ResourceKey&) const = default;
};

/// Changes that become true together.
struct StoreChanges {
  std::vector<ResourceRow> upserts{};
  std::vector<ResourceKey> removals{};
  std::vector<LogRow> log{};
  std::optional<std::int64_t> finishedJournal{};  ///< journal row to remove

  [[nodiscard]] bool empty() const {
    return upserts.empty() && removals.empty() && log.empty() && !finishedJournal;
  }
};

/// Thrown when a commit would give two resources of one type the same unique externalId. Nothing is changed.
class ExternalIdTaken : public std::runtime_error {
 public:
  explicit ExternalIdTaken(const std::string& externalId)
      : std::runtime_error("externalId \"" + externalId + "\" is already in use") {}
};
/// The store cannot be read or written (disk full, damaged file). `what()` says why.
class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The side table. A port: SQLite stands behind it. Every write is durable when its call returns.
/// Thread-safe.
/// \throws StoreError  from every function
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  [[nodiscard]] virtual std::optional<ResourceRow> find(const ResourceKey& key) = 0;
  /// The rows there are, in no particular order.
  [[nodiscard]] virtual std::vector<ResourceRow> findAll(const std::string& endpoint, const std::string& type,
                                                         const std::vector<std::string>& ids) = 0;
  /// The ids with exactly this externalId (bytes compared).
  [[nodiscard]] virtual std::vector<std::string> idsByExternalId(const std::string& endpoint,
                                                                 const std::string& type,
                                                                 const std::string& externalId) = 0;

  /// \throws ExternalIdTaken
  virtual void commit(const StoreChanges& changes) = 0;

  /// Writes a plan down. \returns its number
  [[nodiscard]] virtual std::int64_t beginJournal(const scim::Json& plan) = 0;
  /// The plans not finished, oldest first.
  [[nodiscard]] virtual std::vector<JournalRow> journal() = 0;

  /// Keeps the plan for people to look at: nobody carries it out any more.
  virtual void setAside(std::int64_t number, const std::string& reason) = 0;

  /// One of them, or nullopt when it is finished.
  [[nodiscard]] virtual std::optional<JournalRow> journalRow(std::int64_t number) = 0;

  /// The newest log rows, newest first, with number < `before` when given.
  [[nodiscard]] virtual std::vector<LogRow> log(std::size_t limit, std::optional<std::int64_t> before) = 0;
  /// How many resources have a row: {type -> count}.
  [[nodiscard]] virtual std::map<std::string, std::int64_t> countResources(const std::string& endpoint) = 0;

  /// \throws StoreError  also when the endpoint has a live token of that name
  virtual void addToken(const TokenRow& token) = 0;
  /// Tokens of an endpoint, or of all ("" given), revoked ones included, by time of creation.
  [[nodiscard]] virtual std::vector<TokenRow> tokens(const std::string& endpoint) = 0;
  /// \returns whether there was a live token of that name
  virtual bool revokeToken(const std::string& endpoint, const std::string& name, TimePoint when) = 0;
  virtual void touchToken(const std::string& endpoint, const std::string& hash, TimePoint when) = 0;
};

}  // namespace scim2ldap::connector
