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
/// By the machine's clock.
[[nodiscard]] TimePoint currentTime();

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
  scim::Json kept{};      ///< object: SCIM attributes that LDAP has no place for (rules without `ldap`)
  std::string home{};     ///< the name that an entry had before it was disabled by a move, as a DN; or ""
  std::string rawRole{};  ///< the value among the user's roles that decided, as the client sent it; or ""
  std::string role{};     ///< what it came to; "" for none
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
  std::string principal;  ///< token name, "client:" and id, "assertion:" or "bearer:" and subject
  std::string method;
  std::string type{};
  std::string id{};
  std::string name{};  ///< userName or displayName, for people who read the log
  int status = 0;
  std::string detail{};  ///< why it was refused; what was ignored
  std::string ldif{};    ///< the plan as LDIF, secrets removed
  std::chrono::microseconds duration{};
  /// When the request began, for the duration; not kept, and not known of a request of another process.
  std::optional<std::chrono::steady_clock::time_point> begun{};

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

/// Where a user stands with the fallback group.
enum class FallbackState {
  None,     ///< in a synced group, or not looked after: no row
  Waiting,  ///< made a while ago, and in no group yet
  Inside    ///< in the fallback group
};

/// A user who is, or will be, in the fallback group.
struct FallbackRow {
  std::string endpoint;
  std::string id;
  FallbackState state = FallbackState::None;
  std::optional<TimePoint> due{};  ///< when to look at the user again; nullopt: not until something happens

  bool operator==(const FallbackRow&) const = default;
};

/// A user who was disabled or deleted; what the guard against mass leaving counts.
struct LeavingRow {
  std::string endpoint;
  std::string id;
  TimePoint time{};

  bool operator==(const LeavingRow&) const = default;
};

/// One of the secrets of an OAuth client: the SHA-256 of it.
struct ClientSecret {
  std::string hash;  ///< 32 bytes
  TimePoint created{};
  std::optional<TimePoint> expires{};

  bool operator==(const ClientSecret&) const = default;
};

/// An OAuth client of an endpoint. RFC 6749 §2
struct ClientRow {
  std::string endpoint;
  std::string id;      ///< client_id
  std::string scopes;  ///< the most that its tokens can have, separated by blanks
  std::vector<ClientSecret> secrets;
  TimePoint created{};
  std::optional<TimePoint> revoked{};

  bool operator==(const ClientRow&) const = default;
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
  std::string scopes{};  ///< separated by blanks; "": those that a token has when nobody says otherwise
  std::string client{};  ///< id of the OAuth client that it was issued to; "": made by an administrator
  std::string trust{};   ///< of a token that was got by an assertion: whom it was trusted for (trustMark)

  bool operator==(const TokenRow&) const = default;
};

struct ResourceKey {
  std::string endpoint;
  std::string type;
  std::string id;
  auto operator<=>(const ResourceKey&) const = default;
};

/// A plan that is kept for people to look at: nobody carries it out any more.
struct SetAside {
  std::int64_t journal = 0;  ///< number of its row
  std::string reason;
};

/// Changes that become true together.
struct StoreChanges {
  std::vector<ResourceRow> upserts{};
  std::vector<ResourceKey> removals{};
  std::vector<LogRow> log{};
  std::vector<FallbackRow> fallback{};  ///< rows of state None are removed
  std::vector<LeavingRow> leavings{};
  std::optional<std::int64_t> finishedJournal{};  ///< journal row to remove
  std::optional<SetAside> setAside{};

  [[nodiscard]] bool empty() const {
    return upserts.empty() && removals.empty() && log.empty() && fallback.empty() && leavings.empty() &&
           !finishedJournal && !setAside;
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

/// What the audit log says. A port of its own, as reading it takes no right to write. Thread-safe.
/// \throws StoreError  from every function
class AuditLog {
 public:
  AuditLog() = default;
  AuditLog(const AuditLog&) = delete;
  AuditLog& operator=(const AuditLog&) = delete;
  virtual ~AuditLog() = default;

  /// The newest log rows, newest first, with number < `before` when given.
  [[nodiscard]] virtual std::vector<LogRow> log(std::size_t limit, std::optional<std::int64_t> before) = 0;
  /// The log rows with a number > `after`, oldest first.
  [[nodiscard]] virtual std::vector<LogRow> logAfter(std::int64_t after, std::size_t limit) = 0;
};

/// The side table. A port: SQLite stands behind it. Every write is durable when its call returns.
/// Thread-safe.
/// \throws StoreError  from every function
class Store : public AuditLog {
 public:
  /// Why nothing can be written at the moment, by the latest write and, where that one failed, by another
  /// try; "" when all is well. Does not throw.
  [[nodiscard]] virtual std::string complaint() { return ""; }

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

  /// One of them, or nullopt when it is finished.
  [[nodiscard]] virtual std::optional<JournalRow> journalRow(std::int64_t number) = 0;

  /// How many resources have a row: {type -> count}.
  [[nodiscard]] virtual std::map<std::string, std::int64_t> countResources(const std::string& endpoint) = 0;

  /// \throws StoreError  also when the endpoint has a live token of that name
  virtual void addToken(const TokenRow& token) = 0;
  /// Tokens of an endpoint, or of all ("" given), revoked ones included, by time of creation.
  [[nodiscard]] virtual std::vector<TokenRow> tokens(const std::string& endpoint) = 0;
  [[nodiscard]] virtual std::optional<TokenRow> tokenByHash(const std::string& hash) = 0;
  /// Adds a token of an OAuth client. Of one client the newest hundred are kept, dead ones go first.
  /// \param secretHash  of the secret that it is issued for; "" for an assertion
  /// \returns how many live ones had to go, or nullopt, with nothing added, when the client is revoked or the
  ///          secret is not one of its live ones
  [[nodiscard]] virtual std::optional<std::int64_t> addClientToken(const TokenRow& token,
                                                                   const std::string& secretHash) = 0;
  /// \returns whether there was a live token of that name
  virtual bool revokeToken(const std::string& endpoint, const std::string& name, TimePoint when) = 0;
  virtual void touchToken(const std::string& endpoint, const std::string& hash, TimePoint when) = 0;
  /// Forgets tokens of OAuth clients that expired before `when`.
  virtual void removeExpiredTokens(TimePoint when) = 0;

  /// \throws StoreError  also when the endpoint has a client of that id
  virtual void addClient(const ClientRow& client) = 0;
  /// OAuth clients of an endpoint, or of all ("" given), revoked ones included, by time of creation.
  [[nodiscard]] virtual std::vector<ClientRow> clients(const std::string& endpoint) = 0;
  /// Gives a live client another secret. Of those that it has, the newest live one stays until `overlap`, at
  /// most; without an overlap none stays, and the client's tokens are revoked.
  /// \returns the secrets that it now has, the new one last; nullopt when there is no live client of that id
  virtual std::optional<std::vector<ClientSecret>> rotateSecret(const std::string& endpoint,
                                                                const std::string& id,
                                                                const ClientSecret& added,
                                                                std::optional<TimePoint> overlap) = 0;
  /// Revokes a client and all its tokens. \returns whether there was a live client of that id
  virtual bool revokeClient(const std::string& endpoint, const std::string& id, TimePoint when) = 0;

  /// The rows of resources of one type, by id, from the first behind `after` ("" for the beginning).
  [[nodiscard]] virtual std::vector<ResourceRow> resources(const std::string& endpoint,
                                                           const std::string& type, const std::string& after,
                                                           std::size_t limit) = 0;
  /// The rows there are for these users, in no particular order.
  [[nodiscard]] virtual std::vector<FallbackRow> fallbackRows(const std::string& endpoint,
                                                              const std::vector<std::string>& ids) = 0;
  /// All rows, by id, from the first behind `after` ("" for the beginning).
  [[nodiscard]] virtual std::vector<FallbackRow> fallbackRowsAfter(const std::string& endpoint,
                                                                   const std::string& after,
                                                                   std::size_t limit) = 0;
  /// Rows that are due at `now`, the longest overdue first.
  [[nodiscard]] virtual std::vector<FallbackRow> fallbackDue(const std::string& endpoint, TimePoint now,
                                                             std::size_t limit) = 0;
  /// Makes the rows of all users due at once, also of those without one; who is waiting goes on waiting.
  /// \returns how many are due now
  virtual std::int64_t makeFallbackDue(const std::string& endpoint) = 0;

  /// How many users but that one have left since then, and since the end of the last confirmation. Each
  /// counts once.
  [[nodiscard]] virtual std::int64_t countLeavings(const std::string& endpoint, const std::string& exceptId,
                                                   TimePoint since) = 0;
  /// Lets users leave in any number until then, and forgets those who have left.
  virtual void confirmLeaving(const std::string& endpoint, TimePoint until) = 0;
  [[nodiscard]] virtual std::optional<TimePoint> leavingConfirmedUntil(const std::string& endpoint) = 0;
};

}  // namespace scim2ldap::connector
