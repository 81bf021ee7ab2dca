#include "connector/commands/Daemon.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>
#include <optional>
#include <stop_token>
#include <system_error>
#include <thread>

#include "connector/admin/AdminHandler.h"
#include "connector/commands/ControlSocket.h"
#include "connector/commands/CredentialWatch.h"
#include "connector/commands/Errand.h"
#include "connector/commands/FallbackTurns.h"
#include "connector/commands/InheritedPlans.h"
#include "connector/commands/OpenFiles.h"
#include "connector/commands/ProcessRights.h"
#include "connector/commands/ServiceNotification.h"
#include "connector/commands/SpareMemory.h"
#include "connector/config/Configuration.h"
#include "connector/endpoint/ScimHandler.h"
#include "connector/http/HttpServer.h"
#include "connector/provisioning/IndexWatch.h"
#include "connector/provisioning/StoppableWait.h"
#include "connector/store/Integrity.h"
#include "connector/store/SqliteStore.h"
#include "connector/store/StateLock.h"
#include "ldap/Error.h"

namespace scim2ldap::connector {
namespace {

constexpr std::chrono::milliseconds kSettleInterval{500};

sigset_t handledSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGHUP, SIGINT, SIGTERM}) sigaddset(&signals, signal);
  return signals;
}

/// Tells whether the mappings can work, as soon as their directories can be asked.
void lookAtMappings(const Snapshot& snapshot) {
  for (const auto& endpoint : snapshot.endpoints()) {
    try {
      endpoint->mappingCheck.look();
    } catch (const ldap::Error&) {  // away, which /readyz tells: the next turn asks again
    }
  }
}

/// Settles what waits as soon as its directory is back, without a request having to ask for it, and looks
/// whether the mappings can work. Tells when the side table cannot be written, and when it can be again.
void settleUntil(const std::stop_token& stop, const ScimHandler& scim, Store& store, const Metrics& metrics,
                 Logger& logger) {
  std::string told;
  SpareMemory spareMemory;
  while (!stop.stop_requested()) {
    std::string failure;
    try {
      // Held by name: a reload must not free what is being settled.
      const std::shared_ptr<const Snapshot> snapshot = scim.snapshot();
      for (const auto& runtime : snapshot->directories()) runtime->executor.settle();
      lookAtMappings(*snapshot);
      failure = store.complaint();
    } catch (const std::exception& error) {
      failure = error.what();
    }
    if (failure != told && failure.empty())
      logger.info("STORE_MENDED", "The side table can be written again", {});
    if (failure != told && !failure.empty())
      logger.error("STORE_FAILED", "The side table cannot be written: no request that writes is carried out",
                   {{"reason", failure}});
    told = std::move(failure);
    spareMemory.look(metrics.requests());
    waitFor(kSettleInterval, stop);
  }
}

/// What a running process cannot change.
bool listensElsewhere(const ServerSettings& before, const ServerSettings& after) {
  return before.address != after.address || before.port != after.port ||
         before.tls.enabled() != after.tls.enabled();
}

/// What a command asks for on the control socket. \returns the answer to it
std::string answerCommand(const ScimHandler& scim, Store& store, Coordination& coordination,
                          const std::string& request) {
  ErrandResult result;
  try {
    const Errand errand = errandFrom(scim::parseJson(request));
    const std::shared_ptr<const Snapshot> snapshot = scim.snapshot();
    const auto& endpoints = snapshot->endpoints();
    const auto endpoint = std::find_if(endpoints.begin(), endpoints.end(), [&](const auto& each) {
      return each->configuration.name == errand.endpoint;
    });
    if (endpoint == endpoints.end()) {
      result.error = "the service has no endpoint named \"" + errand.endpoint + "\"";
    } else {
      DirectoryRuntime& directory = (*endpoint)->directory;
      result = carryOut(errand, {(*endpoint)->configuration, directory.configuration, directory.directory,
                                 store, directory.executor, coordination, (*endpoint)->service, scim.now()});
    }
  } catch (const std::exception& error) {
    result.error = error.what();
  }
  result.now = scim.now();
  return scim::printJson(toJson(result));
}

class Daemon {
 public:
  explicit Daemon(const std::filesystem::path& configurationFile)
      : file_(configurationFile),
        configuration_(readConfiguration(configurationFile)),
        stateLock_(configuration_.stateFile()) {
    requireSound(configuration_.stateFile());
    store_ = openSqliteStore(configuration_.stateFile(), configuration_.logRetention);
    tellIfNew();
    tellRights(logger_);
    makeRoomForDescriptors(configuration_, logger_);
    coordination_.unsettled.whenSettled([this] { coordination_.indexes.missedWrite(); });
    inherited_.emplace(*store_, logger_);
    inherited_->queue(configuration_, coordination_.unsettled);
    scim_ = std::make_unique<ScimHandler>(makeSnapshot(configuration_), *store_, metrics_, logger_);
    admin_ = std::make_unique<AdminHandler>(*scim_, *store_, metrics_, logger_);
    // Whoever is told "ready" finds the other listener open.
    server_ = std::make_unique<HttpServer>(configuration_.server, *scim_, logger_);
    adminServer_ = std::make_unique<HttpServer>(configuration_.admin, *admin_, logger_);
    watches_.follow(configuration_, coordination_.indexes, logger_);
    settler_ = std::jthread(
        [this](const std::stop_token& stop) { settleUntil(stop, *scim_, *store_, metrics_, logger_); });
    fallback_ =
        std::jthread([this](const std::stop_token& stop) { takeFallbackTurns(stop, *scim_, logger_); });
    credentials_ = std::jthread(
        [this](const std::stop_token& stop) { watchCredentials(stop, *scim_, *store_, logger_); });
    listenForCommands();
    for (const EndpointConfiguration& endpoint : configuration_.endpoints) {
      for (const std::string& path : endpoint.basePaths) {
        logger_.info(
            "SERVING", "An endpoint is served",
            {{"endpoint", endpoint.name},
             {"url", (configuration_.server.tls.enabled() ? "https://" : "http://") +
                         configuration_.server.address + ":" + std::to_string(server_->port()) + path}});
      }
    }
  }

  void reload() {
    notifyServiceManager("RELOADING=1");
    try {
      Configuration next = readConfiguration(file_);
      if (listensElsewhere(configuration_.server, next.server) ||
          listensElsewhere(configuration_.admin, next.admin) ||
          configuration_.stateDirectory != next.stateDirectory) {
        logger_.warning("RELOAD_NEEDS_RESTART",
                        "Listeners and the state directory change only with a restart");
      }
      const std::shared_ptr<const Snapshot> snapshot = makeSnapshot(next);
      checkMappings(*snapshot);
      if (next.server.tls.enabled() && configuration_.server.tls.enabled())
        server_->reloadCertificate(next.server.tls);
      scim_->replaceSnapshot(snapshot);
      configuration_ = std::move(next);
      inherited_->queue(configuration_, coordination_.unsettled);
      watches_.follow(configuration_, coordination_.indexes, logger_);
      makeRoomForDescriptors(configuration_, logger_);
      logger_.info("RELOADED", "Configuration, mappings and certificates were read anew");
    } catch (const std::exception& error) {
      logger_.error("RELOAD_REFUSED", "The new configuration is faulty; the old one stays in force",
                    {{"reason", error.what()}});
    }
    notifyServiceManager("READY=1");
  }

  /// A mapping that cannot work on the live directory must not replace one that does. A directory that is
  /// away cannot be asked; the mapping is then taken on trust. \throws std::runtime_error  with every fault
  void checkMappings(const Snapshot& snapshot) {
    std::string faults;
    for (const auto& endpoint : snapshot.endpoints()) {
      try {
        DirectoryRuntime& runtime = endpoint->directory;
        for (const std::string& fault :
             mappingFaults(endpoint->configuration, runtime.configuration.idAttribute, runtime.directory)) {
          faults += (faults.empty() ? "" : "\n") + fault;
        }
      } catch (const ldap::Error& error) {
        logger_.warning("MAPPING_UNCHECKED",
                        "The directory is away; the new mapping could not be compared with it",
                        {{"endpoint", endpoint->configuration.name}, {"reason", error.what()}});
      }
    }
    if (!faults.empty()) throw std::runtime_error(faults);
  }

  [[nodiscard]] bool stop() {
    notifyServiceManager("STOPPING=1");
    logger_.info("STOPPING", "No new requests are taken; running ones are finished");
    control_.reset();
    const bool finished = server_->drain();
    static_cast<void>(adminServer_->drain());
    watches_.stop();
    for (std::jthread* worker : {&settler_, &fallback_, &credentials_}) worker->request_stop();
    for (std::jthread* worker : {&settler_, &fallback_, &credentials_}) worker->join();
    logger_.info("STOPPED", finished ? "Every running request was finished" : "Some requests were cut off");
    return finished;
  }

 private:
  /// Nobody but an administrator knows whether an empty side table is a loss.
  void tellIfNew() {
    for (const EndpointConfiguration& endpoint : configuration_.endpoints) {
      if (!store_->countResources(endpoint.name).empty()) return;
    }
    logger_.info("STATE_NEW", "The service starts with a side table that knows no user or group",
                 {{"file", configuration_.stateFile().string()},
                  {"remedy", "after a loss restore a backup, or run scim2ldap state rebuild"}});
  }

  /// The service serves also where the state folder can hold no socket.
  void listenForCommands() {
    try {
      control_.emplace(configuration_.stateDirectory, [this](const std::string& request) {
        return answerCommand(*scim_, *store_, coordination_, request);
      });
    } catch (const std::system_error& error) {
      logger_.warning("CONTROL_UNAVAILABLE", "Commands cannot ask the running service",
                      {{"reason", error.what()}});
    }
  }

  [[nodiscard]] std::shared_ptr<const Snapshot> makeSnapshot(const Configuration& configuration) {
    return std::make_shared<const Snapshot>(configuration, *store_, coordination_, logger_);
  }

  std::filesystem::path file_;
  Configuration configuration_;
  Logger logger_;
  Metrics metrics_;
  StateLock stateLock_;
  std::unique_ptr<Store> store_;
  std::optional<InheritedPlans> inherited_;
  Coordination coordination_;
  std::unique_ptr<ScimHandler> scim_;
  std::unique_ptr<AdminHandler> admin_;
  std::unique_ptr<HttpServer> adminServer_;
  std::unique_ptr<HttpServer> server_;
  std::jthread settler_;
  std::jthread fallback_;
  std::jthread credentials_;
  IndexWatches watches_;
  std::optional<ControlSocket> control_;
};

}  // namespace

int runDaemon(const std::filesystem::path& configurationFile) {
  // Before any thread exists: all of them leave these signals to sigwait below.
  const sigset_t signals = handledSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on files is a full disk, and no reason to die
  keepMemoryPrivate();

  Daemon daemon(configurationFile);
  notifyServiceManager("READY=1");
  for (;;) {
    int signal = 0;
    sigwait(&signals, &signal);
    if (signal != SIGHUP) return daemon.stop() ? 0 : 1;
    daemon.reload();
  }
}

}  // namespace scim2ldap::connector
