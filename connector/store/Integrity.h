#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace scim2ldap::connector {

/// What SQLite finds wrong with the file, at most a hundred faults; none when all is well. Reads all of it.
[[nodiscard]] std::vector<std::string> integrityFaults(const std::filesystem::path& file);

/// The names of the endpoints that have rows of users or groups.
[[nodiscard]] std::vector<std::string> endpointsIn(const std::filesystem::path& file);

/// Makes sure that opening the file loses nothing: SQLite takes what it can read of the write-ahead log, and
/// throws the rest away with the first look. Changes nothing. Under a running service, which has made sure of
/// it, it looks at nothing; other commands may be writing.
/// \throws StoreError  naming the file and the remedy
void requireWholeLog(const std::filesystem::path& file);

/// Makes sure that a service can start on the file: it can be read as a whole, and its write-ahead log gives
/// back everything that was committed. Changes nothing. To be called before anybody opens the file.
/// \throws StoreError  naming the file and the remedy
void requireSound(const std::filesystem::path& file);

}  // namespace scim2ldap::connector
