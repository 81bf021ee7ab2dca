#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

#include "connector/commands/ErrandRunner.h"
#include "connector/commands/Progress.h"
#include "connector/commands/StateReview.h"
#include "connector/commands/StateTasks.h"
#include "connector/log/HarmlessText.h"
#include "connector/provisioning/PreviewStore.h"
#include "connector/provisioning/ResourceReader.h"
#include "connector/review/Rebuilding.h"
#include "connector/store/SqliteStore.h"
#include "scim/Error.h"

namespace scim2ldap::connector {
namespace {

constexpr std::size_t kPortion = 500;

/// What became of the users or the groups of an endpoint.
struct Outcome {
  std::int64_t entries = 0;
  std::int64_t made = 0;
  std::int64_t externalIds = 0;
};

class RebuildOfEndpoint {
 public:
  /// \param writer  nullptr to make nothing
  RebuildOfEndpoint(const Configuration& configuration, const EndpointConfiguration& endpoint, Store& store,
                    ErrandRunner* writer)
      : endpoint_(endpoint), store_(store), writer_(writer), own_(configuration, endpoint, store) {
    const ErrandPlace place = own_.place();
    rebuilding_.emplace(place.endpoint, place.directoryConfiguration, place.directory, place.store,
                        place.sink, place.coordination);
  }

  void run() {
    for (const Kind kind : {Kind::User, Kind::Group}) {
      if (!rebuilding_->view().has(kind)) continue;
      const Outcome outcome = rebuild(kind);
      std::cerr << "endpoint " << endpoint_.name << ": " << outcome.made << " of " << outcome.entries << ' '
                << typeOf(kind)
                << (writer_ == nullptr ? " entries would get a row, " : " entries got a row, ")
                << outcome.externalIds << " of them with their externalId\n";
      isAnyMade_ = isAnyMade_ || outcome.made > 0;
      isAnyWithoutExternalId_ = isAnyWithoutExternalId_ || outcome.externalIds < outcome.made;
    }
    if (isAnyMade_) {
      tellWhatIsLost();
    } else {
      std::cerr << "Nothing was missing: all that the endpoint sees have their rows.\n";
    }
  }

 private:
  Outcome rebuild(Kind kind) {
    const std::vector<IdKey> keys = rebuilding_->view().allKeys(kind);
    Progress progress(std::cerr, ::isatty(STDERR_FILENO) == 1, static_cast<std::int64_t>(keys.size()));
    Outcome outcome;
    for (std::size_t begin = 0; begin < keys.size(); begin += kPortion) {
      std::vector<std::string> ids;
      for (std::size_t i = begin; i < std::min(keys.size(), begin + kPortion); ++i) ids.push_back(keys[i].id);
      outcome.entries += static_cast<std::int64_t>(ids.size());
      writer_ == nullptr ? show(kind, ids, outcome) : make(kind, ids, outcome);
      progress.show(outcome.entries);
    }
    return outcome;
  }

  void show(Kind kind, const std::vector<std::string>& ids, Outcome& outcome) {
    const Rebuilding::Rows rows = rebuilding_->missing(kind, ids, currentTime());
    for (std::size_t i = 0; i < rows.resources.size(); ++i) {
      const ResourceRow& row = rows.resources[i];
      std::cout << row.type << ' ' << row.id << ' ' << harmless(row.externalId.value_or("-")) << ' '
                << harmless(rows.dns[i]) << '\n';
      ++outcome.made;
      outcome.externalIds += row.externalId ? 1 : 0;
    }
    tellClashes(kind, rows.clashes);
  }

  void make(Kind kind, const std::vector<std::string>& ids, Outcome& outcome) {
    Errand errand{Errand::Task::Rebuild, endpoint_.name, ""};
    errand.type = typeOf(kind);
    errand.ids = ids;
    const ErrandResult result = writer_->carryOut(errand, own_);
    if (!result.error.empty()) throw StoreError(result.error + "; run this again, it goes on where it ended");
    outcome.made += result.made;
    outcome.externalIds += result.externalIds;
    tellClashes(kind, result.clashes);
  }

  static void tellClashes(Kind kind, const std::vector<std::string>& ids) {
    for (const std::string& id : ids) {
      std::cerr << typeOf(kind) << ' ' << id
                << " goes without its externalId, which another one has as well; see which is right, and put "
                   "the other one right in the directory or delete it\n";
    }
  }

  void tellWhatIsLost() {
    const auto tell = [](const std::string& text) { std::cerr << "  - " << text << '\n'; };
    std::cerr << "What the directory does not hold is not got back:\n";
    if (isAnyWithoutExternalId_) {
      tell(
          "externalIds: users and groups get theirs when the client sends it again. In Entra, choose Restart "
          "provisioning, which looks at everybody anew. Groups that Entra matches by externalId first need "
          "`scim2ldap group link`");
    }
    if (store_.tokens(endpoint_.name).empty() && store_.clients(endpoint_.name).empty())
      tell(
          "tokens and OAuth clients: make new ones with `scim2ldap token create` or `client create`, and "
          "enter them at the client");
    if (endpoint_.roles)
      tell("the roles that clients gave: users keep the role that the directory shows until they get one");
    if (endpoint_.fallback)
      tell(
          "grace times, and who was put into the fallback group by others: who is in it now leaves it with "
          "the next synced group");
    tell(
        "spelling and attributes that only the side table kept, until the client sends them again; the "
        "audit log");
  }

  const EndpointConfiguration& endpoint_;
  Store& store_;
  ErrandRunner* writer_;
  OwnService own_;
  std::optional<Rebuilding> rebuilding_;
  bool isAnyMade_ = false;
  bool isAnyWithoutExternalId_ = false;
};

}  // namespace

int rebuildState(const Options& options) {
  options.expectWords(1, "");
  const Configuration configuration = readConfiguration(options.configurationFile());
  const std::vector<const EndpointConfiguration*> endpoints = chosenEndpoints(options, configuration);
  const bool onlyShows = options.has("dry-run");
  std::unique_ptr<Store> store;
  if (!onlyShows || std::filesystem::exists(configuration.stateFile()))
    store = openSqliteStore(configuration.stateFile(), configuration.logRetention);
  if (onlyShows) store = std::make_unique<PreviewStore>(std::move(store));
  std::optional<ErrandRunner> writer;
  if (!onlyShows) writer.emplace(configuration, *store);
  for (const EndpointConfiguration* endpoint : endpoints)
    RebuildOfEndpoint(configuration, *endpoint, *store, writer ? &*writer : nullptr).run();
  return kDone;
}

}  // namespace scim2ldap::connector
