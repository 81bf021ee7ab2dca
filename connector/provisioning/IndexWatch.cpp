#include "connector/provisioning/IndexWatch.h"

#include <algorithm>
#include <set>

#include "connector/provisioning/ClassFilter.h"
#include "connector/provisioning/DirectoryView.h"
#include "connector/provisioning/StoppableWait.h"
#include "ldap/Error.h"
#include "ldap/NamingContexts.h"
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

/// The lowest entry that all bases are or stand below; the empty DN where there is none.
ldap::Dn commonBaseOf(const std::vector<IndexScope>& scopes) {
  ldap::Dn common = scopes.front().bases.front();
  const auto holds = [&](const ldap::Dn& base) { return base.isWithin(common); };
  for (const IndexScope& scope : scopes)
    while (!std::all_of(scope.bases.begin(), scope.bases.end(), holds)) common = common.parent();
  return common;
}

/// What finds the entries of all scopes.
std::vector<ldap::SearchRequest> searchesOf(const std::vector<IndexScope>& scopes) {
  if (scopes.size() == 1) return searchesOf(scopes.front());
  ldap::Or any;
  std::set<std::string> attributes{"objectClass"};
  for (const IndexScope& scope : scopes) {
    any.operands.push_back(scope.filter);
    attributes.merge(std::set<std::string>{scope.idAttribute, "createTimestamp", scope.displayAttribute});
  }
  return {{commonBaseOf(scopes), ldap::Scope::Subtree, {any}, {attributes.begin(), attributes.end()}}};
}

bool areOfOneDirectory(const IndexScope& left, const IndexScope& right) {
  return left.settings == right.settings && left.idAttribute == right.idAttribute &&
         left.sweepInterval == right.sweepInterval;
}

/// Whether the entries of the scopes can be told apart once they were found.
bool canBeJoined(const std::vector<IndexScope>& scopes) {
  return !commonBaseOf(scopes).empty() &&
         std::all_of(scopes.begin(), scopes.end(),
                     [](const IndexScope& scope) { return isOfClasses(scope.filter); });
}

/// The scopes that one watch each takes.
std::vector<std::vector<IndexScope>> joined(const std::vector<IndexScope>& scopes) {
  std::vector<std::vector<IndexScope>> all;
  for (const IndexScope& scope : scopes) {
    const auto own = std::find_if(all.begin(), all.end(), [&](const std::vector<IndexScope>& group) {
      return areOfOneDirectory(group.front(), scope);
    });
    if (own == all.end()) {
      all.push_back({scope});
    } else if (std::find(own->begin(), own->end(), scope) == own->end()) {
      own->push_back(scope);
    }
  }
  std::vector<std::vector<IndexScope>> result;
  for (const std::vector<IndexScope>& group : all) {
    if (canBeJoined(group)) {
      result.push_back(group);
    } else {
      for (const IndexScope& scope : group) result.push_back({scope});
    }
  }
  return result;
}

}  // namespace

IndexWatch::IndexWatch(std::vector<IndexScope> scopes, IdIndexes& indexes, Logger& logger)
    : scopes_(std::move(scopes)),
      indexes_(indexes),
      logger_(logger),
      directory_(scopes_.front().settings),
      sync_(scopes_.front().settings, searchesOf(scopes_), *this) {
  for (const IndexScope& scope : scopes_) {
    std::string name;
    for (const ldap::Dn& base : scope.bases) name += base.toString() + " ";
    watched_.push_back({scope, indexes.of(scope), name + ldap::toString(scope.filter)});
    watched_.back().index->names().clear();
  }
  thread_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

IndexWatch::~IndexWatch() {
  thread_.request_stop();
  thread_.join();
  distrust();
}

void IndexWatch::watch(const std::stop_token& stop) {
  bool isToSplit = false;
  while (!stop.stop_requested()) {
    const bool goesOn = sync_.goesOn();
    try {
      if (isToSplit) return split(stop);
      // Asked each time: the overlay may have been added meanwhile.
      if (!synchronise(stop)) {
        sweep();
        waitForNextSweep(stop);
      }
    } catch (const Indistinct&) {
      distrust();
      isToSplit = true;
    } catch (const ldap::Error& error) {
      distrust();
      const bool isRefused = !isNotNow(error.code(), error.diagnosticMessage());
      // The one base may be hidden from us, or not be there, where those below it are.
      isToSplit = isRefused && !goesOn && scopes_.size() > 1;
      if (isToSplit) continue;
      if (isRefused) sync_.startOver();  // what was refused may be to go on from there
      reportIncomplete(error.what());
      // A wrong password, tried often, locks us out.
      const bool isSoon = isUnavailable(error.code()) || (isRefused && goesOn);
      waitFor(isSoon ? kRetryInterval : scopes_.front().sweepInterval, stop);
    } catch (const std::exception& error) {  // no memory, say: what was told meanwhile is to be told again
      distrust();
      for (Watched& watched : watched_) watched.index->names().clear();
      sync_.startOver();
      reportIncomplete(error.what());
      waitFor(scopes_.front().sweepInterval, stop);
    }
  }
}

void IndexWatch::split(const std::stop_token& stop) {
  parts_.clear();  // of an attempt that failed
  for (const IndexScope& scope : scopes_)
    parts_.push_back(std::make_unique<IndexWatch>(std::vector{scope}, indexes_, logger_));
  while (!stop.stop_requested()) waitFor(std::chrono::hours(1), stop);
  for (const auto& part : parts_) part->requestStop();
  parts_.clear();
}

bool IndexWatch::synchronise(const std::stop_token& stop) {
  if (!scim::sameName(scopes_.front().idAttribute, "entryUUID")) return false;
  std::stop_source end;
  const std::stop_callback onStop(stop, [&] { end.request_stop(); });
  for (Watched& watched : watched_) {
    watched.index->beginReview();
    watched.found.clear();
    // Whom nobody tells of again may stand below another entry of that name by now.
    if (!sync_.goesOn()) watched.index->names().retryUnproven();
    watched.index->names().whenDoubted([end]() mutable { end.request_stop(); });
  }
  refreshing_ = true;
  if (scopes_.size() > 1) {
    if (!areInOneDatabase()) throw Indistinct();
    schema_ = directory_.subschema();
  }
  try {
    sync_.run(end.get_token());
    if (stop.stop_requested()) return true;
    // Somebody has doubted a name: all are told anew.
    for (Watched& watched : watched_) watched.index->names().clear();
    sync_.startOver();
  } catch (const ldap::Error& error) {
    if (error.code() == ResultCode::UnavailableCriticalExtension) return false;
    throw;
  }
  return true;
}

/// A search goes through one database, and does not say that there is another below its base.
bool IndexWatch::areInOneDatabase() {
  const std::vector<ldap::Dn> contexts = ldap::namingContexts(directory_);
  const ldap::Dn* common = contextOf(commonBaseOf(scopes_), contexts);
  return common != nullptr && std::all_of(scopes_.begin(), scopes_.end(), [&](const IndexScope& scope) {
           return std::all_of(scope.bases.begin(), scope.bases.end(),
                              [&](const ldap::Dn& base) { return contextOf(base, contexts) == common; });
         });
}

/// Sooner where something was written that an index was not told of.
void IndexWatch::waitForNextSweep(const std::stop_token& stop) {
  const auto end = std::chrono::steady_clock::now() + scopes_.front().sweepInterval;
  const auto wantsReview = [](const Watched& watched) { return watched.index->wantsReview(); };
  while (!stop.stop_requested() && std::none_of(watched_.begin(), watched_.end(), wantsReview)) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return;
    waitFor(std::min(left, kLookInterval), stop);
  }
}

void IndexWatch::sweep() {
  for (Watched& watched : watched_) {
    watched.index->setTold(false);
    watched.index->names().clear();
    watched.index->beginReview();
    std::vector<IdKey> found;
    for (const ldap::SearchRequest& search : searchesOf(watched.scope)) {
      directory_.searchPaged(search, kPage, [&](ldap::Entry&& entry) {
        if (std::optional<IdKey> key = keyOf(entry, watched.scope.idAttribute))
          found.push_back(std::move(*key));
      });
    }
    watched.index->finishReview(std::move(found), [](std::string_view) { return false; });
  }
  reportComplete("sweeps");
}

std::vector<bool> IndexWatch::belongings(const ldap::Entry& entry) const {
  std::vector<bool> result(scopes_.size(), scopes_.size() == 1);
  if (scopes_.size() == 1) return result;
  bool isAny = false;
  for (std::size_t i = 0; i < scopes_.size(); ++i) {
    const std::optional<bool> isMetBy = isMet(scopes_[i].filter, entry, schema_);
    if (!isMetBy) throw Indistinct();
    isAny = isAny || *isMetBy;
    result[i] = *isMetBy && isBelow(entry.dn, scopes_[i].bases);
  }
  if (!isAny) throw Indistinct();  // the directory sees more in its classes than we do
  return result;
}

/// What a refresh brings counts at its end. An entry that was found under one base may be told to be gone
/// from another before or after.
void IndexWatch::entryFound(const std::string& id, const ldap::Entry& entry) {
  const std::optional<ldap::SyncUuid> uuid = ldap::parseSyncUuid(id);
  if (!uuid) return;
  const std::vector<bool> belongs = belongings(entry);
  for (std::size_t i = 0; i < watched_.size(); ++i) {
    Watched& watched = watched_[i];
    IdIndex& index = *watched.index;
    if (!belongs[i]) {  // any longer
      index.names().erase(*uuid);
      if (!refreshing_ || index.contains(id)) index.erase(id);
      continue;
    }
    IdKey key = keyOf(entry, watched.scope.idAttribute).value_or(IdKey{});
    key.id = id;
    const std::string display = entry.first(watched.scope.displayAttribute).value_or("");
    if (index.names().set(*uuid, entry.dn, display)) proveContainers(index.names());
    if (refreshing_) {
      watched.found.push_back(std::move(key));
    } else {
      index.insert(key);
    }
  }
}

void IndexWatch::entryGone(const std::string& id) {
  const std::optional<ldap::SyncUuid> uuid = ldap::parseSyncUuid(id);
  for (Watched& watched : watched_) {
    if (uuid) watched.index->names().erase(*uuid);
    if (!refreshing_) watched.index->erase(id);
  }
}

void IndexWatch::refreshed() {
  const auto isThere = [&](std::string_view id) {
    const std::optional<ldap::SyncUuid> uuid = ldap::parseSyncUuid(id);
    return uuid && sync_.contains(*uuid);
  };
  for (Watched& watched : watched_) {
    std::erase_if(watched.found, [&](const IdKey& key) { return !isThere(key.id); });
    watched.index->setTold(true);
    watched.index->finishReview(std::exchange(watched.found, {}), isThere);
  }
  refreshing_ = false;
  reportComplete("content synchronisation");
}

void IndexWatch::reached(const ldap::SyncPosition& position) {
  for (Watched& watched : watched_) watched.index->names().reached(position);
}

void IndexWatch::proveContainers(NameTable& names) {
  for (const ldap::Dn& container : names.takeUnproven()) {
    try {
      const std::optional<ldap::Entry> entry = directory_.read(container, {"entryUUID"});
      names.prove(container, entry ? entry->first("entryUUID") : std::nullopt);
    } catch (const ldap::Error&) {
      // What is told goes on; the names below stay unknown until the synchronisation begins anew.
      names.prove(container, std::nullopt);
    }
  }
}

void IndexWatch::distrust() {
  for (Watched& watched : watched_) {
    watched.index->distrust();
    watched.index->names().distrust();
  }
}

void IndexWatch::reportComplete(std::string_view how) {
  for (Watched& watched : watched_) {
    if (!watched.index->complete()) {
      reportIncomplete(watched, watched.index->wantsReview() ? "something was written meanwhile"
                                                             : "an id is longer than the index takes");
    } else if (watched.reported != how) {
      watched.reported = how;
      logger_.info("INDEX_COMPLETE", "Lists are served from an index that is kept right",
                   {{"entriesBelow", watched.name},
                    {"entries", static_cast<std::int64_t>(watched.index->size())},
                    {"by", how}});
    }
  }
}

void IndexWatch::reportIncomplete(const std::string& reason) {
  for (Watched& watched : watched_) reportIncomplete(watched, reason);
}

void IndexWatch::reportIncomplete(Watched& watched, const std::string& reason) {
  if (watched.reported == reason) return;
  watched.reported = reason;
  logger_.warning("INDEX_INCOMPLETE", "Lists read the whole directory until an index is complete again",
                  {{"entriesBelow", watched.name}, {"reason", reason}});
}

void IndexWatches::follow(const Configuration& configuration, IdIndexes& indexes, Logger& logger) {
  std::vector<IndexScope> all;
  for (const EndpointConfiguration& endpoint : configuration.endpoints) {
    const DirectoryConfiguration& directory = configuration.directory(endpoint.directory);
    all.push_back(scopeOf(directory, endpoint.mapping.user));
    if (endpoint.mapping.group) all.push_back(scopeOf(directory, *endpoint.mapping.group));
  }
  const std::vector<std::vector<IndexScope>> wanted = joined(all);
  std::erase_if(watches_, [&](const auto& watch) {
    return std::find(wanted.begin(), wanted.end(), watch->scopes()) == wanted.end();
  });
  for (const std::vector<IndexScope>& scopes : wanted) {
    const bool watched = std::any_of(watches_.begin(), watches_.end(),
                                     [&](const auto& watch) { return watch->scopes() == scopes; });
    if (!watched) watches_.push_back(std::make_unique<IndexWatch>(scopes, indexes, logger));
  }
}

void IndexWatches::stop() {
  for (const auto& watch : watches_) watch->requestStop();
  watches_.clear();
}

}  // namespace scim2ldap::connector
