#include "tests/bench/Options.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>

namespace scim2ldap::bench {
namespace {

constexpr std::string_view kUsage =
    R"(Usage: tests/bench/run [--quick] [--scale USERS] [--report | --json] [OPTION ...]

Starts a slapd and the connector, does the same work by way of both, and prints how fast either was.
It compares; it never fails on time. Progress goes to standard error.

  --quick          one short run of everything: a trial, not a measurement
  --scale USERS    with so many users in the directory, and a group for each hundred (default 10000, at least
                   2000); beyond 50000 also with a group of 50,000 members
  --report         the whole of RESULTS.md: the machine, then the tables with 10,000 and with 100,000 users, or
                   with those of --scale alone
  --json           one JSON object for each line, in the place of tables

  --runs N         the median of so many runs is printed (default 5)
  --seconds S      so long a run takes (default 2)
  --clients N      so many at once, 64 at most, in the place of 1, 8 and 32; the table of many clients is left
                   out
  --cycle USERS    users of the initial cycle (default: as --scale); 0 leaves it out
  --portion N      members in one PATCH of the initial cycle (default 1, as Microsoft Entra ID sends them)
  --only TEXT      only the lines whose name holds the text, or one of several (--only A --only B); those that
                   change users bring "create user" along. The other tables go by the names "many clients",
                   "growth", "start and memory" and "initial cycle"
  --sweep          a directory without overlay syncprov: the connector learns of changes by sweeps
  --help           show this text

TMPDIR names the folder, and so the disk, where the directory and the side table stand.
)";

constexpr std::size_t kLeastUsers = 2'000;
constexpr std::size_t kMostUsers = 1'000'000;
constexpr std::size_t kMostOfAnything = 1'000;
constexpr std::size_t kMostClients = 64;  // whom the connector serves at once by default

std::size_t numberOf(const std::string& option, const std::string& text, std::size_t least,
                     std::size_t most) {
  std::size_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end || number < least || number > most) {
    throw UsageError(option + " takes a number from " + std::to_string(least) + " to " +
                     std::to_string(most) + ", not \"" + text + "\"");
  }
  return number;
}

void beQuick(Options& options) {
  options.runs = 1;
  options.time = std::chrono::milliseconds(300);
  options.cycle = 300;
}

}  // namespace

bool Options::wants(std::string_view name) const {
  const auto isIn = [&](const std::string& text) { return name.find(text) != std::string_view::npos; };
  return only.empty() || std::any_of(only.begin(), only.end(), isIn);
}

std::vector<std::size_t> Options::clientsOr(std::vector<std::size_t> usual) const {
  return clients ? std::vector<std::size_t>{*clients} : std::move(usual);
}

Options readOptions(const std::vector<std::string>& arguments) {
  Options options;
  options.command = "tests/bench/run";
  for (const std::string& argument : arguments) options.command += " " + argument;
  bool hasScale = false;
  std::string name;
  const std::map<std::string, std::function<void()>> flags{
      {"--quick", [&] { beQuick(options); }},
      {"--report", [&] { options.form = Options::Form::Report; }},
      {"--json", [&] { options.form = Options::Form::Json; }},
      {"--sweep", [&] { options.syncprov = false; }},
      {"--help", [&] { options.help = true; }},
      {"-h", [&] { options.help = true; }}};
  const auto number = [&](const std::string& text, std::size_t least, std::size_t most) {
    return numberOf(name, text, least, most);
  };
  using Value = const std::string&;
  const std::map<std::string, std::function<void(Value)>> values{
      {"--scale",
       [&](Value text) {
         options.scales = {number(text, kLeastUsers, kMostUsers)};
         hasScale = true;
       }},
      {"--runs", [&](Value text) { options.runs = number(text, 1, kMostOfAnything); }},
      {"--seconds",
       [&](Value text) { options.time = std::chrono::seconds(number(text, 1, kMostOfAnything)); }},
      {"--clients", [&](Value text) { options.clients = number(text, 1, kMostClients); }},
      {"--cycle", [&](Value text) { options.cycle = number(text, 0, kMostUsers); }},
      {"--portion", [&](Value text) { options.portion = number(text, 1, kMostOfAnything); }},
      {"--only", [&](Value text) { options.only.push_back(text); }}};

  bool isJson = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    name = arguments[i];
    isJson = isJson || name == "--json";
    if (const auto flag = flags.find(name); flag != flags.end()) {
      flag->second();
    } else if (const auto value = values.find(name); value != values.end()) {
      if (++i == arguments.size()) throw UsageError(name + " needs a value");
      value->second(arguments[i]);
    } else {
      throw UsageError("there is no option \"" + name + "\"");
    }
  }
  if (isJson && options.form != Options::Form::Json)
    throw UsageError("--report and --json are two forms of one output: choose one");
  if (options.form == Options::Form::Report && !hasScale) options.scales = {10'000, 100'000};
  return options;
}

std::string_view usage() {
  return kUsage;
}

}  // namespace scim2ldap::bench
