#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <optional>

#include "connector/commands/ErrandRunner.h"
#include "connector/commands/StateReview.h"
#include "connector/commands/StateTasks.h"
#include "connector/log/HarmlessText.h"
#include "connector/provisioning/PlanLdif.h"
#include "connector/review/Doubt.h"
#include "connector/review/Mending.h"
#include "connector/store/SqliteStore.h"

namespace scim2ldap::connector {
namespace {

/// Mends findings, or shows how.
class Repair {
 public:
  Repair(const Configuration& configuration, Store& store, bool onlyShows)
      : configuration_(configuration), store_(store) {
    if (!onlyShows) writer_.emplace(configuration, store);
  }

  void mend(const Finding& finding) {
    OwnService& own = serviceOf(finding.endpoint);
    Errand errand{Errand::Task::Mend, finding.endpoint, finding.id};
    errand.finding = finding;
    if (!writer_) return show(errand, own);
    const ErrandResult result = writer_->carryOut(errand, own);
    if (!result.error.empty()) {
      std::cerr << "not mended: " << describe(finding) << ": " << harmless(result.error) << '\n';
      ++left_;
    } else if (result.isMended) {
      std::cout << "mended: " << describe(finding) << '\n' << std::flush;
      ++mended_;
    }
  }

  void leave(const Finding& finding, std::string_view remedy) {
    std::cerr << "left: " << describe(finding) << "; " << remedy << '\n';
    ++left_;
  }

  [[nodiscard]] int finish() const {
    std::cerr << mended_ << (writer_ ? " mended, " : " would be mended, ") << left_ << " left for people\n";
    return left_ == 0 ? kDone : kRefused;
  }

 private:
  void show(const Errand& errand, OwnService& own) {
    const ErrandPlace place = own.place();
    Mending mending(place.endpoint, place.directoryConfiguration, place.directory, place.store, place.sink,
                    place.coordination);
    const Plan plan = mending.planFor(contextOf(errand, place.endpoint, place.now), *errand.finding);
    if (plan.empty()) return;
    std::cout << "# " << describe(*errand.finding) << '\n'
              << (plan.steps.empty() ? "# a row of the side table changes, and nothing else\n" : toLdif(plan))
              << '\n'
              << std::flush;
    ++mended_;
  }

  OwnService& serviceOf(const std::string& endpoint) {
    std::unique_ptr<OwnService>& own = services_[endpoint];
    if (!own)
      own = std::make_unique<OwnService>(configuration_, *configuration_.findEndpoint(endpoint), store_);
    return *own;
  }

  const Configuration& configuration_;
  Store& store_;
  std::optional<ErrandRunner> writer_;
  std::map<std::string, std::unique_ptr<OwnService>> services_;
  std::size_t mended_ = 0;
  std::size_t left_ = 0;
};

}  // namespace

int repairState(const Options& options) {
  options.expectWords(1, "");
  const Configuration configuration = readConfiguration(options.configurationFile());
  std::vector<Finding> findings;
  static_cast<void>(reviewState(configuration, chosenEndpoints(options, configuration),
                                [&](const Finding& finding) { findings.push_back(finding); }));
  const std::unique_ptr<Store> store = openSqliteStore(configuration.stateFile(), configuration.logRetention);
  const std::vector<std::string> inDoubt =
      endpointsInDoubt(findings, [&](const std::string& endpoint, const std::string& type) {
        return store->countResources(endpoint)[type];
      });
  Repair repair(configuration, *store, options.has("dry-run"));
  for (const Finding& finding : findings) {
    const bool isInDoubt = isOfOneGone(finding.fault) && !options.has("force") &&
                           std::find(inDoubt.begin(), inDoubt.end(), finding.endpoint) != inDoubt.end();
    if (isInDoubt) {
      repair.leave(
          finding,
          "too many cannot be found to be all gone, or another server may have them: look at bases, filter "
          "and rights of the service account, and only then say --force");
    } else if (isMendable(finding.fault)) {
      repair.mend(finding);
    } else {
      repair.leave(finding, remedyOf(finding.fault));
    }
  }
  return repair.finish();
}

}  // namespace scim2ldap::connector
