#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <deque>
#include <iostream>
#include <stdexcept>
#include <system_error>

#include "connector/commands/Command.h"
#include "connector/commands/CommandEndpoint.h"
#include "connector/commands/CredentialOptions.h"
#include "connector/commands/LogFilter.h"
#include "connector/commands/LogPrinter.h"
#include "connector/commands/LogTail.h"
#include "connector/commands/Options.h"
#include "connector/commands/Progress.h"
#include "connector/config/BareConfiguration.h"
#include "connector/store/StateReader.h"

namespace scim2ldap::connector {
namespace {

constexpr const char* kUsageText =
    "Usage: scim2ldap log [--user X] [--failed] [--since T] [--until T] [--endpoint E] [--limit N]\n"
    "                     [--ldif | --json] [--follow] [--config FILE]\n\n"
    "Prints the audit log, the newest last: one row for each write that clients, commands or the service "
    "itself\n"
    "made or were refused, with who, when, how long, the request id, and why where there is a reason. Needs "
    "no\n"
    "running service, and does not disturb one. Times are in UTC.\n\n"
    "  --user X       only writes about X: a userName, displayName, id or externalId, the whole of it and "
    "in\n"
    "                 any case; or a DN, which also finds the groups that X came to or left. With a name "
    "also "
    "what\n"
    "                 was refused those who have or had it in the log\n"
    "  --failed       only those that were refused or went wrong\n"
    "  --since T      not before T: how long ago (30s, 5m, 2h, 3d), or a time (2026-11-27, "
    "2026-11-27T14:30:00Z)\n"
    "  --until T      not after T\n"
    "  --endpoint E   only those of the endpoint of that name\n"
    "  --limit N      the newest N; without it 50, or all there are with --since\n"
    "  --ldif         with what was done to the directory, as LDIF without secrets\n"
    "  --json         an object on a line, with every field\n"
    "  --follow       go on, and print rows as they come, until Ctrl-C\n";

constexpr std::size_t kDefaultLimit = 50;
constexpr std::size_t kNoLimit = static_cast<std::size_t>(-1);
constexpr std::size_t kPortion = 500;
constexpr int kFollowMilliseconds = 500;

std::size_t limitOf(const Options& options) {
  const auto text = options.value("limit");
  if (!text) return options.has("since") ? kNoLimit : kDefaultLimit;
  std::size_t limit = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
  if (error != std::errc() || end != text->data() + text->size() || limit == 0) {
    throw UsageError("--limit wants a number above 0, not \"" + *text + "\"");
  }
  return limit;
}

std::optional<TimePoint> momentOf(const Options& options, const std::string& name) {
  const auto text = options.value(name);
  if (!text) return std::nullopt;
  return parsedOption("--" + name, [&] { return parseMoment(*text, currentTime()); });
}

LogPrinter::Form formOf(const Options& options) {
  if (options.has("json") && options.has("ldif")) throw UsageError("--json has the LDIF already");
  if (options.has("json")) return LogPrinter::Form::Json;
  return options.has("ldif") ? LogPrinter::Form::WithLdif : LogPrinter::Form::Text;
}

/// What a search has come to.
struct Found {
  std::deque<std::int64_t> numbers{};  ///< ascending; rows are large, and there may be many
  LogRow newest{};                     ///< of all rows there are
  bool isMore = false;                 ///< older ones than the limit takes
};

Found search(StateReader& state, const LogFilter& filter, std::size_t limit) {
  Found found;
  std::optional<std::int64_t> before;
  std::optional<Progress> progress;
  while (true) {
    const std::vector<LogRow> rows = state.log(kPortion, before);
    if (rows.empty()) return found;
    if (!before) found.newest = rows.front();
    if (!progress) progress.emplace(std::cerr, ::isatty(STDERR_FILENO) == 1, found.newest.number);
    for (const LogRow& row : rows) {
      if (!filter.takes(row)) continue;
      if (found.numbers.size() == limit) {
        found.isMore = true;
        return found;
      }
      found.numbers.push_front(row.number);
    }
    // A clock that was set back leaves rows out of order, but hardly that many.
    const auto isTooOld = [&](const LogRow& row) { return filter.since && row.time < *filter.since; };
    if (rows.size() < kPortion || std::ranges::all_of(rows, isTooOld)) return found;
    before = rows.back().number;
    progress->show(found.newest.number - *before);
  }
}

void printFound(StateReader& state, const Found& found, LogPrinter& printer) {
  if (found.numbers.empty()) return;
  auto wanted = found.numbers.begin();
  std::int64_t after = found.numbers.front() - 1;
  while (wanted != found.numbers.end() && std::cout) {
    const std::vector<LogRow> rows = state.logAfter(after, kPortion);
    if (rows.empty()) return;
    for (const LogRow& row : rows) {
      after = row.number;
      while (wanted != found.numbers.end() && *wanted < row.number) ++wanted;  // gone meanwhile
      if (wanted != found.numbers.end() && *wanted == row.number) printer.print(row);
    }
  }
}

/// SIGINT and SIGTERM, to be waited for.
class Stop {
 public:
  Stop() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM}) sigaddset(&signals, signal);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    descriptor_ = ::signalfd(-1, &signals, SFD_CLOEXEC);
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "signalfd");
  }
  ~Stop() { ::close(descriptor_); }
  Stop(const Stop&) = delete;
  Stop& operator=(const Stop&) = delete;

  /// Waits a while. \returns whether that is the end: a signal, or nobody reads standard output any more
  [[nodiscard]] bool comesWithin(int milliseconds) const {
    std::array<pollfd, 2> waiting{{{descriptor_, POLLIN, 0}, {STDOUT_FILENO, 0, 0}}};
    return ::poll(waiting.data(), waiting.size(), milliseconds) > 0;
  }

 private:
  int descriptor_;
};

void follow(LogTail tail, const LogFilter& filter, LogPrinter& printer) {
  const Stop stop;
  int pause = 0;
  while (std::cout && !stop.comesWithin(pause)) {
    const std::vector<LogRow> rows = tail.next();
    for (const LogRow& row : rows) {
      if (filter.takes(row)) printer.print(row);
    }
    std::cout << std::flush;
    pause = rows.empty() ? kFollowMilliseconds : 0;
  }
}

int run(Arguments arguments) {
  const Options options(arguments, {{"user"},
                                    {"failed", false},
                                    {"since"},
                                    {"until"},
                                    {"endpoint"},
                                    {"limit"},
                                    {"ldif", false},
                                    {"json", false},
                                    {"follow", false}});
  options.expectWords(0, "");
  if (options.has("follow") && options.has("until")) throw UsageError("--follow goes on; leave out --until");
  const std::size_t limit = limitOf(options);
  LogPrinter printer(std::cout, formOf(options));
  LogFilter filter{.user = options.value("user").value_or(""),
                   .failedOnly = options.has("failed"),
                   .since = momentOf(options, "since"),
                   .until = momentOf(options, "until")};
  if (options.has("user") && filter.user.empty()) throw UsageError("--user is empty");
  const Configuration configuration = readBareConfiguration(options.configurationFile());
  if (options.has("endpoint")) filter.endpoint = endpointOf(options, configuration).name;
  // As others do: who stops reading ends what is printed.
  std::signal(SIGPIPE, SIG_DFL);
  StateReader state(configuration.stateFile());
  if (!filter.user.empty()) {
    filter.ids = state.idsOf(filter.user);
    filter.named = state.named(filter.user);
  }

  const Found found = search(state, filter, limit);
  printFound(state, found, printer);
  std::cout << std::flush;
  if (found.isMore && !options.has("limit"))
    std::cerr << "There are older ones; --limit N or --since T shows more.\n";
  if (options.has("follow")) {
    follow(LogTail(configuration.stateFile(), found.newest), filter, printer);
  } else if (found.numbers.empty()) {
    std::cerr << "No write in the log is such a one"
              << (options.has("user") ? "; try the id or the externalId.\n" : ".\n");
  }
  return kDone;
}

}  // namespace

Command logCommand() {
  return {"log", "the audit log: who wrote what, and what was refused", kUsageText, run};
}

}  // namespace scim2ldap::connector
