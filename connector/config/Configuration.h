#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "connector/config/EndpointPolicies.h"
#include "connector/config/FallbackPolicy.h"
#include "connector/config/LeavingGuard.h"
#include "connector/config/OAuthPolicy.h"
#include "connector/config/RolePolicy.h"
#include "connector/store/LogRetention.h"
#include "ldap/DirectorySettings.h"
#include "ldap/Dn.h"
#include "mappings/Mapping.h"
#include "scim/Dialect.h"

namespace scim2ldap::connector {

struct TlsSettings {
  std::filesystem::path certificateFile;  ///< PEM, leaf first, then intermediates; empty: no TLS
  std::filesystem::path keyFile;          ///< PEM
  [[nodiscard]] bool enabled() const { return !certificateFile.empty(); }
};

/// A listener and its limits.
struct ServerSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  TlsSettings tls{};
  std::size_t maxConnections = 64;
  std::size_t maxBodyBytes = std::size_t{8} * 1024 * 1024;
  std::chrono::milliseconds headerTimeout{10'000};   ///< accept or keep-alive to complete header
  std::chrono::milliseconds requestTimeout{30'000};  ///< header to complete body and answer
  std::chrono::milliseconds idleTimeout{10'000};     ///< keep-alive without a request
  std::chrono::milliseconds drainTimeout{20'000};    ///< SIGTERM to the end of running requests
  /// From one address within a minute, that are answered with 401; 429 to further ones. 0: any number
  std::size_t maxFailedLogins = 20;
};

/// A directory, named for the endpoints that use it.
struct DirectoryConfiguration {
  std::string name;
  ldap::Dn base;                          ///< the mapping's containers stand below it
  std::string idAttribute = "entryUUID";  ///< immutable id of an entry
  ldap::DirectorySettings settings;
  /// Between two looks at all ids, where the directory does not tell of changes itself.
  std::chrono::milliseconds sweepInterval{30'000};
};

enum class UnknownMember { Reject, Skip };

/// A SCIM service for one client, with its base paths, directory, mapping and tokens.
struct EndpointConfiguration {
  std::string name;
  std::vector<std::string> basePaths;  ///< "/scim/v2"; no trailing slash
  std::string publicUrl{};             ///< scheme, host and base path for meta.location; "": from the request
  std::string directory;
  mappings::Mapping mapping;  ///< read, and placed under the directory's base
  scim::Dialect dialect = scim::Dialect::Entra;
  bool disableFirst = true;      ///< active=false takes effect even where the rest of the PATCH is refused
  bool uniqueExternalId = true;  ///< externalId unique per resource type
  UnknownMember unknownMembers = UnknownMember::Reject;
  std::int64_t pageSize = 100;  ///< when the client names no count
  std::int64_t maxPageSize = 1000;
  std::size_t bulkMaxOperations = 1000;              ///< 0: no /Bulk
  std::int64_t maxSorted = 10'000;                   ///< resources that a sortBy may have to put in order
  std::size_t maxCandidates = 20'000;                ///< resources that a filter may have to be decided on
  std::size_t maxFilterComparisons = 100;            ///< of one filter, as `comparisonsIn` counts them
  std::chrono::milliseconds cursorTimeout{600'000};  ///< from one page to the next
  EndpointPolicies policies{};
  std::optional<RolePolicy> roles{};
  std::optional<FallbackPolicy> fallback{};
  LeavingGuard leavingGuard{};
  std::optional<OAuthPolicy> oauth{};
};

/// The whole configuration, read and checked. A value; a reload makes a new one.
struct Configuration {
  std::filesystem::path file;
  ServerSettings server;
  ServerSettings admin{.port = 8081};  ///< health, metrics and the admin page; loopback unless said otherwise
  std::filesystem::path stateDirectory = "/var/lib/scim2ldap";
  LogRetention logRetention{};
  std::vector<DirectoryConfiguration> directories;
  std::vector<EndpointConfiguration> endpoints;

  /// The directory of that name; the reader has made sure that there is one.
  [[nodiscard]] const DirectoryConfiguration& directory(const std::string& name) const;
  /// The endpoint of that name, or nullptr.
  [[nodiscard]] const EndpointConfiguration* findEndpoint(const std::string& name) const;
  /// The side table's file in the state directory.
  [[nodiscard]] std::filesystem::path stateFile() const { return stateDirectory / "scim2ldap.db"; }
};

/// Reads scim2ldap.toml, the mapping files it names (relative to its folder) and the secrets' files.
/// \throws mappings::FileError  every problem of all the files at once
[[nodiscard]] Configuration readConfiguration(const std::filesystem::path& file);

}  // namespace scim2ldap::connector
