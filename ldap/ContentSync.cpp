#include "ldap/ContentSync.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

#include "ldap/Connection.h"
#include "ldap/Error.h"
#include "ldap/SyncMessages.h"

namespace scim2ldap::ldap {
namespace {

/// A refresh in which nothing comes for so long has failed. Afterwards silence is what to expect.
constexpr int kRefreshSilenceMs = 60'000;
constexpr int kForEver = -1;

/// Something to poll for that another thread can set off.
class WakeUp {
 public:
  WakeUp() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0)
      throw Error(ResultCode::LocalError, "no eventfd: the process has too many files open");
  }
  ~WakeUp() { ::close(descriptor_); }
  WakeUp(const WakeUp&) = delete;
  WakeUp& operator=(const WakeUp&) = delete;

  void set() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(descriptor_, &one, sizeof one);
  }
  /// Waits for this or for something to read. \returns false when neither came in time
  [[nodiscard]] bool waitBeside(int other, int timeoutMs) const {
    std::array<pollfd, 2> events{pollfd{descriptor_, POLLIN, 0}, pollfd{other, POLLIN, 0}};
    int ready = 0;
    do {
      ready = ::poll(events.data(), events.size(), timeoutMs);
    } while (ready < 0 && errno == EINTR);
    return ready != 0;
  }

 private:
  int descriptor_;
};

}  // namespace

ContentSync::ContentSync(DirectorySettings settings, const std::vector<SearchRequest>& searches,
                         ContentListener& listener)
    : settings_(std::move(settings)), listener_(listener) {
  for (const SearchRequest& request : searches) searches_.push_back({request});
}

void ContentSync::run(const std::stop_token& stop) {
  const WakeUp wakeUp;
  const std::stop_callback onStop(stop, [&wakeUp] { wakeUp.set(); });
  if (stop.stop_requested()) return;
  Connection connection = connect();
  for (Search& search : searches_) begin(connection, search);
  while (!stop.stop_requested()) {
    // What TLS has decrypted already does not show at the socket: read until there is nothing, then wait.
    if (const std::optional<SearchMessage> message = connection.receive()) {
      handle(connection, *message);
    } else if (!wakeUp.waitBeside(connection.descriptor(), allRefreshed() ? kForEver : kRefreshSilenceMs)) {
      throw Error(ResultCode::Timeout, "the server's refresh has come to a standstill");
    }
  }
}

bool ContentSync::goesOn() const {
  return std::any_of(searches_.begin(), searches_.end(),
                     [](const Search& search) { return !search.cookie.empty(); });
}

void ContentSync::startOver() {
  for (Search& search : searches_) search.cookie.clear();
}

bool ContentSync::contains(const SyncUuid& uuid) {
  return std::any_of(searches_.begin(), searches_.end(),
                     [&](Search& search) { return search.content.contains(uuid); });
}

/// A cookie means nothing to another server.
Connection ContentSync::connect() {
  std::string failures;
  for (const std::string& uri : settings_.uris) {
    try {
      Connection connection(settings_, uri);
      if (uri != uri_) startOver();
      uri_ = uri;
      return connection;
    } catch (const Error& error) {
      if (!isUnavailable(error.code())) throw;
      failures += (failures.empty() ? "" : "; ") + error.diagnosticMessage();
    }
  }
  throw Error(ResultCode::ConnectError, failures);
}

void ContentSync::begin(Connection& connection, Search& search) {
  search.whole = search.cookie.empty();
  search.nextCookie.clear();
  search.moved = false;
  search.position.reset();
  search.refreshed = false;
  search.content.beginRefresh();
  RequestControls controls;
  controls.sync = SyncRequest{.persist = true, .cookie = withoutProvider(search.cookie)};
  search.messageId = connection.beginSearch(search.request, controls);
}

void ContentSync::handle(Connection& connection, const SearchMessage& message) {
  const auto search = std::find_if(searches_.begin(), searches_.end(),
                                   [&](const Search& each) { return each.messageId == message.messageId; });
  if (search == searches_.end()) return;  // of a search that has been begun anew
  switch (message.type) {
    case SearchMessage::Type::Entry:
      handleEntry(*search, message);
      break;
    case SearchMessage::Type::Intermediate:
      handleInfo(*search, message);
      break;
    case SearchMessage::Type::Done:
      handleDone(connection, *search, message);
      break;
    case SearchMessage::Type::Reference:
      break;
  }
  tellPosition(*search);
}

/// RFC 4533 §3.3 and §3.4
void ContentSync::handleEntry(Search& search, const SearchMessage& message) {
  const auto control = message.controls.find(SyncState::kOid);
  if (control == message.controls.end())
    throw Error(ResultCode::UnavailableCriticalExtension, "an entry came without its Sync State control");
  const SyncState state = readSyncState(control->second);
  keepCookie(search, state.cookie);
  if (state.state == SyncState::State::Delete) {
    search.content.remove(state.uuid);
    return tellGone(state.uuid);
  }
  search.content.add(state.uuid);
  if (state.state != SyncState::State::Present) listener_.entryFound(toString(state.uuid), *message.entry);
}

/// RFC 4533 §3.3.1 (present phase), §3.3.2 (delete phase)
void ContentSync::handleInfo(Search& search, const SearchMessage& message) {
  if (message.responseName != SyncInfo::kOid) return;
  const SyncInfo info = readSyncInfo(message.responseValue);
  keepCookie(search, info.cookie);
  switch (info.type) {
    case SyncInfo::Type::NewCookie:
      return;
    case SyncInfo::Type::SyncIdSet:
      for (const SyncUuid& uuid : info.uuids) {
        if (info.refreshDeletes) {
          search.content.remove(uuid);
          tellGone(uuid);
        } else {
          search.content.add(uuid);
        }
      }
      return;
    case SyncInfo::Type::RefreshPresent:
      endPresentPhase(search);
      if (info.refreshDone) endRefresh(search);
      return;
    case SyncInfo::Type::RefreshDelete:
      if (info.refreshDone) endRefresh(search);
      return;
  }
}

/// The search is meant to last: its end is a failure, or the demand to begin anew. RFC 4533 §3.5
void ContentSync::handleDone(Connection& connection, Search& search, const SearchMessage& message) {
  if (message.code == ResultCode::SyncRefreshRequired && !search.cookie.empty()) {
    search.cookie.clear();
    return begin(connection, search);
  }
  if (message.code == ResultCode::Success) {
    const auto control = message.controls.find(SyncDone::kOid);
    if (control != message.controls.end()) keepCookie(search, readSyncDone(control->second).cookie);
    throw Error(ResultCode::Unavailable, "the server has ended the synchronisation");
  }
  // Whatever it holds against the cookie, it cannot hold against none.
  if (!isUnavailable(message.code)) search.cookie.clear();
  throw Error(message.code, message.diagnosticMessage);
}

void ContentSync::endPresentPhase(Search& search) {
  for (const SyncUuid& uuid : search.content.removeUnheard()) tellGone(uuid);
  search.whole = false;
}

void ContentSync::endRefresh(Search& search) {
  if (search.refreshed) return;
  if (search.whole) endPresentPhase(search);
  search.refreshed = true;
  if (!search.nextCookie.empty()) keepCookie(search, std::exchange(search.nextCookie, {}));
  search.moved = true;  // where nothing has changed OpenLDAP sends no cookie: the one from before holds
  if (allRefreshed()) listener_.refreshed();
}

/// A refresh that breaks off is repeated from where it began: only at its end is what is gone known.
void ContentSync::keepCookie(Search& search, const std::optional<std::string>& cookie) {
  if (!cookie) return;
  std::string& kept = search.refreshed ? search.cookie : search.nextCookie;
  // OpenLDAP also sends cookies without a CSN; to go on from one of these leaves out who was deleted.
  if (SyncPosition::ofCookie(kept) && !SyncPosition::ofCookie(*cookie)) return;
  kept = *cookie;
  search.moved = search.refreshed;
}

void ContentSync::tellPosition(Search& search) {
  if (!std::exchange(search.moved, false)) return;
  const std::optional<SyncPosition> position = SyncPosition::ofCookie(search.cookie);
  if (!position) return;
  if (search.position) {
    search.position->advance(*position);
  } else {
    search.position = position;
  }
  SyncPosition common = *search.position;
  for (const Search& each : searches_) {
    if (!each.refreshed || !each.position) return;
    common.meet(*each.position);
  }
  listener_.reached(common);
}

/// An entry that moved from one base to another may be found there before it is gone here.
void ContentSync::tellGone(const SyncUuid& uuid) {
  if (!contains(uuid)) listener_.entryGone(toString(uuid));
}

bool ContentSync::allRefreshed() const {
  return std::all_of(searches_.begin(), searches_.end(),
                     [](const Search& search) { return search.refreshed; });
}

}  // namespace scim2ldap::ldap
