#include "connector/provisioning/IndexWatch.h"

#include <algorithm>

#include "connector/provisioning/StoppableWait.h"
#include "ldap/Error.h"
#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

using ldap::ResultCode;

constexpr int kPage = 1000;
constexpr std::chrono::milliseconds kLookInterval{500};   ///< for a write that was missed
constexpr std::chrono::milliseconds kRetryInterval{500};  ///< after an outage; the directory may just restart

std::vector<ldap::SearchRequest> searchesOf(const IndexScope& scope) {
  std::vector<ldap::SearchRequest> searches;
  for (const ldap::Dn& base : scope.bases)
    searches.push_back({base,
                        ldap::Scope::Subtree,
                        scope.filter,
                        {scope.idAttribute, "createTimestamp", scope.displayAttribute}});
  return searches;
}

}  // namespace

IndexWatch::IndexWatch(IndexScope scope, std::shared_ptr<IdIndex> index, Logger& logger)
    : scope_(std::move(scope)),
      index_(std::move(index)),
      logger_(logger),
      directory_(scope_.settings),
      sync_(scope_.settings, searchesOf(scope_), *this) {
  for (const ldap::Dn& base : scope_.bases) name_ += base.toString() + " ";
  name_ += ldap::toString(scope_.filter);
  index_->names().clear();
  thread_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

IndexWatch::~IndexWatch() {
  thread_.request_stop();
  thread_.join();
  index_->distrust();
  index_->names().distrust();
}

void IndexWatch::watch(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      // Asked each time: the overlay may have been added meanwhile.
      if (!synchronise(stop)) {
        sweep();
        waitForNextSweep(stop);
      }
    } catch (const ldap::Error& error) {
      index_->distrust();
      index_->names().distrust();
      reportIncomplete(error.what());
      waitFor(isUnavailable(error.code()) ? kRetryInterval : scope_.sweepInterval, stop);
    }
  }
}

bool IndexWatch::synchronise(const std::stop_token& stop) {
  if (!scim::sameName(scope_.idAttribute, "entryUUID")) return false;
  index_->beginReview();
  refreshing_ = true;
  std::stop_source end;
  const std::stop_callback onStop(stop, [&] { end.request_stop(); });
  index_->names().whenDoubted([end]() mutable { end.request_stop(); });
  try {
    sync_.run(end.get_token());
    if (stop.stop_requested()) return true;
    // Somebody has doubted a name: all are told anew.
    index_->names().clear();
    sync_.startOver();
  } catch (const ldap::Error& error) {
    if (error.code() == ResultCode::UnavailableCriticalExtension) return false;
    throw;
  }
  return true;
}

/// Sooner where something was written that the index was not told of.
void IndexWatch::waitForNextSweep(const std::stop_token& stop) {
  const auto end = std::chrono::steady_clock::now() + scope_.sweepInterval;
  while (!stop.stop_requested() && !index_->wantsReview()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return;
    waitFor(std::min(left, kLookInterval), stop);
  }
}

void IndexWatch::sweep() {
  index_->setTold(false);
  index_->names().clear();
  index_->beginReview();
  std::vector<IdKey> found;
  for (const ldap::SearchRequest& search : searchesOf(scope_)) {
    directory_.searchPaged(search, kPage, [&](ldap::Entry&& entry) {
      if (std::optional<IdKey> key = keyOf(entry, scope_.idAttribute)) found.push_back(std::move(*key));
    });
  }
  index_->finishReview(std::move(found), [](std::string_view) { return false; });
  reportComplete("sweeps");
}

/// What a refresh brings counts at its end. An entry that was found under one base may be told to be gone
/// from another before or after.
void IndexWatch::entryFound(const std::string& id, const ldap::Entry& entry) {
  IdKey key = keyOf(entry, scope_.idAttribute).value_or(IdKey{});
  key.id = id;
  if (const std::optional<ldap::SyncUuid> uuid = ldap::parseSyncUuid(id))
    index_->names().set(*uuid, entry.dn, entry.first(scope_.displayAttribute).value_or(""));
  if (refreshing_) {
    found_.push_back(std::move(key));
  } else {
    index_->insert(key);
    proveContainers();
  }
}

void IndexWatch::entryGone(const std::string& id) {
  if (const std::optional<ldap::SyncUuid> uuid = ldap::parseSyncUuid(id)) index_->names().erase(*uuid);
  if (!refreshing_) index_->erase(id);
}

void IndexWatch::refreshed() {
  const auto isThere = [&](std::string_view id) {
    const std::optional<ldap::SyncUuid> uuid = ldap::parseSyncUuid(id);
    return uuid && sync_.contains(*uuid);
  };
  std::erase_if(found_, [&](const IdKey& key) { return !isThere(key.id); });
  index_->setTold(true);
  index_->finishReview(std::exchange(found_, {}), isThere);
  refreshing_ = false;
  proveContainers();
  reportComplete("content synchronisation");
}

void IndexWatch::reached(const ldap::SyncPosition& position) {
  index_->names().reached(position);
}

void IndexWatch::proveContainers() {
  for (const ldap::Dn& container : index_->names().takeUnproven()) {
    const std::optional<ldap::Entry> entry = directory_.read(container, {"entryUUID"});
    index_->names().prove(container, entry ? entry->first("entryUUID") : std::nullopt);
  }
}

void IndexWatch::reportComplete(std::string_view how) {
  if (!index_->complete()) return reportIncomplete("an id is longer than the index takes");
  if (reported_ == how) return;
  reported_ = how;
  logger_.info(
      "INDEX_COMPLETE", "Lists are served from an index that is kept right",
      {{"entriesBelow", name_}, {"entries", static_cast<std::int64_t>(index_->size())}, {"by", how}});
}

void IndexWatch::reportIncomplete(const std::string& reason) {
  if (reported_ == reason) return;
  reported_ = reason;
  logger_.warning("INDEX_INCOMPLETE", "Lists read the whole directory until an index is complete again",
                  {{"entriesBelow", name_}, {"reason", reason}});
}

void IndexWatches::follow(const Configuration& configuration, IdIndexes& indexes, Logger& logger) {
  std::vector<IndexScope> scopes;
  for (const EndpointConfiguration& endpoint : configuration.endpoints) {
    const DirectoryConfiguration& directory = configuration.directory(endpoint.directory);
    scopes.push_back(scopeOf(directory, endpoint.mapping.user));
    if (endpoint.mapping.group) scopes.push_back(scopeOf(directory, *endpoint.mapping.group));
  }
  std::erase_if(watches_, [&](const auto& watch) {
    return std::find(scopes.begin(), scopes.end(), watch->scope()) == scopes.end();
  });
  for (const IndexScope& scope : scopes) {
    const bool watched = std::any_of(watches_.begin(), watches_.end(),
                                     [&](const auto& watch) { return watch->scope() == scope; });
    if (!watched) watches_.push_back(std::make_unique<IndexWatch>(scope, indexes.of(scope), logger));
  }
}

void IndexWatches::stop() {
  for (const auto& watch : watches_) watch->requestStop();
  watches_.clear();
}

}  // namespace scim2ldap::connector
