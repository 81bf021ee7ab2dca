#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "ldap/DirectorySettings.h"
#include "ldap/Entry.h"
#include "ldap/Search.h"
#include "ldap/SyncContent.h"
#include "ldap/SyncPosition.h"

namespace scim2ldap::ldap {

class Connection;
struct SearchMessage;

/// Hears of what a ContentSync finds, in its thread.
class ContentListener {
 public:
  virtual ~ContentListener() = default;

  /// An entry came into the content, or was changed. \param id  its entryUUID
  virtual void entryFound(const std::string& id, const Entry& entry) = 0;
  /// An entry left the content: deleted, moved away, or no longer what the filter asks for. May be told more
  /// than once, and of entries that were never found.
  virtual void entryGone(const std::string& id) = 0;
  /// Everything up to now has been told; what follows is told as it happens.
  virtual void refreshed() = 0;
  /// Everything that the server has written up to there has been told. Told of servers whose cookies say it.
  virtual void reached(const SyncPosition& position) = 0;
};

/// Keeps up with the entries that any of some searches finds, over a connection of its own, as a consumer of
/// RFC 4533 in its mode refreshAndPersist. Remembers what it knows, so that a lost connection costs no more
/// than what happened meanwhile. Used by one thread at a time.
class ContentSync {
 public:
  /// \param settings  where to connect; the first server that answers is taken
  /// \param searches  one for each base; entries come with the attributes that these name
  ContentSync(DirectorySettings settings, const std::vector<SearchRequest>& searches,
              ContentListener& listener);

  /// Connects and follows until `stop` is requested. Called again, it goes on where it was.
  /// \throws Error  unavailableCriticalExtension when the server does not offer content synchronisation;
  ///                serverDown, connectError and the like when the connection is lost; what the server says
  ///                to a search
  void run(const std::stop_token& stop);

  /// Forgets where it was: `run` begins with everything again.
  void startOver();
  /// Whether `run` begins with what has changed since.
  [[nodiscard]] bool goesOn() const;

  /// Whether the entry belongs to the content, as far as the server has said. Asked in the thread of `run`.
  [[nodiscard]] bool contains(const SyncUuid& uuid);

 private:
  struct Search {
    SearchRequest request;
    SyncContent content{};
    std::string cookie{};      ///< where the latest complete refresh, or what followed it, has come to
    std::string nextCookie{};  ///< of the refresh that is under way
    bool moved = false;        ///< the cookie is one whose position was not told yet
    std::optional<SyncPosition> position{};  ///< what the cookies say, from the end of the refresh on
    int messageId = 0;
    bool whole = false;  ///< everything is sent anew, as there was no cookie
    bool refreshed = false;
  };

  [[nodiscard]] Connection connect();
  void begin(Connection& connection, Search& search);
  void handle(Connection& connection, const SearchMessage& message);
  void handleEntry(Search& search, const SearchMessage& message);
  void handleInfo(Search& search, const SearchMessage& message);
  void handleDone(Connection& connection, Search& search, const SearchMessage& message);
  void endPresentPhase(Search& search);
  void endRefresh(Search& search);
  static void keepCookie(Search& search, const std::optional<std::string>& cookie);
  /// Once what came with the latest cookie has been told.
  void tellPosition(Search& search);
  void tellGone(const SyncUuid& uuid);
  [[nodiscard]] bool allRefreshed() const;

  DirectorySettings settings_;
  std::vector<Search> searches_;
  ContentListener& listener_;
  std::string uri_;  ///< of the server that gave the cookies
};

}  // namespace scim2ldap::ldap
