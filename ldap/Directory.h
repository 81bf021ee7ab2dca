#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ldap/Capabilities.h"
#include "ldap/DirectorySettings.h"
#include "ldap/Entry.h"
#include "ldap/Modification.h"
#include "ldap/Operations.h"
#include "ldap/Search.h"
#include "ldap/Subschema.h"

namespace scim2ldap::ldap {

class Connection;
class Pool;
struct Answer;
struct RequestControls;

/// One LDAP directory, reached over a pool of connections, each used by one thread at a time. Connections
/// are made on demand; a dead one is replaced, so that the directory's restart needs none of ours.
/// Thread-safe.
class Directory {
 public:
  /// Does not connect yet.
  explicit Directory(DirectorySettings settings);
  /// Takes the directory for one that can do exactly this, instead of finding out.
  Directory(DirectorySettings settings, const Capabilities& capabilities);
  ~Directory();
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  /// The entries found, in the server's order. Referrals are not followed and not returned. A search over a
  /// connection that turns out dead is repeated once on a fresh one.
  /// \throws Error  with the server's code (noSuchObject for a missing base, sizeLimitExceeded), or
  ///                serverDown, timeout, connectError; busy when no connection became free in time
  [[nodiscard]] std::vector<Entry> search(const SearchRequest& request);
  /// The entries found by several searches, in their order; much quicker than one after the other.
  /// \throws Error  as search, for the first that fails
  [[nodiscard]] std::vector<Entry> searchAll(const std::vector<SearchRequest>& requests);

  /// As `search`, in pages of the Simple Paged Results control (RFC 2696), entries handed out one by one.
  /// \param most  no further page is asked for behind so many entries
  void searchPaged(const SearchRequest& request, int pageSize, const std::function<void(Entry&&)>& onEntry,
                   std::size_t most = SIZE_MAX);

  /// The entry of that name, or nullopt when there is none.
  /// \throws Error  as search
  [[nodiscard]] std::optional<Entry> read(const Dn& dn, const std::vector<std::string>& attributes,
                                          const std::optional<Filter>& filter = std::nullopt);

  /// The writes never throw for what the directory answers or fails to answer: the result tells.
  [[nodiscard]] WriteResult add(const Entry& entry, const WriteOptions& options = {});
  [[nodiscard]] WriteResult modify(const Dn& dn, const std::vector<Modification>& modifications,
                                   const WriteOptions& options = {});
  /// modifyDN: new RDN, old RDN values deleted, and, when given, a new superior. RFC 4511 §4.9
  [[nodiscard]] WriteResult rename(const Dn& dn, const Rdn& newRdn, const std::optional<Dn>& newSuperior,
                                   const WriteOptions& options = {});
  [[nodiscard]] WriteResult remove(const Dn& dn, const WriteOptions& options = {});

  /// Password modify (RFC 3062). It takes no controls: the post-read is a search, and there is no assertion.
  [[nodiscard]] WriteResult setPassword(const Dn& dn, const std::string& newPassword,
                                        const std::vector<std::string>& postRead = {});

  /// Takes the next number of a counter entry: modify-increment with pre-read (RFC 4525) where the directory
  /// has it, else compare-and-swap. Safe against any number of other connectors. \returns the number taken
  /// \throws Error  noSuchAttribute when the entry has no such counter; otherwise as search
  [[nodiscard]] std::int64_t takeNumber(const Dn& counter, const std::string& attribute);

  /// Who we are to the directory (RFC 4532), "dn:…", or "" when anonymous or not known.
  [[nodiscard]] std::string whoAmI();

  /// What the directory can do, found out by use at first call after (re)connect, then remembered.
  /// \throws Error  serverDown and the like
  [[nodiscard]] Capabilities capabilities();
  /// The schema in force, read anew at each call.
  [[nodiscard]] Subschema subschema();
  /// For callers that waited for each other: the directory is not asked, it is told what became of others.
  /// \throws Error  connectError when a call got no answer after that time, and none has got one since
  void throwIfSilentSince(std::chrono::steady_clock::time_point time);
  /// The attributes of the root DSE, operational ones included.
  [[nodiscard]] Entry rootDse();

 private:
  /// Sends the one request of a write over a connection.
  using Send = std::function<Answer(Connection&, const RequestControls&)>;

  /// \param before  the entry to write, unless it is added
  /// \param after   the name it has then, unless it is removed
  WriteResult write(const std::optional<Dn>& before, const std::optional<Dn>& after,
                    const WriteOptions& options, const Send& send);
  WriteResult modifyNarrowed(const Dn& dn, const std::vector<Modification>& modifications,
                             const WriteOptions& options);
  std::int64_t takeByIncrement(const Dn& counter, const std::string& attribute);
  std::int64_t takeByCompareAndSwap(const Dn& counter, const std::string& attribute);

  std::unique_ptr<Pool> pool_;
};

}  // namespace scim2ldap::ldap
