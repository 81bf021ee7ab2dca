#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>
#include <memory>

#include "connector/auth/KeyCheck.h"
#include "connector/commands/Command.h"
#include "connector/commands/Options.h"
#include "connector/config/Configuration.h"
#include "connector/provisioning/DirectoryCheck.h"
#include "connector/store/SqliteStore.h"

namespace scim2ldap::connector {
namespace {

constexpr const char* kUsageText =
    "Usage: scim2ldap check [--offline] [--read-only] [--config FILE]\n\n"
    "Reads configuration and mappings, then looks for each endpoint whether it can work on its directory:\n"
    "connection, containers, schema, counters, search limits, indexes, fallback group, keys of trusted\n"
    "issuers. Then it rehearses what requests will do, with a user and a group named scim2ldap-check-...\n"
    "that are gone afterwards, and so finds rights that are missing, and locks that lock no one out. One\n"
    "line for each thing that was looked at; exit status 1 when one of them is an error.\n\n"
    "  --offline    only the files: no directory is asked, no key fetched\n"
    "  --read-only  write nothing to a directory: leave out the rehearsal\n";

std::string_view wordOf(Verdict verdict) {
  constexpr std::array<std::string_view, 4> words{"ok", "note", "warning", "error"};
  return words.at(static_cast<std::size_t>(verdict));
}

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

/// The side table where it has to be asked and there is one: opening it would make it.
std::unique_ptr<Store> openStoreFor(const Configuration& configuration) {
  const bool isAsked =
      std::any_of(configuration.endpoints.begin(), configuration.endpoints.end(),
                  [](const EndpointConfiguration& endpoint) { return endpoint.fallback.has_value(); });
  if (!isAsked || !std::filesystem::exists(configuration.stateFile())) return nullptr;
  return openSqliteStore(configuration.stateFile());
}

void checkIssuers(const OAuthPolicy& oauth, CheckReport& report) {
  for (const TrustedIssuer& trusted : oauth.trusted) {
    const KeyCheck keys = checkKeys(trusted);
    if (keys.isGood) {
      report.ok(keys.text);
    } else {
      report.error(keys.text);
    }
  }
}

int run(Arguments arguments) {
  const Options options(arguments, {{"offline", false}, {"read-only", false}});
  options.expectWords(0, "");
  const auto print = [](Verdict verdict, const std::string& text) {
    const std::string_view word = wordOf(verdict);
    std::cout << "  " << word << std::string(9 - word.size(), ' ') << text << std::endl;
  };
  CheckReport report(print);

  const Configuration configuration = readConfiguration(options.configurationFile());
  std::cout << "Files\n";
  report.ok(configuration.file.string() + " and its mappings are well formed");
  if (options.has("offline")) return kDone;

  const std::unique_ptr<Store> store = openStoreFor(configuration);
  const Rehearse rehearse = options.has("read-only") ? Rehearse::No : Rehearse::Yes;
  for (const EndpointConfiguration& endpoint : configuration.endpoints) {
    std::cout << "Endpoint " << endpoint.name << " on directory " << endpoint.directory << std::endl;
    checkDirectory(endpoint, configuration.directory(endpoint.directory), store.get(), rehearse, report);
    if (endpoint.oauth) checkIssuers(*endpoint.oauth, report);
  }
  std::cout << counted(report.errors(), "error") << ", " << counted(report.warnings(), "warning") << '\n';
  return report.errors() == 0 ? kDone : kRefused;
}

}  // namespace

Command checkCommand() {
  return {"check", "try out configuration, mappings and directory", kUsageText, run};
}

}  // namespace scim2ldap::connector
