// A long run: traffic as of Entra, the daemons killed now and then, and in the end what was told must be
// true.

#include <charconv>
#include <cstring>
#include <iostream>
#include <random>
#include <string>
#include <thread>

#include "tests/fault/EntraCrowd.h"
#include "tests/fault/SoakSamples.h"
#include "tests/fault/Turmoil.h"
#include "tests/support/OpenDescriptors.h"

using namespace scim2ldap::test;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto kOperationTimeout = seconds(2);  ///< the connector's default
constexpr auto kSampleInterval = seconds(60);

struct Options {
  unsigned minutes = 60;
  unsigned rate = 25;        ///< requests a second
  unsigned burst = 200;      ///< requests
  unsigned burstEvery = 90;  ///< seconds
  unsigned killEvery = 150;  ///< seconds, on average
  unsigned logRows = 4000;   ///< some 8 minutes
  unsigned seed = 0;         ///< 0: another one each time
  std::string program{};     ///< the connector; "": that of the same build
};

constexpr const char* kUsage =
    "Usage: tests/fault/soak [--minutes 60] [--rate 25] [--burst 200] [--burst-every 90] [--kill-every 150]\n"
    "                        [--log-rows 4000] [--seed N] [--program FILE]\n";

/// \returns false when they make no sense
bool read(int count, char** arguments, Options& options) {
  const std::pair<const char*, unsigned*> known[] = {
      {"--minutes", &options.minutes},
      {"--rate", &options.rate},
      {"--burst", &options.burst},
      {"--burst-every", &options.burstEvery},
      {"--kill-every", &options.killEvery},
      {"--log-rows", &options.logRows},
      {"--seed", &options.seed},
  };
  for (int i = 1; i < count; i += 2) {
    if (std::strcmp(arguments[i], "--program") == 0 && i + 1 < count) {
      options.program = arguments[i + 1];
      continue;
    }
    unsigned* value = nullptr;
    for (const auto& [name, target] : known)
      if (std::strcmp(arguments[i], name) == 0) value = target;
    if (value == nullptr || i + 1 == count) return false;
    const char* end = arguments[i + 1] + std::strlen(arguments[i + 1]);
    if (std::from_chars(arguments[i + 1], end, *value).ptr != end || *value == 0) return false;
  }
  return true;
}

SlapdOptions directory() {
  SlapdOptions options;
  options.ppolicy = true;
  options.syncprov = true;
  return options;
}

ConnectorOptions connectorOptions(const Options& options) {
  ConnectorOptions made;
  made.stateLines = "log_rows = " + std::to_string(options.logRows) + "\n";
  if (!options.program.empty()) made.program = options.program;
  return made;
}

CrowdSettings crowdSettings(const Options& options) {
  CrowdSettings settings;
  settings.size = {20, 3};
  settings.requestsPerSecond = options.rate;
  settings.pause = milliseconds(200);
  settings.logRows = options.logRows;
  settings.seed = options.seed;
  return settings;
}

class Soak {
 public:
  explicit Soak(const Options& options)
      : options_(options),
        slapd_(directory()),
        connector_(slapd_, connectorOptions(options)),
        crowd_(ScimClient(connector_), crowdSettings(options)),
        turmoil_(slapd_, connector_, kOperationTimeout, options.seed) {}

  /// \returns the exit status
  int run() {
    std::cout << "seed " << options_.seed << "\n" << SoakSamples::heading() << std::endl;
    begin_ = started_ = Clock::now();
    crowd_.start();
    Clock::time_point sample = begin_ + kSampleInterval;
    Clock::time_point burst = begin_ + seconds(options_.burstEvery);
    Clock::time_point kill = nextKill();
    while (Clock::now() - begin_ < std::chrono::minutes(options_.minutes)) {
      std::this_thread::sleep_for(milliseconds(200));
      const Clock::time_point now = Clock::now();
      if (now >= burst) {
        crowd_.burst(static_cast<int>(options_.burst));
        burst += seconds(options_.burstEvery);
      }
      if (now >= kill) {
        disturb();
        kill = nextKill();
      }
      if (now < sample) continue;
      sample += kSampleInterval;
      if (!take()) break;
    }
    crowd_.finish();
    take();
    crowd_.compareEnd(connector_, slapd_);
    return report();
  }

 private:
  [[nodiscard]] Clock::time_point nextKill() {
    return Clock::now() + seconds(options_.killEvery / 2 + turmoil_.roll(options_.killEvery + 1));
  }
  /// In the last third the connector is left alive, so that it shows whether it grows.
  [[nodiscard]] seconds calm() const { return seconds(options_.minutes * 40); }
  [[nodiscard]] seconds sinceBegin() const {
    return std::chrono::duration_cast<seconds>(Clock::now() - begin_);
  }

  void disturb() {
    const unsigned choice = turmoil_.roll(sinceBegin() < calm() ? 4 : 2);
    if (choice == 0) turmoil_.killSlapd();
    if (choice == 1) turmoil_.stopSlapd();
    if (choice == 2) turmoil_.killConnector();
    if (choice == 3) turmoil_.killConnectorWhileSlapdIsStopped();
    if (choice > 1) started_ = Clock::now();
  }

  /// \returns false when the connector has died by itself
  bool take() {
    const std::filesystem::path database = connector_.stateFolder() / "scim2ldap.db";
    SoakSample sample;
    sample.at = sinceBegin();
    sample.age = std::chrono::duration_cast<seconds>(Clock::now() - started_);
    sample.connector = vitalSigns(connector_.pid());
    sample.slapd = vitalSigns(slapd_.pid());
    if (sample.connector.residentKiB > 0) sample.descriptors = openDescriptors(connector_);
    sample.databaseKiB = fileKiB(database);
    sample.walKiB = fileKiB(database.string() + "-wal");
    sample.requests = crowd_.findings().answers();
    samples_.add(sample);
    std::cout << samples_.lastRow() << std::endl;
    for (const std::string& text : crowd_.findings().texts()) {
      if (told_.insert(text).second) std::cout << text << std::endl;
    }
    if (sample.connector.residentKiB > 0) return true;
    std::cout << "the connector has died: " << connector_.log() << std::endl;
    return false;
  }

  int report() {
    const Findings& findings = crowd_.findings();
    const auto inMilliseconds = [&](double part) {
      return std::to_string(static_cast<double>(findings.quantile(part).count()) / 1000.0) + " ms";
    };
    for (const std::string& text : findings.texts())
      if (!told_.contains(text)) std::cout << text << "\n";
    std::cout << turmoil_.summary() << "\n"
              << findings.summary() << "\nlatency p50 " << inMilliseconds(0.5) << ", p99 "
              << inMilliseconds(0.99) << "\n";
    // Within a quarter of the time the audit log has got as long as it gets.
    const SoakSamples::Growth growth = samples_.growth(seconds(options_.minutes * 15), calm());
    for (const std::string& text : growth.grown) std::cout << "has grown: " << text << "\n";
    for (const std::string& name : growth.notJudged)
      std::cout << "too few samples to judge: " << name << "\n";
    if (growth.grown.empty() && growth.notJudged.empty())
      std::cout << "memory, threads, descriptors and file sizes are flat\n";
    const bool isGood = findings.texts().empty() && growth.grown.empty();
    std::cout << (isGood ? "passed" : "failed") << std::endl;
    return isGood ? 0 : 1;
  }

  Options options_;
  TemporarySlapd slapd_;
  ConnectorProcess connector_;
  EntraCrowd crowd_;
  Turmoil turmoil_;
  SoakSamples samples_;
  std::set<std::string> told_;
  Clock::time_point begin_{};
  Clock::time_point started_{};
};

}  // namespace

int main(int count, char** arguments) {
  Options options;
  if (!read(count, arguments, options)) {
    std::cerr << kUsage;
    return 2;
  }
  if (options.seed == 0) options.seed = std::random_device()() % 1'000'000 + 1;
  try {
    return Soak(options).run();
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
