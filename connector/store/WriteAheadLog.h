#pragma once

#include <istream>

namespace scim2ldap::connector {

/// Whether a write-ahead log of SQLite is damaged before its end, so that SQLite would silently leave out
/// transactions that were committed. A torn last transaction is no damage: a crash leaves one that nobody was
/// told of. Nobody may write the log meanwhile. See "WAL File Format" at https://sqlite.org/fileformat2.html
[[nodiscard]] bool losesCommits(std::istream& log);

}  // namespace scim2ldap::connector
